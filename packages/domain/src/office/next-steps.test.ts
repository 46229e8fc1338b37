import { expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { formatMinor } from '../kernel/money.ts';
import { consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import type { JournalFact } from './journal.ts';
import { nextStepsKnown } from './next-steps.ts';

const factOf = (note: string, accepted: string): JournalFact => ({
  kind: 'consignment',
  note,
  learned: localDate(accepted),
  order: 1,
  consignment: consignmentOf({ note, accepted }),
});

/** 60 t at 10.00 each: 600.00 a consignment. */
const FACTS = [factOf('A', '2025-01-10'), factOf('B', '2025-05-10')];

/** What the open windows say on a day: earned so far, missing, rate and worth of the next step. */
function steps(scale: string, on: string, meter = ''): readonly string[] {
  const content = `at: settlement\ncliff: accepted\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year }${meter} }, unit: TNE, bounds: lower, ${scale} }`;
  const { loaded, book, refusals } = readBookText([TARIFF, discount('d', content)]);
  expect(refusals).toEqual([]);
  return nextStepsKnown({ loaded, rating: book }, FACTS, localDate(on)).map(
    ({ key, earned, next }) =>
      `${key} ${formatMinor(earned, 'EUR')}: ${toText(next.missing)} ${next.unit} to step ${String(next.step)} at ${toText(next.rate)}: ${toText(next.worth)}`,
  );
}

const ALL =
  "method: all-units, amount: percent, steps: [{ from: '50', rate: '5' }, { from: '100', rate: '10' }, { from: '200', rate: '12' }]";

it.each([
  ['after 60 t: 600.00 at 10 % instead of 5', ALL, '2025-03-01', ['works 30.00: 40 TNE to step 2 at 0.1: 30']],
  ['after 120 t: 1,200.00 at 12 % instead of 10', ALL, '2025-06-01', ['works 120.00: 80 TNE to step 3 at 0.12: 24']],
  ['not after the last day of the window', ALL, '2025-12-31', []],
  ['not before anything has come', ALL, '2025-01-01', []],
  [
    'below the first step: all of it would earn',
    "method: all-units, amount: percent, steps: [{ from: '100', rate: '10' }]",
    '2025-03-01',
    ['works 0.00: 40 TNE to step 1 at 0.1: 60'],
  ],
  ['not in the last step', "method: all-units, amount: percent, steps: [{ from: '0', rate: '10' }]", '2025-03-01', []],
  [
    'money per tonne: 60 t at 2.00 instead of 1.00',
    "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '1' }, { from: '100', rate: '2' }]",
    '2025-03-01',
    ['works 60.00: 40 TNE to step 2 at 2: 60'],
  ],
  [
    'a lump is due when its step is reached',
    "method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', flat: '500' }]",
    '2025-03-01',
    ['works 0.00: 40 TNE to step 1 at 0: 500'],
  ],
])('%s', (_, scale, on, expected) => {
  expect(steps(scale, on)).toEqual(expected);
});

it('over a baseline only the additional part is worth the rate: 20 of 60 t above 40, the next step at 80 of 120', () => {
  const scale = "method: all-units, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '80', rate: '10' }]";
  // Now 5 % on 20/60 of 600.00; there 10 % on 80/120 of it.
  expect(steps(scale, '2025-03-01', ", baseline: { fixed: '40000' }")).toEqual([
    'works 10.00: 60 TNE to step 2 at 0.1: 30',
  ]);
});
