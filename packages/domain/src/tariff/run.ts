/** State and values while a tariff is run for one leg: facts, quantities, earlier steps and parts, and what went wrong. */

import type { TraceInput, TraceRow } from '../charge/rating.ts';
import type { GoodsItem } from '../consignment/schema.ts';
import {
  add,
  type Decimal,
  divide,
  equals,
  isZero,
  maximum,
  multiply,
  ofInteger,
  parseDecimal,
  subtract,
  toText,
  ZERO,
} from '../kernel/decimal.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { type Field, type FieldValue, SEVERAL } from '../scope/field.ts';
import type { Subject } from '../scope/subject.ts';
import { type Found, findRow, sameCell, searchKey } from './find-row.ts';
import type { OperandForm, OverrideForm, RowForm, TableForm, TariffForm } from './form.ts';

/** One run of steps. `undefined` from any function here means refused, and the reason stands in `refusals`. */
export type Run = {
  /** What the steps belong to: a tariff, or a discount. */
  readonly tariff: Pick<TariffForm, 'id'>;
  readonly subject: Subject;
  readonly quantity: (name: string) => Decimal | undefined;
  /** What earlier steps came to; undefined where no step asks for it. */
  readonly steps: Map<string, Decimal> | undefined;
  readonly parts: ReadonlyMap<string, Decimal>;
  readonly refusals: Refusal[];
  /** How many equal wagons, items or containers its steps stand for; undefined where they are of the whole. */
  readonly times?: number | undefined;
  /** The quantity whose steps are traced under its name. */
  readonly within?: string | undefined;
  /** Whether the steps make up a quantity: a class, a norm, a mass, which is no rate that could be taken by parts. */
  readonly ofQuantity?: boolean;
};

/** What a step read, for its line in the trace. */
export type Readings = { inputs: TraceInput[]; rows: TraceRow[] };

/** Most steps read one thing: a list of one is made of its size, where pushing would make room for many. */
function noteInput(readings: Readings, input: TraceInput): void {
  if (readings.inputs.length === 0) readings.inputs = [input];
  else readings.inputs.push(input);
}

export function refuse(run: Run, code: string, params: Readonly<Record<string, string | number>>): undefined {
  run.refusals.push(refusal(code, { tariff: run.tariff.id, ...params }, { record: run.subject.consignment.note }));
  return undefined;
}

const sameValue = (a: FieldValue, b: FieldValue): boolean =>
  typeof a === 'object' && typeof b === 'object' ? toText(a) === toText(b) : a === b;

/**
 * The one value of a fact: missing and differing values are refused, never guessed. A fact known to have no value (a
 * consignment without marks) is the empty text, which a blank cell of an exact column matches.
 */
export function factOf(run: Run, field: Field): FieldValue | undefined {
  const only = field.only === undefined ? SEVERAL : field.only(run.subject);
  if (only !== SEVERAL) return only ?? refuse(run, 'tariff.missing-fact', { fact: field.name });
  const { values, complete } = field.read(run.subject);
  const [first] = values;
  if (first === undefined && complete && field.type === 'text') return '';
  if (first === undefined || !complete) return refuse(run, 'tariff.missing-fact', { fact: field.name });
  if (values.some((value) => !sameValue(value, first)))
    return refuse(run, 'tariff.several-values', {
      fact: field.name,
      values: values.map((value) => (typeof value === 'object' ? toText(value) : String(value))).join(', '),
    });
  return first;
}

/** A fact as a number; `extra.*` facts are texts that hold decimals. */
export function numberFact(run: Run, field: Field): Decimal | undefined {
  const value = factOf(run, field);
  if (value === undefined || typeof value === 'object') return value;
  return parseDecimal(String(value)) ?? refuse(run, 'tariff.fact-not-a-number', { fact: field.name });
}

