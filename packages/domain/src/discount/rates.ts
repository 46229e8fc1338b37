/** Rates per unit: read once for all there is, or for each wagon, item or container where they differ; times the quantity. */

import type { TraceInput, TraceRow } from '../charge/rating.ts';
import { add, type Decimal, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { MeterReadings } from '../meter/ledger.ts';
import { tellsApart } from '../meter/matching-measure.ts';
import { type PartSort, type SomeParts, sortOfFact, withParts } from '../scope/matching.ts';
import type { Subject } from '../scope/subject.ts';
import type { OperandForm } from '../tariff/form.ts';
import { valueOf } from '../tariff/run.ts';
import { subjectsOf } from '../tariff/subjects.ts';
import type { Charged } from './eligibility.ts';
import type { AmountForm, DiscountForm } from './form.ts';
import { fails, failsBy, type Holds } from './holds.ts';
import { countedQuantity, type NoQuantity, perQuantity } from './measured.ts';

/** What a rate is read and multiplied for. */
export type RateAt = {
  readonly form: DiscountForm;
  readonly charged: Charged;
  readonly readings: MeterReadings;
  /** The parts it acts on, where these are not all. */
  readonly some: SomeParts | undefined;
};

type Read = { readonly value: Decimal; readonly inputs: readonly TraceInput[]; readonly rows: readonly TraceRow[] };

const NO_STEPS: ReadonlyMap<string, Decimal> = new Map();
const noQuantity = (): undefined => undefined;

/** Why an operand has no value: a missing fact, or no row for the facts there are. */
function operandFailed(refusals: readonly Refusal[]): Extract<Holds, { kind: 'fails' | 'missing' }> {
  const [first] = refusals;
  const fact = first?.params['fact'];
  if (first?.code === 'tariff.missing-fact' && fact !== undefined) return { kind: 'missing', fields: [String(fact)] };
  if (first?.code === 'tariff.no-row')
    return fails('discount.no-row', { table: first.params['table'] ?? '', keys: first.params['keys'] ?? '' });
  return failsBy('discount.not-computed', first);
}

type Unread = { readonly kind: 'unread'; readonly refusals: readonly Refusal[] };

function readFor(
  form: DiscountForm,
  subject: Subject,
  operand: OperandForm,
  { label, unit }: Pick<TraceInput, 'label' | 'unit'>,
): Read | Unread {
  const input = (value: Decimal): TraceInput => (unit === undefined ? { label, value } : { label, value, unit });
  if (operand.kind === 'literal') return { value: operand.value, inputs: [input(operand.value)], rows: [] };
  const refusals: Refusal[] = [];
  const found = { inputs: [] as TraceInput[], rows: [] as TraceRow[] };
  const run = {
    tariff: { id: form.id },
    subject,
    quantity: noQuantity,
    steps: undefined,
    parts: NO_STEPS,
    refusals,
  };
  const value = valueOf(run, operand, found);
  return value === undefined
    ? { kind: 'unread', refusals }
    : { value, inputs: [...found.inputs, input(value)], rows: found.rows };
}

/** What tables see of the consignment: the parts acted on. */
const seenBy = ({ charged, some }: RateAt): Subject =>
  some === undefined ? charged.subject : withParts(charged.subject, some);

/** One value for all there is. */
export function readOperand(at: RateAt, operand: OperandForm, label: string): Read | Exclude<Holds, { kind: 'holds' }> {
  const read = readFor(at.form, seenBy(at), operand, { label });
  return 'kind' in read ? operandFailed(read.refusals) : read;
}

type PerUnitForm = Extract<AmountForm, { kind: 'replace' | 'reduce' }>;

/** Rate times quantity, in the currency of the rate; `measured`: what there is of the unit, before what is free is taken off. */
type Priced = {
  readonly kind: 'priced';
  readonly money: Decimal;
  readonly measured: Decimal;
  readonly inputs: readonly TraceInput[];
  readonly rows: readonly TraceRow[];
};

/** One rate for all there is; where it differs from wagon to wagon, container to container or item to item, each at its own. */
export function pricedUnits(at: RateAt, effect: PerUnitForm): Priced | NoQuantity {
  const rate = readFor(at.form, seenBy(at), effect.rate, { label: 'rate', unit: effect.currency });
  if ('kind' in rate) return pricedEach(at, effect, rate);
  const quantity = countedQuantity(effect.per, effect.counted, at.charged, at.readings, at.some);
  if (quantity.kind !== 'quantity') return quantity;
  return {
    kind: 'priced',
    money: multiply(rate.value, quantity.value),
    measured: quantity.measured,
    inputs: [...rate.inputs, ...quantity.inputs],
    rows: rate.rows,
  };
}

/** Of which sort the parts are whose facts differ, so that no one rate could be read. */
function sortThatDiffers({ refusals }: Unread): PartSort | undefined {
  const [first] = refusals;
  if (first?.code === 'tariff.several-rows') return 'item';
  return first?.code === 'tariff.several-values' ? sortOfFact(String(first.params['fact'])) : undefined;
}

/** Each part at its own rate, equal ones together. What is counted over all of them has no rate of its own, and none is made up. */
function pricedEach(at: RateAt, effect: PerUnitForm, unread: Unread): Priced | NoQuantity {
  const sort = sortThatDiffers(unread);
  const { per } = effect;
  if (sort === undefined || effect.counted !== undefined || !tellsApart(per.measure, sort))
    return operandFailed(unread.refusals);
  let [money, measured] = [ZERO, ZERO];
  const inputs: TraceInput[] = [];
  const rows: TraceRow[] = [];
  for (const { subject, times } of subjectsOf(sort, seenBy(at))) {
    const rate = readFor(at.form, subject, effect.rate, { label: 'rate', unit: effect.currency });
    if ('kind' in rate) return operandFailed(rate.refusals);
    const part = subject[sort];
    const of = new Set(part === undefined ? [] : [part]);
    const one = perQuantity(per, at.charged, { sort, of });
    if (one.kind !== 'known') return one;
    const quantity = multiply(one.value, ofInteger(times));
    money = add(money, multiply(rate.value, quantity));
    measured = add(measured, quantity);
    inputs.push(...rate.inputs, { label: `per:${per.name}`, value: quantity });
    rows.push(...rate.rows);
  }
  return { kind: 'priced', money, measured, inputs, rows };
}
