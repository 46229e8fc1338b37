import { add, compare, type Decimal, divide, isZero, multiply, subtract, toText } from '../kernel/decimal.ts';
import type { Interval } from '../kernel/interval.ts';
import { sameCell } from './find-row.ts';
import type { RowForm, StepForm, TableForm } from './form.ts';
import { lookUp, type Readings, type Run, refuse, valueOf } from './run.ts';

type DeficitStep = Extract<StepForm, { step: 'deficit' }>;

/** A weight bracket: from its least quantity on, at its rate. */
export type Bracket = { readonly least: Decimal; readonly rate: Decimal; readonly row: RowForm };

function beltOf(row: RowForm, key: number): Interval | undefined {
  const cell = row.cells[key];
  return cell?.kind === 'belt' ? cell.interval : undefined;
}

/** The brackets of a table in order of their least quantity; rows must agree with `own` in every other key. */
export function bracketsOf(table: TableForm, key: number, own?: RowForm): Bracket[] {
  const brackets: Bracket[] = [];
  for (const row of table.rows) {
    const agrees =
      own === undefined || row.cells.every((cell, index) => index === key || sameCell(cell, own.cells[index]));
    const least = beltOf(row, key)?.lower;
    const rate = row.values.get(table.value);
    if (agrees && least !== undefined && rate !== undefined) brackets.push({ least, rate, row });
  }
  return brackets.toSorted((a, b) => compare(a.least, b.least));
}

/**
 * Quantity from which charging as the next bracket is cheaper: next bracket's least × its rate ÷ own rate
 * (freight facts 2.2). One value for each pair of neighbours.
 */
export function breakEvens(brackets: readonly Bracket[]): Decimal[] {
  const found: Decimal[] = [];
  for (const [index, bracket] of brackets.entries()) {
    const next = brackets[index + 1];
    if (next !== undefined && !isZero(bracket.rate)) found.push(divide(multiply(next.least, next.rate), bracket.rate));
  }
  return found;
}

/** Charge of one kind of goods: mass × own rate, or a higher bracket's least × that bracket's rate when it is lower. */
function singleCharge(run: Run, step: DeficitStep, quantity: Decimal, readings: Readings): Decimal | undefined {
  const own = ownBracket(run, step, quantity, readings);
  if (own === undefined) return undefined;
  const charge = (amount: Decimal, rate: Decimal): Decimal => divide(multiply(amount, rate), step.per);
  const direct = charge(quantity, own.rate);
  readings.inputs.push(
    { label: 'quantity', value: quantity },
    { label: 'rate', value: own.rate },
    { label: 'direct', value: direct },
  );
  const higher = bracketsOf(step.table, step.key, own.row).filter((bracket) => compare(bracket.least, quantity) > 0);
  let best = direct;
  let chosen: Bracket | undefined;
  for (const [index, bracket] of higher.entries()) {
    if (step.reach === 'none' || (step.reach === 'next' && index > 0)) break;
    const asNext = charge(bracket.least, bracket.rate);
    if (index === 0) {
      readings.inputs.push({ label: 'as-next', value: asNext });
      if (!isZero(own.rate))
        readings.inputs.push({ label: 'break-even', value: divide(multiply(bracket.least, bracket.rate), own.rate) });
    }
    if (compare(asNext, best) >= 0) continue;
    best = asNext;
    chosen = bracket;
  }
  if (chosen !== undefined) readings.rows.push(rowRead(step, chosen));
  return best;
}

/** The row of a bracket charged as if its least quantity had been sent, for the trace. */
function rowRead({ table, key }: DeficitStep, { least, row }: Bracket): Readings['rows'][number] {
  return {
    table: table.name,
    file: table.file,
    line: row.line,
    keys: { [table.keys[key]?.name ?? '']: toText(least) },
  };
}

