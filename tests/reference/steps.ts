/** Steps of a tariff in order (pricing.md section 4, item 2): each takes the running value and leaves another. */
import type { OperandText, RoundingText, StepText, TableText, TariffText } from '@kontor/domain/tariff/schema';
import { within } from './calendar.ts';
import { deficitCharge } from './deficit.ts';
import {
  decimalText,
  greater,
  isDecimalText,
  isZero,
  less,
  lesser,
  type Mode,
  minus,
  notBelowZero,
  over,
  plus,
  type Rational,
  rational,
  roundTo,
  size,
  times,
  total,
  whole,
  wholeIn,
  ZERO,
} from './rational.ts';
import { attempt, lacking, Refused } from './refused.ts';
import { scopeHolds } from './scopes.ts';
import { endBefore, findRow, oneValue } from './tables.ts';
import type { View } from './world.ts';

type Tables = Readonly<Record<string, TableText>>;

/** What operands can be read of: facts in view, tables, quantities, steps and parts that came before. */
export type Reading = {
  readonly view: View;
  readonly tables: Tables;
  readonly quantities: TariffText['quantities'];
  readonly steps: ReadonlyMap<string, Rational>;
  readonly parts: ReadonlyMap<string, Rational>;
  /** In the steps of a quantity: a class or a norm is no rate. */
  readonly ofQuantity?: boolean;
};

/** How operands and tables are read, for steps that stand in files of their own. */
export type Reader = {
  readonly operandValue: (reading: Reading, operand: OperandText) => Rational;
  readonly tableNamed: (reading: Reading, name: string) => TableText;
  readonly tableValue: (reading: Reading, operand: TableOperand) => Rational;
};

type TableOperand = Extract<OperandText, { table: string }>;
type KeyOverride = NonNullable<TableOperand['at']>[string];

function numberOf(text: string): Rational {
  if (!isDecimalText(text)) throw new Refused('fact-not-a-number');
  return rational(text);
}

