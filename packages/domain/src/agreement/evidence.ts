/** Which consignments are evidence for an agreement, and how much each brings (plan.md, "Agreements"). */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, isWhole, toBigInt, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { countedOf } from '../meter/measure.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { World } from '../scope/subject.ts';
import type { AgreementForm } from './form.ts';

/**
 * A consignment as it stands after corrections and cancellations known by the day; `outcome` of its screening, where it
 * was screened. `learned` after the day of the answer: it is not known yet.
 */
export type Evidence = {
  readonly consignment: Consignment;
  readonly learned?: LocalDate | undefined;
  readonly outcome?: 'ALLOW' | 'FLAG' | 'HOLD' | 'REFUSE' | undefined;
};

/** Evidence measured in the agreement's whole units. */
export type MeasuredEvidence = {
  readonly note: string;
  readonly quantity: bigint;
  readonly ordered: LocalDate;
  readonly dispatched: LocalDate;
  readonly arrived: LocalDate | undefined;
  /** The date at which it counts as fulfilment; undefined while that has not come. */
  readonly fulfilled: LocalDate | undefined;
  readonly outcome: 'ALLOW' | 'FLAG' | 'HOLD' | 'REFUSE' | 'unscreened';
};

export const UNCLEAR_REASONS = ['missing-facts', 'other-goods', 'not-whole'] as const;

/** A consignment that may be evidence and cannot be counted, and why. */
export type UnclearEvidence = {
  readonly note: string;
  readonly reason: (typeof UNCLEAR_REASONS)[number];
  readonly missing: readonly string[];
};

type Quantity = { readonly kind: 'known'; readonly value: Decimal } | Pick<UnclearEvidence, 'reason' | 'missing'>;

const unclear = (reason: UnclearEvidence['reason'], missing: readonly string[] = []): Quantity => ({
  reason,
  missing: [...new Set(missing)].toSorted(compareCodePoints),
});

/**
 * A consignment with one item counts whole, unless its goods are others than the agreement's. Of several items those of
 * the agreement's goods count, and their codes must be known.
 */
function quantityOf(form: AgreementForm, consignment: Consignment, world: World): Quantity {
  const { items } = consignment;
  const { goods } = form;
  const verdicts = items.map((item) =>
    goods === undefined ? ({ kind: 'applies' } as const) : evaluateScope(goods, { consignment, item, world }),
  );
  const several = items.length > 1;
  if (items.length > 0 && verdicts.every((verdict) => verdict.kind === 'fails')) return unclear('other-goods');
  const lacking = verdicts.flatMap((verdict) => (verdict.kind === 'missing' ? verdict.fields : []));
  if (several && lacking.length > 0) return unclear('missing-facts', lacking);
  if (verdicts.every((verdict) => verdict.kind !== 'fails')) {
    const whole = countedOf(form.measure, { consignment, world });
    return whole.kind === 'known' ? whole : unclear('missing-facts', whole.fields);
  }
  let sum = ZERO;
  for (const [index, item] of items.entries()) {
    if (verdicts[index]?.kind !== 'applies') continue;
    const part = countedOf(form.measure, { consignment, item, world });
    if (part.kind === 'missing') return unclear('missing-facts', part.fields);
    sum = add(sum, part.value);
  }
  return { kind: 'known', value: sum };
}

type Belonging =
  | { readonly kind: 'named' | 'in-scope' | 'none' }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

/** A consignment that names an agreement belongs to that one alone; the scope speaks only of those that name none. */
function belongingOf(form: AgreementForm, consignment: Consignment, world: World): Belonging {
  if (consignment.agreement !== undefined) return { kind: consignment.agreement === form.id ? 'named' : 'none' };
  const { accepted } = consignment;
  if (form.scope === undefined || accepted < form.period.from || accepted >= form.period.to) return { kind: 'none' };
  const verdict = evaluateScope(form.scope, { consignment, world });
  if (verdict.kind === 'missing') return { kind: 'missing', fields: verdict.fields };
  return { kind: verdict.kind === 'applies' ? 'in-scope' : 'none' };
}

function fulfilledOn(form: AgreementForm, { accepted, dates }: Consignment): LocalDate | undefined {
  switch (form.countAt) {
    case 'accepted':
      return accepted;
    case 'delivered':
      return dates.delivered ?? dates.received;
    case 'received':
      return dates.received;
  }
}

function measured(form: AgreementForm, { consignment, outcome }: Evidence, quantity: bigint): MeasuredEvidence {
  const { note, accepted, dates } = consignment;
  return {
    note,
    quantity,
    ordered: dates.ordered ?? accepted,
    dispatched: accepted,
    arrived: dates.received ?? dates.delivered,
    fulfilled: fulfilledOn(form, consignment),
    outcome: outcome ?? 'unscreened',
  };
}

/** The evidence for an agreement as known by a day, by note; and what may be evidence and cannot be counted. */
export function evidenceFor(
  form: AgreementForm,
  evidence: Iterable<Evidence>,
  at: { readonly asOf: LocalDate; readonly worldOn: (accepted: LocalDate) => World },
): { readonly counted: readonly MeasuredEvidence[]; readonly unclear: readonly UnclearEvidence[] } {
  const counted: MeasuredEvidence[] = [];
  const open: UnclearEvidence[] = [];
  for (const one of evidence) {
    if (one.learned !== undefined && one.learned > at.asOf) continue;
    const world = at.worldOn(one.consignment.accepted);
    const belonging = belongingOf(form, one.consignment, world);
    if (belonging.kind === 'none') continue;
    const { note } = one.consignment;
    if (belonging.kind === 'missing') {
      open.push({ note, reason: 'missing-facts', missing: [...new Set(belonging.fields)].toSorted(compareCodePoints) });
      continue;
    }
    const quantity = quantityOf(form, one.consignment, world);
    if (!('kind' in quantity)) open.push({ note, ...quantity });
    else if (!isWhole(quantity.value)) open.push({ note, reason: 'not-whole', missing: [] });
    else counted.push(measured(form, one, toBigInt(quantity.value)));
  }
  return {
    counted: counted.toSorted((a, b) => compareCodePoints(a.note, b.note)),
    unclear: open.toSorted((a, b) => compareCodePoints(a.note, b.note)),
  };
}
