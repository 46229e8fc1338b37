import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { refusalsOf } from '@kontor/domain/book/issues';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { refusal, type Result } from '@kontor/domain/kernel/refusal';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { priceText } from '@kontor/server/explain/price-text';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { hasErrors, namesOf, openBook } from '../terminal/open-book.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';

export type QuoteOptions = { readonly book: string; readonly knownBy?: string };

/** One consignment written as JSON, from a file or from standard input (`-`). */
async function readConsignment(path: string): Promise<Result<Consignment>> {
  let content: string;
  try {
    content = path === '-' ? await readStream(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
    return { ok: false, refusals: [refusal('cli.file-unreadable', { file: path, reason })] };
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { ok: false, refusals: [refusal('cli.not-json', { file: path })] };
  }
  const parsed = consignmentSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, refusals: refusalsOf(parsed.error.issues, value, (steps) => ({ file: path, path: steps.map(String).join('.') })) };
}

/** The day the book is known by: the one asked for, else the day of acceptance. */
function knowledgeOf(options: QuoteOptions, consignment: Consignment): Result<LocalDate> {
  if (options.knownBy === undefined) return { ok: true, value: consignment.accepted };
  const date = parseLocalDate(options.knownBy);
  return date === undefined ? { ok: false, refusals: [refusal('cli.not-a-date', { text: options.knownBy })] } : { ok: true, value: date };
}

/** `kontor quote FILE --book BOOK`: one consignment priced and explained line by line. Exit 1 when a leg has no price. */
export async function quote(session: Session, path: string, options: QuoteOptions): Promise<Exit> {
  const { book, refusals } = await openBook(options.book);
  if (book === undefined || hasErrors(refusals)) {
    remarkRefusals(session, refusals);
    return EXIT.input;
  }
  const consignment = await readConsignment(path);
  const knownBy = consignment.ok ? knowledgeOf(options, consignment.value) : consignment;
  if (!consignment.ok || !knownBy.ok) {
    remarkRefusals(session, consignment.ok ? (knownBy.ok ? [] : knownBy.refusals) : consignment.refusals);
    return EXIT.input;
  }
  const rating = rateConsignment(book.rating, consignment.value, { knownBy: knownBy.value });
  if (session.format === 'json') printJson(session, ratingJson(rating));
  else session.print(priceText(session.texts, namesOf(book.loaded), rating));
  return rating.legs.every((leg) => leg.ok) ? EXIT.done : EXIT.no;
}
