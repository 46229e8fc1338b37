import { csvRow } from '@kontor/bulk/csv/write';
import type { ConsignmentRating, LegOutcome, LegRating } from '@kontor/domain/charge/rating';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import { formatMinor } from '@kontor/domain/kernel/money';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { printColumns } from '../terminal/columns.ts';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { knowledgeOf, openSoundBook } from '../terminal/open-book.ts';
import { type ReadOptions, readConsignments } from '../terminal/read-consignments.ts';
import { screenForQuote } from '../terminal/screen.ts';
import { remarkRefusals, type Session } from '../terminal/session.ts';

export type RateOptions = ReadOptions & { readonly knownBy?: string };

const COLUMNS = [
  'note',
  'accepted',
  'leg',
  'carrier',
  'payer',
  'tariff',
  'currency',
  'gross',
  'discounts',
  'net',
  'tax',
  'payable',
  'screening',
  'problem',
  'synthetic',
] as const;

/** Whether any figure of a leg is made up: its tariff, or a discount that applied. */
const isMadeUp = ({ synthetic, discounts }: LegRating): boolean =>
  synthetic || discounts.some((one) => one.kind === 'applied' && one.synthetic);

/** What discounts on the invoice took in the end: limits may have given some of it back. */
const takenOff = ({ discounts }: LegRating): bigint =>
  discounts.reduce((sum, one) => (one.kind === 'applied' && one.at === 'rating' ? sum + one.amount : sum), 0n);

function legRow(session: Session, rating: ConsignmentRating, leg: LegOutcome, outcome: string): string[] {
  const head = [rating.note, rating.accepted];
  if (!leg.ok) {
    const reasons = leg.refusals.map((one) => session.texts.refusal(one).reason).join(' ');
    return [...head, String(leg.leg + 1), '', '', '', '', '', '', '', '', '', outcome, reasons, ''];
  }
  const { currency, gross, net, tax, payable, carrier, payer, tariff } = leg.rating;
  const money = (amount: bigint): string => formatMinor(amount, currency);
  return [
    ...head,
    String(leg.rating.leg + 1),
    carrier,
    payer ?? '',
    tariff.id,
    currency,
    money(gross),
    money(-takenOff(leg.rating)),
    money(net),
    money(tax),
    money(payable),
    outcome,
    '',
    String(isMadeUp(leg.rating)),
  ];
}

function printRatings(
  session: Session,
  ratings: readonly { readonly rating: ConsignmentRating; readonly outcome: string }[],
): void {
  if (session.format === 'json') {
    for (const { rating, outcome } of ratings)
      session.print(`${JSON.stringify({ ...ratingJson(rating), screening: outcome })}\n`);
    return;
  }
  const rows = ratings.flatMap(({ rating, outcome }) =>
    rating.legs.map((leg) => legRow(session, rating, leg, outcome)),
  );
  if (session.format === 'csv') {
    session.print(csvRow(COLUMNS));
    for (const row of rows) session.print(csvRow(row));
    return;
  }
  const shown = [0, 1, 2, 3, 6, 7, 8, 11, 12] as const;
  const titles = shown.map((index) => session.texts.say(`rate.column.${COLUMNS[index]}`));
  printColumns(
    session,
    titles,
    rows.map((row) => shown.map((index) => `${row[index] ?? ''}${index === 3 && row[14] === 'true' ? ' *' : ''}`)),
    new Set([2, 5, 6, 7]),
  );
  for (const row of rows) if (row[13] !== '') session.print(`${row[0] ?? ''}/${row[2] ?? ''}: ${row[13] ?? ''}\n`);
  if (rows.some((row) => row[14] === 'true')) session.print(`\n${session.texts.say('brief.footnote')}\n`);
}

/**
 * `kontor rate BOOK FILE`: prices a file of consignments by a book, with no store at all. Meters and quotas move through the
 * file in order of acceptance. Exit 1 when a row was rejected or a leg has no price; good rows are kept.
 */
export async function rate(session: Session, folder: string, path: string, options: RateOptions): Promise<Exit> {
  const book = await openSoundBook(folder);
  const read = book.ok ? await readConsignments(session, book.value, path, options) : book;
  if (!book.ok || !read.ok) {
    remarkRefusals(session, book.ok ? (read.ok ? [] : read.refusals) : book.refusals);
    return EXIT.input;
  }
  const { consignments, report, warnings } = read.value;
  const knownBy = knowledgeOf(
    options.knownBy,
    book.value.loaded,
    consignments.map((one) => one.accepted),
  );
  if (!knownBy.ok) {
    remarkRefusals(session, knownBy.refusals);
    return EXIT.input;
  }
  const screened = screenForQuote(book.value.loaded, consignments, knownBy.value);
  const outcomeOf = (note: string) => screened.screenings.get(note)?.outcome ?? 'HOLD';
  const { rated } = rateJournal(book.value.rating, consignments, {
    knownBy: knownBy.value,
    screeningOf: (one) => outcomeOf(one.note),
  });
  printRatings(
    session,
    rated.map(({ consignment, rating }) => ({ rating, outcome: outcomeOf(consignment.note) })),
  );
  remarkRefusals(session, [...warnings, ...(report.stopped === undefined ? [] : [report.stopped])]);
  session.remark(
    `${session.texts.say('rate.summary', { consignments: report.consignments, rejected: report.rejectedRows, file: report.rejectsFile ?? '—' })}\n`,
  );
  if (report.exitCode !== 0) return report.exitCode === 2 ? EXIT.input : EXIT.no;
  return rated.every(({ rating }) => rating.legs.every((leg) => leg.ok)) ? EXIT.done : EXIT.no;
}
