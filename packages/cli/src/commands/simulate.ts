import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { fileRefusal } from '@kontor/bulk/file/access';
import type { BookFile } from '@kontor/domain/book/load';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { type LocalDate, parseLocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { knownJournal } from '@kontor/domain/office/journal';
import { overlayBook } from '@kontor/domain/office/overlay-book';
import { readScope } from '@kontor/domain/office/read-scope';
import { type Slice, simulate } from '@kontor/domain/office/simulate';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { readJournal } from '@kontor/server/journal/read-journal';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { hasErrors, knowledgeOf, type OpenBook, openSoundBook } from '../terminal/open-book.ts';
import { printSimulation } from '../terminal/print-simulation.ts';
import { consultConsignments } from '../terminal/read-consignments.ts';
import { remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type SimulateOptions = {
  readonly book: string;
  readonly candidate?: string;
  readonly with: readonly string[];
  readonly without: readonly string[];
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly scope?: string;
  readonly top: string;
};

/** Files of a folder, or one file, to be laid over a book. */
async function readLaid(path: string): Promise<Result<readonly BookFile[]>> {
  try {
    if ((await stat(path)).isDirectory()) return await readBookFolder(path);
    return ok([{ path: basename(path), text: await readFile(path, 'utf8') }]);
  } catch (error) {
    return refused(fileRefusal(error, path));
  }
}

/** The base book with the entries of `--with` over it and those of `--without` left out. */
async function laidOver(base: OpenBook, options: SimulateOptions): Promise<Result<OpenBook>> {
  const tables = await readBookFolder(options.book);
  const laid = await Promise.all(options.with.map(readLaid));
  const failed = [tables, ...laid].flatMap((one) => (one.ok ? [] : one.refusals));
  if (failed.length > 0 || !tables.ok) return { ok: false, refusals: failed };
  const files = laid.flatMap((one) => (one.ok ? one.value : []));
  const { book: loaded, refusals } = overlayBook(base.loaded, {
    files,
    tables: tables.value,
    without: options.without,
  });
  const compiled = compileRatingBook(loaded);
  const all = [...refusals, ...compiled.refusals];
  return hasErrors(all) ? { ok: false, refusals: all } : ok({ loaded, rating: compiled.book });
}

async function candidateOf(base: OpenBook, options: SimulateOptions): Promise<Result<OpenBook>> {
  if (options.candidate !== undefined) return openSoundBook(options.candidate);
  if (options.with.length === 0 && options.without.length === 0) return refused(refusal('simulate.no-candidate', {}));
  return laidOver(base, options);
}

function dateOf(text: string | undefined): Result<LocalDate | undefined> {
  if (text === undefined) return ok(undefined);
  const date = parseLocalDate(text);
  return date === undefined ? refused(refusal('cli.not-a-date', { text })) : ok(date);
}

/** A scope written on the command line, or in a file. */
async function scopeOf(text: string | undefined): Promise<Result<Slice['scope']>> {
  if (text === undefined) return ok(undefined);
  if (!/\.ya?ml$/iu.test(text)) return readScope('--scope', text);
  try {
    return readScope(text, await readFile(text, 'utf8'));
  } catch (error) {
    return refused(fileRefusal(error, text));
  }
}

async function sliceOf(options: SimulateOptions): Promise<Result<Slice>> {
  const [from, to, scope] = [dateOf(options.from), dateOf(options.to), await scopeOf(options.scope)];
  const refusals = [from, to, scope].flatMap((one) => (one.ok ? [] : one.refusals));
  if (!from.ok || !to.ok || !scope.ok) return { ok: false, refusals };
  return ok({
    ...(from.value === undefined ? {} : { from: from.value }),
    ...(to.value === undefined ? {} : { to: to.value }),
    ...(scope.value === undefined ? {} : { scope: scope.value }),
  });
}

type Ready = { readonly base: OpenBook; readonly candidate: OpenBook; readonly slice: Slice };

function run(
  session: Session,
  { base, candidate, slice }: Ready,
  consignments: readonly Consignment[],
  options: SimulateOptions,
): Exit {
  const days = consignments.map((one) => one.accepted);
  const known = [knowledgeOf(undefined, base.loaded, days), knowledgeOf(undefined, candidate.loaded, days)] as const;
  if (!known[0].ok || !known[1].ok) {
    remarkRefusals(session, [refusal('cli.nothing-known', {})]);
    return EXIT.input;
  }
  const books = {
    base: { book: base, knownBy: known[0].value },
    candidate: { book: candidate, knownBy: known[1].value },
  };
  const simulated = simulate(books, consignments, slice);
  if (!simulated.ok) {
    remarkRefusals(session, simulated.refusals);
    return EXIT.no;
  }
  printSimulation(session, simulated.value, { books: [candidate.loaded, base.loaded], top: Number(options.top) });
  return EXIT.done;
}

/** `kontor simulate [FILE]`: a candidate book beside the base book over a journal or a file. */
export async function simulateCommand(
  session: Session,
  path: string | undefined,
  options: SimulateOptions,
): Promise<Exit> {
  const base = await openSoundBook(options.book);
  const candidate = base.ok ? await candidateOf(base.value, options) : base;
  const slice = await sliceOf(options);
  if (!base.ok || !candidate.ok || !slice.ok) {
    const reasons = base.ok ? (candidate.ok ? [] : candidate.refusals) : base.refusals;
    remarkRefusals(session, [...reasons, ...(slice.ok ? [] : slice.refusals)]);
    return EXIT.input;
  }
  const ready: Ready = { base: base.value, candidate: candidate.value, slice: slice.value };
  if (path === undefined)
    return withStore(session, options.data, async (store) => {
      const facts = await readJournal(store);
      const known = knowledgeOf(
        undefined,
        base.value.loaded,
        facts.map(({ learned }) => learned),
      );
      return run(session, ready, known.ok ? knownJournal(facts, known.value).consignments : [], options);
    });
  const read = await consultConsignments(session, base.value, path);
  if (read.ok) return run(session, ready, read.value, options);
  remarkRefusals(session, read.refusals);
  return EXIT.input;
}
