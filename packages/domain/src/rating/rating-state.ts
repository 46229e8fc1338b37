/** How meters and budgets stand while a journal is rated: one state for tiers, conditions and budgets. */

import type { ChargeLine, ConsignmentRating, LegRating } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import { type BudgetLedger, createBudgetLedger } from '../discount/budget.ts';
import { type LocalDate, localDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { LegCharges } from '../meter/contribution.ts';
import { excludedIn, excludedKnown } from '../meter/excluded.ts';
import type { MeterForm } from '../meter/form.ts';
import { createLedger, type MeterLedger, type MeterReadings } from '../meter/ledger.ts';
import type { World } from '../scope/subject.ts';
import type { RatingBook } from './rating-book.ts';
import type { ReadIndex } from './read-index.ts';

const LAST_DAY = localDate('2999-12-31');

/** What rating reads of a journal: meters, and what budgets granted to consignments that precede a position. */
export type RatingReadings = MeterReadings & { readonly spentIn: BudgetLedger['spentIn'] };

export type RatingState = {
  readonly meters: MeterLedger;
  readonly budgets: BudgetLedger;
  readonly readings: RatingReadings;
  /** Parties and places as they were on a consignment's day of acceptance, by what is known. */
  readonly worldOf: (consignment: Consignment) => World;
  /** Whether any meter reads money. */
  readonly movesWithMoney: boolean;
};

/**
 * A state before any consignment. Without a day, all of the book is known. `watched` is told what is read of
 * meters and budgets.
 */
export function createRatingState(book: RatingBook, knownBy?: LocalDate, watched?: ReadIndex): RatingState {
  const known = knownBy ?? LAST_DAY;
  const periods = new Map(book.agreements.map((agreement) => [agreement.id, agreement.period]));
  const volumes = excludedKnown(book.excluded, known);
  const worldOf: RatingState['worldOf'] = ({ accepted }) => book.worldAt({ on: accepted, knownBy: known });
  const around = {
    worldOf,
    agreementPeriod: (id: string) => periods.get(id),
    ...(volumes.length === 0
      ? {}
      : {
          excluded: (meter: MeterForm, key: string, span: Period) => excludedIn(volumes, meter, key, span),
        }),
  };
  const meters = createLedger(book.meters, around, watched?.meterRead);
  const budgets = createBudgetLedger();
  const spentIn: BudgetLedger['spentIn'] =
    watched === undefined
      ? budgets.spentIn
      : (budget, window, before) => {
          watched.budgetRead(budget, window, before);
          return budgets.spentIn(budget, window, before);
        };
  const readings: RatingReadings = { before: meters.before, within: meters.within, spentIn };
  return {
    meters,
    budgets,
    readings,
    worldOf,
    movesWithMoney: book.meters.some(({ measure }) => measure.kind === 'money'),
  };
}

/** Whether a line belongs to the gross charge: the tariff's, with the steps and roundings over its sum. */
const isGross = (line: ChargeLine): boolean =>
  line.source === 'tariff' || line.source === 'step' || line.source === 'rounding';

/** What a leg was charged by kind, for meters of money; tax is not a charge of the carrier's. */
export function chargesOf(rating: Pick<LegRating, 'leg' | 'currency' | 'lines'>): LegCharges {
  const lines: LegCharges['lines'][number][] = [];
  for (const line of rating.lines) {
    const { charge, source, amount } = line;
    if (source !== 'tax') lines.push({ charge, gross: isGross(line) ? amount : 0n, net: amount });
  }
  return { leg: rating.leg, currency: rating.currency, lines };
}

/** What each budget grants to a rated consignment, over all its legs and its goods price, in minor units. */
export function grantsOf(book: RatingBook, rating: ConsignmentRating): ReadonlyMap<string, bigint> {
  const funded = new Map(book.discounts.map((form) => [`${form.id} ${form.version}`, form.budget]));
  const grants = new Map<string, bigint>();
  const outcomes = [
    ...rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : [])),
    ...(rating.goods?.discounts ?? []),
  ];
  for (const outcome of outcomes) {
    if (outcome.kind !== 'applied' || outcome.at !== 'rating' || outcome.amount <= 0n) continue;
    const budget = funded.get(`${outcome.entry.id} ${outcome.entry.version}`);
    if (budget !== undefined) grants.set(budget, (grants.get(budget) ?? 0n) + outcome.amount);
  }
  return grants;
}
