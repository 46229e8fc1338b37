import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { add, type Decimal, divide, ofInteger, subtract, toText, ZERO } from '../kernel/decimal.ts';
import { addDays, addMonths, localDate } from '../kernel/local-date.ts';
import { contains, type Period, period } from '../kernel/period.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { meterOf } from '../testing/meter-from-text.ts';
import { contributionsOf, countDate } from './contribution.ts';
import type { MeterForm, MeterReading } from './form.ts';
import { createLedger, type MeterLedger } from './ledger.ts';
import { comparePositions } from './series.ts';
import { windowOf, windowsBack } from './window.ts';

const { world } = bookFromText([TARIFF, 'kind: party\nid: plant\ngroups: [cement-makers]']);
const meterWorld = { worldOf: () => world, agreementPeriod: () => undefined };

const MONTHLY = { measure: 'mass', window: { calendar: 'month' } };

function ledgerOf(form: MeterForm, consignments: readonly Consignment[]): MeterLedger {
  const ledger = createLedger([form], meterWorld);
  for (const consignment of consignments) ledger.record(consignment);
  return ledger;
}

const shown = (reading: MeterReading): string =>
  reading.kind === 'read'
    ? `${toText(reading.value)}${reading.missing.length === 0 ? '' : ` at least, missing ${reading.missing.join()} of ${reading.notes.join()}`}`
    : `unreadable: ${reading.fields.join()}`;

const before = (form: MeterForm, others: readonly Consignment[], subject: Consignment): string =>
  shown(ledgerOf(form, others).before(form, { consignment: subject, world }));

const at = (note: string, accepted: string, more: Readonly<Record<string, unknown>> = {}): Consignment =>
  consignmentOf({ note, accepted, ...more });

