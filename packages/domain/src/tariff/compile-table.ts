import type { LoadedEntry } from '../book/load.ts';
import type { TableRow, TableRows } from '../book/table-rows.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, type Decimal, parseDecimal, toText } from '../kernel/decimal.ts';
import { type GoodsPattern, parsePattern } from '../kernel/goods-code.ts';
import { type Interval, inspectIntervals } from '../kernel/interval.ts';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import { factNamed } from '../scope/fields.ts';
import type { CellForm, KeyForm, KeySource, RowForm, TableForm } from './form.ts';
import type { TableKeyText, TableText } from './schema.ts';

/** What compiling one table needs: where it stands and where problems go. */
type Context = {
  readonly entry: LoadedEntry;
  readonly name: string;
  readonly table: TableText;
  readonly rows: TableRows;
  readonly refusals: Refusal[];
};

const at = (context: Context, ...path: (string | number)[]): Place =>
  context.entry.place(['tables', context.name, ...path]);

function keySource(context: Context, name: string, key: TableKeyText): KeySource {
  if (key.match === 'goods') return { kind: 'goods', system: key.system };
  if (key.quantity !== undefined) return { kind: 'quantity', name: key.quantity };
  if (key.fact === undefined) return { kind: 'given' };
  const field = factNamed(key.fact);
  if (field !== undefined) return { kind: 'fact', field };
  context.refusals.push(refusal('tariff.unknown-fact', { fact: key.fact }, at(context, 'keys', name, 'fact')));
  return { kind: 'given' };
}

function columnIndex(context: Context, column: string, path: readonly (string | number)[]): number {
  const index = context.rows.columns.indexOf(column);
  if (index < 0)
    context.refusals.push(
      refusal(
        'tariff.unknown-column',
        { column, columns: context.rows.columns.join(', '), table: context.name },
        at(context, ...path),
      ),
    );
  return index;
}

/** The text of a row's cell by the name of its column, which the table has. */
const cellIn = ({ rows }: Context, row: TableRow, column: string): string =>
  row.cells[rows.columns.indexOf(column)] ?? '';

/** A decimal cell; empty is open. Decimal commas and spaces are refused: a table is machine-read. */
function numberCell(context: Context, text: string, line: number, column: string): Decimal | undefined {
  if (text === '') return undefined;
  const value = parseDecimal(text);
  if (value === undefined)
    context.refusals.push(
      refusal(
        'tariff.not-a-number',
        { text, column, table: context.name },
        { file: context.rows.file, line, column: 1 },
      ),
    );
  return value;
}

type ExactKey = Extract<TableKeyText, { match: 'exact' }>;

/** Whether a key's values are numbers, so that a cell `70.0` means 70. */
const isNumeric = (key: ExactKey): boolean =>
  key.quantity !== undefined || (key.fact !== undefined && factNamed(key.fact)?.type === 'number');

function exactCell(context: Context, key: ExactKey, text: string, line: number): CellForm {
  if (text === '*') return { kind: 'anything' };
  const number = isNumeric(key) ? numberCell(context, text, line, key.column) : undefined;
  return { kind: 'exact', text: number === undefined ? text : toText(number) };
}

function goodsCell(context: Context, text: string, line: number): CellForm {
  if (text === '*') return { kind: 'anything' };
  if (text === '')
    context.refusals.push(
      refusal('tariff.blank-goods', { table: context.name }, { file: context.rows.file, line, column: 1 }),
    );
  const patterns: GoodsPattern[] = [];
  for (const part of text.split(/[\s,;]/u)) {
    if (part === '') continue;
    const pattern = parsePattern(part);
    if (pattern !== undefined) patterns.push(pattern);
    else
      context.refusals.push(
        refusal(
          'tariff.goods-pattern',
          { text: part, table: context.name },
          { file: context.rows.file, line, column: 1 },
        ),
      );
  }
  return { kind: 'goods', patterns };
}

type BeltKey = Extract<TableKeyText, { match: 'belt' }>;

type BeltRow = { readonly row: TableRow; readonly interval: Interval };

/** The intervals of a belt column for rows that agree in all other keys; a missing end comes from the neighbour. */
function beltIntervals(context: Context, key: BeltKey, group: readonly TableRow[]): readonly BeltRow[] {
  const bound = (row: TableRow, column: string | undefined): Decimal | undefined =>
    column === undefined ? undefined : numberCell(context, cellIn(context, row, column), row.line, column);
  const bounds = group.map((row) => ({ row, lower: bound(row, key.from), upper: bound(row, key.to) }));
  return bounds.map((own, index) => ({
    row: own.row,
    interval: beltInterval(key, own, bounds[index - 1], bounds[index + 1]),
  }));
}

