import { csvRow } from '@kontor/bulk/csv/write';
import type { LoadedBook } from '@kontor/domain/book/load';
import { formatMinor } from '@kontor/domain/kernel/money';
import { SECTIONS, type Section, type Simulation, type SimulationRow } from '@kontor/domain/office/simulate';
import { inLanguage } from '@kontor/server/texts/language';
import { printColumns } from './columns.ts';
import { namesOf } from './open-book.ts';
import { printJson, type Session } from './session.ts';

/** Books whose names are shown, the first before the others, and how many rows of a long section. */
export type Shown = { readonly books: readonly LoadedBook[]; readonly top: number };

const COLUMNS = ['section', 'key', 'currency', 'base', 'candidate', 'difference', 'changed'] as const;

/** Sections of which only what changed is shown in a table, the greatest changes first. */
const LONG: ReadonlySet<Section> = new Set(['party', 'consignee', 'consignor', 'lane', 'leg', 'cut']);

/** Keys that have words in the catalogues; others are names of the book. */
const WORDED: ReadonlySet<Section> = new Set(['total', 'count']);

const amountText = ({ currency }: SimulationRow, amount: bigint): string =>
  currency === '' ? String(amount) : formatMinor(amount, currency);

/** A spread counts consignments, although it is told by currency. */
const asCount = (row: SimulationRow): SimulationRow => (row.section === 'spread' ? { ...row, currency: '' } : row);

const cells = (row: SimulationRow): readonly string[] => {
  const shown = asCount(row);
  return [
    row.section,
    row.key,
    row.currency,
    amountText(shown, row.base),
    amountText(shown, row.candidate),
    amountText(shown, row.candidate - row.base),
    String(row.changed),
  ];
};

function keyText({ texts }: Session, names: (id: string) => string, { section, key, currency }: SimulationRow): string {
  if (WORDED.has(section)) return texts.say(`simulate.${section}.${key}`);
  if (section === 'cut') {
    const [id = '', limit = ''] = key.split(': ');
    return `${id}: ${texts.say(`explain.limit.${limit}`)}`;
  }
  if (section === 'spread')
    return `${currency} ${key === '0' || key === '?' ? texts.say(`simulate.spread.${key === '0' ? 'same' : 'unknown'}`) : `${key} %`}`;
  return section === 'discount' || section === 'budget' ? key : key.replaceAll(/[a-z0-9][\w./-]*/gu, names);
}

/** Rows of a section without those of a currency in which nothing stands in either book. */
function touchedRows(rows: readonly SimulationRow[]): readonly SimulationRow[] {
  const touched = new Set(
    rows.flatMap(({ base, candidate, currency }) => (base === 0n && candidate === 0n ? [] : [currency])),
  );
  return rows.filter(({ currency }) => currency === '' || touched.has(currency));
}

/** What a section shows in a table: of a long one the greatest gains and losses. */
function shownRows(section: Section, rows: readonly SimulationRow[], top: number): readonly SimulationRow[] {
  if (!LONG.has(section)) return rows;
  const changed = rows.filter((row) => row.base !== row.candidate);
  return changed.length <= 2 * top ? changed : [...changed.slice(0, top), ...changed.slice(-top)];
}

function printSection(session: Session, section: Section, rows: readonly SimulationRow[], shown: Shown): void {
  const visible = shownRows(section, touchedRows(rows), shown.top);
  if (visible.length === 0) return;
  const { texts } = session;
  const lookUp = shown.books.map(namesOf);
  const names = (id: string): string => {
    const words = lookUp.map((find) => find(id)).find((one) => one !== undefined);
    return words === undefined ? id : inLanguage(words, texts.language);
  };
  const money = (row: SimulationRow, amount: bigint): string =>
    asCount(row).currency === '' ? texts.decimal(String(amount)) : texts.money(amount, row.currency);
  session.print(`\n${texts.say(`simulate.section.${section}`)}\n`);
  const titles = ['key', 'base', 'candidate', 'difference', 'changed'].map((name) =>
    texts.say(`simulate.column.${name}`),
  );
  const lines = visible.map((row) => [
    keyText(session, names, row),
    money(row, row.base),
    money(row, row.candidate),
    money(row, row.candidate - row.base),
    asCount(row).currency === '' ? '' : String(row.changed),
  ]);
  printColumns(session, titles, lines, new Set([1, 2, 3, 4]));
}

/** Prints a simulation; JSON and CSV have every row, the table the greatest changes of long sections. */
export function printSimulation(session: Session, { consignments, rows }: Simulation, shown: Shown): void {
  const { texts } = session;
  if (session.format === 'json') {
    const objects = rows.map((row) =>
      Object.fromEntries(cells(row).map((cell, index) => [COLUMNS[index] ?? '', cell])),
    );
    printJson(session, { schema: 'kontor.simulation/1', volumes: 'as-they-were', consignments, rows: objects });
    return;
  }
  if (session.format === 'csv') {
    for (const row of [COLUMNS, ...rows.map(cells)]) session.print(csvRow(row));
    return;
  }
  session.print(`${texts.say('simulate.head', { consignments })}\n`);
  for (const section of SECTIONS)
    printSection(
      session,
      section,
      rows.filter((row) => row.section === section),
      shown,
    );
}
