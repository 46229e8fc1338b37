import type { ImportBatch } from '@kontor/bulk/import/batch';
import { type ImportOptions, type ImportReport, importFile } from '@kontor/bulk/import/import-file';
import { loadProfile, saveProfile } from '@kontor/bulk/profile/profile-file';
import { EMPTY_PROFILE } from '@kontor/bulk/profile/schema';
import type { Ask } from '@kontor/bulk/question/question';
import { checkConsignment } from '@kontor/domain/consignment/checks';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { ok, type Refusal, type Result } from '@kontor/domain/kernel/refusal';
import { inLanguage } from '@kontor/server/texts/language';
import { asker, ownTerminal } from './ask.ts';
import { type OnceEach, onceEach } from './once-each.ts';
import { importNames, namesOf, type OpenBook } from './open-book.ts';
import { progressBar } from './progress-bar.ts';
import { remarkRefusals, type Session } from './session.ts';

export type ReadOptions = {
  readonly profile?: string;
  readonly saveProfile?: string;
  /** Where rejected rows go; nowhere when false. */
  readonly rejects?: string | false;
};

/** Asks at the terminal, when somebody sits there; `given` counts the answers. */
function askAt(session: Session, book: OpenBook, count: () => void): Ask | undefined {
  const terminal = ownTerminal();
  if (terminal === undefined) return undefined;
  const names = namesOf(book.loaded);
  const nameOf = (id: string): string | undefined => {
    const words = names(id);
    return words === undefined ? undefined : inLanguage(words, session.texts.language);
  };
  const ask = asker({ texts: session.texts, terminal, nameOf });
  return async (question, isAnswer) => {
    const given = await ask(question, isAnswer);
    if (typeof given === 'string') count();
    return given;
  };
}

/** Keeps the answers where they are to be kept, or tells how they could have been. */
function keepAnswers(
  session: Session,
  target: string | undefined,
  answers: () => number,
): NonNullable<ImportOptions['onProfile']> {
  return async (profile) => {
    if (target === undefined) {
      if (answers() > 0) session.remark(`${session.texts.say('ask.not-kept')}\n`);
      return ok(undefined);
    }
    const saved = await saveProfile(target, profile);
    if (saved.ok) session.remark(`${session.texts.say('ask.kept', { file: target })}\n`);
    return saved;
  };
}

/** What the bulk room needs for a file: profile, names, checks, words for the reasons, questions, a progress bar. */
export async function importOptions(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<Result<ImportOptions>> {
  const profile = options.profile === undefined ? ok(EMPTY_PROFILE) : await loadProfile(options.profile);
  if (!profile.ok) return profile;
  const explain = (refusal: Refusal): string => {
    const { reason, remedy } = session.texts.refusal(refusal);
    return `${reason} ${remedy}`;
  };
  let answers = 0;
  const ask = askAt(session, book, () => {
    answers += 1;
  });
  return ok({
    path,
    profile: profile.value,
    names: importNames(book.loaded),
    check: checkConsignment,
    explain,
    progress: progressBar(session),
    onProfile: keepAnswers(session, options.saveProfile, () => answers),
    onUnanswered: (draft) => session.remark(`${session.texts.say('ask.draft')}\n\n${draft}\n`),
    ...(options.rejects === undefined ? {} : { rejects: options.rejects }),
    ...(ask === undefined ? {} : { ask }),
  });
}

/** The same for a file that goes into no journal: there a note may stand only once. */
async function readingOptions(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<Result<{ readonly input: ImportOptions; readonly fresh: OnceEach['fresh'] }>> {
  const prepared = await importOptions(session, book, path, options);
  if (!prepared.ok) return prepared;
  const once = onceEach();
  const check = (one: Consignment): readonly Refusal[] => {
    const found = prepared.value.check(one);
    return found.some(({ severity }) => severity === 'error') ? found : [...found, ...once.check(one)];
  };
  return ok({ input: { ...prepared.value, check }, fresh: once.fresh });
}

/** Reads a whole file of consignments into memory, good rows kept, rejects in a file of their own. */
export async function readConsignments(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<
  Result<{
    readonly consignments: readonly Consignment[];
    readonly report: ImportReport;
    readonly warnings: readonly Refusal[];
  }>
> {
  const prepared = await readingOptions(session, book, path, options);
  if (!prepared.ok) return prepared;
  const { fresh, input } = prepared.value;
  const consignments: Consignment[] = [];
  const warnings: Refusal[] = [];
  const report = await importFile(input, async (batch: ImportBatch) => {
    consignments.push(...fresh(batch.consignments.map((one) => one.consignment)));
    warnings.push(...batch.warnings);
    await Promise.resolve();
  });
  return report.ok ? ok({ consignments, report: report.value, warnings }) : report;
}

/** Rows told on standard error when nothing keeps them. */
const MOST_TOLD = 5;

/**
 * Consignments of a file for a question that only reads, such as a quote: no file is written beside it. Rejected rows are
 * counted on standard error, the first of them with their reasons; so are warnings and an end before the file's.
 */
export async function consultConsignments(
  session: Session,
  book: OpenBook,
  path: string,
): Promise<Result<readonly Consignment[]>> {
  const prepared = await readingOptions(session, book, path, { rejects: false });
  if (!prepared.ok) return prepared;
  const { fresh, input } = prepared.value;
  const consignments: Consignment[] = [];
  const told: Refusal[] = [];
  const warnings: Refusal[] = [];
  const report = await importFile(input, async (batch: ImportBatch) => {
    consignments.push(...fresh(batch.consignments.map((one) => one.consignment)));
    warnings.push(...batch.warnings);
    for (const reject of batch.rejects) if (told.length < MOST_TOLD) told.push(...reject.reasons.slice(0, 1));
    await Promise.resolve();
  });
  if (!report.ok) return report;
  const { rejectedRows, stopped } = report.value;
  if (rejectedRows > 0)
    session.remark(`${session.texts.say('cli.rows-left-out', { count: rejectedRows, file: path })}\n`);
  remarkRefusals(session, [...told, ...warnings, ...(stopped === undefined ? [] : [stopped])]);
  return ok(consignments);
}