/** The bracket the quantity falls into, found by the table's own keys with the quantity in the place of the belt. */
function ownBracket(
  run: Run,
  step: DeficitStep,
  quantity: Decimal,
  readings: Readings,
): { rate: Decimal; row: RowForm } | undefined {
  const lookedAt = { ...run, quantity: (name: string) => (name === DEFICIT_KEY ? quantity : run.quantity(name)) };
  const at = new Map([[step.key, { kind: 'quantity', name: DEFICIT_KEY } as const]]);
  const rate = lookUp(
    lookedAt,
    { kind: 'table', table: step.table, column: step.table.value, at, less: undefined, otherwise: undefined },
    readings,
  );
  const line = readings.rows.at(-1)?.line;
  const row = step.table.rows.find((one) => one.line === line && one.values.get(step.table.value) === rate);
  return rate === undefined || row === undefined ? undefined : { rate, row };
}

/** Name no book can give a quantity (it begins with a dot): the quantity the deficit step weighs. */
const DEFICIT_KEY = '.deficit';

/**
 * A mixed consignment: every item at its own rate of the scale of the aggregate; the deficit up to the next scale is charged
 * at the lowest rate of that scale (freight facts 2.2).
 */
function mixedCharge(run: Run, step: DeficitStep, readings: Readings): Decimal | undefined {
  const parts: { quantity: Decimal; run: Run }[] = [];
  let total: Decimal | undefined;
  for (const item of run.subject.consignment.items) {
    const itemRun: Run = { ...run, subject: { ...run.subject, item } };
    const quantity = valueOf(itemRun, step.of, { inputs: [], rows: [] });
    if (quantity === undefined) return undefined;
    parts.push({ quantity, run: itemRun });
    total = total === undefined ? quantity : add(total, quantity);
  }
  if (total === undefined) return refuse(run, 'tariff.missing-fact', { fact: 'items' });
  const direct = atScale(parts, step, total, undefined, readings);
  if (direct === undefined || step.reach === 'none') return direct?.charge;
  readings.inputs.push({ label: 'quantity', value: total }, { label: 'direct', value: direct.charge });
  const leasts = [
    ...new Map(
      bracketsOf(step.table, step.key)
        .filter((one) => compare(one.least, total) > 0)
        .map((one) => [one.row.texts.join(' '), one.least]),
    ).values(),
  ];
  const higher = leasts
    .filter((least, index) => leasts.findIndex((other) => compare(other, least) === 0) === index)
    .toSorted(compare);
  let best = direct.charge;
  let chosen: Readings['rows'] = [];
  for (const [index, least] of higher.entries()) {
    if (step.reach === 'next' && index > 0) break;
    const read: Readings = { inputs: [], rows: [] };
    const next = atScale(parts, step, least, subtract(least, total), read);
    if (next === undefined) return undefined;
    if (index === 0) readings.inputs.push({ label: 'as-next', value: next.charge });
    if (compare(next.charge, best) >= 0) continue;
    best = next.charge;
    chosen = read.rows;
  }
  readings.rows.push(...chosen);
  return best;
}

/** All items at the rates of one scale, plus a deficit at the lowest of them. */
function atScale(
  parts: readonly { quantity: Decimal; run: Run }[],
  step: DeficitStep,
  scale: Decimal,
  deficit: Decimal | undefined,
  readings: Readings,
): { charge: Decimal } | undefined {
  let charge: Decimal | undefined;
  let lowest: Decimal | undefined;
  for (const part of parts) {
    const own = ownBracket(part.run, step, scale, readings);
    if (own === undefined) return undefined;
    const amount = divide(multiply(part.quantity, own.rate), step.per);
    charge = charge === undefined ? amount : add(charge, amount);
    if (lowest === undefined || compare(own.rate, lowest) < 0) lowest = own.rate;
  }
  if (charge === undefined || lowest === undefined) return undefined;
  if (deficit === undefined) return { charge };
  const extra = divide(multiply(deficit, lowest), step.per);
  return { charge: add(charge, extra) };
}

/** Charge by mass with deficit weight: the lower of the own bracket's charge and a higher bracket's least charge. */
export function deficitCharge(run: Run, step: DeficitStep, readings: Readings): Decimal | undefined {
  if (step.items) return mixedCharge(run, step, readings);
  const quantity = valueOf(run, step.of, { inputs: [], rows: [] });
  return quantity === undefined ? undefined : singleCharge(run, step, quantity, readings);
}
