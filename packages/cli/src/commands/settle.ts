import { csvRow } from '@kontor/bulk/csv/write';
import { formatMinor } from '@kontor/domain/kernel/money';
import type { Settlement, SettlementLine } from '@kontor/domain/settlement/settle';
import { readJournal } from '@kontor/server/journal/read-journal';
import { postSettlements } from '@kontor/server/settlement/post-settlements';
import { settledBy } from '@kontor/server/settlement/settled';
import { printColumns } from '../terminal/columns.ts';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { openSoundBook } from '../terminal/open-book.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';
import { dayOf } from './brief.ts';

export type SettleOptions = {
  readonly book: string;
  readonly data?: string;
  readonly asOf?: string;
  readonly quarter?: string;
};

const COLUMNS = [
  'quarter',
  'settled',
  'discount',
  'party',
  'window',
  'currency',
  'earned',
  'before',
  'now',
  'withheld',
] as const;

function rowOf({ quarter, cut }: Settlement, line: SettlementLine): string[] {
  const money = (amount: bigint): string => formatMinor(amount, line.currency);
  return [
    quarter,
    cut,
    line.discount,
    line.party,
    line.window,
    line.currency,
    money(line.earned),
    money(line.before),
    money(line.now),
    line.withheld ?? '',
  ];
}

function printSettlements(session: Session, settlements: readonly Settlement[]): void {
  const rows = settlements.flatMap((one) => one.lines.map((line) => rowOf(one, line)));
  if (session.format === 'json')
    printJson(session, {
      schema: 'kontor.settlements/1',
      lines: rows.map((row) => Object.fromEntries(COLUMNS.map((name, index) => [name, row[index] ?? '']))),
    });
  else if (session.format === 'csv') for (const row of [COLUMNS, ...rows]) session.print(csvRow(row));
  else
    printColumns(
      session,
      COLUMNS.map((name) => session.texts.say(`settle.column.${name}`)),
      rows,
      new Set([6, 7, 8]),
    );
}

/**
 * `kontor settle`: settles every quarter whose day has come by the day asked for, posts the entries, and shows what each
 * beneficiary gets. Run again, it posts nothing: entries are named for ever.
 */
export async function settle(session: Session, options: SettleOptions): Promise<Exit> {
  const book = await openSoundBook(options.book);
  if (!book.ok) {
    remarkRefusals(session, book.refusals);
    return EXIT.input;
  }
  return withStore(session, options.data, async (store) => {
    const facts = await readJournal(store);
    const day = dayOf(options.asOf, book.value, facts);
    if (!day.ok) {
      remarkRefusals(session, day.refusals);
      return EXIT.input;
    }
    const settlements = await settledBy(store, book.value, facts, day.value);
    const posted = await postSettlements(store, settlements);
    if (!posted.ok) {
      remarkRefusals(session, posted.refusals);
      return EXIT.no;
    }
    printSettlements(
      session,
      options.quarter === undefined ? settlements : settlements.filter((one) => one.quarter === options.quarter),
    );
    return EXIT.done;
  });
}
