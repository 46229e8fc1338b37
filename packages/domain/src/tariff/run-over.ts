/** The steps of a tariff over the sum of its lines: what they make of it, and the lines that post it. */
import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { roundToMinor } from '../kernel/money.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Subject } from '../scope/subject.ts';
import type { StepForm, TariffForm } from './form.ts';
import { newRun, type QuantityTrace, reference } from './new-run.ts';
import { runSteps } from './run-steps.ts';

/** What a step over a sum makes of it; without a trace where the step did not run. */
export type OverSum = { readonly step: StepForm; readonly value: Decimal; readonly trace: readonly TraceStep[] };

const NO_STEPS: readonly OverSum[] = Object.freeze([]);

/** What steps over a sum run with; `parts`: what each line came to, for those that ask for it. */
type Over = {
  readonly tariff: TariffForm;
  readonly subject: Subject;
  readonly parts: () => ReadonlyMap<string, Decimal>;
};

/** Runs steps over a sum, which is exact or in whole minor units. */
export function runOver(
  open: Over,
  steps: readonly StepForm[],
  sum: Decimal,
  refusals: Refusal[],
): readonly OverSum[] | undefined {
  if (steps.length === 0) return NO_STEPS;
  const { tariff, subject } = open;
  const parts = open.parts();
  const noted: QuantityTrace = [];
  const run = newRun(tariff, subject, parts, refusals, noted);
  const done: OverSum[] = [];
  let value = sum;
  let printed = sum;
  for (const step of steps) {
    const outcome = runSteps(run, [step], value, tariff.currency);
    if (outcome === undefined) return undefined;
    if (outcome.trace.length > 0) {
      value = outcome.value;
      printed = outcome.printed;
    }
    const trace = outcome.trace.length === 0 ? [] : [...noted.splice(0), ...outcome.trace];
    done.push({ step, value: printed, trace });
  }
  return done;
}

/**
 * Steps over the sum post what they change as lines of their own. A rounding posts its residue: what is missing to the rounded sum
 * from the lines as they stand, which were rounded each at its own end.
 */
export function linesOver(
  tariff: TariffForm,
  from: { readonly posted: bigint; readonly sum: Decimal },
  steps: readonly OverSum[],
): ChargeLine[] {
  const lines: ChargeLine[] = [];
  let { posted } = from;
  let before = roundToMinor(from.sum, tariff.currency);
  for (const { step, value, trace } of steps) {
    if (trace.length === 0) continue;
    const after = roundToMinor(value, tariff.currency);
    const source = step.step === 'round' ? 'rounding' : 'step';
    const amount = after - (source === 'rounding' ? posted : before);
    lines.push({
      id: step.name,
      source,
      charge: source === 'rounding' ? 'rounding' : 'adjustment',
      entry: reference(tariff),
      amount,
      discountable: false,
      trace,
    });
    posted += amount;
    before = after;
  }
  return lines;
}
