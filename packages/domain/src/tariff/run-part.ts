/** Runs a part of a tariff for each of its subjects, and makes a line of what they come to. */
import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import { add, type Decimal, maximum, minimum, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import { roundToMinor } from '../kernel/money.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { PartForm, TariffForm } from './form.ts';
import { newRun, type QuantityTrace, reference } from './new-run.ts';
import { type PartAmounts, partsSeenBy, subjectsFor } from './part-amounts.ts';
import { type Readings, type Run, refuse, valueOf } from './run.ts';
import { type Outcome, runSteps } from './run-steps.ts';
import { type RanPart, runOnce } from './steady-part.ts';
import type { EachAmount, OneOfMany } from './subjects.ts';

const NO_TRACE: readonly TraceStep[] = Object.freeze([]);

/** The least and greatest amount of a line (pricing.md section 4), each a step of its own in the trace. */
function withinBounds(
  run: Run,
  part: PartForm,
  outcome: Outcome,
): { readonly value: Decimal; readonly trace: readonly TraceStep[] } | undefined {
  if (part.least === undefined && part.greatest === undefined) return { value: outcome.printed, trace: NO_TRACE };
  let value = outcome.printed;
  const trace: TraceStep[] = [];
  const bounds = [
    { name: 'least', operand: part.least, choose: maximum },
    { name: 'greatest', operand: part.greatest, choose: minimum },
  ] as const;
  for (const { name, operand, choose } of bounds) {
    if (operand === undefined) continue;
    const readings: Readings = { inputs: [], rows: [] };
    const bound = valueOf(run, operand, readings);
    if (bound === undefined) return undefined;
    const before = value;
    value = choose(before, bound);
    const { inputs, rows } = readings;
    const told = { step: name, name, inputs, rows, before, after: value };
    trace.push(run.times === undefined ? told : { ...told, times: run.times });
  }
  return { value, trace };
}

export type Each = {
  readonly tariff: TariffForm;
  readonly part: PartForm;
  readonly amounts: PartAmounts;
  readonly refusals: Refusal[];
  readonly note: NoteEach;
};

/** Where it is asked for, told what each wagon, item or container comes to. */
export type NoteEach = ((amount: EachAmount) => void) | undefined;
/** Runs a part for one subject; undefined when refused, `skipped` when its guard does not hold. */
function runAnew({ tariff, part, amounts, refusals }: Each, { key, subject, times }: OneOfMany): RanPart | undefined {
  const noted: QuantityTrace = [];
  const run = newRun(
    tariff,
    subject,
    partsSeenBy(amounts, key),
    refusals,
    noted,
    part.per === 'consignment' ? undefined : times,
  );
  const guard = part.when === undefined ? undefined : evaluateScope(part.when, subject);
  if (guard?.kind === 'fails') return 'skipped';
  if (guard?.kind === 'missing') return refuse(run, 'tariff.missing-fact', { fact: guard.fields.join(', ') });
  const outcome = runSteps(run, part.steps, undefined, part.currency);
  const bounded = outcome === undefined ? undefined : withinBounds(run, part, outcome);
  if (outcome === undefined || bounded === undefined) return undefined;
  const plain = noted.length === 0 && bounded.trace.length === 0;
  return {
    amount: bounded.value,
    trace: plain ? outcome.trace : [...noted, ...outcome.trace, ...bounded.trace],
  };
}

/** The same, and what it came to noted for the parts after it. */
function runOne(each: Each, one: OneOfMany): RanPart | undefined {
  const { tariff, part, amounts } = each;
  const { key } = one;
  const ran = runOnce(tariff, part, one, () => runAnew(each, one));
  if (ran === undefined || ran === 'skipped' || key === '') return ran;
  amounts.each ??= new Map();
  const own = amounts.each.get(key) ?? new Map<string, Decimal>();
  amounts.each.set(key, own.set(part.id, ran.amount));
  return ran;
}

/** What a line comes to exactly, and the line, rounded at its end. */
export type PartLine = { readonly exact: Decimal; readonly line: ChargeLine };

function lineOf({ tariff, part }: Each, exact: Decimal, trace: readonly TraceStep[]): PartLine {
  const line: ChargeLine = {
    id: part.id,
    source: 'tariff',
    charge: part.charge,
    entry: reference(tariff),
    amount: roundToMinor(exact, tariff.currency),
    discountable: part.discountable,
    trace,
  };
  return { exact, line };
}

/** A part with one subject; its line is that of the part as it ran. */
function runAlone(each: Each, one: OneOfMany): PartLine | undefined {
  const ran = runOne(each, one);
  if (ran === undefined || ran === 'skipped') return undefined;
  const { part, note } = each;
  note?.({ line: part.id, per: part.per, subject: one.subject, exact: ran.amount });
  ran.line ??= lineOf(each, ran.amount, ran.trace);
  return ran.line;
}

/**
 * Runs a part for all its subjects and adds up what they come to, exactly: a line rounds once, at its end (pricing.md section 1),
 * and the charge of one wagon, item or container is no line. Where a tariff rounds each of them, it says so by a rounding in
 * the part's steps. Undefined when the part does not apply to any of them, or was refused.
 */
export function runPart(each: Each, subject: Subject): PartLine | undefined {
  const { tariff, part, amounts, refusals, note } = each;
  const subjects = subjectsFor(amounts, part.per, subject);
  if (subjects.length === 0)
    return refuse(newRun(tariff, subject, amounts.whole, refusals), 'tariff.missing-fact', { fact: `${part.per}s` });
  const [only] = subjects;
  if (only?.times === 1 && subjects.length === 1) return runAlone(each, only);
  let trace: readonly TraceStep[] = NO_TRACE;
  let exact = ZERO;
  let applied = false;
  for (const one of subjects) {
    const { times } = one;
    const result = runOne(each, one);
    if (result === undefined) return undefined;
    if (result === 'skipped') continue;
    applied = true;
    const amount = times === 1 ? result.amount : multiply(result.amount, ofInteger(times));
    exact = add(exact, amount);
    note?.({ line: part.id, per: part.per, subject: one.subject, exact: amount });
    trace = trace.length === 0 ? result.trace : [...trace, ...result.trace];
  }
  return applied ? lineOf(each, exact, trace) : undefined;
}
