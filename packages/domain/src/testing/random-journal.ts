/**
 * Random books and journals for laws: every kind of thing that makes one rating depend on others (tiers, lagged and rolling
 * windows, money meters, budgets, groups, rebates, guarantees), on few parties and days, so that they meet often.
 */
import fc from 'fast-check';
import type { Consignment } from '../consignment/schema.ts';
import { addDays, type LocalDate, localDate } from '../kernel/local-date.ts';
import type { RatingBook } from '../rating/rating-book.ts';
import { bookFromText, consignmentOf } from './book-from-text.ts';

/** 10 EUR a tonne with a floor and a minimum charge, and 5 EUR a wagon that no discount touches. */
const LIMITED_TARIFF = `
kind: tariff
id: rail-2025
carrier: rail
traffic: [export]
currency: EUR
parts:
  - id: loaded
    charge: freight.loaded
    steps:
      - { step: lookup, name: rate, value: '10' }
      - { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }
  - id: wagon
    charge: wagon
    discountable: false
    steps:
      - { step: lookup, name: fee, value: '5' }
      - { step: multiply, name: wagons, by: { fact: wagons.count } }
corridor: { floor: '0.5' }
minimumCharge: '60'
`;

const BUDGET = "kind: budget\nid: pot\namount: { amount: '150', currency: EUR }\nwindow: quarter";

const QUEUE = "kind: budget\nid: queue\namount: { amount: '25', currency: EUR }\nwindow: quarter\norder: reservation";

const CAP = "kind: discount-cap\nid: top\nover: { grantors: [rail] }\nshare: '0.30'";

const month = '{ measure: mass, key: [consignor], window: { calendar: month } }';
const money =
  '{ measure: { money: { charges: [freight], of: gross, currency: EUR } }, key: [payer], window: { calendar: quarter } }';

