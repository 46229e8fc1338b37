/** A run of a tariff's steps for one subject: its quantities, computed once, and the trace of how they came about. */
import type { EntryReference, TraceStep } from '../charge/rating.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Subject } from '../scope/subject.ts';
import type { TariffForm } from './form.ts';
import { asksForSteps } from './operands.ts';
import type { Run } from './run.ts';
import { runSteps } from './run-steps.ts';

const references = new WeakMap<TariffForm, EntryReference>();

/** The tariff as its lines name it. */
export function reference(tariff: TariffForm): EntryReference {
  const known = references.get(tariff);
  if (known !== undefined) return known;
  const made = Object.freeze({ id: tariff.id, version: tariff.version });
  references.set(tariff, made);
  return made;
}

/** Where the steps that computed quantities are noted, so that a line's trace shows how its chargeable mass came about. */
export type QuantityTrace = TraceStep[];

const NO_QUANTITY = (): undefined => undefined;

/** Computes quantities once, when first asked for; a quantity's steps are traced under its name. */
function quantitiesOf(
  tariff: TariffForm,
  subject: Subject,
  refusals: Refusal[],
  noted: QuantityTrace,
  times: number | undefined,
): (name: string) => Decimal | undefined {
  if (tariff.quantities.size === 0) return NO_QUANTITY;
  const known = new Map<string, Decimal | undefined>();
  const quantity = (name: string): Decimal | undefined => {
    if (known.has(name)) return known.get(name);
    const steps = tariff.quantities.get(name);
    if (steps === undefined) return undefined;
    const run: Run = {
      tariff,
      subject,
      quantity,
      steps: asksForSteps(tariff) ? new Map() : undefined,
      parts: NO_PARTS,
      refusals,
      times,
      within: name,
      ofQuantity: true,
    };
    const outcome = runSteps(run, steps, undefined, undefined);
    if (outcome !== undefined) noted.push(...outcome.trace);
    known.set(name, outcome?.value);
    return outcome?.value;
  };
  return quantity;
}

export const NO_PARTS: ReadonlyMap<string, Decimal> = new Map();

export function newRun(
  tariff: TariffForm,
  subject: Subject,
  parts: ReadonlyMap<string, Decimal>,
  refusals: Refusal[],
  noted: QuantityTrace = [],
  times?: number,
): Run {
  const quantity = quantitiesOf(tariff, subject, refusals, noted, times);
  const steps = asksForSteps(tariff) ? new Map<string, Decimal>() : undefined;
  return { tariff, subject, quantity, steps, parts, refusals, times, within: undefined, ofQuantity: false };
}
