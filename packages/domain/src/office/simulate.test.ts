import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import type { Consignment } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { compileRatingBook } from '../rating/rating-book.ts';
import { consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { KINDS } from './kinds.ts';
import { overlayBook } from './overlay-book.ts';
import { readScope } from './read-scope.ts';
import type { OfficeBook } from './report.ts';
import { type Simulation, type Slice, simulate } from './simulate.ts';

const HEAD = 'title: Example\nsource: { note: made up, synthetic: true }\nvalid: { from: 2025-01-01 }\n';
const TENTH =
  "kind: discount\nid: tenth\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\norder: 1\neffect: { kind: multiply, by: '0.9' }\n";
const REBATE = `kind: discount
id: rebate
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
at: settlement
beneficiary: { shares: { consignor: '0.5', consignee: '0.5' } }
effect: { kind: tier, meter: { measure: mass, key: [consignee], window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '100', rate: '10' }] }
`;

const file = (path: string, text: string): { path: string; text: string } => ({ path, text: `${text}${HEAD}` });
const compiled = (loaded: OfficeBook['loaded']): OfficeBook => ({ loaded, rating: compileRatingBook(loaded).book });
const bookOf = (...entries: readonly string[]): OfficeBook =>
  compiled(
    loadBook(
      entries.map((text, index) => file(`${String(index)}.yaml`, text)),
      KINDS,
    ).book,
  );

const JOURNAL = [
  consignmentOf({ note: 'A', accepted: '2025-03-01' }),
  consignmentOf({ note: 'B', accepted: '2025-04-01' }),
  consignmentOf({
    note: 'C',
    accepted: '2025-05-01',
    consignee: 'mill',
    legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'c', payer: 'mill' }],
  }),
];

function simulated(
  base: OfficeBook,
  candidate: OfficeBook,
  slice: Slice = {},
  journal: readonly Consignment[] = JOURNAL,
): Simulation {
  const knownBy = localDate('2026-01-01');
  const result = simulate({ base: { book: base, knownBy }, candidate: { book: candidate, knownBy } }, journal, slice);
  if (!result.ok) throw new Error(result.refusals.map(({ code }) => code).join(', '));
  return result.value;
}

const told = ({ rows }: Simulation, section: string): readonly string[] =>
  rows
    .filter((row) => row.section === section)
    .map(
      ({ key, currency, base, candidate, changed }) =>
        `${key} ${currency} ${String(base)} ${String(candidate)} ${String(changed)}`,
    );

