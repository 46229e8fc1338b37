import {
  add,
  compare,
  type Decimal,
  divide,
  isZero,
  multiply,
  ONE,
  ofInteger,
  subtract,
  ZERO,
} from '../kernel/decimal.ts';
import type { Interval } from '../kernel/interval.ts';
import type { RowForm, StepForm, TableForm } from './form.ts';
import { type LookedUp, lookUpRow, type Readings, type Run, refuse, valueOf } from './run.ts';

type DeficitStep = Extract<StepForm, { step: 'deficit' }>;

function beltOf(row: RowForm, key: number): Interval | undefined {
  const cell = row.cells[key];
  return cell?.kind === 'belt' ? cell.interval : undefined;
}

/** Goods with the quantity they are charged by: a whole consignment, or one of its items. */
type Weighed = { readonly quantity: Decimal; readonly run: Run };

/** The least quantity of brackets, and a quantity that lies in all that begin there. */
type Start = { readonly least: Decimal; readonly inside: Decimal };

/** A quantity in a bracket, as near to its beginning as can be told. */
function insideOf({ lower, upper, lowerClosed }: Interval): Decimal | undefined {
  if (lower === undefined || lowerClosed) return lower;
  return upper === undefined ? add(lower, ONE) : divide(add(lower, upper), TWO);
}

const TWO = ofInteger(2);

const startsByTable = new WeakMap<TableForm, Map<number, readonly Start[]>>();

/** Where brackets of a table begin, in rising order; found once for a table. */
function startsOf(table: TableForm, key: number): readonly Start[] {
  const byKey = startsByTable.get(table) ?? new Map<number, readonly Start[]>();
  startsByTable.set(table, byKey);
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const starts: Start[] = [];
  for (const row of table.rows) {
    const belt = beltOf(row, key);
    const inside = belt === undefined ? undefined : insideOf(belt);
    if (belt?.lower !== undefined && inside !== undefined) starts.push({ least: belt.lower, inside });
  }
  starts.sort((a, b) => compare(a.least, b.least) || compare(a.inside, b.inside));
  const distinct = starts.filter(({ least }, index) => {
    const before = starts[index - 1];
    return before === undefined || compare(before.least, least) !== 0;
  });
  byKey.set(key, distinct);
  return distinct;
}

/** Name no book can give a quantity (it begins with a dot): the quantity the deficit step weighs. */
const DEFICIT_KEY = '.deficit';

type AtScale = {
  readonly charge: Decimal;
  readonly lowest: Decimal;
  /** Whether the bracket of any of the goods begins at the scale. */
  readonly begins: boolean;
};

/** The rate of goods in the bracket that holds a quantity, and the row; without one what the table has otherwise. */
function rateAt({ run }: Weighed, step: DeficitStep, quantity: Decimal, readings: Readings): LookedUp | undefined {
  const { table, key } = step;
  const lookedAt = { ...run, quantity: (name: string) => (name === DEFICIT_KEY ? quantity : run.quantity(name)) };
  const at = new Map([[key, { kind: 'quantity', name: DEFICIT_KEY } as const]]);
  const { otherwise } = table;
  return lookUpRow(lookedAt, { kind: 'table', table, column: table.value, at, less: undefined, otherwise }, readings);
}

/** All goods at the rates of one scale, plus the deficit up to it at the lowest of them. */
function atScale(
  goods: readonly Weighed[],
  step: DeficitStep,
  { least, inside }: Start,
  deficit: Decimal,
  readings: Readings,
): AtScale | undefined {
  let charge = ZERO;
  let lowest: Decimal | undefined;
  let begins = false;
  for (const one of goods) {
    const own = rateAt(one, step, inside, readings);
    if (own === undefined) return undefined;
    charge = add(charge, divide(multiply(one.quantity, own.value), step.per));
    if (lowest === undefined || compare(own.value, lowest) < 0) lowest = own.value;
    const lower = own.row === undefined ? undefined : beltOf(own.row, step.key)?.lower;
    begins ||= lower !== undefined && compare(lower, least) === 0;
  }
  if (lowest === undefined) return undefined;
  return { charge: add(charge, divide(multiply(deficit, lowest), step.per)), lowest, begins };
}

