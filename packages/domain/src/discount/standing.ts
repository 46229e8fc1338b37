/**
 * What is settled of the discounts in force by the tariff and the kinds of charge of a leg alone. A discount granted on another
 * tariff fails there, and on all legs of the same tariff for the same reason: it is worked out once for all of them.
 */
import type { DiscountOutcome } from '../charge/rating.ts';
import { baseHolds, type Charged, notApplied, touchesHold } from './eligibility.ts';
import type { DiscountForm } from './form.ts';
import type { Holds } from './holds.ts';

/** A discount that may still act: its place among the forms, and whether there is a charge for it to act on. */
export type OpenForm = { readonly index: number; readonly form: DiscountForm; readonly touches: Holds };

export type Standing = {
  /** One for each of the forms; undefined for those that are open. */
  readonly outcomes: readonly (DiscountOutcome | undefined)[];
  readonly open: readonly OpenForm[];
};

/** Tariffs, each with the sets of charges it makes; beyond it what is remembered begins anew. */
const MOST_REMEMBERED = 5_000;

const remembered = new WeakMap<readonly DiscountForm[], Map<string, Standing>>();

/** The tariff and the kinds of charge, as one text: neither ids nor kinds of charge have a space in them. */
function chargedText({ tariff, lines }: Charged): string {
  let text = '';
  if (tariff !== undefined) {
    text = `${tariff.id} ${tariff.version}`;
    for (const id of tariff.supersedes) text += ` < ${id}`;
  }
  for (const { charge, discountable } of lines) text += discountable ? ` + ${charge}` : ` - ${charge}`;
  return text;
}

function workOut(forms: readonly DiscountForm[], charged: Charged): Standing {
  const outcomes: (DiscountOutcome | undefined)[] = [];
  const open: OpenForm[] = [];
  for (const [index, form] of forms.entries()) {
    const base = baseHolds(form, charged);
    if (base.kind === 'fails') outcomes.push(Object.freeze(notApplied(form, base.reason)));
    else {
      outcomes.push(undefined);
      open.push({ index, form, touches: touchesHold(form, charged) });
    }
  }
  return { outcomes, open };
}

/** What is settled of these discounts: a list that lasts, such as of those in force on a day. */
export function standingOf(forms: readonly DiscountForm[], charged: Charged): Standing {
  const of = remembered.get(forms) ?? new Map<string, Standing>();
  const key = chargedText(charged);
  const found = of.get(key);
  if (found !== undefined) return found;
  const standing = workOut(forms, charged);
  remembered.set(forms, of);
  if (of.size >= MOST_REMEMBERED) of.clear();
  of.set(key, standing);
  return standing;
}
