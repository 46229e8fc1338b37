/**
 * How fast a journal is rated with full outcomes: every charge line, trace, applied and not applied discount with its
 * reason, meters and budgets moving. One tariff with a distance table, fifteen discounts of every effect, six meters, one
 * budget. Run: npx tsx --conditions=kontor-source bench/rate-journal.ts [consignments]
 */
import { performance } from 'node:perf_hooks';
import { type Consignment, consignmentSchema } from '../packages/domain/src/consignment/schema.ts';
import { addDays, localDate } from '../packages/domain/src/kernel/local-date.ts';
import { type RatedConsignment, rateJournal, visitJournal } from '../packages/domain/src/rating/rate-journal.ts';
import { bookFromText } from '../packages/domain/src/testing/book-from-text.ts';

const COUNT = Number(process.argv[2] ?? '20000');
const PASSES = 4;

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

const book = bookFromText([
  TARIFF,
  BUDGET,
  ...DISCOUNTS.map(
    (text, index) =>
      `kind: discount\nid: d${String(index + 1)}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${text}`,
  ),
]);

function consignmentAt(index: number): Consignment {
  const random = (modulus: number, salt: number): number => ((index * 7919 + salt * 104_729) % 1_000_003) % modulus;
  const mass = 20_000 + random(48_000, 1);
  return consignmentSchema.parse({
    note: `N${String(index).padStart(7, '0')}`,
    accepted: addDays(localDate('2025-01-01'), Math.floor((index * 365) / COUNT)),
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

const journal = Array.from({ length: COUNT }, (_, index) => consignmentAt(index));
const terms = { knownBy: localDate('2026-01-01'), screeningOf: () => 'ALLOW' as const };

type Pass = { readonly seconds: number; readonly processor: number };

/** Best of several passes: wall time, and processor time of all threads. */
function measure(run: () => void): Pass {
  let best: Pass = { seconds: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < PASSES; pass += 1) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - started) / 1000;
    best = { seconds: Math.min(best.seconds, seconds), processor: Math.min(best.processor, (user + system) / 1e6) };
  }
  return best;
}

function report(name: string, { seconds, processor }: Pass): void {
  const rate = (time: number): string => String(Math.round(COUNT / time)).padStart(7);
  console.log(`${name.padEnd(44)}${rate(seconds)} consignments/s, ${rate(processor)} a second of processor`);
}

let net = 0n;
let applied = 0;
let others = 0;
function count({ rating }: RatedConsignment): void {
  for (const leg of rating.legs) {
    if (!leg.ok) throw new Error(JSON.stringify(leg.refusals));
    net += leg.rating.net;
    for (const outcome of leg.rating.discounts) {
      if (outcome.kind === 'applied') applied += 1;
      else others += 1;
    }
  }
}

visitJournal(book, journal, terms, count);
console.log(
  `${String(COUNT)} consignments, ${(applied / COUNT).toFixed(1)} discounts applied and ${(others / COUNT).toFixed(1)} not, each, net ${String(net)} EUR cents`,
);
report(
  'each rating handed on',
  measure(() => visitJournal(book, journal, terms, () => undefined)),
);
report(
  'all ratings kept',
  measure(() => rateJournal(book, journal, terms)),
);