/** Scales above a total at which a bracket of these goods begins, each with its charge; what another row has is none of theirs. */
function* higherScales(
  goods: readonly Weighed[],
  step: DeficitStep,
  total: Decimal,
): Generator<{ readonly least: Decimal; readonly charge: Decimal; readonly rows: Readings['rows'] }> {
  const silent = goods.map((one): Weighed => ({ ...one, run: { ...one.run, refusals: [] } }));
  for (const start of startsOf(step.table, step.key)) {
    const order = compare(start.least, total);
    if (order < 0 || (order === 0 && start.inside === start.least)) continue;
    const read: Readings = { inputs: [], rows: [] };
    const next = atScale(silent, step, start, subtract(start.least, total), read);
    if (next?.begins !== true) continue;
    yield { least: start.least, charge: next.charge, rows: read.rows };
    if (step.reach === 'next') return;
  }
}

/**
 * The lower of all goods at the scale of their total and of a higher scale, to which the deficit is charged at its lowest rate
 * (freight facts 2.2; of one kind of goods: the bracket's least at its rate). Below the first bracket, as in any gap, the table's
 * `otherwise` is the own rate: it is what the tariff says holds where no row does. Without one the quantity has no rate of its own,
 * and is refused.
 */
function chargeOf(goods: readonly Weighed[], step: DeficitStep, readings: Readings): Decimal | undefined {
  const total = goods.reduce((sum, one) => add(sum, one.quantity), ZERO);
  const direct = atScale(goods, step, { least: total, inside: total }, ZERO, readings);
  if (direct === undefined) return undefined;
  const single = goods.length === 1;
  readings.inputs.push({ label: 'quantity', value: total });
  if (single) readings.inputs.push({ label: 'rate', value: direct.lowest });
  readings.inputs.push({ label: 'direct', value: direct.charge });
  if (step.reach === 'none') return direct.charge;
  let best = direct.charge;
  let chosen: Readings['rows'] = [];
  let first = true;
  for (const { charge, rows } of higherScales(goods, step, total)) {
    if (first) {
      readings.inputs.push({ label: 'as-next', value: charge });
      if (single && !isZero(direct.lowest))
        readings.inputs.push({ label: 'break-even', value: divide(multiply(charge, step.per), direct.lowest) });
      first = false;
    }
    if (compare(charge, best) >= 0) continue;
    best = charge;
    chosen = rows;
  }
  readings.rows.push(...chosen);
  return best;
}

/** Whether goods of several codes are looked up in the table by their codes, each in its own row. */
function isMixed({ subject }: Run, { table }: DeficitStep): boolean {
  const { items } = subject.consignment;
  if (subject.item !== undefined || table.several !== 'each') return false;
  return table.keys.some(
    ({ source }) =>
      source.kind === 'goods' && items.some((item) => item.codes[source.system] !== items[0]?.codes[source.system]),
  );
}

/** The quantity of each item: its own of a fact; its part by mass of what is reckoned for the consignment as a whole. */
function itemQuantities(run: Run, step: DeficitStep): readonly Weighed[] | undefined {
  const { items } = run.subject.consignment;
  const runs = items.map((item): Run => ({ ...run, subject: { ...run.subject, item } }));
  if (step.of.kind === 'fact') {
    const goods: Weighed[] = [];
    for (const one of runs) {
      const quantity = valueOf(one, step.of, { inputs: [], rows: [] });
      if (quantity === undefined) return undefined;
      goods.push({ quantity, run: one });
    }
    return goods;
  }
  const whole = valueOf(run, step.of, { inputs: [], rows: [] });
  const masses = items.flatMap(({ mass_kg }) => (mass_kg === undefined ? [] : [ofInteger(mass_kg)]));
  if (masses.length < items.length) return refuse(run, 'tariff.missing-fact', { fact: 'item.mass_kg' });
  const mass = masses.reduce(add, ZERO);
  if (whole === undefined) return undefined;
  return runs.map((one, index) => {
    const part = isZero(mass) ? divide(ONE, ofInteger(items.length)) : divide(masses[index] ?? ZERO, mass);
    return { quantity: multiply(whole, part), run: one };
  });
}

/**
 * Charge by mass with deficit weight (pricing.md section 4): the lower of the own bracket's charge and a higher bracket's least
 * charge. A mixed consignment is charged item by item on the scale of the aggregate, also where the step does not say `items`
 * and its goods have rows of their own.
 */
export function deficitCharge(run: Run, step: DeficitStep, readings: Readings): Decimal | undefined {
  if (step.items && run.subject.consignment.items.length === 0)
    return refuse(run, 'tariff.missing-fact', { fact: 'items' });
  if (step.items || isMixed(run, step)) {
    const goods = itemQuantities(run, step);
    return goods === undefined ? undefined : chargeOf(goods, step, readings);
  }
  const quantity = valueOf(run, step.of, { inputs: [], rows: [] });
  return quantity === undefined ? undefined : chargeOf([{ quantity, run }], step, readings);
}