describe('a candidate book over a journal', () => {
  const base = bookOf(TARIFF, TENTH);

  it('changes nothing when it is the base book', () => {
    const { rows } = simulated(base, base);
    expect(rows.filter((row) => row.section !== 'spread' && row.base !== row.candidate)).toEqual([]);
    expect(told({ consignments: 3, rows }, 'spread')).toEqual(['0 EUR 0 3 0']);
  });

  it('costs its grantors what the parties gain, invoice and later payouts together', () => {
    const simulation = simulated(base, bookOf(TARIFF, TENTH, REBATE));
    expect(told(simulation, 'discount')).toEqual(['tenth EUR 18000 18000 0', 'rebate EUR 0 10800 2']);
    expect(told(simulation, 'total')).toEqual([
      'cost EUR 163500 152700 2',
      'granted EUR 18000 28800 2',
      'gross EUR 181500 181500 0',
      'invoiced EUR 163500 163500 0',
      'paid-out EUR 0 10800 2',
    ]);
    expect(told(simulation, 'party')).toEqual([
      'plant EUR 0 -5400 2',
      'works EUR 109000 103600 2',
      'mill EUR 54500 54500 0',
    ]);
  });

  it('names winners and losers by party, lane and leg, the greatest gain first, and how many consignments change', () => {
    const simulation = simulated(base, bookOf(TARIFF));
    expect(told(simulation, 'consignee')).toEqual(['mill EUR 54500 60500 1', 'works EUR 109000 121000 2']);
    expect(told(simulation, 'leg')).toEqual(['rail: a → c EUR 54500 60500 1', 'rail: a → b EUR 109000 121000 2']);
    expect(told(simulation, 'spread')).toEqual(['10…20 EUR 0 3 0']);
    expect(told(simulation, 'count')).toContain('dearer  0 3 0');
  });

  it('is told of a slice while all of the journal moves the meters', () => {
    const scope = readScope('--scope', 'consignee: [works]');
    if (!scope.ok) throw new Error('no scope');
    const slice: Slice = { from: localDate('2025-04-01'), to: localDate('2025-05-01'), scope: scope.value };
    const simulation = simulated(base, bookOf(TARIFF, TENTH, REBATE), slice);
    expect(simulation.consignments).toBe(1);
    expect(told(simulation, 'discount')).toEqual(['tenth EUR 6000 6000 0', 'rebate EUR 0 5400 1']);
    expect(readScope('--scope', 'consigne: [works]')).toMatchObject({
      ok: false,
      refusals: [{ code: 'book.scope-unknown-field' }],
    });
  });

  it('discounts nothing that is on hold, and says how much that is', () => {
    const hold =
      'kind: restriction\nid: hold\nauthority: office\noutcome: HOLD\nscope: { consignee: [mill] }\nreason: closed\n';
    const withHold = bookOf(TARIFF, TENTH, hold);
    const simulation = simulated(base, withHold);
    expect(told(simulation, 'discount')).toEqual(['tenth EUR 18000 12000 1']);
    expect(told(simulation, 'count')).toEqual(expect.arrayContaining(['HOLD  0 1 0', 'discounted-unlawfully  0 0 0']));
  });

  it('is screened and opened by its own rules where they differ, with the same figures as rated alone', () => {
    const dearer = bookOf(TARIFF.replace("value: '10'", "value: '12'"), TENTH);
    const hold =
      'kind: restriction\nid: hold\nauthority: office\noutcome: HOLD\nscope: { consignee: [mill] }\nreason: x\n';
    const alone = (book: OfficeBook): readonly (readonly [string, bigint])[] =>
      simulated(book, book).rows.map(({ section, key, base: own }) => [`${section} ${key}`, own] as const);
    for (const candidate of [dearer, bookOf(TARIFF, TENTH), bookOf(TARIFF, TENTH, hold)]) {
      const beside = simulated(base, candidate).rows.filter(
        ({ section }) => section !== 'spread' && section !== 'count',
      );
      const own = new Map(alone(candidate));
      const figures = beside.map(({ section, key, candidate: figure }) => [`${section} ${key}`, figure]);
      expect(figures).toEqual(
        beside.map(({ section, key }) => [`${section} ${key}`, own.get(`${section} ${key}`) ?? 0n]),
      );
    }
  });

  it('is refused where a flow is charged in another currency', () => {
    const knownBy = localDate('2026-01-01');
    const roubles = bookOf(TARIFF.replace('currency: EUR', 'currency: RUB'), TENTH);
    const result = simulate({ base: { book: base, knownBy }, candidate: { book: roubles, knownBy } }, JOURNAL, {});
    expect(result).toMatchObject({
      ok: false,
      refusals: [{ code: 'simulate.currency', params: { base: 'EUR', candidate: 'RUB' } }],
    });
  });
});

describe('entries laid over a book', () => {
  const base = bookOf(TARIFF, TENTH);

  it('take the place of the same version, are added, or are left out', () => {
    const laid = {
      files: [file('x.yaml', TENTH.replace("'0.9'", "'0.8'")), file('y.yaml', REBATE)],
      tables: [],
      without: [],
    };
    const over = overlayBook(base.loaded, laid);
    expect(over.book.entries.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'rail-2025',
      'rebate',
      'tenth',
    ]);
    expect(told(simulated(base, compiled(over.book)), 'discount')).toContain('tenth EUR 18000 36000 3');
    const without = overlayBook(base.loaded, { files: [], tables: [], without: ['tenth', 'tenht'] });
    expect(without.book.entries.map(({ id }) => id)).toEqual(['rail-2025']);
    expect(without.refusals.find(({ code }) => code === 'simulate.unknown-entry')?.params).toEqual({
      id: 'tenht',
      nearest: 'tenth',
    });
  });
});
