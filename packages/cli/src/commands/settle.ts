import { csvRow } from '@kontor/bulk/csv/write';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { formatMinor } from '@kontor/domain/kernel/money';
import { parsePeriodLabel } from '@kontor/domain/kernel/period';
import { refusal } from '@kontor/domain/kernel/refusal';
import { type GuaranteeStanding, guaranteesKnown } from '@kontor/domain/office/guarantees';
import { type NextStep, nextStepsKnown } from '@kontor/domain/office/next-steps';
import type { Settlement, SettlementLine } from '@kontor/domain/settlement/statement';
import { GUARANTEE_COLUMNS, GUARANTEE_FIGURES, guaranteeJson, guaranteeRow } from '@kontor/server/brief/guarantee-view';
import { tableLines } from '@kontor/server/brief/layout';
import { nameIn } from '@kontor/server/explain/price-text';
import { readJournal } from '@kontor/server/journal/read-journal';
import { nextStepJson, nextStepLines } from '@kontor/server/settlement/next-step-view';
import { readSettlements } from '@kontor/server/settlement/read-settlements';
import { settleDue } from '@kontor/server/settlement/settle-due';
import { printColumns } from '../terminal/columns.ts';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { namesOf, type OpenBook, openSoundBook } from '../terminal/open-book.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';
import { dayOf } from './brief.ts';

export type SettleOptions = {
  readonly book: string;
  readonly data?: string;
  readonly asOf?: string;
  readonly quarter?: string;
};

/** A line as machines read it: every figure of it, exact. */
function recordOf({ quarter, cut }: Settlement, line: SettlementLine) {
  const money = (amount: bigint): string => formatMinor(amount, line.currency);
  return {
    quarter,
    settled: cut,
    discount: line.discount,
    grantor: line.grantor,
    party: line.party,
    window: line.window,
    currency: line.currency,
    earned: money(line.earned),
    before: money(line.before),
    now: money(line.now),
    paid: money(line.paid),
    held: money(line.held),
    withheld: line.withheld ?? '',
    carried: String(line.carried),
    synthetic: String(line.synthetic),
  };
}

type Field = keyof ReturnType<typeof recordOf>;

const FIELDS: readonly Field[] = [
  'quarter',
  'settled',
  'discount',
  'grantor',
  'party',
  'window',
  'currency',
  'earned',
  'before',
  'now',
  'paid',
  'held',
  'withheld',
  'carried',
  'synthetic',
];

/** What a person is shown: the grantor stands in the discount's name, and what was carried shows by its window. */
const SHOWN = FIELDS.filter((field) => !['grantor', 'carried', 'synthetic'].includes(field));
const AMOUNTS: ReadonlySet<Field> = new Set<Field>(['earned', 'before', 'now', 'paid', 'held']);

type Shown = {
  readonly settlements: readonly Settlement[];
  readonly guarantees: readonly GuaranteeStanding[];
  readonly next: readonly NextStep[];
  readonly asOf: LocalDate;
};

/** Promised volumes under the settlements: what is open may still be taken back. */
function printGuarantees(session: Session, book: OpenBook, guarantees: readonly GuaranteeStanding[]): void {
  if (guarantees.length === 0 || session.format !== 'table') return;
  const { texts } = session;
  const voice = { texts, name: nameIn(texts.language, namesOf(book.loaded)) };
  session.print(`\n${texts.say('guarantee.title')}\n`);
  const columns = GUARANTEE_COLUMNS.map((key, index) => ({
    title: texts.say(key),
    right: GUARANTEE_FIGURES.has(index),
  }));
  const rows = guarantees.map((one) => guaranteeRow(voice, one));
  session.print(`${tableLines(columns, rows).join('\n')}\n`);
  if (guarantees.some(({ synthetic }) => synthetic)) session.print(`* ${texts.say('explain.synthetic')}\n`);
}

