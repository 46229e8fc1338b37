import { describe, expect, it, test } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { decimal, toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { type Period, period } from '../kernel/period.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { meterOf } from '../testing/meter-from-text.ts';
import type { ExcludedPart, MeterForm, MeterReading } from './form.ts';
import { createLedger, type MeterLedger, type MeterWorld } from './ledger.ts';

type Changes = Readonly<Record<string, unknown>>;

const { world } = bookFromText([TARIFF]);
const days = (from: string, to: string): Period => period(localDate(from), localDate(to));
const AGREED = days('2025-03-05', '2025-03-20');
const AROUND: MeterWorld = {
  worldOf: () => world,
  agreementPeriod: (agreement) => (agreement === 'ag-1' ? AGREED : undefined),
};

const at = (note: string, accepted: string, more: Changes = {}): Consignment =>
  consignmentOf({ note, accepted, ...more });
const tonnes = (note: string, accepted: string, count: number, more: Changes = {}): Consignment =>
  at(note, accepted, { items: [{ codes: {}, mass_kg: count * 1000 }], ...more });

function ledgerOf(forms: readonly MeterForm[], consignments: readonly Consignment[], around = AROUND): MeterLedger {
  const ledger = createLedger(forms, around);
  for (const one of consignments) ledger.record(one);
  return ledger;
}

/** A reading with its decimals as text. */
function told(reading: MeterReading): object {
  if (reading.kind === 'unreadable') return reading;
  const { total, baseline, value, excluded, ...rest } = reading;
  return {
    ...rest,
    total: toText(total),
    baseline: baseline === undefined ? '-' : toText(baseline),
    value: toText(value),
    excluded: excluded.map(({ quantity }) => toText(quantity)),
  };
}

const MONTHLY = { measure: 'mass', key: ['consignor'], window: { calendar: 'month' } };
const MARCH = days('2025-03-01', '2025-04-01');
/** Two in March before the 10th, one on it before the subject, one after; one in February; one of another consignor. */
const JOURNAL = [
  tonnes('A', '2025-03-01', 1),
  tonnes('B', '2025-03-09', 2),
  tonnes('C', '2025-03-10', 4),
  tonnes('X', '2025-03-10', 8),
  tonnes('D', '2025-03-31', 16),
  tonnes('E', '2025-02-28', 32),
  tonnes('F', '2025-03-02', 64, { consignor: 'other' }),
];
const SUBJECT = tonnes('N', '2025-03-10', 100);

const READ = {
  kind: 'read',
  meter: 'm',
  unit: 'KGM',
  key: 'plant',
  window: MARCH,
  span: MARCH,
  baseline: '-',
  missing: [],
  notes: [],
  excluded: [],
};

describe('a reading', () => {
  const form = meterOf(MONTHLY);
  const subject = { consignment: SUBJECT, world };

  it('before a consignment is of what precedes it in its window; within, of all of the window', () => {
    const ledger = ledgerOf([form], [...JOURNAL, SUBJECT]);
    expect(told(ledger.before(form, subject))).toEqual({ ...READ, total: '7000', value: '7000' });
    expect(told(ledger.within(form, subject))).toEqual({ ...READ, total: '131000', value: '131000' });
  });

  it('of some days of the window is of those alone; of none where they do not meet', () => {
    const ledger = ledgerOf([form], JOURNAL);
    const some = days('2025-03-09', '2025-05-01');
    const span = days('2025-03-09', '2025-04-01');
    expect(told(ledger.before(form, subject, some))).toEqual({ ...READ, span, total: '6000', value: '6000' });
    expect(told(ledger.within(form, subject, some))).toEqual({ ...READ, span, total: '30000', value: '30000' });
    expect(told(ledger.over(form, 'plant', MARCH, some))).toEqual({ ...READ, span, total: '30000', value: '30000' });
    expect(told(ledger.over(form, 'plant', MARCH))).toEqual({ ...READ, total: '31000', value: '31000' });
    const none = { from: MARCH.from, to: MARCH.from };
    expect(told(ledger.within(form, subject, days('2025-05-01', '2025-06-01')))).toEqual({
      ...READ,
      span: none,
      total: '0',
      value: '0',
    });
  });

  it('of some days is of those of the agreement besides, where the consignment names one that has days', () => {
    const ledger = ledgerOf([form], JOURNAL);
    const named = (agreement: string): unknown =>
      told(ledger.within(form, { consignment: { ...SUBJECT, agreement }, world }, days('2025-03-01', '2025-03-10')));
    expect(named('ag-1')).toEqual({ ...READ, span: days('2025-03-05', '2025-03-10'), total: '2000', value: '2000' });
    expect(named('ag-2')).toEqual({ ...READ, span: days('2025-03-01', '2025-03-10'), total: '3000', value: '3000' });
  });

  it('in the window of an agreement is of its days; without one that has days it cannot be read', () => {
    const own = meterOf({ measure: 'mass', window: { agreement: true } });
    const ledger = ledgerOf([own], JOURNAL);
    const named = (agreement: string | undefined): unknown =>
      told(ledger.within(own, { consignment: { ...SUBJECT, agreement }, world }));
    expect(named('ag-1')).toEqual({ ...READ, key: '', window: AGREED, span: AGREED, total: '14000', value: '14000' });
    expect(named('ag-2')).toEqual({ kind: 'unreadable', meter: 'm', fields: ['agreement'] });
    expect(named(undefined)).toEqual({ kind: 'unreadable', meter: 'm', fields: ['agreement'] });
    // The same day asked for one agreement after the other.
    expect(named('ag-1')).toMatchObject({ window: AGREED });
  });

  it('in a window without an end goes on, whatever it is compared with', () => {
    const from = { from: '2025-03-09' };
    const open = meterOf({
      measure: 'mass',
      window: { fixed: from },
      baseline: { lastYear: true, whenEmpty: 'left-out' },
    });
    const window = period(localDate('2025-03-09'), undefined);
    const ledger = ledgerOf([open], [...JOURNAL, tonnes('Y', '2024-12-31', 7)]);
    // 2 + 4 + 8 + 16; from 9 March 2024 on those and 1 + 32 + 64 + 7.
    expect(told(ledger.within(open, subject))).toEqual({
      ...READ,
      key: '',
      window,
      span: window,
      total: '30000',
      baseline: '134000',
      value: '-104000',
    });
  });

  it('that lacks key, date and window names all of them, by code point', () => {
    const own = meterOf({ measure: 'mass', key: ['consignor'], countAt: 'delivered', window: { agreement: true } });
    const reading = ledgerOf([own], []).before(own, { consignment: { ...SUBJECT, consignor: undefined }, world });
    expect(told(reading)).toEqual({
      kind: 'unreadable',
      meter: 'm',
      fields: ['agreement', 'consignor', 'dates.delivered'],
    });
  });

  it('says what was excluded in its days under its key', () => {
    const asked: unknown[] = [];
    const part: ExcludedPart = {
      entry: { id: 'strike', version: '1' },
      reason: 'refused',
      discount: undefined,
      quantity: decimal('5'),
    };
    const around: MeterWorld = {
      ...AROUND,
      excluded: (meter, key, span) => {
        asked.push([meter.id, key, span]);
        return [part];
      },
    };
    const some = days('2025-03-09', '2025-03-11');
    expect(told(ledgerOf([form], JOURNAL, around).within(form, subject, some))).toEqual({
      ...READ,
      span: some,
      total: '14000',
      value: '14000',
      excluded: ['5'],
    });
    expect(asked).toEqual([['m', 'plant', some]]);
  });

  it('of a meter the ledger does not keep is a mistake of the program', () => {
    expect(() => ledgerOf([], []).before(form, subject)).toThrow('the ledger does not keep the meter m');
  });
});

describe('what cannot be told of a reading', () => {
  const heads = meterOf({ measure: 'heads', key: ['consignor'], window: { calendar: 'month' } });
  const counted = (note: string, accepted: string, count: number): Consignment =>
    at(note, accepted, { items: [{ codes: {}, heads: count }] });
  const subject = { consignment: at('N', '2025-03-10'), world };

  it('is of consignments before the subject, in its window, under its key or an unknown one', () => {
    const ledger = ledgerOf(
      [heads],
      [
        counted('A', '2025-03-01', 5),
        at('B', '2025-03-01'),
        at('C', '2025-03-09', { consignor: undefined }),
        at('D', '2025-03-09', { consignor: 'other' }),
        at('E', '2025-02-28'),
        at('N', '2025-03-10'),
        at('O', '2025-03-10'),
        at('P', '2025-03-31'),
        at('Q', '2025-04-01'),
      ],
    );
    const told5 = { ...READ, unit: 'HEA', total: '5', value: '5', missing: ['heads'] };
    expect(told(ledger.before(heads, subject))).toEqual({ ...told5, notes: ['B', 'C'] });
    expect(told(ledger.within(heads, subject))).toEqual({ ...told5, notes: ['B', 'C', 'N', 'O', 'P'] });
  });

  it('names twenty consignments and no more', () => {
    const many = Array.from({ length: 25 }, (_, n) => at(`U${String(n).padStart(2, '0')}`, '2025-03-02'));
    const reading = ledgerOf([heads], many).before(heads, subject);
    expect(reading.kind === 'read' ? reading.notes : []).toEqual(many.slice(0, 20).map(({ note }) => note));
    const twenty = ledgerOf([heads], many.slice(0, 20)).before(heads, subject);
    expect(twenty.kind === 'read' ? twenty.notes.length : 0).toBe(20);
  });

  it('goes with the consignment it was of, and with no other', () => {
    const ledger = ledgerOf([heads], [at('A', '2025-03-02'), at('B', '2025-03-02'), at('C', '2025-03-02')]);
    const notes = (): readonly string[] => {
      const reading = ledger.within(heads, subject);
      return reading.kind === 'read' ? reading.notes : [];
    };
    ledger.record(counted('B', '2025-03-02', 1));
    expect(notes()).toEqual(['A', 'C']);
    ledger.record(at('B', '2025-03-05'));
    expect(notes()).toEqual(['A', 'B', 'C']);
    ledger.remove('A');
    expect(notes()).toEqual(['B', 'C']);
    ledger.record(at('C', '2025-03-02', { consignor: 'other' }));
    ledger.record(at('B', '2025-02-05'));
    expect(notes()).toEqual([]);
  });

  it('of a window that goes into a baseline cannot be told of the reading either', () => {
    const over = meterOf({
      measure: 'heads',
      key: ['consignor'],
      window: { calendar: 'month' },
      baseline: { meanOf: 2 },
    });
    const ledger = ledgerOf(
      [over],
      [
        counted('A', '2025-03-01', 5),
        at('B', '2025-02-03'),
        counted('C', '2025-02-04', 4),
        at('D', '2025-01-04'),
        at('E', '2025-03-02'),
      ],
    );
    // 5 less (4 + 0) / 2.
    expect(told(ledger.before(over, subject))).toEqual({
      ...READ,
      unit: 'HEA',
      total: '5',
      baseline: '2',
      value: '3',
      missing: ['heads'],
      notes: ['B', 'D', 'E'],
    });
  });

  it('keeps an earlier window from being empty: what is in it is not known', () => {
    const baseline = { meanOf: 2, whenEmpty: 'left-out' };
    const over = meterOf({ measure: 'heads', key: ['consignor'], window: { calendar: 'month' }, baseline });
    const reading = (...others: readonly Consignment[]): unknown =>
      told(ledgerOf([over], [counted('A', '2025-03-01', 5), ...others]).before(over, subject));
    const over5 = { ...READ, unit: 'HEA', total: '5' };
    // February is not known and counts as 0; January is 4.
    expect(reading(at('B', '2025-02-03'), counted('C', '2025-01-04', 4))).toEqual({
      ...over5,
      baseline: '2',
      value: '3',
      missing: ['heads'],
      notes: ['B'],
    });
    expect(reading(counted('C', '2025-01-04', 4))).toEqual({ ...over5, baseline: '4', value: '1' });
    expect(reading()).toEqual({ ...over5, baseline: '0', value: '5', missing: ['baseline'] });
  });
});

describe('several meters read as one', () => {
  const part = (traffic: string, more: Changes = {}): Changes => ({ ...MONTHLY, scope: { traffic }, ...more });
  const form = meterOf({ combine: 'greater', of: [part('export'), part('import')] });
  const subject = { consignment: SUBJECT, world };

  it('are read with what is missing in any of them, and hold the keys of all', () => {
    const ledger = ledgerOf(
      [form],
      [
        ...JOURNAL,
        tonnes('I', '2025-03-03', 9, { traffic: 'import' }),
        at('J', '2025-03-04', { traffic: 'import', items: [{ codes: {} }], wagons: [] }),
        at('K', '2025-03-04', { items: [{ codes: {} }], wagons: [] }),
        tonnes('L', '2025-03-04', 1, { traffic: 'import', consignor: 'third' }),
      ],
    );
    expect(told(ledger.before(form, subject))).toEqual({
      ...READ,
      total: '9000',
      value: '9000',
      missing: ['mass_kg'],
      notes: ['J', 'K'],
    });
    expect(ledger.keys(form)).toEqual(['other', 'plant', 'third']);
  });

  it('hold a key as long as anything is counted under it', () => {
    const single = meterOf(MONTHLY);
    const ledger = ledgerOf(
      [single],
      [tonnes('A', '2025-03-01', 1), tonnes('B', '2025-03-01', 1, { consignor: 'other' })],
    );
    expect(ledger.keys(single)).toEqual(['other', 'plant']);
    ledger.remove('B');
    expect(ledger.keys(single)).toEqual(['plant']);
    ledger.record(tonnes('A', '2025-03-01', 1, { traffic: 'import', consignor: 'third' }));
    expect(ledger.keys(single)).toEqual(['third']);
  });

  test.each([
    ['sum', '16000'],
    ['lesser', '7000'],
    ['greater', '9000'],
  ])('of a mean of earlier windows none is empty in which one of them counts anything: %s', (combine, total) => {
    const baseline = { lastYear: true, whenEmpty: 'not-evaluated' };
    const over = meterOf({ combine, of: [part('export'), part('import')], baseline });
    const ledger = ledgerOf(
      [over],
      [
        ...JOURNAL,
        tonnes('I', '2025-03-03', 9, { traffic: 'import' }),
        tonnes('Z', '2024-03-03', 2, { traffic: 'import' }),
      ],
    );
    const lastYear = { sum: '2000', lesser: '0', greater: '2000' }[combine] ?? '';
    expect(told(ledger.before(over, subject))).toEqual({
      ...READ,
      total,
      baseline: lastYear,
      value: String(Number(total) - Number(lastYear)),
    });
  });
});

describe('money and counts in one ledger', () => {
  const EUR = { money: { charges: ['freight'], of: 'net', currency: 'EUR' } };
  const money = { ...meterOf({ ...MONTHLY, measure: EUR }), id: 'money' };
  const mass = meterOf(MONTHLY);
  const charges = [{ leg: 0, currency: 'EUR', lines: [{ charge: 'freight', gross: 500n, net: 400n }] }];
  const subject = { consignment: SUBJECT, world };

  it('move each by its own: what is recorded, and what is charged; both go when it is cancelled', () => {
    const ledger = createLedger([money, mass], AROUND);
    const values = (): readonly string[] =>
      [money, mass].map((form) => {
        const reading = ledger.before(form, subject);
        return reading.kind === 'read'
          ? `${toText(reading.value)} ${reading.missing.join()}`.trim()
          : reading.fields.join();
      });
    const one = tonnes('A', '2025-03-01', 1);
    ledger.record(one);
    expect(values()).toEqual(['0', '1000']);
    ledger.charge(one, charges);
    expect(values()).toEqual(['4', '1000']);
    ledger.record(tonnes('A', '2025-03-01', 2));
    expect(values()).toEqual(['4', '2000']);
    ledger.charge(tonnes('A', '2025-03-01', 2, { consignor: 'other' }), charges);
    expect(values()).toEqual(['0', '2000']);
    ledger.charge(one, charges);
    ledger.remove('A');
    expect(values()).toEqual(['0', '0']);
    ledger.remove('unknown');
    expect(values()).toEqual(['0', '0']);
  });

  it('a consignment corrected to one outside the scope adds nothing, and is back when it is corrected again', () => {
    const form = meterOf({ ...MONTHLY, scope: { traffic: 'export' } });
    const ledger = createLedger([form], AROUND);
    const value = (): string => {
      const reading = ledger.before(form, subject);
      return reading.kind === 'read' ? toText(reading.value) : '';
    };
    ledger.record(tonnes('A', '2025-03-01', 1));
    ledger.record(tonnes('A', '2025-03-01', 1, { traffic: 'import' }));
    expect(value()).toBe('0');
    ledger.record(tonnes('A', '2025-03-01', 3));
    expect(value()).toBe('3000');
    ledger.remove('A');
    expect(value()).toBe('0');
  });
});
