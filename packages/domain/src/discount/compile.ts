/** Compiles a discount to its frozen form, or names every problem with its place. */
import type { LoadedEntry } from '../book/load.ts';
import type { Versioned } from '../book/select.ts';
import type { Stage } from '../charge/rating.ts';
import { type Decimal, decimal, equals, isZero, ONE, sum } from '../kernel/decimal.ts';
import { ok, type Refusal, type Result, refusal } from '../kernel/refusal.ts';
import type { Residue } from '../kernel/split.ts';
import type { MeterForm } from '../meter/form.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { asksOf, PART_SORTS } from '../scope/matching.ts';
import { isSynthetic } from '../tariff/compile.ts';
import { compileRounding } from '../tariff/compile-operand.ts';
import { compileTable } from '../tariff/compile-table.ts';
import type { TableForm } from '../tariff/form.ts';
import { amountsAskedBy } from './asked-amounts.ts';
import { type DiscountBuild, refuseAt, settlesLater } from './compile-build.ts';
import { conditionForms } from './compile-condition.ts';
import { effectForm } from './compile-effect.ts';
import { guaranteeForm } from './compile-guarantee.ts';
import { accrualForm, conversionForms, leastForm, volumeForm } from './compile-terms.ts';
import {
  amountForm,
  type CapForm,
  type DiscountForm,
  type EffectForm,
  type ReceiverForm,
  type TouchesForm,
} from './form.ts';
import { grantedOn } from './granted-on.ts';
import type { BeneficiaryText, DiscountText } from './schema.ts';

/** Stages are fixed (pricing.md section 7): a tier belongs to that of its amount, whatever settles later is a rebate. */
function stageOf(effect: EffectForm, at: DiscountText['at']): Stage {
  if (effect.kind === 'pay') return 'pay';
  if (at === 'settlement') return 'rebate';
  if (effect.kind === 'share' || effect.kind === 'percent') return 'multiply';
  if (effect.kind !== 'tier') return effect.kind;
  return effect.amount === 'share' || effect.amount === 'coefficient' ? 'multiply' : 'reduce';
}

const ROLES = ['consignor', 'consignee', 'payer', 'carrier'] as const;

function receiverForms(build: DiscountBuild, text: BeneficiaryText): readonly ReceiverForm[] {
  if (typeof text === 'string') return [{ role: text, party: undefined, weight: ONE }];
  if ('party' in text) return [{ role: 'named', party: text.party, weight: ONE }];
  const parts = 'shares' in text ? text.shares : text.weights;
  const forms: ReceiverForm[] = [];
  for (const role of ROLES) {
    const part = parts[role];
    if (part !== undefined) forms.push({ role, party: undefined, weight: decimal(part) });
  }
  const whole = sum(forms.map((form) => form.weight));
  const negative = forms.some((form) => form.weight.units < 0n);
  if ('shares' in text) {
    if (negative || !equals(whole, ONE)) refuseAt(build, ['beneficiary', 'shares'], 'discount.shares-not-one');
  } else if (negative || isZero(whole)) refuseAt(build, ['beneficiary', 'weights'], 'discount.weights-of-nothing');
  return forms;
}

function residueOf({ beneficiary, residue }: DiscountText): Residue {
  const own = typeof beneficiary === 'object' && 'residue' in beneficiary ? beneficiary.residue : undefined;
  return own ?? residue;
}

function capForm(build: DiscountBuild): CapForm | undefined {
  const { cap } = build.text;
  if (cap === undefined) return undefined;
  if (cap.amount !== undefined && cap.currency === undefined) refuseAt(build, ['cap'], 'discount.cap-currency');
  const share: Decimal | undefined = cap.share === undefined ? undefined : decimal(cap.share);
  const amount =
    cap.amount === undefined || cap.currency === undefined
      ? undefined
      : { value: decimal(cap.amount), currency: cap.currency };
  return { amount, share };
}