/** Discounts by id; each depends on the journal in another way. */
const DISCOUNTS = {
  plain: "scope: { consignee: [works] }\neffect: { kind: multiply, by: '0.93' }\norder: 1",
  incremental: `effect: { kind: tier, meter: ${month}, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '20', rate: '7' }, { from: '90', rate: '11' }] }\norder: 2`,
  lagged: `when: [{ meter: { measure: mass, key: [consignor], window: { calendar: month, lag: 1 } }, atLeast: { value: '60', unit: TNE } }]\neffect: { kind: multiply, by: '0.9' }\norder: 3`,
  rolling:
    "effect: { kind: tier, meter: { measure: consignments, window: { rollingDays: 20 } }, method: all-units, bounds: lower, amount: coefficient, steps: [{ from: '0', rate: '1' }, { from: '2', rate: '0.95' }] }\norder: 4",
  delivered:
    "when: [{ meter: { measure: mass, countAt: delivered, window: { calendar: quarter } }, atLeast: { value: '80', unit: TNE } }]\neffect: { kind: reduce, amount: '0.30', per: tonne, currency: EUR }\norder: 5",
  growth: `effect: { kind: tier, meter: { measure: mass, window: { calendar: month }, baseline: { meanOf: 2 } }, unit: TNE, method: all-units, include: self, bounds: lower, amount: per-unit, per: tonne, currency: EUR, steps: [{ from: '0', rate: '0.20' }, { from: '30', rate: '0.50' }] }\norder: 6`,
  turnover: `when: [{ meter: ${money}, atLeast: { amount: '600', currency: EUR } }]\neffect: { kind: reduce, amount: '4', per: consignment, currency: EUR }\norder: 7`,
  funded:
    "effect: { kind: multiply, by: '0.88' }\norder: 8\nbudget: pot\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }",
  deep: "scope: { consignor: [plant] }\neffect: { kind: multiply, by: '0.55' }\norder: 9",
  balanced:
    "when: [{ meter: { combine: lesser, of: [{ measure: mass, scope: { consignor: [plant] }, window: { calendar: quarter } }, { measure: mass, scope: { consignor: [mine] }, window: { calendar: quarter } }] }, atLeast: { value: '50', unit: TNE } }]\neffect: { kind: multiply, by: '0.98' }\norder: 12",
  rebate: `at: settlement\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: quarter } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '40', rate: '3' }, { from: '120', rate: '6' }] }\norder: 1`,
  bonus:
    "at: settlement\neffect: { kind: reduce, amount: '0.15', per: tonne, currency: EUR }\nbudget: pot\nsettle: quarter\norder: 2",
  additional: `at: settlement\nvolume: { meter: ${month}, above: '40', upTo: '130', unit: TNE }\neffect: { kind: multiply, by: '0.94' }\norder: 3`,
  counted: `at: settlement\nsettle: quarter\neffect: { kind: reduce, amount: '0.40', per: tonne, currency: EUR, counted: { free: '25', over: ${month} } }\norder: 4`,
  reserved: "at: settlement\neffect: { kind: multiply, by: '0.97' }\nbudget: queue\nsettle: quarter\norder: 5",
  carried:
    "effect: { kind: multiply, by: '0.99' }\norder: 13\nguarantee:\n  meter: { measure: mass, key: [consignor], window: { calendar: month } }\n  atLeast: { value: '50', unit: TNE }\n  count: cumulative\n  onFailure: { kind: pay, rate: '1', currency: EUR }",
  held: "at: settlement\neffect: { kind: tier, meter: { measure: mass, window: { calendar: quarter } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '50', rate: '9' }] }\norder: 6\nguarantee:\n  meter: { measure: mass, key: [payer], window: { calendar: quarter } }\n  atLeast: { value: '90', unit: TNE }\n  onFailure: { kind: claw-back }",
  'best-tier': `at: settlement\neffect: { kind: tier, meter: ${month}, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '2' }, { from: '60', rate: '8' }] }\norder: 7\ngroup: { id: season, choose: best-for-payer }`,
  'best-lump':
    "at: settlement\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: quarter } }, unit: TNE, method: all-units, bounds: lower, amount: lump, currency: EUR, steps: [{ from: '30', rate: '20' }, { from: '100', rate: '45' }] }\norder: 8\ngroup: { id: season, choose: best-for-payer }",
  'best-invoiced':
    "scope: { consignor: [mine] }\neffect: { kind: multiply, by: '0.965' }\norder: 14\ngroup: { id: season, choose: best-for-payer }",
  'first-rate':
    "at: settlement\neffect: { kind: tier, meter: { measure: heads, key: [payer], window: { calendar: quarter } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }] }\nscope: { consignee: [port] }\norder: 9\ngroup: { id: rank, choose: highest-priority }",
  'first-invoiced':
    "scope: { consignee: [works] }\neffect: { kind: reduce, amount: '0.10', per: tonne, currency: EUR }\norder: 15\ngroup: { id: rank, choose: highest-priority }",
  'first-flat':
    "at: settlement\nsettle: quarter\neffect: { kind: share, of: '0.02' }\norder: 10\ngroup: { id: rank, choose: highest-priority }",
  'combined-a':
    "at: settlement\neffect: { kind: share, of: '0.02' }\nbudget: pot\norder: 11\ngroup: { id: mix, choose: best-combination, excludes: [combined-b] }",
  'combined-b': `at: settlement\neffect: { kind: tier, meter: ${month}, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '20', rate: '1' }, { from: '80', rate: '5' }] }\norder: 12\ngroup: { id: mix, choose: best-combination }`,
  'combined-c':
    "at: settlement\nsettle: year\neffect: { kind: reduce, amount: '0.05', per: tonne, currency: EUR }\norder: 13\ngroup: { id: mix, choose: best-combination }",
  promised:
    "effect: { kind: multiply, by: '0.96' }\norder: 10\nguarantee:\n  meter: { measure: mass, window: { calendar: quarter } }\n  atLeast: { value: '200', unit: TNE }\n  onFailure: { kind: claw-back }",
} as const satisfies Readonly<Record<string, string>>;

export type DiscountName = keyof typeof DISCOUNTS;
const NAMES: readonly DiscountName[] = [
  'plain',
  'incremental',
  'lagged',
  'rolling',
  'delivered',
  'growth',
  'turnover',
  'funded',
  'deep',
  'balanced',
  'rebate',
  'bonus',
  'additional',
  'counted',
  'reserved',
  'carried',
  'held',
  'best-tier',
  'best-lump',
  'best-invoiced',
  'first-rate',
  'first-invoiced',
  'first-flat',
  'combined-a',
  'combined-b',
  'combined-c',
  'promised',
];

/** What a random book is made of; `backDated`: with entries that were published only later. */
export type BookPlan = { readonly discounts: readonly DiscountName[]; readonly backDated: boolean };

/** First day of random journals, and the day by which a back-dated entry is known. */
export const FIRST_DAY = localDate('2025-01-10');
export const BACK_DATED_KNOWN = localDate('2025-06-01');

