import { readFile, writeFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { fileRefusal } from '@kontor/bulk/file/access';
import { refusalsOf } from '@kontor/domain/book/issues';
import type { ConsignmentRating } from '@kontor/domain/charge/rating';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import { whyDiscount } from '@kontor/domain/explain/why-discount';
import { whyJson } from '@kontor/domain/explain/why-json';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { type Result, refusal } from '@kontor/domain/kernel/refusal';
import { knownJournal } from '@kontor/domain/office/journal';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import type { RatingReadings } from '@kontor/domain/rating/rating-state';
import type { Outcome } from '@kontor/domain/restriction/schema';
import type { Screening } from '@kontor/domain/restriction/screening';
import { nameIn, priceText } from '@kontor/server/explain/price-text';
import { screeningText } from '@kontor/server/explain/screening-text';
import { whyText } from '@kontor/server/explain/why-text';
import { readJournal } from '@kontor/server/journal/read-journal';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { knowledgeOf, namesOf, type OpenBook, openSoundBook } from '../terminal/open-book.ts';
import { consultConsignments } from '../terminal/read-consignments.ts';
import { screenForQuote } from '../terminal/screen.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type QuoteOptions = {
  readonly book: string;
  readonly knownBy?: string;
  readonly journal?: string;
  readonly data?: string;
  readonly svg?: string;
  readonly why?: string;
};

/** A line of an import file may say under `kontor` when it was learned: that is no part of the consignment. */
function withoutMarks(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'kontor'));
}

/** One consignment written as JSON, from a file or from standard input (`-`). */
async function readConsignment(path: string): Promise<Result<Consignment>> {
  let content: string;
  try {
    content = path === '-' ? await readStream(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    return { ok: false, refusals: [fileRefusal(error, path)] };
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { ok: false, refusals: [refusal('cli.not-json', { file: path })] };
  }
  const parsed = consignmentSchema.safeParse(withoutMarks(value));
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    refusals: refusalsOf(parsed.error.issues, value, (steps) => ({ file: path, path: steps.map(String).join('.') })),
  };
}

/** Consignments of the data folder as known on a day. */
async function fromStore(session: Session, data: string, knownBy: LocalDate): Promise<Result<readonly Consignment[]>> {
  let found: readonly Consignment[] | undefined;
  await withStore(session, data, async (store) => {
    found = knownJournal(await readJournal(store), knownBy).consignments;
    return EXIT.done;
  });
  return found === undefined ? { ok: false, refusals: [] } : { ok: true, value: found };
}

/** What is known beside the consignment, so that meters, quotas and budgets stand where they stood before it. */
async function historyOf(
  session: Session,
  book: OpenBook,
  options: QuoteOptions,
  knownBy: LocalDate,
): Promise<Result<readonly Consignment[]>> {
  if (options.journal !== undefined) return consultConsignments(session, book, options.journal);
  return options.data === undefined ? { ok: true, value: [] } : fromStore(session, options.data, knownBy);
}

type Priced = {
  readonly rating: ConsignmentRating;
  readonly outcome: Outcome;
  readonly screening: Screening | undefined;
  /** As meters and budgets stand around it. */
  readonly readings: RatingReadings;
};

/** Prices a consignment among others; one of the same note is taken to be itself. */
function priceAmong(
  book: OpenBook,
  consignment: Consignment,
  history: readonly Consignment[],
  knownBy: LocalDate,
): Priced | undefined {
  const all = [...history.filter(({ note }) => note !== consignment.note), consignment];
  const { screenings } = screenForQuote(book.loaded, all, knownBy);
  const screeningOf = ({ note }: Consignment): Outcome => screenings.get(note)?.outcome ?? 'HOLD';
  const { rated, state } = rateJournal(book.rating, all, { knownBy, screeningOf });
  const rating = rated.find((one) => one.consignment === consignment)?.rating;
  if (rating === undefined) return undefined;
  const screening = screenings.get(consignment.note);
  return { rating, outcome: screeningOf(consignment), screening, readings: state.readings };
}

type Asked = Priced & { readonly id: string; readonly knownBy: LocalDate };

/** One discount in full; false when the book has none of the id. */
function printWhy(session: Session, book: OpenBook, consignment: Consignment, asked: Asked): boolean {
  const { rating, outcome, readings, knownBy, id } = asked;
  const why = whyDiscount(book.rating, consignment, rating, id, { knownBy, screening: outcome, readings });
  if (!why.ok) {
    remarkRefusals(session, why.refusals);
    return false;
  }
  if (session.format === 'json') printJson(session, whyJson(why.value));
  else session.print(whyText(session.texts, namesOf(book.loaded), why.value));
  return true;
}

/** Writes the picture of a price where it was asked for; false when it cannot be written there. */
async function drawPrice(session: Session, book: OpenBook, rating: ConsignmentRating, file: string): Promise<boolean> {
  const { texts } = session;
  // Only who asks for a picture waits for what draws it.
  const { waterfallSvg } = await import('@kontor/server/explain/waterfall-svg');
  const picture = waterfallSvg({ texts, name: nameIn(texts.language, namesOf(book.loaded)) }, rating);
  if (picture === undefined) {
    session.remark(`${texts.say('quote.nothing-to-draw')}\n`);
    return true;
  }
  try {
    await writeFile(file, picture);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    remarkRefusals(session, [refusal('cli.file-unwritable', { file, reason })]);
    return false;
  }
  session.remark(`${texts.say('quote.picture-written', { file })}\n`);
  return true;
}

/**
 * `kontor quote FILE --book BOOK`: one consignment priced and explained line by line, on the first day of all meters or after
 * a journal. Exit 1 when a leg has no price.
 */
export async function quote(session: Session, path: string, options: QuoteOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  const consignment = book.ok ? await readConsignment(path) : book;
  if (!book.ok || !consignment.ok) {
    remarkRefusals(session, book.ok ? (consignment.ok ? [] : consignment.refusals) : book.refusals);
    return EXIT.input;
  }
  const knownBy = knowledgeOf(options.knownBy, book.value.loaded, [consignment.value.accepted]);
  const history = knownBy.ok ? await historyOf(session, book.value, options, knownBy.value) : knownBy;
  if (!knownBy.ok || !history.ok) {
    remarkRefusals(session, knownBy.ok ? (history.ok ? [] : history.refusals) : knownBy.refusals);
    return EXIT.input;
  }
  const priced = priceAmong(book.value, consignment.value, history.value, knownBy.value);
  if (priced === undefined) return EXIT.no;
  const { rating, outcome, screening } = priced;
  if (options.why !== undefined) {
    if (!printWhy(session, book.value, consignment.value, { ...priced, id: options.why, knownBy: knownBy.value }))
      return EXIT.input;
  } else if (session.format === 'json') printJson(session, { ...ratingJson(rating), screening: outcome });
  else {
    session.print(priceText(session.texts, namesOf(book.value.loaded), rating));
    const found = screening ?? { outcome, findings: [] };
    session.print(screeningText(session.texts, namesOf(book.value.loaded), found));
  }
  if (options.svg !== undefined && !(await drawPrice(session, book.value, rating, options.svg))) return EXIT.input;
  return rating.legs.every((leg) => leg.ok) ? EXIT.done : EXIT.no;
}