/** To act on the matching parts alone, the scope must ask of parts, and the effect must be one that has parts. */
function partsForm(build: DiscountBuild, scope: ScopeForm, effect: EffectForm): DiscountForm['parts'] {
  const { parts } = build.text;
  if (parts === 'whole') return parts;
  if (!PART_SORTS.some((sort) => asksOf(scope, sort))) refuseAt(build, ['parts'], 'discount.parts-not-asked');
  if (amountForm({ effect }).kind === 'equalise') refuseAt(build, ['parts'], 'discount.parts-equalise');
  return parts;
}

function touchesForm(build: DiscountBuild): TouchesForm {
  const { touches, at, effect } = build.text;
  if ('charges' in touches) return { kind: 'charges', charges: touches.charges };
  if (at === 'settlement' || effect.kind === 'pay') refuseAt(build, ['at'], 'discount.goods-price-at-settlement');
  return { kind: 'goods-price' };
}

/** The book a discount is compiled in: its tariffs and meters by id, and which budgets there are. */
export type DiscountSurroundings = {
  /** All versions of a tariff. */
  readonly tariffVersions: (id: string) => readonly Versioned[];
  readonly meterNamed: (id: string) => MeterForm | undefined;
  readonly hasBudget: (id: string) => boolean;
  /** Whether a budget grants only at settlement. */
  readonly grantsLater: (id: string) => boolean;
};

/** Each base by its version: the one named, else the one it was granted on. */
function baseForms({ entry, text, tariffVersions }: DiscountBuild): DiscountForm['base'] {
  return text.base?.map(({ tariff, version }) => ({
    tariff,
    version: version ?? grantedOn(tariffVersions(tariff), entry)?.version,
  }));
}

function assembled(build: DiscountBuild, effect: EffectForm): DiscountForm {
  const { entry, text } = build;
  const found: Refusal[] = [];
  const scope = compileScope(text.scope, found, 'amounts');
  build.refusals.push(...found.map((one) => refusal(one.code, one.params, entry.place(['scope']))));
  const when = conditionForms(build);
  const { id, version, known, valid, header } = entry;
  return Object.freeze({
    id,
    version,
    known,
    valid,
    header,
    title: text.title,
    considered: Object.freeze({
      entry: Object.freeze({ id, version }),
      grantor: text.grantor.party,
      synthetic: isSynthetic(entry),
    }),
    budget: text.budget,
    base: baseForms(build),
    touches: touchesForm(build),
    scope,
    parts: partsForm(build, scope, effect),
    when,
    guarantee: guaranteeForm(build),
    effect,
    volume: volumeForm(build),
    conversions: conversionForms(build),
    amountsAsked: amountsAskedBy(scope, when),
    least: leastForm(build),
    residue: text.residue,
    stage: stageOf(effect, text.at),
    on: text.on,
    lowersLater: text.lowersLater,
    round: compileRounding(text.round, { place: entry.place(['round']), refusals: build.refusals }),
    order: text.order,
    group: text.group,
    at: effect.kind === 'pay' ? 'settlement' : text.at,
    receivers: Object.freeze(receiverForms(build, text.beneficiary)),
    sharesResidue: residueOf(text),
    cap: capForm(build),
    settle: text.settle,
    accrual: accrualForm(build, effect),
    clause: text.clause,
  });
}

export function compileDiscount(
  entry: LoadedEntry,
  text: DiscountText,
  around: DiscountSurroundings,
): Result<DiscountForm> {
  const refusals: Refusal[] = [];
  const tables = new Map<string, TableForm>();
  for (const [name, table] of Object.entries(text.tables)) {
    const form = compileTable(entry, name, table, refusals);
    if (form !== undefined) tables.set(name, form);
  }
  const { meterNamed, tariffVersions } = around;
  const build: DiscountBuild = { entry, text, tariffVersions, meterNamed, tables, refusals };
  if (text.budget !== undefined && !around.hasBudget(text.budget))
    refuseAt(build, ['budget'], 'discount.unknown-budget', { budget: text.budget });
  if (text.budget !== undefined && !settlesLater(build) && around.grantsLater(text.budget))
    refuseAt(build, ['budget'], 'discount.rationed-at-rating', { budget: text.budget });
  const effect = effectForm(build, text.effect);
  const form = effect === undefined ? undefined : assembled(build, effect);
  if (form === undefined || refusals.some((one) => one.severity === 'error')) return { ok: false, refusals };
  return ok(form, refusals);
}