const published = (id: string, content: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nknown: ${BACK_DATED_KNOWN}\n${content}`;

/** What is published only later and holds from before: discounts, a version, a promise, a budget, a cap, an excluded volume. */
const BACK_DATED: readonly string[] = [
  published(
    'late',
    "valid: { from: 2025-02-01, to: 2025-04-01 }\nscope: { consignor: [mine] }\neffect: { kind: multiply, by: '0.97' }\norder: 11",
  ),
  published(
    'late-rebate',
    "valid: { from: 2025-03-01, to: 2025-04-15 }\nscope: { consignee: [port] }\nat: settlement\neffect: { kind: share, of: '0.01' }\norder: 14",
  ),
  published(
    'rebate',
    `version: '2'\nvalid: { from: 2025-02-15, to: 2025-03-20 }\nat: settlement\neffect: { kind: tier, meter: ${month}, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '20', rate: '4' }] }\norder: 1`,
  ),
  published(
    'late-promise',
    "valid: { from: 2025-02-10, to: 2025-05-01 }\neffect: { kind: multiply, by: '0.995' }\norder: 16\nguarantee:\n  meter: { measure: mass, key: [consignor], window: { calendar: month } }\n  atLeast: { value: '60', unit: TNE }\n  partial: pro-rata\n  onFailure: { kind: pay, rate: '1', currency: EUR }",
  ),
  `kind: budget\nid: pot\nversion: '2'\namount: { amount: '110', currency: EUR }\nwindow: quarter\nvalid: { from: 2025-02-20 }\nknown: ${BACK_DATED_KNOWN}`,
  `kind: discount-cap\nid: top\nversion: '2'\nover: { grantors: [rail] }\nshare: '0.20'\nvalid: { from: 2025-04-01, to: 2025-04-20 }\nknown: ${BACK_DATED_KNOWN}`,
  `kind: excluded-volume\nid: out\ndiscount: promised\nquantity: { value: '30', unit: TNE }\nreason: carrier-fault\nvalid: { from: 2025-02-01, to: 2025-02-20 }\nknown: ${BACK_DATED_KNOWN}`,
];

const books = new Map<string, RatingBook>();

export function bookOf({ discounts, backDated }: BookPlan): RatingBook {
  const name = `${discounts.join()} ${String(backDated)}`;
  const found = books.get(name);
  if (found !== undefined) return found;
  const made = bookFromText([
    LIMITED_TARIFF,
    BUDGET,
    QUEUE,
    CAP,
    ...discounts.map(
      (id) =>
        `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${DISCOUNTS[id]}`,
    ),
    ...(backDated ? BACK_DATED : []),
  ]);
  books.set(name, made);
  return made;
}

export const randomPlan: fc.Arbitrary<BookPlan> = fc.record({
  discounts: fc.subarray([...NAMES], { minLength: 1 }),
  backDated: fc.boolean(),
});

type Facts = {
  readonly day: number;
  readonly tonnes: number | undefined;
  readonly consignor: string;
  readonly consignee: string;
  readonly payer: string;
  readonly delivered: number | undefined;
};

const facts: fc.Arbitrary<Facts> = fc.record({
  day: fc.integer({ min: 0, max: 110 }),
  tonnes: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 70 }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  consignor: fc.constantFrom('plant', 'mine'),
  consignee: fc.constantFrom('works', 'port'),
  payer: fc.constantFrom('works', 'port'),
  delivered: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
});

function consignmentWith(note: string, { day, tonnes, consignor, consignee, payer, delivered }: Facts): Consignment {
  const accepted: LocalDate = addDays(FIRST_DAY, day);
  return consignmentOf({
    note,
    accepted,
    consignor,
    consignee,
    items: [{ codes: {}, ...(tonnes === undefined ? {} : { mass_kg: tonnes * 1000 }) }],
    wagons: [{}],
    legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm: '100', payer }],
    ...(delivered === undefined ? {} : { dates: { delivered: addDays(accepted, delivered) } }),
  });
}

/** A consignment of a given note. */
export const randomConsignment = (note: string): fc.Arbitrary<Consignment> =>
  facts.map((one) => consignmentWith(note, one));

/** Consignments with notes of their own, in any order. */
export const randomJournal = (maxLength = 14): fc.Arbitrary<readonly Consignment[]> =>
  fc.array(facts, { maxLength }).map((list) => list.map((one, index) => consignmentWith(`N${String(index)}`, one)));
