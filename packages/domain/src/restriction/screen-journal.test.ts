import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import { quotaSchema } from '../quota/schema.ts';
import { restrictionSchema } from './schema.ts';
import { type JournalScreening, screenJournal } from './screen-journal.ts';
import { screeningBookOf } from './screening-book.ts';

type Entry = Readonly<Record<string, unknown>>;

const RULE: Entry = {
  kind: 'restriction',
  id: 'cement-rail',
  title: 'Cement by rail',
  source: { synthetic: true },
  valid: { from: '2025-01-01' },
  authority: 'Authority',
  basis: { act: 'Act', clear: true },
  reviewed: { by: 'A. Reviewer', on: '2025-01-01', synthetic: true },
  scope: { goods: { GNG: ['2523'] }, 'leg.mode': ['rail'] },
  quota: 'cement-2025',
  outcome: 'REFUSE',
  reason: 'quota',
};

const QUOTA: Entry = {
  kind: 'quota',
  id: 'cement-2025',
  title: 'Quota',
  source: { synthetic: true },
  valid: { from: '2025-01-01', to: '2026-01-01' },
  meter: {
    measure: 'mass',
    scope: { goods: { GNG: ['2523'] }, 'leg.mode': ['rail'] },
    window: { calendar: 'year' },
    countAt: 'crossed',
  },
  ceiling: { value: '1000', unit: 'TNE' },
};

const consignment = (note: string, accepted: string, tonnes: number, more: Entry = {}): Consignment =>
  consignmentSchema.parse({
    note,
    accepted,
    items: [{ codes: { GNG: '25232900' } }],
    mass_kg: tonnes * 1000,
    legs: [{ carrier: 'rw', mode: 'rail', from: 'a', to: 'b', payer: 'p' }],
    ...more,
  });

function replay(consignments: readonly Consignment[], entries: readonly Entry[] = [RULE, QUOTA]): JournalScreening {
  const text = entries.map((entry) => JSON.stringify(entry)).join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'book.yaml', text }], {
    restriction: restrictionSchema,
    quota: quotaSchema,
  });
  const screening = screeningBookOf(book);
  const { quotas, refusals: ofQuotas } = quotasOf(book);
  expect([...refusals, ...screening.refusals, ...ofQuotas]).toEqual([]);
  return screenJournal(screening.book, consignments, { quotas, purpose: 'departure' });
}

const outcomes = (found: JournalScreening): Readonly<Record<string, string>> =>
  Object.fromEntries([...found.screenings].map(([note, screening]) => [note, screening.outcome]));

const accounts = (found: JournalScreening): readonly unknown[] =>
  found.quotas.map((state) => [
    state.quota,
    toText(state.consumed),
    toText(state.reserved),
    toText(state.over),
    state.exhaustedOn,
  ]);

describe('replaying a journal', () => {
  it('moves the quota in order of acceptance; what is refused and moves is counted above the ceiling', () => {
    const found = replay([
      consignment('1', '2025-01-10', 700, { dates: { crossed: '2025-01-12' } }),
      consignment('2', '2025-02-10', 150, { dates: { crossed: '2025-02-12' } }),
      consignment('3', '2025-03-10', 150, { dates: { crossed: '2025-03-12' } }),
      consignment('4', '2025-04-10', 1, { dates: { crossed: '2025-04-12' } }),
      consignment('5', '2025-04-11', 500, { legs: [{ carrier: 'f', mode: 'ferry', from: 'a', to: 'b', payer: 'p' }] }),
    ]);
    expect(outcomes(found)).toEqual({ 1: 'ALLOW', 2: 'FLAG', 3: 'FLAG', 4: 'REFUSE', 5: 'ALLOW' });
    expect(accounts(found)).toEqual([['cement-2025', '1001000', '0', '1000', '2025-03-12']]);
    expect(found.counted).toEqual({ ALLOW: 2, FLAG: 2, HOLD: 0, REFUSE: 1 });
  });

  it('serves the same day by note, with or without a date of crossing', () => {
    for (const dates of [{}, { crossed: '2025-01-20' }]) {
      const found = replay([
        consignment('b', '2025-01-10', 600, { dates }),
        consignment('a', '2025-01-10', 600, { dates }),
      ]);
      expect(outcomes(found)).toEqual({ a: 'ALLOW', b: 'REFUSE' });
    }
  });

  it('holds and does not count what has no mass', () => {
    const found = replay([consignment('1', '2025-01-10', 1, { mass_kg: undefined })]);
    expect(found.screenings.get('1')?.findings.map((one) => one.reason)).toEqual(['quota-no-measure']);
    expect(found.unmeasured).toEqual([{ quota: 'cement-2025', note: '1', missing: ['mass_kg'] }]);
    expect(accounts(found)).toEqual([]);
  });

  it('counts for a quota whose rule nobody signed, and holds', () => {
    const found = replay([consignment('1', '2025-01-10', 700)], [{ ...RULE, reviewed: undefined }, QUOTA]);
    expect(outcomes(found)).toEqual({ 1: 'HOLD' });
    expect(accounts(found)).toEqual([['cement-2025', '700000', '0', '0', undefined]]);
  });

  it('answers with what was known on the day of acceptance, or on a day given', () => {
    const late = { ...RULE, known: '2025-02-01', quota: undefined };
    const text = [late, QUOTA].map((entry) => JSON.stringify(entry)).join('\n---\n');
    const { book } = loadBook([{ path: 'book.yaml', text }], { restriction: restrictionSchema, quota: quotaSchema });
    const screening = screeningBookOf(book).book;
    const options = { quotas: quotasOf(book).quotas, purpose: 'payout' } as const;
    const journal = [consignment('1', '2025-01-10', 1)];
    expect(outcomes(screenJournal(screening, journal, options))).toEqual({ 1: 'ALLOW' });
    expect(outcomes(screenJournal(screening, journal, { ...options, knownBy: localDate('2025-02-01') }))).toEqual({
      1: 'REFUSE',
    });
  });

  it('does not depend on the order of the input', () => {
    const journal = Array.from({ length: 12 }, (_, index) =>
      consignment(
        `n${index}`,
        `2025-0${1 + (index % 3)}-10`,
        50 + index * 20,
        index % 2 === 0 ? { dates: { crossed: '2025-04-01' } } : {},
      ),
    );
    const expected = outcomes(replay(journal.toSorted((a, b) => (a.note < b.note ? -1 : 1))));
    fc.assert(
      fc.property(fc.shuffledSubarray(journal, { minLength: journal.length }), (shuffled) => {
        expect(outcomes(replay(shuffled))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
