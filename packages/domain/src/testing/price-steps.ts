/** Prices one part of a tariff written out in a test, for tests of steps and tables. */
import type { LegRating, TraceStep } from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { formatMinor } from '../kernel/money.ts';
import type { Place } from '../kernel/refusal.ts';
import { rateConsignment } from '../rating/rate-consignment.ts';
import { consignmentOf, readBookText } from './book-from-text.ts';

const KNOWN_BY = localDate('2026-01-01');

/** What pricing gave: an amount, or the codes and parameters of the refusals. */
export type Priced =
  | { readonly net: string; readonly rating: LegRating; readonly trace: readonly TraceStep[] }
  | {
      readonly refused: readonly string[];
      readonly params: readonly Readonly<Record<string, string | number>>[];
      readonly places: readonly Place[];
    };

/** A tariff of one carrier in EUR; `content` is everything after its header. */
export const tariffText = (content: string): string =>
  `kind: tariff\nid: t\ncarrier: rail\ntraffic: [export]\n${/^currency:/mu.test(content) ? '' : 'currency: EUR\n'}${content}`;

/** One part with these steps, one a line. */
export const partText = (steps: readonly string[], more = ''): string =>
  tariffText(
    `${more}\nparts:\n  - id: loaded\n    charge: freight\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`,
  );

/** Prices a consignment by a tariff that has to compile without errors. */
export function priceBy(tariff: string, changes: Readonly<Record<string, unknown>> = {}): Priced {
  const { book, refusals } = readBookText([tariff]);
  const errors = refusals.filter((one) => one.severity === 'error');
  if (errors.length > 0) throw new Error(`the test's tariff has problems: ${JSON.stringify(errors)}`);
  const [leg] = rateConsignment(book, consignmentOf(changes), { knownBy: KNOWN_BY }).legs;
  if (leg === undefined) throw new Error('no leg was rated');
  if (!leg.ok)
    return {
      refused: leg.refusals.map(({ code }) => code),
      params: leg.refusals.map(({ params }) => params),
      places: leg.refusals.map(({ place }) => place),
    };
  const { rating } = leg;
  return { net: formatMinor(rating.net, rating.currency), rating, trace: rating.lines[0]?.trace ?? [] };
}

/** The net amount; the refusals' codes joined when there is none. */
export function netBy(tariff: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const priced = priceBy(tariff, changes);
  return 'net' in priced ? priced.net : priced.refused.join(', ');
}

/** A leg of so many kilometres. */
export const overKm = (
  distanceKm: number | string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm: String(distanceKm), payer: 'works' }],
  ...more,
});

/** The inputs of a step by label, as text. */
export const inputsOf = (step: TraceStep | undefined): Record<string, string> =>
  Object.fromEntries(
    (step?.inputs ?? []).map(({ label, value }) => [label, typeof value === 'string' ? value : toText(value)]),
  );
