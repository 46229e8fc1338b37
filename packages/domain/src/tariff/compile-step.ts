import { decimal } from '../kernel/decimal.ts';
import { refusal } from '../kernel/refusal.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import type { ScopeText } from '../scope/schema.ts';
import {
  checkKeySources,
  compileOperand,
  compileRounding,
  keyIndex,
  type Names,
  tableNamed,
} from './compile-operand.ts';
import type { OperandForm, StepForm } from './form.ts';
import type { OperandText, StepText } from './schema.ts';

/** A guard, with its problems placed at the step. */
export function compileGuard(
  text: ScopeText | undefined,
  names: Pick<Names, 'place' | 'refusals'>,
): ScopeForm | undefined {
  if (text === undefined) return undefined;
  const found: Names['refusals'] = [];
  const form = compileScope(text, found);
  names.refusals.push(...found.map((one) => refusal(one.code, one.params, names.place)));
  return form;
}

type Head = Pick<StepForm, 'name' | 'title' | 'when' | 'round' | 'clause'>;

function headOf(text: Exclude<StepText, { step: 'discounts' }>, names: Names): Head {
  const round = text.step === 'round' ? text.to : text.round;
  return {
    name: text.name,
    title: text.title,
    when: compileGuard(text.when, names),
    round: compileRounding(round, names),
    clause: text.clause,
  };
}

function convertStep(text: Extract<StepText, { step: 'convert' }>, names: Names, head: Head): StepForm | undefined {
  const by = text.multiply ?? text.divide;
  if (by === undefined || (text.multiply !== undefined && text.divide !== undefined)) {
    names.refusals.push(refusal('tariff.convert-one-way', { name: text.name }, names.place));
    return undefined;
  }
  const valid = text.valid === undefined ? undefined : { from: text.valid.from, to: text.valid.to };
  return {
    ...head,
    step: 'convert',
    to: text.to,
    by: compileOperand(names, by),
    how: text.multiply === undefined ? 'divide' : 'multiply',
    valid,
    published: text.date,
    source: text.source,
  };
}

function beltTable(
  text: Extract<StepText, { step: 'piecewise' | 'deficit' }>,
  names: Names,
): { table: NonNullable<ReturnType<typeof tableNamed>>; key: number } | undefined {
  const table = tableNamed(names, text.table);
  if (table === undefined) return undefined;
  const key = keyIndex(names, table, text.key);
  if (key >= 0 && table.keys[key]?.match !== 'belt') {
    names.refusals.push(refusal('tariff.key-not-a-belt', { key: text.key, table: text.table }, names.place));
    return undefined;
  }
  if (key < 0) return undefined;
  checkKeySources(names, table, (index) => text.step === 'deficit' && index === key);
  return { table, key };
}

/** A step that walks the belts of a table. */
function beltStep(
  text: Extract<StepText, { step: 'piecewise' | 'deficit' }>,
  names: Names,
  head: Head,
): StepForm | undefined {
  const belt = beltTable(text, names);
  if (belt === undefined) return undefined;
  if (text.step === 'deficit') {
    const of = compileOperand(names, text.of);
    return { ...head, step: 'deficit', ...belt, of, per: decimal(text.per), reach: text.reach, items: text.items };
  }
  const from = compileOperand(names, text.from);
  return { ...head, step: 'piecewise', ...belt, from, coefficient: compileOperand(names, text.coefficient) };
}

/** Compiles a step. `discounts` is a mark, not a step, and gives nothing. */
export function compileStep(text: StepText, names: Names): StepForm | undefined {
  if (text.step === 'discounts') return undefined;
  const head = headOf(text, names);
  const operand = (one: OperandText): OperandForm => compileOperand(names, one);
  const maybe = (one: OperandText | undefined): OperandForm | undefined =>
    one === undefined ? undefined : operand(one);
  switch (text.step) {
    case 'lookup':
    case 'add':
    case 'subtract':
      return { ...head, step: text.step, operand: operand(text.value) };
    case 'multiply':
    case 'divide':
      return { ...head, step: text.step, operand: operand(text.by) };
    case 'maximum':
    case 'minimum':
      return { ...head, step: text.step, operand: operand(text.with) };
    case 'free':
      return { ...head, step: 'free', operand: operand(text.allowance) };
    case 'clamp':
      return { ...head, step: 'clamp', least: maybe(text.least), greatest: maybe(text.greatest) };
    case 'round':
      return { ...head, step: 'round' };
    case 'convert':
      return convertStep(text, names, head);
    case 'blocks':
      return { ...head, step: 'blocks', size: operand(text.size), result: text.result };
    case 'flat-per-step':
      return {
        ...head,
        step: 'flat-per-step',
        of: operand(text.of),
        steps: text.steps.map((one) => ({ from: decimal(one.from), fee: decimal(one.fee) })),
      };
    case 'greater-correction':
      return {
        ...head,
        step: 'greater-correction',
        candidates: text.candidates.map((one) => ({
          on: operand(one.on),
          rate: operand(one.rate),
          round: compileRounding(one.round, names),
        })),
      };
    case 'piecewise':
    case 'deficit':
      return beltStep(text, names, head);
  }
}
