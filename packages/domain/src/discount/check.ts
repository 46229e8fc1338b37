/** Problems of a book's discounts that only show when they are seen together (pricing.md sections 6, 7 and 11). */
import { overlaps } from '../kernel/period.ts';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import { GREATEST_GROUP } from './combination.ts';
import { disjointScopes } from './disjoint.ts';
import { type DiscountForm, metersOf } from './form.ts';
import { compareStack, tieInGroup } from './stack.ts';

type PlaceOf = (form: DiscountForm, path: readonly (string | number)[]) => Place;

const covers = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** Whether two lists of charge kinds, by prefix, have a kind in common. */
function chargesMeet(a: readonly string[], b: readonly string[]): boolean {
  return a.some((one) => b.some((other) => covers(one, other)));
}

function touchTogether(a: DiscountForm, b: DiscountForm): boolean {
  if (a.touches.kind === 'goods-price' || b.touches.kind === 'goods-price') return a.touches.kind === b.touches.kind;
  return chargesMeet(a.touches.charges, b.touches.charges);
}

/** Whether the two were granted on tariffs that never price the same leg. */
function basesApart(a: DiscountForm, b: DiscountForm): boolean {
  if (a.base === undefined || b.base === undefined) return false;
  return !a.base.some((one) => b.base?.some((other) => other.tariff === one.tariff && other.version === one.version));
}

function mayTie(a: DiscountForm, b: DiscountForm): boolean {
  if (a.id === b.id || a.stage !== b.stage || a.order !== undefined || b.order !== undefined) return false;
  if (a.group !== undefined && a.group.id === b.group?.id && !tieInGroup(a, b)) return false;
  return overlaps(a.valid, b.valid) && touchTogether(a, b) && !basesApart(a, b) && !disjointScopes(a.scope, b.scope);
}

/** Two of one stage that touch the same charges without an order, unless their scopes can never meet. */
function tieProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const found: Refusal[] = [];
  for (const [index, first] of forms.entries()) {
    for (const second of forms.slice(index + 1)) {
      if (!mayTie(first, second)) continue;
      const params = {
        first: first.id,
        second: second.id,
        stage: first.stage,
        charge: first.touches.kind === 'charges' ? first.touches.charges.join(', ') : 'goods',
      };
      found.push(refusal('discount.tie', params, placeOf(second, ['effect'])));
    }
  }
  return found;
}

function groupProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const first = new Map<string, DiscountForm>();
  const found: Refusal[] = [];
  for (const form of forms) {
    if (form.group === undefined) continue;
    const other = first.get(form.group.id);
    if (other === undefined) first.set(form.group.id, form);
    else if (other.group?.choose !== form.group.choose) {
      found.push(
        refusal(
          'discount.group-mixed',
          { group: form.group.id, first: other.id, second: form.id },
          placeOf(form, ['group']),
        ),
      );
    }
  }
  return [...found, ...sizeProblems(forms, placeOf), ...overTimeProblems(forms, placeOf)];
}

/** Why a member of a group that is on the invoice and at settlement cannot be set against the others. */
function overTimeCause({ at, group, guarantee, receivers }: DiscountForm): string | undefined {
  if (group?.choose === 'best-combination') return 'combination';
  if (at === 'rating' && guarantee !== undefined) return 'guarantee';
  return receivers.every(({ role }) => role === 'payer') ? undefined : 'receivers';
}

/**
 * A group may have members on the invoice and others that settle later: these get the difference. Not where a combination is
 * on the invoice before it is known what settles, where others than the payer receive, or where what is on the invoice
 * may be taken back.
 */
function overTimeProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const grouped = forms.filter(({ group, touches }) => group !== undefined && touches.kind === 'charges');
  return grouped.flatMap((form) => {
    const group = form.group?.id ?? '';
    const mixed = grouped.some((other) => other.group?.id === group && other.at !== form.at);
    const cause = mixed ? overTimeCause(form) : undefined;
    if (cause === undefined) return [];
    return [refusal('discount.group-over-time', { group, discount: form.id, cause }, placeOf(form, ['group']))];
  });
}

/** A combined group is searched exactly, and so may not have more members than can be. */
function sizeProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const members = new Map<string, Set<string>>();
  for (const { id, group } of forms)
    if (group?.choose === 'best-combination') members.set(group.id, (members.get(group.id) ?? new Set()).add(id));
  return [...members].flatMap(([group, ids]) => {
    const last = forms.findLast((form) => form.group?.id === group);
    if (ids.size <= GREATEST_GROUP || last === undefined) return [];
    const params = { group, count: ids.size, most: GREATEST_GROUP };
    return [refusal('discount.group-too-large', params, placeOf(last, ['group']))];
  });
}

/** Whether a discount reads a meter of net money that the other's amount moves. */
function dependsOn(reader: DiscountForm, other: DiscountForm): boolean {
  return metersOf(reader).some(({ measure }) => {
    if (measure.kind !== 'money' || measure.of !== 'net' || other.touches.kind !== 'charges') return false;
    return chargesMeet(measure.charges, other.touches.charges);
  });
}

/** Discounts that would, through meters of net money, decide over their own amount. */
function cycleProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const readers = forms.filter((form) => form.at === 'rating' && forms.some((other) => dependsOn(form, other)));
  const reaches = (from: DiscountForm, target: DiscountForm, seen: Set<DiscountForm>): boolean =>
    forms.some((next) => {
      if (!dependsOn(from, next)) return false;
      if (next === target) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, target, seen);
    });
  return readers
    .filter((form) => reaches(form, form, new Set()))
    .map((form) =>
      refusal(
        'discount.meter-on-itself',
        { discount: form.id, meter: metersOf(form).find((meter) => meter.measure.kind === 'money')?.id ?? '' },
        placeOf(form, ['effect']),
      ),
    );
}

/** Net money is known in the order of acceptance, in which budgets grant; at rating it can be read in no other. */
function orderProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  return forms
    .filter((form) => form.at === 'rating')
    .flatMap((form) =>
      metersOf(form)
        .filter(({ measure, countAt }) => measure.kind === 'money' && measure.of === 'net' && countAt !== 'accepted')
        .map((meter) =>
          refusal('discount.net-meter-order', { discount: form.id, meter: meter.id }, placeOf(form, ['effect'])),
        ),
    );
}

/** Every problem the discounts of a book have with one another. */
export function bookProblems(forms: readonly DiscountForm[], placeOf: PlaceOf): readonly Refusal[] {
  const ordered = forms.toSorted(compareStack);
  return [tieProblems, groupProblems, cycleProblems, orderProblems].flatMap((problems) => problems(ordered, placeOf));
}