/** The value a key takes for this consignment: text for exact keys, a number for belts. */
function keyValue(
  run: Run,
  table: TableForm,
  index: number,
  override: OverrideForm | undefined,
): FieldValue | undefined {
  const key = table.keys[index];
  if (key === undefined) return undefined;
  if (override !== undefined) return overrideValue(run, key.match, override);
  switch (key.source.kind) {
    case 'fact':
      return key.match === 'belt' ? numberFact(run, key.source.field) : factOf(run, key.source.field);
    case 'quantity':
      return run.quantity(key.source.name);
    case 'goods':
      return '';
    case 'given':
      return refuse(run, 'tariff.key-without-source', { key: key.name, table: table.name });
  }
}

function overrideValue(run: Run, match: 'exact' | 'belt' | 'goods', override: OverrideForm): FieldValue | undefined {
  switch (override.kind) {
    case 'literal':
      return match === 'belt'
        ? (parseDecimal(override.text) ?? refuse(run, 'tariff.fact-not-a-number', { fact: override.text }))
        : override.text;
    case 'fact':
      return match === 'belt' ? numberFact(run, override.field) : factOf(run, override.field);
    case 'quantity':
      return run.quantity(override.name);
    case 'end-before':
      return endBefore(run, override.table, override.key);
  }
}

/** The greatest value of the belt before the one the consignment meets, among rows that agree in all other keys. */
function endBefore(run: Run, table: TableForm, key: number): Decimal | undefined {
  const values = keyValues(run, table, new Map());
  if (values === undefined) return undefined;
  const own = values[key];
  const found = findRow(table, values, run.subject);
  if (found.kind !== 'row' || typeof own !== 'object') return lookUpFailed(run, table, values, found);
  const cell = found.row.cells[key];
  if (cell?.kind !== 'belt' || cell.interval.lower === undefined) return undefined;
  const lower = cell.interval.lower;
  let best: Decimal | undefined;
  for (const row of table.rows) {
    const other = row.cells[key];
    if (row === found.row || other?.kind !== 'belt' || other.interval.upper === undefined) continue;
    const agrees = row.cells.every((one, index) => index === key || sameCell(one, found.row.cells[index]));
    const ends = subtract(other.interval.upper, lower);
    if (agrees && ends.units <= 0n && (best === undefined || subtract(other.interval.upper, best).units > 0n))
      best = other.interval.upper;
  }
  return best;
}