/** What could not be told at the last of the settlements shown: where documents are wanted. */
function remarkOpen(session: Session, last: Settlement | undefined): void {
  for (const { discount, window, key, missing, notes } of last?.open ?? []) {
    const params = { discount, window, key, missing: missing.join(', '), count: notes.length, note: notes[0] ?? '' };
    session.remark(`${session.texts.say('settle.open', params)}\n`);
  }
}

/** What more is needed in open windows, and what it is worth. */
function printNext(session: Session, book: OpenBook, next: readonly NextStep[]): void {
  if (next.length === 0 || session.format !== 'table') return;
  const { texts } = session;
  const voice = { texts, name: nameIn(texts.language, namesOf(book.loaded)) };
  session.print(`\n${texts.say('settle.next')}\n`);
  for (const one of next) session.print(`${nextStepLines(voice, one).join('\n')}\n`);
}

function printSettlements(session: Session, { settlements, guarantees, next, asOf }: Shown): void {
  const records = settlements.flatMap((one) => one.lines.map((line) => recordOf(one, line)));
  switch (session.format) {
    case 'json':
      return printJson(session, {
        schema: 'kontor.settlements/1',
        asOf,
        quarters: settlements.map(({ quarter, cut, open }) => ({ quarter, settled: cut, open: open ?? [] })),
        guarantees: guarantees.map(guaranteeJson),
        next: next.map(nextStepJson),
        lines: records.map((record) => ({
          ...record,
          withheld: record.withheld === '' ? null : record.withheld,
          carried: record.carried === 'true',
          synthetic: record.synthetic === 'true',
        })),
      });
    case 'csv':
      for (const row of [FIELDS, ...records.map((record) => FIELDS.map((field) => record[field]))])
        session.print(csvRow(row));
      return;
    case 'table':
      printColumns(
        session,
        SHOWN.map((field) => session.texts.say(`settle.column.${field}`)),
        records.map((record) =>
          SHOWN.map((field) => `${record[field]}${field === 'discount' && record.synthetic === 'true' ? ' *' : ''}`),
        ),
        new Set(SHOWN.flatMap((field, index) => (AMOUNTS.has(field) ? [index] : []))),
      );
      if (records.some(({ synthetic }) => synthetic === 'true'))
        session.print(`\n${session.texts.say('brief.footnote')}\n`);
  }
}

/** Whether a text names a quarter, such as 2025-Q3. */
const isQuarter = (text: string): boolean => /^\d{4}-Q\d$/u.test(text) && parsePeriodLabel(text) !== undefined;

/**
 * `kontor settle`: settles every quarter whose day has come by the day asked for and that is not settled yet, posts and closes
 * it, and shows what the ledger holds by then. Run again, it posts nothing.
 */
export async function settle(session: Session, options: SettleOptions): Promise<Exit> {
  const { quarter } = options;
  if (quarter !== undefined && !isQuarter(quarter)) {
    remarkRefusals(session, [refusal('cli.not-a-quarter', { text: quarter })]);
    return EXIT.input;
  }
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
    const asOf = day.value;
    const settled = await settleDue(store, book.value, { facts, asOf });
    if (!settled.ok) {
      remarkRefusals(session, settled.refusals);
      return EXIT.no;
    }
    const { entries, quarters } = settled.value;
    session.remark(
      `${session.texts.say('settle.done', { count: quarters.length, quarters: quarters.join(', '), entries })}\n`,
    );
    const settlements = await readSettlements(store, { upTo: asOf });
    const guarantees = guaranteesKnown(book.value, facts, asOf);
    const shown = settlements.filter((one) => quarter === undefined || one.quarter === quarter);
    const next = nextStepsKnown(book.value, facts, asOf);
    printSettlements(session, { settlements: shown, guarantees, next, asOf });
    printGuarantees(session, book.value, guarantees);
    printNext(session, book.value, next);
    remarkOpen(session, shown.at(-1));
    return EXIT.done;
  });
}
