import type { TraceStep, Written } from '../charge/rating.ts';
import {
  absolute,
  add,
  compare,
  type Decimal,
  divide,
  isZero,
  maximum,
  minimum,
  multiply,
  ofInteger,
  subtract,
  ZERO,
} from '../kernel/decimal.ts';
import { contains } from '../kernel/period.ts';
import { type Rounding, roundTo } from '../kernel/rounding.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import { deficitCharge } from './deficit.ts';
import type { OperandForm, StepForm } from './form.ts';
import { lookUp, type Readings, type Run, refuse, valueOf } from './run.ts';

/** What steps came to: the value to go on from, and the value to print when a rounding carries the full one on. */
export type Outcome = {
  readonly value: Decimal;
  readonly printed: Decimal;
  readonly trace: readonly TraceStep[];
  readonly currency: string | undefined;
};

type Op<K extends StepForm['step']> = Extract<StepForm, { step: K }>;
type SimpleStep = Op<'lookup' | 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | 'free'>;

function simple(run: Run, step: SimpleStep, before: Decimal | undefined, readings: Readings): Decimal | undefined {
  const operand = valueOf(run, step.operand, readings);
  if (operand === undefined) return undefined;
  if (step.step === 'lookup') return operand;
  if (before === undefined) return refuse(run, 'tariff.no-running-value', { name: step.name });
  switch (step.step) {
    case 'add':
      return add(before, operand);
    case 'subtract':
      return subtract(before, operand);
    case 'multiply':
      return multiply(before, operand);
    case 'divide':
      return isZero(operand) ? refuse(run, 'tariff.divide-by-zero', { name: step.name }) : divide(before, operand);
    case 'maximum':
      return maximum(before, operand);
    case 'minimum':
      return minimum(before, operand);
    case 'free':
      return maximum(ZERO, subtract(before, operand));
  }
}

/** rate(L0) + K·(rate(L) − rate(L0)) from L0 on; up to L0 the rate itself (freight facts 1.2, point 6). */
function piecewise(run: Run, step: Op<'piecewise'>, readings: Readings): Decimal | undefined {
  const operand = (at: OperandAt): OperandForm & { kind: 'table' } => ({
    kind: 'table',
    table: step.table,
    column: step.table.value,
    at,
    less: undefined,
    otherwise: step.table.otherwise,
  });
  const here = lookUp(run, operand(new Map()), readings);
  const from = valueOf(run, step.from, readings);
  const coefficient = valueOf(run, step.coefficient, readings);
  if (here === undefined || from === undefined || coefficient === undefined) return undefined;
  const key = step.table.keys[step.key];
  const distance =
    key?.source.kind === 'quantity'
      ? run.quantity(key.source.name)
      : key?.source.kind === 'fact'
        ? valueOf(
            run,
            { kind: 'fact', field: key.source.field, per: undefined, otherwise: undefined },
            { inputs: [], rows: [] },
          )
        : undefined;
  if (distance === undefined) return undefined;
  if (compare(distance, from) <= 0) return here;
  const start: Run = { ...run, quantity: (name) => (name === START ? from : run.quantity(name)) };
  const there = lookUp(start, operand(new Map([[step.key, { kind: 'quantity', name: START }]])), readings);
  if (there === undefined) return undefined;
  readings.inputs.push({ label: 'rate-at-start', value: there }, { label: 'rate-here', value: here });
  return add(there, multiply(coefficient, subtract(here, there)));
}

type OperandAt = Extract<OperandForm, { kind: 'table' }>['at'];

/** Name no book can give a quantity: the distance a coefficient is introduced from. */
const START = '.start';

/** The candidate correction greatest in absolute value; a candidate that asks for a belt before the first is left out. */
function greaterCorrection(
  run: Run,
  step: Op<'greater-correction'>,
  before: Decimal | undefined,
  readings: Readings,
): Decimal | undefined {
  if (before === undefined) return refuse(run, 'tariff.no-running-value', { name: step.name });
  let greatest: Decimal | undefined;
  for (const [index, candidate] of step.candidates.entries()) {
    const problems = run.refusals.length;
    const own: Readings = { inputs: [], rows: [] };
    const rate = valueOf(run, candidate.rate, own);
    // A rate of zero corrects nothing, whatever it is a rate of: its base need not be known.
    const on = rate === undefined || isZero(rate) ? ZERO : valueOf(run, candidate.on, own);
    if (on === undefined || rate === undefined) {
      if (run.refusals.length > problems) return undefined;
      continue;
    }
    const full = multiply(on, rate);
    const correction =
      candidate.round === undefined ? full : roundTo(full, candidate.round.quantum, candidate.round.mode);
    readings.rows.push(...own.rows);
    readings.inputs.push(
      { label: `candidate-${String(index + 1)}-base`, value: on },
      { label: `candidate-${String(index + 1)}-rate`, value: rate },
      { label: `candidate-${String(index + 1)}`, value: correction },
    );
    if (greatest === undefined || compare(absolute(correction), absolute(greatest)) > 0) greatest = correction;
  }
  return greatest === undefined ? before : add(before, greatest);
}

function clamp(run: Run, step: Op<'clamp'>, before: Decimal | undefined, readings: Readings): Decimal | undefined {
  if (before === undefined) return refuse(run, 'tariff.no-running-value', { name: step.name });
  const least = step.least === undefined ? before : valueOf(run, step.least, readings);
  const greatest = step.greatest === undefined ? before : valueOf(run, step.greatest, readings);
  if (least === undefined || greatest === undefined) return undefined;
  const raised = step.least === undefined ? before : maximum(before, least);
  return step.greatest === undefined ? raised : minimum(raised, greatest);
}