/** The values of all keys of a look-up; a goods key is read from the subject's items by the search itself. */
function keyValues(run: Run, table: TableForm, at: ReadonlyMap<number, OverrideForm>): FieldValue[] | undefined {
  const values: FieldValue[] = [];
  for (let index = 0; index < table.keys.length; index += 1) {
    const value = keyValue(run, table, index, at.get(index));
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function lookUpFailed(
  run: Run,
  table: TableForm,
  values: readonly FieldValue[],
  found: Exclude<ReturnType<typeof findRow>, { kind: 'row' }> | ReturnType<typeof findRow>,
): undefined {
  const keys = describeKeys(run, table, values);
  if (found.kind === 'ambiguous')
    return refuse(run, 'tariff.two-rows', {
      table: table.name,
      first: found.first.line,
      second: found.second.line,
      keys,
    });
  if (found.kind === 'missing') return refuse(run, 'tariff.missing-fact', { fact: found.fact });
  if (found.kind === 'several')
    return refuse(run, 'tariff.several-rows', {
      table: table.name,
      lines: found.items.map(({ row }) => row?.line ?? 0).join(', '),
      keys,
    });
  return refuse(run, 'tariff.no-row', { table: table.name, file: table.file, keys });
}

function describeKeys(run: Run, table: TableForm, values: readonly FieldValue[]): string {
  return Object.entries(keyTexts(run, table, values))
    .map(([name, text]) => `${name} ${text}`)
    .join(', ');
}

/** Key values as text, for traces and refusals. */
function keyTexts(run: Run, table: TableForm, values: readonly FieldValue[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let index = 0; index < table.keys.length; index += 1) {
    const key = table.keys[index];
    const value = values[index];
    if (key === undefined) continue;
    if (key.source.kind === 'goods' && value === '') {
      const { system } = key.source;
      const items = run.subject.item === undefined ? run.subject.consignment.items : [run.subject.item];
      texts[key.name] = [...new Set(items.map((item) => item.codes[system] ?? '?'))].join(', ');
    } else texts[key.name] = typeof value === 'object' ? toText(value) : String(value);
  }
  return texts;
}

type TableOperand = Extract<OperandForm, { kind: 'table' }>;

/** What a row, or the lack of one, says in the operand's column. */
function valueIn(
  run: Run,
  operand: TableOperand,
  row: RowForm | undefined,
  values: readonly FieldValue[],
): Decimal | undefined {
  const { table, column, less } = operand;
  const value = row === undefined ? operand.otherwise : row.values.get(column);
  if (value === undefined) {
    return row === undefined
      ? lookUpFailed(run, table, values, { kind: 'none' })
      : refuse(run, 'tariff.empty-cell', { table: table.name, line: row.line, column });
  }
  return less === undefined ? value : subtract(value, less);
}

function noteRow(readings: Readings, read: TraceRow): void {
  if (readings.rows.length === 0) readings.rows = [read];
  else readings.rows.push(read);
}

const rowRead = (run: Run, table: TableForm, row: RowForm | undefined, values: readonly FieldValue[]): TraceRow => ({
  table: table.name,
  file: table.file,
  line: row?.line ?? 0,
  keys: keyTexts(run, table, values),
});

/** Each item's value, weighed by its mass: a charge by this rate is then the sum of the items' charges at their own rates. */
function byMass(
  run: Run,
  each: readonly { item: GoodsItem; value: Decimal }[],
  readings: Readings,
): Decimal | undefined {
  let [sum, mass] = [ZERO, ZERO];
  for (const { item, value } of each) {
    if (item.mass_kg === undefined) return refuse(run, 'tariff.missing-fact', { fact: 'item.mass_kg' });
    const own = ofInteger(item.mass_kg);
    readings.inputs.push({ label: `goods:${nameOf(item)}`, value }, { label: 'goods-mass', value: own, unit: 'KGM' });
    sum = add(sum, multiply(value, own));
    mass = add(mass, own);
  }
  if (!isZero(mass)) return divide(sum, mass);
  return divide(
    each.reduce((all, { value }) => add(all, value), ZERO),
    ofInteger(each.length),
  );
}

const nameOf = ({ codes, name }: GoodsItem): string => Object.values(codes).join(' ') || (name ?? '');

/** The value for goods that stand in different rows, as the table declares; of a quantity only where the rows agree in it. */
function valueOfSeveral(
  run: Run,
  operand: TableOperand,
  found: Extract<ReturnType<typeof findRow>, { kind: 'several' }>,
  values: readonly FieldValue[],
  readings: Readings,
): Decimal | undefined {
  const each: { item: GoodsItem; value: Decimal }[] = [];
  for (const { item, row } of found.items) {
    const own: Run = { ...run, subject: { ...run.subject, item } };
    const value = valueIn(own, operand, row, values);
    if (value === undefined) return undefined;
    noteRow(readings, rowRead(own, operand.table, row, values));
    each.push({ item, value });
  }
  const [first, ...others] = each.map(({ value }) => value);
  if (first === undefined || others.every((value) => equals(value, first))) return first;
  if (operand.table.several === 'highest') return others.reduce(maximum, first);
  return run.ofQuantity === true ? lookUpFailed(run, operand.table, values, found) : byMass(run, each, readings);
}

/** A value looked up, and its row; without one where the table has it otherwise, or where goods stand in several rows. */
export type LookedUp = { readonly value: Decimal; readonly row: RowForm | undefined };

/** What a search gave, and how its row is told: the same for the same keys. */
type Remembered = { readonly found: Found; readonly read: TraceRow | undefined };

/** Searches remembered of one table; beyond it, as for a table by mass, what is remembered begins anew. */
const MOST_REMEMBERED = 2_000;

const searched = new WeakMap<TableForm, Map<string, Remembered>>();

function searchAnew(run: Run, table: TableForm, values: readonly FieldValue[]): Remembered {
  const found = findRow(table, values, run.subject);
  const row = found.kind === 'row' ? found.row : undefined;
  const told = found.kind === 'row' || found.kind === 'none';
  return { found, read: told ? Object.freeze(rowRead(run, table, row, values)) : undefined };
}

/** The row for these keys; consignments of one relation ask for the same ones again and again. */
function searchOnce(run: Run, table: TableForm, values: readonly FieldValue[]): Remembered {
  const key = searchKey(table, values, run.subject);
  if (key === undefined) return searchAnew(run, table, values);
  const of = searched.get(table) ?? new Map<string, Remembered>();
  const known = of.get(key);
  if (known !== undefined) return known;
  const anew = searchAnew(run, table, values);
  searched.set(table, of);
  if (of.size >= MOST_REMEMBERED) of.clear();
  of.set(key, anew);
  return anew;
}

/** Looks a value up; the row read goes into the trace with its file and line. */
export function lookUpRow(run: Run, operand: TableOperand, readings: Readings): LookedUp | undefined {
  const { table } = operand;
  const values = keyValues(run, table, operand.at);
  if (values === undefined) return undefined;
  const { found, read } = searchOnce(run, table, values);
  if (found.kind === 'several') {
    const value = valueOfSeveral(run, operand, found, values, readings);
    return value === undefined ? undefined : { value, row: undefined };
  }
  if (found.kind !== 'row' && !(found.kind === 'none' && operand.otherwise !== undefined))
    return lookUpFailed(run, table, values, found);
  const row = found.kind === 'row' ? found.row : undefined;
  if (read !== undefined) noteRow(readings, read);
  const value = valueIn(run, operand, row, values);
  return value === undefined ? undefined : { value, row };
}

export const lookUp = (run: Run, operand: TableOperand, readings: Readings): Decimal | undefined =>
  lookUpRow(run, operand, readings)?.value;

/** The value of an operand, with what was read noted for the trace. */
export function valueOf(run: Run, operand: OperandForm, readings: Readings): Decimal | undefined {
  switch (operand.kind) {
    case 'literal':
      noteInput(readings, { label: 'value', value: operand.value });
      return operand.value;
    case 'table': {
      const value = lookUp(run, operand, readings);
      if (value !== undefined) noteInput(readings, { label: `table:${operand.table.name}`, value });
      return value;
    }
    case 'fact': {
      const { values } = operand.field.read(run.subject);
      const value =
        values.length === 0 && operand.otherwise !== undefined ? operand.otherwise : numberFact(run, operand.field);
      if (value === undefined) return undefined;
      noteInput(
        readings,
        operand.field.unit === undefined
          ? { label: `fact:${operand.field.name}`, value }
          : { label: `fact:${operand.field.name}`, value, unit: operand.field.unit },
      );
      return per(value, operand.per);
    }
    case 'quantity': {
      const value = run.quantity(operand.name);
      if (value === undefined) return undefined;
      noteInput(readings, { label: `quantity:${operand.name}`, value });
      return per(value, operand.per);
    }
    case 'step':
    case 'part': {
      const name = operand.kind === 'step' ? operand.name : operand.id;
      const value = (operand.kind === 'step' ? run.steps : run.parts)?.get(name);
      if (value === undefined) return refuse(run, 'tariff.step-not-run', { name });
      noteInput(readings, { label: `${operand.kind}:${name}`, value });
      return value;
    }
  }
}

const per = (value: Decimal, size: Decimal | undefined): Decimal => (size === undefined ? value : divide(value, size));
