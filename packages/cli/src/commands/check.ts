import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { sortRefusals } from '@kontor/domain/kernel/refusal';
import { checkBook } from '@kontor/domain/office/check-book';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { hasErrors, openBook } from '../terminal/open-book.ts';
import { printJson, refusalLine, type Session } from '../terminal/session.ts';

function countKinds(kinds: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].toSorted(([a], [b]) => compareCodePoints(a, b));
}

export type CheckOptions = { readonly strict?: boolean };

/** Entries of a kind, by their words; one that this program does not know by its own name. */
const kindText = (texts: Session['texts'], kind: string): string =>
  texts.knows(`check.kind.${kind}`) ? texts.say(`check.kind.${kind}`) : kind;

/**
 * `kontor check BOOK`: every problem of a book with its place, all at once; exit 1 when there is an error, or, when strict, a
 * warning.
 */
export async function check(session: Session, folder: string, { strict = false }: CheckOptions): Promise<Exit> {
  const { texts } = session;
  const { book, refusals: found } = await openBook(folder);
  const refusals = book === undefined ? found : sortRefusals([...found, ...checkBook(book.loaded, book.rating)]);
  const counts = countKinds(book?.loaded.entries.map((entry) => entry.kind) ?? []);
  if (session.format === 'json') {
    const problems = refusals.map((one) => ({ ...one, ...texts.refusal(one) }));
    printJson(session, { schema: 'kontor.check/1', entries: Object.fromEntries(counts), problems });
  } else {
    for (const one of refusals) session.print(`${refusalLine(texts, one)}\n`);
    for (const [kind, count] of counts)
      session.print(`${texts.say('check.kind', { name: kindText(texts, kind), count })}\n`);
    const errors = refusals.filter((one) => one.severity === 'error').length;
    session.print(`${texts.say('check.summary', { errors, warnings: refusals.length - errors })}\n`);
  }
  if (book === undefined) return EXIT.input;
  return hasErrors(refusals) || (strict && refusals.length > 0) ? EXIT.no : EXIT.done;
}