type Bounds = { readonly lower: Decimal | undefined; readonly upper: Decimal | undefined };

/** Where only one bound is printed, the bound belongs to the row that prints it unless `closed` gives it to the neighbour. */
function beltInterval(key: BeltKey, bound: Bounds, previous: Bounds | undefined, next: Bounds | undefined): Interval {
  if (key.to === undefined)
    return {
      lower: bound.lower,
      upper: next?.lower,
      lowerClosed: key.closed !== 'upper',
      upperClosed: key.closed === 'upper',
    };
  if (key.from === undefined)
    return {
      lower: previous?.upper,
      upper: bound.upper,
      lowerClosed: key.closed === 'lower',
      upperClosed: key.closed !== 'lower',
    };
  return {
    lower: bound.lower,
    upper: bound.upper,
    lowerClosed: key.closed === 'both' || key.closed === 'lower',
    upperClosed: key.closed === 'both' || key.closed === 'upper',
  };
}

const columnsOf = (key: TableKeyText): readonly string[] =>
  key.match === 'belt' ? [key.from, key.to].filter((column) => column !== undefined) : [key.column];

/** Rows that agree in every key but one belt: within such a group the belt's rows follow one another. */
function groupRows(
  context: Context,
  keys: readonly [string, TableKeyText][],
  belt: TableKeyText,
): readonly (readonly TableRow[])[] {
  const groups = new Map<string, TableRow[]>();
  const columns = keys.filter(([, key]) => key !== belt).flatMap(([, key]) => columnsOf(key));
  for (const row of context.rows.rows) {
    const name = columns.map((column) => cellIn(context, row, column)).join('\u0000');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Gaps, overlaps and hidden rows of a belt; a gap is no problem where the printed grid is declared to have gaps: what falls into it has no row. Where a row was refused, it may be the one that lacks. */
function inspectBelt(context: Context, key: BeltKey, group: readonly BeltRow[]): void {
  const line = (index: number): number => group[index]?.row.line ?? 1;
  const intervals = group.map(({ interval }) => interval);
  for (const finding of inspectIntervals(intervals, { whole: key.whole })) {
    const place = (index: number): Place => ({ file: context.rows.file, line: line(index), column: 1 });
    const table = context.name;
    switch (finding.kind) {
      case 'backward':
        context.refusals.push(refusal('tariff.belt-backward', { table }, place(finding.row)));
        break;
      case 'overlap':
        context.refusals.push(
          refusal('tariff.belt-overlap', { table, other: line(finding.first) }, place(finding.second)),
        );
        break;
      case 'never-reached':
        context.refusals.push(refusal('tariff.belt-unreached', { table }, place(finding.row)));
        break;
      case 'gap':
        if (key.gaps || context.rows.partial) break;
        context.refusals.push(
          refusal(
            'tariff.belt-gap',
            { table, other: line(finding.below), whole: String(key.whole) },
            place(finding.above),
          ),
        );
    }
  }
}

function checkKeyColumns(context: Context, keys: readonly [string, TableKeyText][]): boolean {
  let sound = true;
  for (const [name, key] of keys) {
    const names =
      key.match === 'belt'
        ? ([
            ['from', key.from],
            ['to', key.to],
          ] as const)
        : ([['column', key.column]] as const);
    for (const [path, column] of names)
      if (column !== undefined && columnIndex(context, column, ['keys', name, path]) < 0) sound = false;
    if (key.match === 'belt' && key.from === undefined && key.to === undefined) {
      sound = false;
      context.refusals.push(refusal('tariff.belt-without-bounds', { table: context.name }, at(context, 'keys', name)));
    }
  }
  return sound;
}

function rowValues(context: Context, row: TableRow, columns: readonly string[]): ReadonlyMap<string, Decimal> {
  const values = new Map<string, Decimal>();
  for (const column of columns) {
    const value = numberCell(context, cellIn(context, row, column), row.line, column);
    if (value !== undefined) values.set(column, value);
  }
  return values;
}

/** Value columns: the one named, and every other column that is no key and holds only decimals. */
function valueColumns(context: Context, keys: readonly [string, TableKeyText][]): readonly string[] {
  const keyColumns = new Set(keys.flatMap(([, key]) => columnsOf(key)));
  const main = context.table.value ?? 'value';
  columnIndex(context, main, ['value']);
  const isNumber = (text: string): boolean => text === '' || parseDecimal(text) !== undefined;
  return context.rows.columns.filter(
    (column) =>
      !keyColumns.has(column) &&
      (column === main || context.rows.rows.every((row) => isNumber(cellIn(context, row, column)))),
  );
}

function duplicateRows(context: Context, rows: readonly RowForm[]): void {
  const seen = new Map<string, number>();
  for (const row of rows) {
    const key = row.texts.join('\u0000');
    const first = seen.get(key);
    if (first === undefined) seen.set(key, row.line);
    else
      context.refusals.push(
        refusal(
          'tariff.duplicate-row',
          { table: context.name, other: first },
          { file: context.rows.file, line: row.line, column: 1 },
        ),
      );
  }
}

/** An index by exact keys when every other key is one belt and no cell is open. */
function indexOf(
  keys: readonly KeyForm[],
  rows: readonly RowForm[],
): ReadonlyMap<string, readonly RowForm[]> | undefined {
  const belts = keys.filter((key) => key.match === 'belt').length;
  const simple =
    belts <= 1 &&
    keys.every((key) => key.match !== 'goods') &&
    rows.every((row) => row.cells.every((cell) => cell.kind !== 'anything'));
  if (!simple || rows.length < 8) return undefined;
  const index = new Map<string, RowForm[]>();
  for (const row of rows) {
    const name = row.cells.map((cell) => (cell.kind === 'exact' ? cell.text : '')).join('\u0000');
    const list = index.get(name);
    if (list === undefined) index.set(name, [row]);
    else list.push(row);
  }
  const belt = keys.findIndex((key) => key.match === 'belt');
  const lowerOf = (row: RowForm): Decimal | undefined => {
    const cell = row.cells[belt];
    return cell?.kind === 'belt' ? cell.interval.lower : undefined;
  };
  for (const list of index.values()) {
    list.sort((a, b) => {
      const [left, right] = [lowerOf(a), lowerOf(b)];
      if (left === undefined) return -1;
      return right === undefined ? 1 : compare(left, right);
    });
  }
  return index;
}

/** The intervals of every belt key, row by row, each group inspected once. */
function compileBelts(
  context: Context,
  keys: readonly [string, TableKeyText][],
): ReadonlyMap<TableKeyText, ReadonlyMap<TableRow, CellForm>> {
  const belts = new Map<TableKeyText, Map<TableRow, CellForm>>();
  for (const [, key] of keys) {
    if (key.match !== 'belt') continue;
    const cells = new Map<TableRow, CellForm>();
    belts.set(key, cells);
    for (const group of groupRows(context, keys, key)) {
      const found = beltIntervals(context, key, group);
      inspectBelt(context, key, found);
      for (const { row, interval } of found) cells.set(row, { kind: 'belt', interval });
    }
  }
  return belts;
}

/** Compiles one table; all its problems are appended to `refusals`. */
export function compileTable(
  entry: LoadedEntry,
  name: string,
  table: TableText,
  refusals: Refusal[],
): TableForm | undefined {
  const rows = entry.tables.get(name);
  if (rows === undefined) return undefined;
  const context: Context = { entry, name, table, rows, refusals };
  const keys = Object.entries(table.keys).toSorted(([a], [b]) => compareCodePoints(a, b));
  if (!checkKeyColumns(context, keys)) return undefined;
  if (rows.rows.length === 0) refusals.push(refusal('tariff.table-empty', { table: name }, at(context)));
  const columns = valueColumns(context, keys);
  const belts = compileBelts(context, keys);
  const forms = rows.rows.map((row): RowForm => {
    const cells = keys.map(([, key]): CellForm => {
      if (key.match === 'belt') return belts.get(key)?.get(row) ?? { kind: 'anything' };
      const text = cellIn(context, row, key.column);
      return key.match === 'exact' ? exactCell(context, key, text, row.line) : goodsCell(context, text, row.line);
    });
    const texts = keys.flatMap(([, key]) => columnsOf(key).map((column) => cellIn(context, row, column)));
    return { line: row.line, cells, texts, values: rowValues(context, row, columns) };
  });
  duplicateRows(context, forms);
  const keyForms = keys.map(
    ([keyName, key]): KeyForm => ({ name: keyName, match: key.match, source: keySource(context, keyName, key) }),
  );
  const otherwise = table.otherwise === undefined ? undefined : parseDecimal(table.otherwise);
  return Object.freeze({
    name,
    file: rows.file,
    keys: keyForms,
    rows: forms,
    index: indexOf(keyForms, forms),
    value: table.value ?? 'value',
    otherwise,
    several: table.several,
    clause: table.clause,
  });
}