function convert(run: Run, step: Op<'convert'>, before: Decimal | undefined, readings: Readings): Decimal | undefined {
  const on = run.subject.consignment.accepted;
  if (step.valid !== undefined && !contains(step.valid, on))
    return refuse(run, 'tariff.coefficient-not-valid', {
      name: step.name,
      date: on,
      from: step.valid.from,
      to: step.valid.to ?? '',
    });
  if (before === undefined) return refuse(run, 'tariff.no-running-value', { name: step.name });
  const by = valueOf(run, step.by, readings);
  if (by === undefined) return undefined;
  if (step.published !== undefined) readings.inputs.push({ label: 'published', value: step.published });
  if (step.source !== undefined) readings.inputs.push({ label: 'source', value: step.source });
  if (step.how === 'multiply') return multiply(before, by);
  return isZero(by) ? refuse(run, 'tariff.divide-by-zero', { name: step.name }) : divide(before, by);
}

function blocks(run: Run, step: Op<'blocks'>, before: Decimal | undefined, readings: Readings): Decimal | undefined {
  const size = valueOf(run, step.size, readings);
  if (size === undefined) return undefined;
  if (before === undefined) return refuse(run, 'tariff.no-running-value', { name: step.name });
  if (compare(size, ZERO) <= 0) return refuse(run, 'tariff.divide-by-zero', { name: step.name });
  const count = roundTo(divide(before, size), ofInteger(1), 'up');
  return step.result === 'count' ? count : multiply(count, size);
}

function flatPerStep(
  run: Run,
  step: Op<'flat-per-step'>,
  before: Decimal | undefined,
  readings: Readings,
): Decimal | undefined {
  const measured = valueOf(run, step.of, readings);
  if (measured === undefined) return undefined;
  let value = before ?? ZERO;
  for (const { from, fee } of step.steps) if (compare(measured, from) >= 0) value = add(value, fee);
  return value;
}

function apply(run: Run, step: StepForm, before: Decimal | undefined, readings: Readings): Decimal | undefined {
  switch (step.step) {
    case 'piecewise':
      return piecewise(run, step, readings);
    case 'greater-correction':
      return greaterCorrection(run, step, before, readings);
    case 'clamp':
      return clamp(run, step, before, readings);
    case 'convert':
      return convert(run, step, before, readings);
    case 'round':
      return before ?? refuse(run, 'tariff.no-running-value', { name: step.name });
    case 'blocks':
      return blocks(run, step, before, readings);
    case 'flat-per-step':
      return flatPerStep(run, step, before, readings);
    case 'deficit':
      return deficitCharge(run, step, readings);
    default:
      return simple(run, step, before, readings);
  }
}

/** Whether a guarded step runs; a guard that cannot be told is a refusal, not a no. */
function guardHolds(run: Run, step: StepForm): boolean | undefined {
  if (step.when === undefined) return true;
  const verdict = evaluateScope(step.when, run.subject);
  if (verdict.kind === 'missing') return refuse(run, 'tariff.missing-fact', { fact: verdict.fields.join(', ') });
  return verdict.kind === 'applies';
}

const rounded = (value: Decimal, rounding: Rounding | undefined): Decimal =>
  rounding === undefined ? value : roundTo(value, rounding.quantum, rounding.mode);

function traceOf(
  { times, within }: Run,
  step: StepForm,
  readings: Readings,
  before: Decimal | undefined,
  full: Decimal,
  printed: Decimal,
  currency: string | undefined,
): TraceStep {
  const { inputs, rows } = readings;
  const trace: Written<TraceStep> = {
    step: step.step,
    name: within === undefined ? step.name : `${within}.${step.name}`,
    inputs,
    rows,
    after: printed,
  };
  if (step.title !== undefined) trace.title = step.title;
  if (before !== undefined) trace.before = before;
  if (step.round !== undefined) trace.unrounded = full;
  if (currency !== undefined) trace.currency = currency;
  if (step.clause !== undefined) trace.clause = step.clause;
  if (times !== undefined) trace.times = times;
  return trace;
}

/** Runs steps in order from a value (none at the start of a part). Undefined: refused, with the reasons in the run. */
export function runSteps(
  run: Run,
  steps: readonly StepForm[],
  start: Decimal | undefined,
  startCurrency: string | undefined,
): Outcome | undefined {
  let value = start;
  let printed = start;
  let currency = startCurrency;
  let trace: TraceStep[] = [];
  for (const step of steps) {
    const holds = guardHolds(run, step);
    if (holds === undefined) return undefined;
    if (!holds) continue;
    const readings: Readings = { inputs: [], rows: [] };
    const problems = run.refusals.length;
    const full = apply(run, step, value, readings);
    if (full === undefined)
      return run.refusals.length > problems ? undefined : refuse(run, 'tariff.no-belt-before', { name: step.name });
    if (step.step === 'convert') currency = step.to;
    const shown = rounded(full, step.round);
    const told = traceOf(run, step, readings, value, full, shown, currency);
    if (trace.length === 0) trace = [told];
    else trace.push(told);
    value = step.round?.carry === 'full' ? full : shown;
    printed = shown;
    run.steps?.set(step.name, value);
  }
  if (value === undefined || printed === undefined)
    return refuse(run, 'tariff.no-running-value', { name: run.tariff.id });
  return { value, printed, trace, currency };
}
