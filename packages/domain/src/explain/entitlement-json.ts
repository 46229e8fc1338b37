/** What a settled window has earned, as JSON for machines: with its trace, and leg by leg, so that it can be opened later. */
import type { Cut, Share } from '../charge/rating.ts';
import { formatMinor } from '../kernel/money.ts';
import type { Earned, EntitledLeg } from '../rating/entitled.ts';
import { type JsonObject, nextJson, traceJson } from './rating-json.ts';

export const ENTITLEMENT_SCHEMA = 'kontor.entitlement/1';

const shareJson = ({ party, role, by, amount }: Share, currency: string): JsonObject => ({
  party,
  role,
  by,
  amount: formatMinor(amount, currency),
});

const cutJson = ({ by, amount }: Cut, currency: string): JsonObject => ({ by, amount: formatMinor(amount, currency) });

function legJson(leg: EntitledLeg, currency: string): JsonObject {
  return {
    note: leg.note,
    accepted: leg.accepted,
    leg: leg.leg + 1,
    base: formatMinor(leg.base, currency),
    amount: formatMinor(leg.amount, currency),
    cuts: leg.cuts.map((one) => cutJson(one, currency)),
    shares: leg.shares.map((one) => shareJson(one, currency)),
    ...(leg.decided === undefined ? {} : { decided: leg.decided.map(traceJson) }),
  };
}

export function entitlementJson(earned: Earned): JsonObject {
  const { entry, grantor, synthetic, key, window, currency, budget, accrual } = earned;
  const next = nextJson(earned.next);
  return {
    schema: ENTITLEMENT_SCHEMA,
    entry,
    grantor,
    synthetic,
    budget: budget ?? null,
    key,
    window: { from: window.from, to: window.to ?? null },
    currency,
    base: formatMinor(earned.base, currency),
    amount: formatMinor(earned.amount, currency),
    cuts: earned.cuts.map((one) => cutJson(one, currency)),
    shares: earned.shares.map((one) => shareJson(one, currency)),
    trace: earned.trace.map(traceJson),
    ...(next === undefined ? {} : { next }),
    ...(accrual === undefined
      ? {}
      : { accrual: { amount: formatMinor(accrual.amount, currency), trace: accrual.trace.map(traceJson) } }),
    legs: earned.legs.map((leg) => legJson(leg, currency)),
  };
}