describe('what precedes a consignment', () => {
  it('counts when its scope holds on one leg, and the traffic of a leg is its own where it states one', () => {
    const way = { carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' };
    const abroad = at('A', '2025-03-01', { traffic: 'transit', legs: [way, { ...way, traffic: 'export' }] });
    const form = meterOf({ ...MONTHLY, scope: { traffic: ['export'] } });
    expect(before(form, [abroad], at('B', '2025-03-10'))).toBe('60000');
    expect(before(form, [at('A', '2025-03-01', { traffic: 'transit', legs: [way] })], at('B', '2025-03-10'))).toBe('0');
  });

  it('is ordered by date and then by note, by code point; the consignment itself does not count', () => {
    const others = [
      at('B', '2025-03-10'),
      at('a', '2025-03-10'),
      at('C', '2025-03-09'),
      at('D', '2025-02-28'),
      at('E', '2025-03-11'),
    ];
    expect(before(meterOf(MONTHLY), others, at('B', '2025-03-10'))).toBe('60000');
    expect(before(meterOf(MONTHLY), others, at('Z', '2025-03-10'))).toBe('120000');
    expect(before(meterOf(MONTHLY), others, at('b', '2025-03-10'))).toBe('180000');
  });

  it('is the whole earlier window where the meter lags', () => {
    const form = meterOf({ ...MONTHLY, window: { calendar: 'month', lag: 1 } });
    expect(
      before(
        form,
        [at('a', '2025-02-28'), at('b', '2025-02-01'), at('c', '2025-03-01'), at('d', '2025-01-31')],
        at('e', '2025-03-01'),
      ),
    ).toBe('120000');
  });

  it('counts at the date declared: what has not been delivered yet does not count', () => {
    const form = meterOf({ ...MONTHLY, countAt: 'delivered' });
    const others = [at('a', '2025-02-20', { dates: { delivered: '2025-03-02' } }), at('b', '2025-03-01')];
    expect(before(form, others, at('c', '2025-03-01', { dates: { delivered: '2025-03-05' } }))).toBe('60000');
    expect(before(form, others, at('c', '2025-03-01'))).toBe('unreadable: dates.delivered');
  });

  it('is kept apart by key, and unreadable without one', () => {
    const form = meterOf({ ...MONTHLY, key: ['consignor', 'payer'] });
    const others = [at('a', '2025-03-01'), at('b', '2025-03-02', { consignor: 'other' })];
    expect(before(form, others, at('c', '2025-03-03'))).toBe('unreadable: payer');
    const subject = at('c', '2025-03-03');
    const [leg] = subject.legs;
    if (leg === undefined) throw new Error('no leg');
    const ledger = ledgerOf(form, others);
    expect(shown(ledger.before(form, { consignment: subject, leg, world }))).toBe('60000');
    expect(ledger.keys(form)).toEqual(['other|works', 'plant|works']);
  });

  it('keys by the group of a party, a party without a group by itself', () => {
    const form = meterOf({ ...MONTHLY, key: ['party-group'] });
    expect(ledgerOf(form, [at('a', '2025-03-01')]).keys(form)).toEqual(['cement-makers']);
    expect(before(form, [], at('a', '2025-03-01', { consignor: 'stranger' }))).toBe('unreadable: consignor.group');
  });

  it('adds work over the legs in scope, and other measures once', () => {
    const legs = [
      { carrier: 'rail', mode: 'rail', from: 'a', to: 'b', distanceKm: '100', payer: 'works' },
      { carrier: 'rail', mode: 'rail', from: 'b', to: 'c', distanceKm: '50', payer: 'works' },
      { carrier: 'ferry', mode: 'ferry', from: 'c', to: 'd', distanceKm: '10', payer: 'works' },
    ];
    const rail = { scope: { 'leg.carrier': ['rail'] }, window: { calendar: 'month' } };
    const month: Period = { from: localDate('2025-03-01'), to: localDate('2025-04-01') };
    const total = (measure: string): string => {
      const form = meterOf({ measure, ...rail });
      return shown(ledgerOf(form, [at('a', '2025-03-01', { legs })]).over(form, '', month));
    };
    expect([total('tonne-km'), total('wagons'), total('mass')]).toEqual(['9000', '1', '60000']);
  });
});

describe('a missing fact', () => {
  const heads = meterOf({ measure: 'heads', window: { calendar: 'month' }, key: ['consignor'] });

  it('is never zero: the reading says what is known and what is missing', () => {
    const others = [at('a', '2025-03-01', { items: [{ codes: {}, heads: 5 }] }), at('b', '2025-03-02')];
    expect(before(heads, others, at('c', '2025-03-03'))).toBe('5 at least, missing heads of b');
    expect(before(heads, others, at('c', '2025-03-02', { consignor: 'other' }))).toBe('0');
  });

  it('of a key may belong to any', () => {
    const others = [at('b', '2025-03-02', { consignor: undefined })];
    expect(before(meterOf({ ...MONTHLY, key: ['consignor'] }), others, at('c', '2025-03-03'))).toBe(
      '0 at least, missing consignor of b',
    );
  });

  it('goes when the consignment is corrected or cancelled', () => {
    const ledger = ledgerOf(heads, [at('b', '2025-03-02')]);
    const subject = { consignment: at('c', '2025-03-03'), world };
    ledger.record(at('b', '2025-03-02', { items: [{ codes: {}, heads: 7 }] }));
    expect(shown(ledger.before(heads, subject))).toBe('7');
    ledger.remove('b');
    expect(shown(ledger.before(heads, subject))).toBe('0');
  });
});

describe('a baseline', () => {
  const others = [
    at('a', '2024-03-05'),
    at('b', '2025-01-05'),
    at('c', '2025-02-05'),
    at('d', '2025-02-06'),
    at('e', '2025-03-01'),
  ];
  const subject = at('f', '2025-03-31');

  it.each([
    ['fixed', { fixed: '100000' }, '-40000'],
    ['last year, the same window', { lastYear: true }, '0'],
    ['the mean of the last two windows', { meanOf: 2 }, '-30000'],
    ['the mean of the same window in the last two years', { lastYears: 2 }, '30000'],
  ])('%s', (_, baseline, expected) => {
    expect(before(meterOf({ ...MONTHLY, baseline }), others, subject)).toBe(expected);
  });

  const years = [...others, at('g', '2022-03-31', { items: [{ codes: {}, mass_kg: 30_000 }] })];

  it.each([
    ['nought', 'zero', '30000'],
    ['left out of the mean', 'left-out', '15000'],
    ['a reason not to tell it', 'not-evaluated', '15000 at least, missing baseline of '],
  ])('an earlier window in which nothing was counted is %s where the meter says so', (_, whenEmpty, expected) => {
    const baseline = { lastYears: 3, whenEmpty };
    expect(before(meterOf({ ...MONTHLY, baseline }), years, subject)).toBe(expected);
  });

  it('is not told where every earlier window is left out, and is where none is empty', () => {
    const baseline = { lastYears: 1, whenEmpty: 'left-out' };
    expect(before(meterOf({ ...MONTHLY, baseline }), others.slice(1), subject)).toBe(
      '60000 at least, missing baseline of ',
    );
    expect(
      before(meterOf({ ...MONTHLY, baseline: { ...baseline, whenEmpty: 'not-evaluated' } }), others, subject),
    ).toBe('0');
  });
});

describe('money', () => {
  const charges = (net: bigint) => [
    {
      leg: 0,
      currency: 'EUR',
      lines: [
        { charge: 'freight.loaded', gross: 5000n, net },
        { charge: 'wagon', gross: 700n, net: 700n },
      ],
    },
  ];
  const money = (of: string, currency = 'EUR'): MeterForm =>
    meterOf({ measure: { money: { charges: ['freight'], of, currency } }, window: { calendar: 'year' } });

  it('is gross or net, of the kinds and the currency named', () => {
    for (const [form, expected] of [
      [money('gross'), '50'],
      [money('net'), '40'],
      [money('net', 'USD'), '0'],
    ] as const) {
      const ledger = createLedger([form], meterWorld);
      ledger.charge(at('a', '2025-03-01'), charges(4500n));
      ledger.charge(at('a', '2025-03-01'), charges(4000n));
      expect(shown(ledger.before(form, { consignment: at('b', '2025-03-02'), world }))).toBe(expected);
    }
  });
});

/** The same readings, slowly: every consignment asked every time. */
function naive(form: MeterForm, consignments: readonly Consignment[], subject: Consignment): string {
  const date = countDate(form.countAt, subject);
  const span = date === undefined ? undefined : windowOf(form.window, date, undefined);
  const key = form.key.length === 0 ? '' : subject.consignor;
  if (date === undefined || span === undefined || key === undefined) return 'unreadable';
  const sumIn = (window: Period, upTo: boolean): Decimal => {
    let total = ZERO;
    for (const one of consignments) {
      const counted = countDate(form.countAt, one);
      if (counted === undefined || !contains(window, counted)) continue;
      if (upTo && comparePositions({ date: counted, note: one.note }, { date, note: subject.note }) >= 0) continue;
      for (const found of contributionsOf(form, one, world, []))
        if (found.kind === 'adds' && found.key === key) total = add(total, found.value);
    }
    return total;
  };
  const window = windowsBack(form.window, span, form.window.lag);
  const now = sumIn(window, true);
  if (form.baseline?.kind !== 'mean') return toText(now);
  let earlier = ZERO;
  const { of, count } = form.baseline;
  for (let back = 1; back <= count; back += 1) {
    const sameDays = period(addMonths(window.from, -12 * back), addMonths(window.to ?? window.from, -12 * back));
    earlier = add(earlier, sumIn(of === 'years' ? sameDays : windowsBack(form.window, window, back), false));
  }
  return toText(subtract(now, divide(earlier, ofInteger(count))));
}

const meters = fc.constantFrom(
  meterOf(MONTHLY),
  meterOf({ measure: 'wagons', window: { calendar: 'quarter', lag: 1 }, key: ['consignor'] }),
  meterOf({ measure: 'tonne-km', window: { rollingDays: 40 }, key: ['consignor'], countAt: 'delivered' }),
  meterOf({ measure: 'mass', window: { freightYearFrom: 8 }, scope: { goods: { ETSNG: ['281'] } } }),
  meterOf({ measure: 'mass', window: { calendar: 'month' }, key: ['consignor'], baseline: { meanOf: 3 } }),
  meterOf({ measure: 'mass', window: { calendar: 'quarter' }, key: ['consignor'], baseline: { lastYears: 2 } }),
);

/** The next number of an endless stream. */
function next(stream: Iterator<number>): number {
  const found = stream.next();
  return found.done === true ? 0 : found.value;
}

const journals = fc.array(
  fc
    .record({
      day: fc.integer({ min: 0, max: 400 }),
      kg: fc.integer({ min: 0, max: 70_000 }),
      who: fc.constantFrom('p', 'q'),
      code: fc.constantFrom('281000', '201005'),
      late: fc.option(fc.integer({ min: 0, max: 40 })),
    })
    .map(({ day, kg, who, code, late }) => {
      const accepted = addDays(localDate('2024-06-01'), day);
      return {
        accepted,
        consignor: who,
        items: [{ codes: { ETSNG: code }, mass_kg: kg }],
        dates: late === null ? {} : { delivered: addDays(accepted, late) },
      };
    }),
  { minLength: 1, maxLength: 25 },
);

describe('the ledger against a slow recomputation', () => {
  it('agrees in every reading, whatever the order of arrival, after corrections and cancellations', () => {
    fc.assert(
      fc.property(meters, journals, fc.infiniteStream(fc.nat()), (form, records, choices) => {
        const consignments = records.map((record, index) =>
          consignmentOf({ ...record, note: `n${String((index * 7) % 29)}-${String(index)}` }),
        );
        const arrival = consignments.map((one) => ({ one, key: next(choices) })).toSorted((a, b) => a.key - b.key);
        const ledger = createLedger([form], meterWorld);
        for (const { one, key } of arrival) {
          if (key % 3 === 0) ledger.record({ ...one, accepted: addMonths(one.accepted, 1), consignor: 'q' });
          if (key % 5 === 0) ledger.remove(one.note);
          ledger.record(one);
        }
        const cancelled = arrival.filter(({ key }) => key % 7 === 0).map(({ one }) => one.note);
        for (const note of cancelled) ledger.remove(note);
        const kept = consignments.filter((one) => !cancelled.includes(one.note));
        for (const subject of consignments) {
          const reading = ledger.before(form, { consignment: subject, world });
          expect(reading.kind === 'read' ? toText(reading.value) : 'unreadable').toBe(naive(form, kept, subject));
        }
      }),
      { numRuns: 300 },
    );
  });
});
