import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { add, compare, decimal, isNegative, toText } from '../kernel/decimal.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import type { QuotaForm } from './form.ts';
import { quotasOf } from './kept-quotas.ts';
import { createQuotaLedger, type QuotaEvent } from './ledger.ts';
import { quotaSchema } from './schema.ts';
import { quotaStates } from './state.ts';

type Entry = Readonly<Record<string, unknown>>;

const quota = (more: Entry = {}): Entry => ({
  kind: 'quota',
  id: 'cement-rail',
  title: 'Cement by rail',
  source: { address: 'https://czaswschodni.pl/' },
  valid: { from: '2024-01-01', to: '2025-01-01' },
  meter: { measure: 'mass', window: { calendar: 'year' }, countAt: 'crossed' },
  ceiling: { value: '212000', unit: 'TNE' },
  ...more,
});

function versionsOf(...entries: readonly Entry[]): readonly QuotaForm[] {
  const text = entries.map((entry) => JSON.stringify(entry)).join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'book.yaml', text }], { quota: quotaSchema });
  const compiled = quotasOf(book);
  expect([...refusals, ...compiled.refusals]).toEqual([]);
  return compiled.quotas.get('cement-rail') ?? [];
}

/** Tonnes as the meter counts them. */
const kg = (tonnes: number): ReturnType<typeof decimal> => decimal(`${tonnes}000`);

const event = (kind: QuotaEvent['kind'], reservation: string, on: string, tonnes = 0, more: Entry = {}): QuotaEvent => {
  const base = { reservation, on: localDate(on), known: localDate(on), sequence: 0, ...more };
  return kind === 'release' ? { kind, ...base } : { kind, key: '', amount: kg(tonnes), ...base };
};

const on = (
  day: string,
  knownBy = day,
): { date: ReturnType<typeof localDate>; knownBy: ReturnType<typeof localDate> } => ({
  date: localDate(day),
  knownBy: localDate(knownBy),
});

const shown = (events: readonly QuotaEvent[], day: string, versions = versionsOf(quota())): readonly unknown[] =>
  quotaStates(versions, events, on(day)).map((state) => [
    toText(state.consumed),
    toText(state.reserved),
    state.left === undefined ? 'unknown' : toText(state.left),
    state.near,
  ]);

describe('reserve, consume, release', () => {
  it('reserves on application, consumes on crossing, releases on cancellation', () => {
    const events = [
      event('reserve', 'a', '2024-02-01', 100_000),
      event('reserve', 'b', '2024-02-02', 50_000),
      event('consume', 'a', '2024-02-10', 100_000),
      event('release', 'b', '2024-02-11'),
    ];
    expect(shown(events, '2024-02-01')).toEqual([['0', '100000000', '112000000', false]]);
    expect(shown(events, '2024-02-02')).toEqual([['0', '150000000', '62000000', false]]);
    expect(shown(events, '2024-02-10')).toEqual([['100000000', '50000000', '62000000', false]]);
    expect(shown(events, '2024-02-11')).toEqual([['100000000', '0', '112000000', false]]);
  });

  it('lets a reservation expire on its day', () => {
    const events = [event('reserve', 'a', '2024-02-01', 1000, { expires: '2024-03-01' })];
    expect(shown(events, '2024-02-29')).toEqual([['0', '1000000', '211000000', false]]);
    expect(shown(events, '2024-03-01')).toEqual([['0', '0', '212000000', false]]);
    const again = [...events, event('reserve', 'b', '2024-03-01', 212_000)];
    expect(shown(again, '2024-03-01')).toEqual([['0', '212000000', '0', true]]);
  });

  it('counts what crossed, not what was reserved, and in the year it crossed', () => {
    const versions = versionsOf(
      quota(),
      quota({
        version: '2025',
        valid: { from: '2025-01-01', to: '2026-01-01' },
        known: '2024-12-01',
        ceiling: { value: '161.12', unit: 'KTN' },
      }),
    );
    const events = [event('reserve', 'a', '2024-12-30', 1000), event('consume', 'a', '2025-01-02', 990)];
    expect(shown(events, '2024-12-31', versions)).toEqual([['0', '1000000', '211000000', false]]);
    expect(shown(events, '2025-01-02', versions)).toEqual([
      ['0', '0', '212000000', false],
      ['990000', '0', '160130000', false],
    ]);
  });

  it('refuses a kilogram more than the ceiling and grants the ceiling itself', () => {
    const ledger = createQuotaLedger(versionsOf(quota()));
    expect(ledger.apply(event('reserve', 'a', '2024-02-01', 211_999))).toBe('done');
    const more: QuotaEvent = {
      ...event('reserve', 'b', '2024-02-01', 1),
      kind: 'reserve',
      key: '',
      amount: decimal('1001'),
    };
    expect(ledger.apply(more)).toMatchObject({ reservation: 'b', reason: 'exceeds-ceiling' });
    expect(ledger.apply({ ...more, reservation: 'c', amount: decimal('1000') })).toBe('done');
    expect(ledger.apply({ ...more, reservation: 'c' })).toMatchObject({ reason: 'already-reserved' });
  });

  it('refuses without a ceiling and without a quota, and records what crossed all the same', () => {
    const open = versionsOf(quota({ ceiling: undefined }));
    const ledger = createQuotaLedger(open);
    expect(ledger.apply(event('reserve', 'a', '2024-02-01', 1))).toMatchObject({ reason: 'no-ceiling' });
    expect(ledger.apply(event('reserve', 'b', '2025-02-01', 1))).toMatchObject({ reason: 'no-quota' });
    expect(shown([event('consume', 'a', '2024-02-02', 1)], '2024-02-02', open)).toEqual([
      ['1000', '0', 'unknown', false],
    ]);
  });

  it('will not take an event of an earlier day', () => {
    const ledger = createQuotaLedger(versionsOf(quota()));
    ledger.apply(event('reserve', 'a', '2024-02-02', 1));
    expect(() => ledger.apply(event('release', 'a', '2024-02-01'))).toThrow(RangeError);
  });
});

