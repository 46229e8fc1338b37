/** The book and the journal that the journal benchmarks run on: fifteen discounts of every effect, six meters, one budget. */
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { addDays, localDate } from '@kontor/domain/kernel/local-date';
import { bookFromText } from '@kontor/domain/testing/book-from-text';

const belts = Array.from(
  { length: 40 },
  (_, index) => `['${String(index * 50 + 1)}', '${String(index * 50 + 50)}', '${String(900 + index * 31)}']`,
);

const TARIFF = `
kind: tariff
id: rail
carrier: rail
traffic: [export]
currency: EUR
tables:
  base: { columns: [from, to, value], rows: [${belts.join(', ')}], keys: { km: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } } }
parts:
  - id: loaded
    charge: freight.loaded
    steps:
      - { step: lookup, name: base, value: { table: base } }
      - { step: multiply, name: coefficient, by: '1.037' }
      - { step: multiply, name: tonnes, by: { fact: mass_kg, per: '60000' } }
  - id: wagon
    charge: wagon
    steps:
      - { step: lookup, name: fee, value: '120' }
total:
  - { step: round, name: whole, to: '0.01' }
corridor: { floor: '0.5' }
`;

const monthly = (key: string): string =>
  `{ measure: mass, scope: { goods: { ETSNG: ['281'] } }, key: [${key}], window: { calendar: month } }`;

const DISCOUNTS = [
  "scope: { goods: { ETSNG: ['281'] }, wagon.ownership: [private] }\neffect: { kind: multiply, by: '0.8' }\norder: 1",
  "scope: { goods: { ETSNG: ['201'] } }\neffect: { kind: multiply, by: '0.551' }\norder: 2",
  `scope: { goods: { ETSNG: ['281'] } }\neffect: { kind: tier, meter: ${monthly('consignor')}, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '1000', rate: '3' }, { from: '5000', rate: '5' }] }\norder: 3`,
  `when: [{ meter: { measure: mass, key: [consignor], window: { calendar: month, lag: 1 } }, atLeast: { value: '7', unit: KTN } }]\neffect: { kind: multiply, by: '0.97' }\norder: 4`,
  "scope: { leg.distanceKm: { from: '500', to: '900' } }\neffect: { kind: multiply, by: '0.99' }\norder: 5",
  "scope: { wagon.type: [tank] }\neffect: { kind: replace, rate: '11', per: tonne, currency: EUR }\norder: 1",
  "scope: { consignee: [c3, c7] }\neffect: { kind: reduce, amount: '0.35', per: tonne, currency: EUR }\norder: 1",
  "scope: { marks: ['703NZ'] }\neffect: { kind: reduce, amount: '10', per: wagon, currency: EUR }\norder: 2",
  "scope: { crossings: { pair: [x1, x2] } }\neffect: { kind: multiply, by: '0.9' }\norder: 6",
  "scope: { consignee: [c1, c2, c3, c4, c5] }\neffect: { kind: multiply, by: '0.98' }\norder: 7\nbudget: pot\nbeneficiary: { shares: { consignor: '0.6', consignee: '0.4' } }",
  "scope: { kind: [container] }\neffect: { kind: reduce, amount: '20', per: teu, currency: EUR }\norder: 3",
  `scope: { wagon.type: [hopper], goods: { ETSNG: ['081', '323'] } }\neffect: { kind: tier, meter: { measure: wagons, key: [consignee], window: { rollingDays: 30 } }, method: all-units, bounds: lower, amount: coefficient, steps: [{ from: '0', rate: '1' }, { from: '60', rate: '0.995' }, { from: '200', rate: '0.99' }] }\norder: 8`,
  `at: settlement\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: KTN, method: incremental, bounds: upper, amount: percent, steps: [{ to: '10', rate: '1' }, { to: '50', rate: '2' }, { rate: '3' }] }`,
  "scope: { not: { item.origin: [KZ] }, wagon.ownership: [private, leased] }\neffect: { kind: multiply, by: '0.985' }\norder: 9",
  `when: [{ meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, key: [payer], window: { calendar: quarter } }, atLeast: { amount: '400000', currency: EUR } }]\neffect: { kind: reduce, amount: '5', per: consignment, currency: EUR }\norder: 4`,
];

const BUDGET = "kind: budget\nid: pot\namount: { amount: '90000', currency: EUR }\nwindow: year";

export const benchBook = bookFromText([
  TARIFF,
  BUDGET,
  ...DISCOUNTS.map(
    (text, index) =>
      `kind: discount\nid: d${String(index + 1)}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${text}`,
  ),
]);

/** The consignment at an index of a journal of `count`, spread over one year. */
export function consignmentAt(index: number, count: number): Consignment {
  const random = (modulus: number, salt: number): number => ((index * 7919 + salt * 104_729) % 1_000_003) % modulus;
  const mass = 20_000 + random(48_000, 1);
  return consignmentSchema.parse({
    note: `N${String(index).padStart(7, '0')}`,
    accepted: addDays(localDate('2025-01-01'), Math.floor((index * 365) / count)),
    kind: 'wagonload',
    traffic: 'export',
    consignor: `s${String(random(12, 2))}`,
    consignee: `c${String(random(20, 3))}`,
    items: [
      {
        codes: { ETSNG: ['281064', '201005', '323012', '081087'][random(4, 4)] ?? '281064' },
        mass_kg: mass,
        ...(random(3, 5) === 0 ? {} : { origin: 'BY' }),
      },
    ],
    wagons: [
      {
        type: random(5, 6) === 0 ? 'tank' : 'hopper',
        ownership: random(2, 7) === 0 ? 'private' : 'carrier',
        axles: 4,
        mass_kg: mass,
      },
    ],
    crossings: [{ place: 'x1' }, { place: random(2, 8) === 0 ? 'x2' : 'x3' }],
    legs: [
      {
        carrier: 'rail',
        mode: 'rail',
        from: 'a',
        to: 'b',
        distanceKm: String(100 + random(1700, 9)),
        payer: `c${String(random(20, 3))}`,
      },
    ],
    marks: random(9, 10) === 0 ? ['703NZ'] : [],
  });
}
