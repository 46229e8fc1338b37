/**
 * Parts that read nothing but steady facts: a fee per wagon, a rate by distance. Such a part comes to the same, by the same steps,
 * for every consignment of which those facts are the same: it is run once for all of them.
 */
import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import type { Decimal } from '../kernel/decimal.ts';
import { isSteadyField, type SteadyFacts, steadyFactsOf, steadyText, together } from '../scope/steady.ts';
import type { Subject, World } from '../scope/subject.ts';
import type { OperandForm, OverrideForm, PartForm, StepForm, TableForm, TariffForm } from './form.ts';
import { operandsOf } from './operands.ts';

/** What a part came to for one subject, with its line once one was made of it alone; `skipped` when its guard does not hold. */
export type RanPart =
  | {
      readonly amount: Decimal;
      readonly trace: readonly TraceStep[];
      line?: { readonly exact: Decimal; readonly line: ChargeLine };
    }
  | 'skipped';

type Facts = SteadyFacts | undefined;

const NOTHING: SteadyFacts = Object.freeze({ fields: Object.freeze([]), goods: false });

const GOODS: SteadyFacts = Object.freeze({ fields: Object.freeze([]), goods: true });

type FactsOf = { readonly quantity: (name: string) => Facts };

function ofOverride(override: OverrideForm, of: FactsOf): Facts {
  switch (override.kind) {
    case 'literal':
      return NOTHING;
    case 'fact':
      return isSteadyField(override.field) ? { fields: [override.field], goods: false } : undefined;
    case 'quantity':
      return of.quantity(override.name);
    case 'end-before':
      return ofTable(override.table, new Map(), of);
  }
}

function ofTable({ keys }: TableForm, at: ReadonlyMap<number, OverrideForm>, of: FactsOf): Facts {
  return together(
    keys.map(({ source }, index): Facts => {
      const override = at.get(index);
      if (override !== undefined) return ofOverride(override, of);
      switch (source.kind) {
        case 'fact':
          return isSteadyField(source.field) ? { fields: [source.field], goods: false } : undefined;
        case 'quantity':
          return of.quantity(source.name);
        case 'goods':
          return GOODS;
        case 'given':
          return NOTHING;
      }
    }),
  );
}

function ofOperand(operand: OperandForm | undefined, of: FactsOf): Facts {
  switch (operand?.kind) {
    case undefined:
    case 'literal':
    case 'step':
      return NOTHING;
    case 'table':
      return ofTable(operand.table, operand.at, of);
    case 'fact':
      return isSteadyField(operand.field) ? { fields: [operand.field], goods: false } : undefined;
    case 'quantity':
      return of.quantity(operand.name);
    case 'part':
      return undefined;
  }
}

/** Of these the outcome depends on the day, or on quantities that are weighed against each other. */
const CHANGING: ReadonlySet<StepForm['step']> = new Set(['convert', 'flat-per-step', 'deficit']);

function ofStep(step: StepForm, of: FactsOf): Facts {
  if (CHANGING.has(step.step)) return undefined;
  const guard = step.when === undefined ? NOTHING : steadyFactsOf(step.when);
  return together([guard, ...operandsOf(step).map((operand) => ofOperand(operand, of))]);
}

function factsOfPart({ quantities }: TariffForm, part: PartForm): Facts {
  const ofSteps = (steps: readonly StepForm[], of: FactsOf): Facts => together(steps.map((step) => ofStep(step, of)));
  const quantity = (name: string): Facts => ofSteps(quantities.get(name) ?? [], { quantity });
  const of: FactsOf = { quantity };
  const guard = part.when === undefined ? NOTHING : steadyFactsOf(part.when);
  return together([guard, ofSteps(part.steps, of), ofOperand(part.least, of), ofOperand(part.greatest, of)]);
}

type Known = { readonly facts: Facts; readonly worlds: WeakMap<World, Map<string, RanPart>> };

const known = new WeakMap<PartForm, Known>();

/** More relations than one tariff has; beyond it what is remembered begins anew. */
const MOST_REMEMBERED = 5_000;

function knownOf(tariff: TariffForm, part: PartForm): Known {
  const found = known.get(part);
  if (found !== undefined) return found;
  const made: Known = { facts: factsOfPart(tariff, part), worlds: new WeakMap() };
  known.set(part, made);
  return made;
}

/** Goods in several rows of a table are weighed by their masses. */
const weighsGoods = ({ goods }: SteadyFacts, { item, consignment }: Subject): boolean =>
  goods && item === undefined && consignment.items.length !== 1;

/** Runs a part by `run` where it has not been run for the same facts; what was refused is not remembered. */
export function runOnce(
  tariff: TariffForm,
  part: PartForm,
  { subject, times }: { readonly subject: Subject; readonly times: number },
  run: () => RanPart | undefined,
): RanPart | undefined {
  const { facts, worlds } = knownOf(tariff, part);
  if (facts === undefined || weighsGoods(facts, subject)) return run();
  const ran = worlds.get(subject.world) ?? new Map<string, RanPart>();
  const key = `${String(times)} ${steadyText(facts, subject)}`;
  const found = ran.get(key);
  if (found !== undefined) return found;
  const result = run();
  if (result === undefined) return undefined;
  worlds.set(subject.world, ran);
  if (ran.size >= MOST_REMEMBERED) ran.clear();
  ran.set(key, result);
  return result;
}
