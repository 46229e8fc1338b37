/**
 * How many legs a second the interpreter rates, every step traced: a tariff of twelve steps with five table look-ups
 * (class by goods and distance, shipment size with the end of the belt before, norm, commodity), one wagon, tax. One
 * thread. Run: npx tsx bench/rating.ts
 */
import { performance } from 'node:perf_hooks';
import { loadBook } from '@kontor/domain/book/load';
import { consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { KINDS } from '@kontor/domain/office/kinds';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { afterDiscounts, beforeDiscounts } from '@kontor/domain/tariff/run-tariff';

const INPUTS = 2_000;
const ROUNDS = 20;
const PASSES = 5;

const belts = Array.from(
  { length: 50 },
  (_, n) => `      - [${n * 100 + 1}, ${(n + 1) * 100}, '${20_000 + n * 2_917}']`,
).join('\n');

const TARIFF = `kind: tariff
id: bench
title: bench
source: { synthetic: true, note: rates made up for measuring }
valid: { from: 2025-01-01 }
carrier: rail
traffic: [domestic]
currency: RUB
tables:
  rates:
    columns: [from, to, value]
    rows:
${belts}
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }
  sizes:
    columns: [from, to, value]
    rows: [[1, 510, '1.08'], [511, 1000, '1.04'], [1001, 2000, '1.03'], [2001, 5000, '1.01']]
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }
  commodity:
    columns: [goods, value]
    rows: [['231-236', '0.77'], ['251 254', '0.91'], ['281', '0.95'], ['631-634', '0.75']]
    keys: { goods: { match: goods, column: goods, system: ETSNG } }
  wagons:
    columns: [type, ownership, value]
    rows: [[gondola, private, '0.9346'], [gondola, common, '1'], [platform, '*', '0.98'], ['*', '*', '1.1']]
    keys:
      type: { match: exact, column: type, fact: wagon.type }
      ownership: { match: exact, column: ownership, fact: wagon.ownership }
parts:
  - id: loaded
    charge: freight.loaded
    steps:
      - { step: lookup, name: base, value: { table: rates } }
      - step: greater-correction
        name: size
        candidates:
          - { on: { step: base }, rate: { table: sizes, less: '1' }, round: '0.01' }
          - { on: { table: rates, at: { distance: { endBefore: { table: sizes, key: distance } } } }, rate: { table: sizes, at: { distance: { endBefore: { table: sizes, key: distance } } }, less: '1' }, round: '0.01' }
        round: '0.01'
      - { step: multiply, name: wagon, by: { table: wagons }, round: { quantum: '0.01', carry: full } }
      - { step: multiply, name: commodity, by: { table: commodity }, round: { quantum: '0.01', carry: full } }
      - { step: multiply, name: winter, when: { kind: [block-train] }, by: '1.02' }
      - { step: multiply, name: index, by: '1.01', round: { quantum: '0.01', carry: full } }
      - { step: multiply, name: tonnes, by: { fact: mass_kg, per: '1000' } }
      - { step: divide, name: norm, by: '68' }
      - { step: maximum, name: least, with: '1000' }
      - { step: add, name: fee, value: '51.13', round: '0.01' }
total:
  - { step: subtract, name: reduction, value: '754' }
  - { step: round, name: whole, to: '1' }
tax:
  - { category: S, rate: '0.22' }
`;

const loaded = loadBook([{ path: 'bench.yaml', text: TARIFF }], KINDS);
const { book, refusals } = compileRatingBook(loaded.book);
const [tariff] = book.tariffs;
if (tariff === undefined) throw new Error(JSON.stringify([...loaded.refusals, ...refusals]));

const consignments = Array.from({ length: INPUTS }, (_, n) =>
  consignmentSchema.parse({
    note: String(n),
    accepted: '2025-03-10',
    kind: 'wagonload',
    traffic: 'domestic',
    items: [{ codes: { ETSNG: n % 2 === 0 ? '232431' : '281000' }, mass_kg: 60_000 + (n % 9) * 1000 }],
    wagons: [{ type: n % 3 === 0 ? 'platform' : 'gondola', ownership: 'private', axles: 4 }],
    legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm: String(1 + ((n * 7919) % 5000)) }],
  }),
);

const knownBy = localDate('2026-01-01');
const ranTariff = (): bigint => {
  let sum = 0n;
  for (const consignment of consignments) {
    const [leg] = consignment.legs;
    const open = beforeDiscounts(tariff, { consignment, world: book.world, ...(leg === undefined ? {} : { leg }) });
    if (!open.ok) throw new Error(JSON.stringify(open.refusals));
    const after = afterDiscounts(open.value, open.value.sum);
    if (!after.ok) throw new Error(JSON.stringify(after.refusals));
    for (const line of after.value) sum += line.amount;
    sum += open.value.sum;
  }
  return sum;
};
const ratedAll = (): bigint => {
  let sum = 0n;
  for (const consignment of consignments) {
    const [leg] = rateConsignment(book, consignment, { knownBy }).legs;
    if (leg === undefined || !leg.ok) throw new Error('a leg was refused');
    sum += leg.rating.payable;
  }
  return sum;
};

/** Legs a second of the fastest pass, and the sum, so that no work can be left out. */
function measure(name: string, run: () => bigint): void {
  let best = Number.POSITIVE_INFINITY;
  let sum = run();
  for (let pass = 0; pass < PASSES; pass += 1) {
    const start = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) sum = run();
    best = Math.min(best, performance.now() - start);
  }
  const perSecond = Math.round((INPUTS * ROUNDS * 1000) / best);
  process.stdout.write(`${name.padEnd(44)}${String(perSecond).padStart(10)} legs/s   sum ${String(sum)}\n`);
}

measure('tariff alone, 12 steps, full trace, tax', ranTariff);
measure('rating a consignment (choice, discounts none)', ratedAll);
