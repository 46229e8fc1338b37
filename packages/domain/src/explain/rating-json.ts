/**
 * A rating as JSON for machines: amounts as decimal text in major units beside their currency, values of traces as exact
 * decimal text. The shape has a name and a version, so that a reader can refuse what it does not know.
 */

import type {
  ChargeLine,
  ConsignmentRating,
  DiscountOutcome,
  GoodsPricing,
  LegOutcome,
  LegRating,
  NextTier,
  TraceStep,
} from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import { formatMinor } from '../kernel/money.ts';

export const RATING_SCHEMA = 'kontor.rating/1';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

const present = (entries: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, Json] => entry[1] !== undefined));

/** A step of a trace, for machines. */
export function traceJson(step: TraceStep): JsonObject {
  return present({
    step: step.step,
    name: step.name,
    inputs: step.inputs.map((input) =>
      present({
        label: input.label,
        value: typeof input.value === 'string' ? input.value : toText(input.value),
        unit: input.unit,
      }),
    ),
    rows: step.rows.map((row) => ({ table: row.table, file: row.file, line: row.line, keys: row.keys })),
    before: step.before === undefined ? undefined : toText(step.before),
    after: toText(step.after),
    unrounded: step.unrounded === undefined ? undefined : toText(step.unrounded),
    currency: step.currency,
    clause: step.clause,
    times: step.times,
  });
}

function lineJson(line: ChargeLine, currency: string): JsonObject {
  return {
    id: line.id,
    source: line.source,
    charge: line.charge,
    entry: line.entry,
    amount: formatMinor(line.amount, currency),
    discountable: line.discountable,
    trace: line.trace.map(traceJson),
  };
}

/** The next step of a scale, for machines. */
export function nextJson(next: NextTier | undefined): JsonObject | undefined {
  if (next === undefined) return undefined;
  return present({
    step: next.step,
    amount: next.amount,
    missing: toText(next.missing),
    unit: next.unit,
    rate: toText(next.rate),
    worth: toText(next.worth),
    breakEven: next.breakEven === undefined ? undefined : toText(next.breakEven),
  });
}

/** What became of a discount, for machines. */
export function discountJson(outcome: DiscountOutcome, currency: string): JsonObject {
  const head = { kind: outcome.kind, entry: outcome.entry, grantor: outcome.grantor, synthetic: outcome.synthetic };
  switch (outcome.kind) {
    case 'applied':
      return present({
        ...head,
        stage: outcome.stage,
        at: outcome.at,
        base: formatMinor(outcome.base, currency),
        amount: formatMinor(outcome.amount, currency),
        shares: outcome.shares.map((share) => ({
          party: share.party,
          role: share.role,
          by: share.by,
          amount: formatMinor(share.amount, currency),
        })),
        trace: outcome.trace.map(traceJson),
        cuts: outcome.cuts.map((cut) => ({ by: cut.by, amount: formatMinor(cut.amount, currency) })),
        next: nextJson(outcome.next),
      });
    case 'not-applied':
      return present({
        ...head,
        reason: outcome.reason.code,
        params: outcome.reason.params,
        cause: outcome.reason.cause,
        next: nextJson(outcome.next),
      });
    case 'not-evaluated':
      return { ...head, missing: outcome.missing };
  }
}

/** A leg's rating, for machines. */
export function legJson(rating: LegRating): JsonObject {
  const { currency } = rating;
  return present({
    leg: rating.leg + 1,
    carrier: rating.carrier,
    payer: rating.payer,
    tariff: rating.tariff,
    synthetic: rating.synthetic,
    currency,
    gross: formatMinor(rating.gross, currency),
    net: formatMinor(rating.net, currency),
    tax: formatMinor(rating.tax, currency),
    payable: formatMinor(rating.payable, currency),
    lines: rating.lines.map((line) => lineJson(line, currency)),
    discounts: rating.discounts.map((outcome) => discountJson(outcome, currency)),
  });
}

function outcomeJson(outcome: LegOutcome): JsonObject {
  if (outcome.ok) return { ok: true, ...legJson(outcome.rating) };
  return {
    ok: false,
    leg: outcome.leg + 1,
    refusals: outcome.refusals.map((one) => ({ code: one.code, params: one.params })),
  };
}

function goodsJson(goods: GoodsPricing): JsonObject {
  const { currency } = goods;
  return {
    agreement: goods.agreement,
    currency,
    gross: formatMinor(goods.gross, currency),
    net: formatMinor(goods.net, currency),
    discounts: goods.discounts.map((one) => discountJson(one, currency)),
    refusals: goods.refusals.map((one) => ({ code: one.code, params: one.params })),
    trace: goods.trace.map(traceJson),
  };
}

/** The JSON form of a consignment's rating, `kontor.rating/1`. */
export function ratingJson(rating: ConsignmentRating): JsonObject {
  return present({
    schema: RATING_SCHEMA,
    note: rating.note,
    accepted: rating.accepted,
    legs: rating.legs.map(outcomeJson),
    goods: rating.goods === undefined ? undefined : goodsJson(rating.goods),
  });
}