function tableNamed(reading: Reading, name: string): TableText {
  const table = reading.tables[name];
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** A quantity is computed where it is asked for, of the wagon, item or container in view. */
function quantityOf(reading: Reading, name: string): Rational {
  const quantity = reading.quantities[name];
  if (quantity === undefined) throw new Error(`no quantity ${name}`);
  return runSteps(quantity.steps, { ...reading, steps: new Map(), parts: new Map(), ofQuantity: true });
}

type KeySource = { readonly fact?: string | undefined; readonly quantity?: string | undefined };

function keyText(reading: Reading, { fact, quantity }: KeySource): string {
  if (quantity !== undefined) return decimalText(quantityOf(reading, quantity));
  return oneValue(fact ?? '', reading.view);
}

function overridden(reading: Reading, override: KeyOverride): string {
  if (typeof override === 'string') return override;
  if (!('endBefore' in override)) return keyText(reading, override);
  const { table: name, key } = override.endBefore;
  const table = tableNamed(reading, name);
  const source = table.keys[key];
  if (source?.match !== 'belt') throw new Error(`${key} is no belt`);
  return decimalText(endBefore(table, key, numberOf(keyText(reading, source))));
}

/** Goods of several rows: each at its own row's value, its part by mass; all else is read of the whole consignment. */
function tableValue(reading: Reading, operand: TableOperand): Rational {
  const { view } = reading;
  const { items } = view.consignment;
  const byGoods = Object.values(tableNamed(reading, operand.table).keys).some(({ match }) => match === 'goods');
  if (!byGoods || view.item !== undefined || items.length < 2) return rowValue(reading, operand, view);
  const values = items.map((item) => rowValue(reading, operand, { ...view, item }));
  const [first = ZERO] = values;
  if (values.every((value) => isZero(minus(value, first)))) return first;
  if (reading.ofQuantity === true) throw new Refused('several-rows');
  const masses = items.flatMap(({ mass_kg }) => (mass_kg === undefined ? [] : [whole(mass_kg)]));
  if (masses.length < items.length) throw lacking('item.mass_kg');
  const mass = total(masses);
  if (isZero(mass)) return over(total(values), whole(values.length));
  return over(total(values.map((value, index) => times(value, masses[index] ?? ZERO))), mass);
}

/** The value in the row of what is in view, the other keys read as before. */
function rowValue(reading: Reading, operand: TableOperand, view: View): Rational {
  const table = tableNamed(reading, operand.table);
  const row = findRow({
    view,
    table,
    valueOf: (name, key) => {
      const override = operand.at?.[name];
      return override === undefined ? keyText(reading, key) : overridden(reading, override);
    },
  });
  const column = operand.column ?? table.value ?? 'value';
  const text = row?.[column] ?? operand.otherwise ?? table.otherwise;
  if (text === undefined) throw new Refused('no-row');
  if (text === '') throw new Refused('empty-cell');
  return minus(rational(text), rational(operand.less ?? '0'));
}

export function operandValue(reading: Reading, operand: OperandText): Rational {
  if (typeof operand === 'string') return rational(operand);
  if ('table' in operand) return tableValue(reading, operand);
  if ('fact' in operand) {
    const value = numberOf(oneValue(operand.fact, reading.view, operand.otherwise));
    return over(value, rational(operand.per ?? '1'));
  }
  if ('quantity' in operand) return over(quantityOf(reading, operand.quantity), rational(operand.per ?? '1'));
  const earlier = 'step' in operand ? reading.steps.get(operand.step) : reading.parts.get(operand.part);
  if (earlier === undefined) throw new Refused('step-not-run');
  return earlier;
}

export type Rounding = { readonly quantum: Rational; readonly mode: Mode; readonly carry: 'rounded' | 'full' };

export function roundingOf(text: RoundingText): Rounding {
  return typeof text === 'string'
    ? { quantum: rational(text), mode: 'half-up', carry: 'rounded' }
    : { ...text, quantum: rational(text.quantum) };
}

export const rounded = (value: Rational, { quantum, mode }: Rounding): Rational => roundTo(value, quantum, mode);

/** "`carry` says whether later steps go on from the rounded or the full value" (section 1). */
const carried = (value: Rational, text: RoundingText | undefined): Rational => {
  if (text === undefined) return value;
  const rounding = roundingOf(text);
  return rounding.carry === 'full' ? value : rounded(value, rounding);
};

type RealStep = Exclude<StepText, { step: 'discounts' }>;
type Of<Name extends StepText['step']> = Extract<StepText, { step: Name }>;

function divided(value: Rational, by: Rational): Rational {
  if (isZero(by)) throw new Refused('divide-by-zero');
  return over(value, by);
}

/** "piecewise from a distance (rate(L0) + K·(rate(L) − rate(L0)))"; before L0 the rate itself. */
function piecewise(step: Of<'piecewise'>, reading: Reading): Rational {
  const key = tableNamed(reading, step.table).keys[step.key];
  if (key === undefined || key.match === 'goods') throw new Error(`${step.key} is no number`);
  const distance = numberOf(keyText(reading, key));
  const rateAt = (at: Rational): Rational =>
    tableValue(reading, { table: step.table, at: { [step.key]: decimalText(at) } });
  const from = operandValue(reading, step.from);
  if (!less(from, distance)) return rateAt(distance);
  const start = rateAt(from);
  return plus(start, times(operandValue(reading, step.coefficient), minus(rateAt(distance), start)));
}

type Candidate = Of<'greater-correction'>['candidates'][number];

/** A rate of nothing corrects nothing, whatever it is a rate of; where there is no belt before the first, there is no candidate. */
function correction({ on, rate, round }: Candidate, reading: Reading): Rational | undefined {
  const reckoned = attempt(() => {
    const share = operandValue(reading, rate);
    return isZero(share) ? ZERO : times(operandValue(reading, on), share);
  });
  if ('value' in reckoned) return round === undefined ? reckoned.value : rounded(reckoned.value, roundingOf(round));
  if (reckoned.refused.code === 'no-belt-before') return undefined;
  throw reckoned.refused;
}

/** "the greater in absolute value of two corrections"; the first written wins a tie. */
function greaterCorrection(step: Of<'greater-correction'>, reading: Reading): Rational {
  const corrections = step.candidates.flatMap((candidate) => correction(candidate, reading) ?? []);
  return corrections.reduce((best, one) => (less(size(best), size(one)) ? one : best), ZERO);
}

function clamped(step: Of<'clamp'>, value: Rational, reading: Reading): Rational {
  const least = step.least === undefined ? value : greater(value, operandValue(reading, step.least));
  return step.greatest === undefined ? least : lesser(least, operandValue(reading, step.greatest));
}

function converted(step: Of<'convert'>, value: Rational, reading: Reading): Rational {
  const { accepted } = reading.view.consignment;
  if (step.valid !== undefined && !within(accepted, step.valid)) throw new Refused('coefficient-not-valid');
  if (step.multiply !== undefined) return times(value, operandValue(reading, step.multiply));
  return divided(value, operandValue(reading, step.divide ?? '1'));
}

function inBlocks(step: Of<'blocks'>, value: Rational, reading: Reading): Rational {
  const block = operandValue(reading, step.size);
  const count = whole(wholeIn(divided(value, block), 'up'));
  return step.result === 'count' ? count : times(count, block);
}

/** "a flat fee per reached step": a step is reached at its lower bound. */
function flatFees(step: Of<'flat-per-step'>, reading: Reading): Rational {
  const measured = operandValue(reading, step.of);
  return total(step.steps.filter(({ from }) => !less(measured, rational(from))).map(({ fee }) => rational(fee)));
}

function changed(step: RealStep, value: Rational, reading: Reading): Rational {
  switch (step.step) {
    case 'multiply':
      return times(value, operandValue(reading, step.by));
    case 'divide':
      return divided(value, operandValue(reading, step.by));
    case 'add':
      return plus(value, operandValue(reading, step.value));
    case 'subtract':
      return minus(value, operandValue(reading, step.value));
    case 'greater-correction':
      return plus(value, greaterCorrection(step, reading));
    case 'maximum':
      return greater(value, operandValue(reading, step.with));
    case 'minimum':
      return lesser(value, operandValue(reading, step.with));
    case 'clamp':
      return clamped(step, value, reading);
    case 'convert':
      return converted(step, value, reading);
    case 'round':
      return value;
    case 'blocks':
      return inBlocks(step, value, reading);
    case 'free':
      return notBelowZero(minus(value, operandValue(reading, step.allowance)));
    default:
      throw new Error(`${step.step} needs no running value`);
  }
}

/** These begin a running value, whatever stood before. */
function begun(step: RealStep, reading: Reading): Rational | undefined {
  if (step.step === 'lookup') return operandValue(reading, step.value);
  if (step.step === 'piecewise') return piecewise(step, reading);
  return step.step === 'deficit' ? deficitCharge({ operandValue, tableNamed, tableValue }, step, reading) : undefined;
}

function stepValue(step: RealStep, value: Rational | undefined, reading: Reading): Rational {
  if (step.step === 'flat-per-step') return plus(value ?? ZERO, flatFees(step, reading));
  const start = begun(step, reading);
  if (start !== undefined) return start;
  if (value === undefined) throw new Refused('no-running-value');
  return changed(step, value, reading);
}

/** A step done: the value it shows, and the value later steps go on from. */
export type Done = {
  readonly name: string;
  readonly step: string;
  readonly shown: Rational;
  readonly carried: Rational;
};

function shownAfter(step: RealStep, value: Rational): Rational {
  const text = step.step === 'round' ? step.to : step.round;
  return text === undefined ? value : rounded(value, roundingOf(text));
}

function carriedAfter(step: RealStep, value: Rational): Rational {
  return carried(value, step.step === 'round' ? step.to : step.round);
}

/** Runs steps that are not marked off by their scope; a fact a guard lacks leaves the price unknown. */
export function doSteps(steps: readonly StepText[], reading: Reading, start: Rational | undefined): readonly Done[] {
  const done: Done[] = [];
  for (const step of steps) {
    if (step.step === 'discounts') continue;
    const guard = scopeHolds(step.when, reading.view);
    if (guard.is === 'unknown') throw lacking(...guard.missing);
    if (guard.is === 'no') continue;
    const before = new Map([...reading.steps, ...done.map((one) => [one.name, one.carried] as const)]);
    const value = stepValue(step, done.at(-1)?.carried ?? start, { ...reading, steps: before });
    done.push({ name: step.name, step: step.step, shown: shownAfter(step, value), carried: carriedAfter(step, value) });
  }
  return done;
}

/** What a list of steps comes to: its last step has the last word, and shows it rounded. */
export function runSteps(steps: readonly StepText[], reading: Reading): Rational {
  const last = doSteps(steps, reading, undefined).at(-1);
  if (last === undefined) throw new Refused('no-running-value');
  return last.shown;
}
