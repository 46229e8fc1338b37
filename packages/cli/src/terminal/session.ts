import type { Refusal } from '@kontor/domain/kernel/refusal';
import { chooseLanguage } from '@kontor/server/texts/language';
import { loadTexts, type Texts } from '@kontor/server/texts/texts';

export type Format = 'table' | 'json' | 'csv';

/** What every command is given: texts of the language, the format asked for, and where results and remarks go. */
export type Session = {
  readonly texts: Texts;
  readonly format: Format;
  /** Standard output: the result and nothing else. */
  readonly print: (text: string) => void;
  /** Standard error: everything else. */
  readonly remark: (text: string) => void;
};

/** Options every command has. */
export type CommonOptions = { readonly lang?: string; readonly format?: Format };

/** Opens a session; an unknown language is said in English and ends the command as bad usage. */
export function openSession(options: CommonOptions): Session | undefined {
  const print = (text: string): void => void process.stdout.write(text);
  const remark = (text: string): void => void process.stderr.write(text);
  const language = chooseLanguage(options.lang, process.env);
  if (!language.ok) {
    const texts = loadTexts('en');
    for (const one of language.refusals) remark(`${refusalLine(texts, one)}\n`);
    return undefined;
  }
  return { texts: loadTexts(language.value), format: options.format ?? 'table', print, remark };
}

/** What the store did for itself while opening, or the person did: nobody has to do anything, so it is no warning. */
const NOTICES: ReadonlySet<string> = new Set([
  'store.created',
  'store.taken-over',
  'store.orphan-ended',
  'import.cancelled',
]);

function labelOf({ code, severity }: Refusal): string {
  if (NOTICES.has(code)) return 'cli.notice';
  return severity === 'error' ? 'cli.error' : 'cli.warning';
}

/** A refusal as people read it: where, what, and what to do. */
export function refusalLine(texts: Texts, refusal: Refusal): string {
  const { reason, remedy, where } = texts.refusal(refusal);
  const label = texts.say(labelOf(refusal));
  return `${where === '' ? '' : `${where}: `}${label}: ${reason}\n    ${remedy}`;
}

/** Refusals to standard error. */
export function remarkRefusals(session: Session, refusals: readonly Refusal[]): void {
  for (const one of refusals) session.remark(`${refusalLine(session.texts, one)}\n`);
}

/** A value as JSON, indented, with a line end. */
export function printJson(session: Session, value: unknown): void {
  session.print(`${JSON.stringify(value, null, 2)}\n`);
}
