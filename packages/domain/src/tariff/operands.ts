/** The operands that steps read, for whatever has to be known of a tariff before it is run. */
import type { OperandForm, OverrideForm, StepForm, TableForm, TariffForm } from './form.ts';

const NO_OVERRIDES: ReadonlyMap<number, OverrideForm> = new Map();

/** A table read by its own keys. */
const ownKeys = (table: TableForm): OperandForm => ({
  kind: 'table',
  table,
  column: table.value,
  at: NO_OVERRIDES,
  less: undefined,
  otherwise: table.otherwise,
});

const present = (operands: readonly (OperandForm | undefined)[]): readonly OperandForm[] =>
  operands.filter((one) => one !== undefined);

export function operandsOf(step: StepForm): readonly OperandForm[] {
  switch (step.step) {
    case 'round':
      return [];
    case 'piecewise':
      return [ownKeys(step.table), step.from, step.coefficient];
    case 'greater-correction':
      return step.candidates.flatMap(({ on, rate }) => [on, rate]);
    case 'clamp':
      return present([step.least, step.greatest]);
    case 'convert':
      return [step.by];
    case 'blocks':
      return [step.size];
    case 'flat-per-step':
      return [step.of];
    case 'deficit':
      return [ownKeys(step.table), step.of];
    default:
      return [step.operand];
  }
}

function allOperands({ quantities, parts, before, after, minimumCharge }: TariffForm): readonly OperandForm[] {
  const steps = [...quantities.values(), ...parts.map((part) => part.steps), before, after].flat();
  const bounds = parts.flatMap(({ least, greatest }) => [least, greatest]);
  return [...steps.flatMap(operandsOf), ...present([...bounds, minimumCharge])];
}

const asking = new WeakMap<TariffForm, boolean>();

/** Whether any step of the tariff goes back to what an earlier one came to. */
export function asksForSteps(tariff: TariffForm): boolean {
  const known = asking.get(tariff);
  if (known !== undefined) return known;
  const asks = allOperands(tariff).some(({ kind }) => kind === 'step');
  asking.set(tariff, asks);
  return asks;
}