describe('the cement quota of 2024: 212 thousand t, run out on 26 November (monthly series synthetic)', () => {
  const months = Array.from({ length: 11 }, (_, index) => addDays(localDate('2024-01-26'), index * 30));
  const events = months.map((day, index) => event('consume', `m${index}`, day, 19_000));
  const last = event('consume', 'last', '2024-11-26', 3000);
  const published = [{ on: '2024-11-26', consumed: { value: '212', unit: 'KTN' }, source: 'czaswschodni.pl' }];

  it('is flagged from four fifths on and exhausted on the day the ceiling is reached', () => {
    const states = (day: string): readonly unknown[] =>
      quotaStates(versionsOf(quota({ published })), [...events, last], on(day)).map((state) => [
        state.near,
        state.exhaustedOn,
        state.published.length,
      ]);
    expect(states('2024-08-30')).toEqual([[false, undefined, 0]]);
    expect(states('2024-09-22')).toEqual([[true, undefined, 0]]);
    expect(states('2024-11-25')).toEqual([[true, undefined, 0]]);
    expect(states('2024-11-26')).toEqual([[true, '2024-11-26', 1]]);
  });

  it('has run out on the published day when a rest was left over, on an earlier one when something did not fit', () => {
    const ranOut = (more: readonly QuotaEvent[]): unknown =>
      quotaStates(versionsOf(quota({ published })), [...events, ...more], on('2024-12-31')).map((state) => [
        state.exhaustedOn,
        state.ranOutOn,
      ]);
    const nearly = event('consume', 'last', '2024-11-26', 2900);
    expect(ranOut([nearly])).toEqual([[undefined, '2024-11-26']]);
    expect(ranOut([event('reserve', 'big', '2024-11-25', 5000), nearly])).toEqual([[undefined, '2024-11-25']]);
  });

  it('records what crosses above the ceiling and says by how much', () => {
    const [state] = quotaStates(
      versionsOf(quota()),
      [...events, last, event('consume', 'more', '2024-12-02', 500)],
      on('2024-12-31'),
    );
    expect(
      state === undefined ? [] : [toText(state.over), toText(state.left ?? decimal('1')), state.exhaustedOn],
    ).toEqual(['500000', '0', '2024-11-26']);
  });

  it('knows nothing of events learned later', () => {
    const late = { ...last, known: localDate('2024-12-05') };
    const seen = (knownBy: string): unknown =>
      quotaStates(versionsOf(quota()), [...events, late], on('2024-12-31', knownBy))[0]?.exhaustedOn;
    expect(seen('2024-12-04')).toBe(undefined);
    expect(seen('2024-12-05')).toBe('2024-11-26');
  });
});

describe('laws', () => {
  const asked = fc.record({
    kind: fc.constantFrom('reserve', 'reserve', 'consume', 'release' as const),
    reservation: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    day: fc.nat(400),
    tonnes: fc.integer({ min: 1, max: 90_000 }),
    lasts: fc.option(fc.integer({ min: 1, max: 60 })),
  });

  it('reservations never take a quota above its ceiling; nothing is ever negative', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 40 }), (list) => {
        const versions = versionsOf(quota());
        const ledger = createQuotaLedger(versions);
        const ordered = list.toSorted((a, b) => a.day - b.day);
        for (const one of ordered) {
          const day = addDays(localDate('2024-01-01'), one.day);
          const more = one.lasts === null ? {} : { expires: addDays(day, one.lasts) };
          const result = ledger.apply(
            event(one.kind, one.reservation, day, one.tonnes, one.kind === 'reserve' ? more : {}),
          );
          const account = ledger.account('', localDate('2024-06-01'));
          if (account === undefined) continue;
          expect(isNegative(account.reserved) || isNegative(account.consumed)).toBe(false);
          const taken = add(account.consumed, account.reserved);
          if (one.kind === 'reserve' && result === 'done') expect(compare(taken, kg(212_000))).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('compiling', () => {
  const codesOf = (more: Entry): readonly string[] => {
    const { book } = loadBook([{ path: 'book.yaml', text: JSON.stringify(quota(more)) }], { quota: quotaSchema });
    return quotasOf(book).refusals.map((one) => one.code);
  };

  it.each([
    ['another dimension', { ceiling: { value: '5', unit: 'H87' } }, ['quota.unit']],
    ['below zero', { ceiling: { value: '-5', unit: 'TNE' } }, ['quota.negative']],
    ['a share above one', { flagFrom: '1.1' }, ['quota.flag-from']],
    ['a meter nobody wrote', { meter: 'nobody' }, ['quota.unknown-meter']],
    ['a window that rolls', { meter: { measure: 'mass', window: { rollingDays: 30 } } }, ['quota.window']],
    [
      'a meter with a baseline',
      { meter: { measure: 'mass', window: { calendar: 'year' }, baseline: { lastYear: true } } },
      ['quota.baseline'],
    ],
    [
      'no date',
      { published: [{ on: 'soon', consumed: { value: '1', unit: 'TNE' }, source: 's' }] },
      ['quota.published-date'],
    ],
  ])('%s', (_name, more, expected) => {
    expect(codesOf(more)).toEqual(expected);
  });
});
