import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { refusalsOf } from '@kontor/domain/book/issues';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import { type Result, refusal } from '@kontor/domain/kernel/refusal';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { priceText } from '@kontor/server/explain/price-text';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { knowledgeOf, namesOf, openSoundBook } from '../terminal/open-book.ts';
import { screenForQuote } from '../terminal/screen.ts';
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
  return {
    ok: false,
    refusals: refusalsOf(parsed.error.issues, value, (steps) => ({ file: path, path: steps.map(String).join('.') })),
  };
}

/** `kontor quote FILE --book BOOK`: one consignment priced and explained line by line. Exit 1 when a leg has no price. */
export async function quote(session: Session, path: string, options: QuoteOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  const consignment = book.ok ? await readConsignment(path) : book;
  if (!book.ok || !consignment.ok) {
    remarkRefusals(session, book.ok ? (consignment.ok ? [] : consignment.refusals) : book.refusals);
    return EXIT.input;
  }
  const knownBy = knowledgeOf(options.knownBy, book.value.loaded, [consignment.value.accepted]);
  if (!knownBy.ok) {
    remarkRefusals(session, knownBy.refusals);
    return EXIT.input;
  }
  const screening = screenForQuote(book.value.loaded, [consignment.value], knownBy.value).screenings.get(
    consignment.value.note,
  );
  const rating = rateConsignment(book.value.rating, consignment.value, {
    knownBy: knownBy.value,
    screening: screening?.outcome ?? 'HOLD',
  });
  if (session.format === 'json') printJson(session, { ...ratingJson(rating), screening: screening?.outcome ?? 'HOLD' });
  else {
    session.print(priceText(session.texts, namesOf(book.value.loaded), rating));
    session.print(`${session.texts.say('quote.screening', { outcome: screening?.outcome ?? 'HOLD' })}\n`);
  }
  return rating.legs.every((leg) => leg.ok) ? EXIT.done : EXIT.no;
}
