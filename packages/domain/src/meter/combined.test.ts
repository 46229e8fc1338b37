import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { add, maximum, minimum, toText, ZERO } from '../kernel/decimal.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, rate, withBook } from '../testing/rated-leg.ts';
import type { MeterForm, MeterReading } from './form.ts';
import { createLedger, type MeterLedger } from './ledger.ts';

const OUT =
  'kind: meter\nid: out\nmeasure: mass\nkey: [consignor]\nscope: { traffic: export }\nwindow: { calendar: month }';
const HOME =
  'kind: meter\nid: home\nmeasure: mass\nkey: [consignee]\nscope: { traffic: import }\nwindow: { calendar: month }';
const reads = (meter: string): string =>
  discount(
    'd',
    `when: [{ meter: ${meter}, atLeast: { value: '1', unit: KGM } }]\neffect: { kind: multiply, by: '0.9' }`,
  );

const bookWorld = bookFromText([TARIFF]).world;

/** The meter as a discount reads it, with the world of its book. */
function meterNamed(
  id: string,
  ...entries: readonly string[]
): { meter: MeterForm; ledger: MeterLedger; read: (one: Consignment) => string } {
  const book = bookFromText([TARIFF, OUT, HOME, ...entries]);
  const meter = book.meters.find((one) => one.id.startsWith(id));
  if (meter === undefined) throw new Error('no meter');
  const ledger = createLedger(book.meters, { worldOf: () => book.world, agreementPeriod: () => undefined });
  const read = (consignment: Consignment): string => shown(ledger.before(meter, { consignment, world: book.world }));
  return { meter, ledger, read };
}

const shown = (reading: MeterReading): string =>
  reading.kind === 'read' ? toText(reading.value) : `missing ${reading.fields.join()}`;

const combined = (how: string, more = ''): string => `kind: meter\nid: both\ncombine: ${how}\nof: [out, home]${more}`;
const moved = (note: string, traffic: string, kg: number, more: Record<string, unknown> = {}): Consignment =>
  consignmentOf({
    note,
    accepted: '2025-03-05',
    traffic,
    ...(traffic === 'import' ? { consignor: 'works', consignee: 'plant' } : {}),
    items: [{ codes: {}, mass_kg: kg }],
    ...more,
  });

describe('several meters read as one', () => {
  it.each([
    ['sum', '150'],
    ['lesser', '50'],
    ['greater', '100'],
  ])('the %s of two directions, under the key of the direction', (how, expected) => {
    const { ledger, read } = meterNamed('both', combined(how), reads('both'));
    ledger.record(moved('A', 'export', 100));
    ledger.record(moved('B', 'import', 50));
    ledger.record(moved('C', 'import', 7, { consignee: 'other' }));
    expect(read(moved('N', 'export', 1))).toBe(expected);
    expect(read(moved('N', 'import', 1))).toBe(expected);
    expect(read(moved('N', 'import', 1, { consignee: 'other' }))).toBe(how === 'lesser' ? '0' : '7');
  });

  it('corrections and cancellations of a part move it', () => {
    const { ledger, meter, read } = meterNamed('both', combined('lesser'), reads('both'));
    ledger.record(moved('A', 'export', 100));
    ledger.record(moved('B', 'import', 50));
    ledger.record(moved('B', 'import', 60));
    expect(read(moved('N', 'export', 1))).toBe('60');
    expect(ledger.keys(meter)).toEqual(['plant']);
    ledger.remove('B');
    expect(read(moved('N', 'export', 1))).toBe('0');
  });

  it('a missing fact of a part is missing', () => {
    const { ledger, meter } = meterNamed('both', combined('sum'), reads('both'));
    ledger.record(consignmentOf({ note: 'A', accepted: '2025-03-05', items: [], wagons: [] }));
    const reading = ledger.before(meter, { consignment: moved('N', 'export', 1), world: bookWorld });
    expect(reading).toMatchObject({ kind: 'read', missing: ['mass_kg'], notes: ['A'] });
  });

  it('at least so much in each of two directions, written as the lesser', () => {
    const both = discount(
      'd',
      "effect: { kind: multiply, by: '0.9' }\nwhen: [{ meter: { combine: lesser, of: [{ measure: containers, scope: { traffic: export }, window: { calendar: year } }, { measure: containers, scope: { traffic: import }, window: { calendar: year } }] }, atLeast: { value: '1', unit: container } }]",
    );
    const boxes = (note: string, traffic: string): Record<string, unknown> => ({
      note,
      accepted: '2025-02-01',
      traffic,
      containers: [{ size_ft: 40 }],
    });
    expect(fates(rate(withBook(both), {}, [boxes('A', 'export')]))).toEqual({ d: 'discount.meter-below' });
    expect(fates(rate(withBook(both), {}, [boxes('A', 'export'), boxes('B', 'import')]))).toEqual({ d: '6000' });
  });

  const journal = fc.array(
    fc.record({ day: fc.nat(60), kg: fc.nat(1000), traffic: fc.constantFrom('export', 'import') }),
    { maxLength: 20 },
  );

  it('agrees with its parts read one by one, whatever was recorded', () => {
    const how = { sum: add, lesser: minimum, greater: maximum };
    const books = (['sum', 'lesser', 'greater'] as const).map((name) => ({
      name,
      entries: [combined(name), reads('both')],
    }));
    fc.assert(
      fc.property(journal, fc.constantFrom(...books), (records, { name, entries }) => {
        const { ledger, meter } = meterNamed('both', ...entries);
        const consignments = records.map(({ day, kg, traffic }, index) =>
          moved(`n${String(index)}`, traffic, kg, { accepted: addDays(localDate('2025-02-01'), day) }),
        );
        for (const one of consignments) ledger.record(one);
        const [out, home] = meter.combination?.of ?? [];
        if (out === undefined || home === undefined) throw new Error('no parts');
        for (const consignment of consignments) {
          const reading = ledger.before(meter, { consignment, world: bookWorld });
          if (reading.kind !== 'read') throw new Error('unreadable');
          const before = (part: MeterForm) =>
            consignments
              .filter(
                (one) => one.accepted >= reading.span.from && one.traffic === (part === out ? 'export' : 'import'),
              )
              .filter(
                (one) =>
                  one.accepted < consignment.accepted ||
                  (one.accepted === consignment.accepted && one.note < consignment.note),
              )
              .reduce((sum, one) => add(sum, { units: BigInt(one.items[0]?.mass_kg ?? 0), scale: 0, den: 1n }), ZERO);
          expect(toText(reading.value)).toBe(toText(how[name](before(out), before(home))));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('growth over a baseline', () => {
  const growth = (more: string): string =>
    discount(
      'd',
      `effect: { kind: multiply, by: '0.9' }\nwhen: [{ meter: { measure: mass, window: { calendar: month }, baseline: { lastYear: true, as: ratio${more} } }, atLeast: { value: '1.1', unit: C62 } }]`,
    );
  const earlier = (before: number, now: number): readonly Record<string, unknown>[] => [
    { note: 'A', accepted: '2024-03-20', items: [{ codes: {}, mass_kg: before }] },
    { note: 'B', accepted: '2025-03-01', items: [{ codes: {}, mass_kg: now }] },
  ];

  it('is the total divided by it', () => {
    expect(fates(rate(withBook(growth('')), {}, earlier(300, 330)))).toEqual({ d: '6000' });
    const [outcome] = rate(withBook(growth('')), {}, earlier(300, 329)).discounts;
    expect(outcome).toMatchObject({ reason: { params: { value: '1.096667', bound: '1.1', short: '0.003333' } } });
  });

  it('over nothing is not evaluated, unless the entry says what it is then', () => {
    expect(fates(rate(withBook(growth('')), {}, earlier(0, 330)))).toEqual({ d: 'missing baseline' });
    expect(fates(rate(withBook(growth(", whenZero: '2'")), {}, earlier(0, 330)))).toEqual({ d: '6000' });
  });

  it('chooses the step of a scale, at rating and for a whole window', () => {
    const scale = (more: string): string =>
      discount(
        'd',
        `${more}effect: { kind: tier, meter: { measure: mass, window: { calendar: month }, baseline: { lastYear: true, as: ratio } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }, { from: '1.1', rate: '10' }] }`,
      );
    expect(fates(rate(withBook(scale('')), {}, earlier(300, 329)))).toEqual({ d: '3000' });
    expect(fates(rate(withBook(scale('')), {}, earlier(300, 330)))).toEqual({ d: '6000' });
  });
});

describe('a key', () => {
  const keyed = (key: string): string =>
    `kind: meter\nid: keyed\nmeasure: mass\nkey: [${key}]\nwindow: { calendar: year }`;
  const keysOf = (key: string, ...more: readonly Record<string, unknown>[]): readonly string[] => {
    const { ledger, meter } = meterNamed('keyed', keyed(key), reads('keyed'));
    for (const [index, one] of more.entries()) ledger.record(consignmentOf({ note: String(index), ...one }));
    return ledger.keys(meter);
  };

  it('may be any text a scope can read, and the first digits of the goods', () => {
    expect(keysOf('{ fact: leg.mode }', {})).toEqual(['rail']);
    expect(keysOf('{ fact: kind }, consignor', {}, { kind: 'small' })).toEqual(['small|plant', 'wagonload|plant']);
    expect(keysOf('{ goods: GNG, digits: 4 }', {}, { items: [{ codes: { GNG: '27' }, mass_kg: 1 }] })).toEqual([
      '2523',
    ]);
  });

  it('is missing where a consignment has several values of it', () => {
    const two = {
      items: [
        { codes: { ETSNG: '281000' }, mass_kg: 1 },
        { codes: { ETSNG: '201005' }, mass_kg: 1 },
      ],
    };
    expect(keysOf('{ fact: item.ETSNG }', two)).toEqual([]);
    expect(keysOf('{ goods: ETSNG, digits: 3 }', two)).toEqual([]);
  });
});

describe('what cannot be read as one is refused at its place', () => {
  const mass = (more: string): string => `{ measure: mass, window: { calendar: month }${more} }`;
  it.each([
    [
      'other windows',
      `combine: sum\nof: [out, { measure: mass, key: [consignor], window: { calendar: year } }]`,
      'meter.parts-differ at of.1',
    ],
    [
      'other units',
      `combine: sum\nof: [out, { measure: wagons, key: [consignor], window: { calendar: month } }]`,
      'meter.parts-differ at of.1',
    ],
    ['another number of keys', `combine: sum\nof: [out, ${mass('')}]`, 'meter.parts-differ at of.1'],
    [
      'a baseline of a part',
      `combine: sum\nof: [${mass('')}, ${mass(", baseline: { fixed: '1' }")}]`,
      'meter.part-derived at of.1',
    ],
    ['a part nobody knows', 'combine: sum\nof: [out, nobody]', 'meter.part-unknown at of.1'],
    ['a measure of its own', `combine: sum\nof: [out, home]\nmeasure: mass`, 'meter.combined-measures at measure'],
    ['parts and no word how', 'of: [out, home]', 'meter.combined-halfway at '],
    ['neither measure nor parts', 'window: { calendar: month }', 'meter.measure-missing at '],
    [
      'a key that is no text',
      `measure: mass\nwindow: { calendar: month }\nkey: [{ fact: mass_kg }]`,
      'meter.key-fact at key.0',
    ],
    [
      'a cycle without a length',
      'measure: mass\nwindow: { cycle: { from: 2025-01-01 } }',
      'meter.window-cycle at window',
    ],
  ])('%s', (_, content, expected) => {
    const { refusals } = readBookText([TARIFF, OUT, HOME, `kind: meter\nid: bad\n${content}`]);
    expect(refusals.map((one) => `${one.code} at ${one.place.path ?? ''}`)).toContain(expected);
  });

  it('that two meters combine each other is told of both: neither is unknown', () => {
    const circle = (id: string, other: string): string => `kind: meter\nid: ${id}\ncombine: sum\nof: [out, ${other}]`;
    const { refusals } = readBookText([TARIFF, OUT, circle('ma', 'mb'), circle('mb', 'ma')]);
    expect(refusals.map(({ code, params }) => `${code} ${String(params['part'])}`)).toEqual([
      'meter.part-derived mb',
      'meter.part-derived ma',
    ]);
  });

  it('a ratio, a lesser or a greater is neither split nor used up', () => {
    const of = `{ combine: lesser, of: [${mass('')}, ${mass('')}] }`;
    const split = discount(
      'd',
      `effect: { kind: tier, meter: ${of}, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }] }`,
    );
    expect(readBookText([TARIFF, split]).refusals.map((one) => one.code)).toEqual(['discount.meter-not-sum']);
  });
});
