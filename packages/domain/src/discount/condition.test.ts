import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { period } from '../kernel/period.ts';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, rate, withBook } from '../testing/rated-leg.ts';
import { allHold, anyHolds, fails, HOLDS, type Holds } from './holds.ts';
import { monthsIn } from './minimum.ts';

const EFFECT = "effect: { kind: multiply, by: '0.8' }";
const granted = (when: string, more = ''): string => discount('d', `${more}${EFFECT}\nwhen: [${when}]`);
const mass = (code: string): string =>
  `{ measure: mass, scope: { goods: { ETSNG: ['${code}'] } }, window: { calendar: year } }`;
const atLeast = (code: string, tonnes: number): string =>
  `{ meter: ${mass(code)}, atLeast: { value: '${String(tonnes)}', unit: TNE } }`;

const moved = (note: string, code: string, tonnes: number, accepted = '2025-02-01'): Record<string, unknown> => ({
  note,
  accepted,
  items: [{ codes: { ETSNG: code }, mass_kg: tonnes * 1000 }],
});
const EARLIER = [moved('A', '281000', 100), moved('B', '201005', 40)];

const fate = (when: string, earlier = EARLIER, changes: Record<string, unknown> = {}): string =>
  fates(rate(withBook(granted(when)), changes, earlier))['d'] ?? '';

describe('a bound is met', () => {
  const bounded = (key: string, tonnes: string): string =>
    `{ meter: ${mass('281')}, ${key}: { value: '${tonnes}', unit: TNE } }`;
  it.each([
    ['atLeast', '100.001', 'discount.meter-below', '12000'],
    ['atLeast', '100', '12000', 'discount.meter-not-below'],
    ['atLeast', '99.999', '12000', 'discount.meter-not-below'],
    ['above', '100.001', 'discount.meter-not-above', '12000'],
    ['above', '100', 'discount.meter-not-above', '12000'],
    ['above', '99.999', '12000', 'discount.meter-above'],
    ['lessThan', '100.001', '12000', 'discount.meter-below'],
    ['lessThan', '100', 'discount.meter-not-below', '12000'],
    ['atMost', '100.001', '12000', 'discount.meter-not-above'],
    ['atMost', '100', '12000', 'discount.meter-not-above'],
    ['atMost', '99.999', 'discount.meter-above', '12000'],
  ])('%s %s of 100 t measured: %s; turned round by not: %s', (key, tonnes, straight, turned) => {
    expect(fate(bounded(key, tonnes))).toBe(straight);
    expect(fate(`{ not: ${bounded(key, tonnes)} }`)).toBe(turned);
  });

  it('closed on one value by both ends, and by no value when one of them is open', () => {
    const between = (low: string, high: string): string =>
      `{ meter: ${mass('281')}, ${low}: { value: '100', unit: TNE }, ${high}: { value: '100', unit: TNE } }`;
    expect(fate(between('atLeast', 'atMost'))).toBe('12000');
    expect(fate(between('above', 'atMost'))).toBe('discount.meter-not-above');
  });
});

describe('conditions combined', () => {
  it.each([
    ['a total and a minimum per direction: both are needed', `${atLeast('281', 100)}, ${atLeast('201', 40)}`, '12000'],
    [
      'all of them fails with the first that fails',
      `{ all: [${atLeast('281', 90)}, ${atLeast('201', 41)}] }`,
      '41000 kg needed',
    ],
    ['one alternative is enough', `{ any: [${atLeast('281', 500)}, ${atLeast('201', 40)}] }`, '12000'],
    [
      'of alternatives that fail the first is told',
      `{ any: [${atLeast('281', 500)}, ${atLeast('201', 60)}] }`,
      '500000 kg needed',
    ],
    ['not turns a comparison round', `{ not: ${atLeast('281', 101)} }`, '12000'],
    ['not tells the number that was reached', `{ not: ${atLeast('281', 100)} }`, '100000 kg needed'],
    ['not of all is any of not', `{ not: { all: [${atLeast('281', 100)}, ${atLeast('201', 60)}] } }`, '12000'],
    ['not of not is itself', `{ not: { not: ${atLeast('281', 100)} } }`, '12000'],
    [
      'a mark on the document instead of a volume',
      `{ any: [${atLeast('281', 500)}, { scope: { marks: ['703NZ'] } }] }`,
      '500000 kg needed',
    ],
    ['facts may be conditions too', '{ not: { scope: { kind: [wagonload] } } }', 'discount.scope'],
  ])('%s', (_, when, expected) => {
    const rating = rate(withBook(granted(when)), {}, EARLIER);
    const [outcome] = rating.discounts;
    const bound = outcome?.kind === 'not-applied' ? outcome.reason.params['bound'] : undefined;
    expect(bound === undefined ? fates(rating)['d'] : `${String(bound)} kg needed`).toBe(expected);
  });

  it('a missing fact is missing unless another alternative holds, and no failure unless another part fails', () => {
    const heads = "{ meter: { measure: heads, window: { calendar: year } }, atLeast: { value: '5', unit: HEA } }";
    expect(fate(heads)).toBe('missing heads');
    expect(fate(`{ any: [${heads}, ${atLeast('281', 100)}] }`)).toBe('12000');
    expect(fate(`{ any: [${heads}, ${atLeast('281', 101)}] }`)).toBe('missing heads');
    expect(fate(`{ all: [${heads}, ${atLeast('281', 101)}] }`)).toBe('discount.meter-below');
    expect(fate(`{ not: ${heads} }`)).toBe('missing heads');
  });

  it('before its first day a comparison is not asked, turned round or not', () => {
    const later = `${atLeast('281', 500).slice(0, -2)}, from: 2025-06-01 }`;
    expect(fate(later)).toBe('12000');
    expect(fate(`{ not: ${later} }`)).toBe('12000');
  });

  it.each([
    ['nothing to ask', '{ from: 2025-01-01 }', 'discount.condition-kind at when.0'],
    [
      'two things at once',
      `{ all: [${atLeast('281', 1)}], scope: { kind: [small] } }`,
      'discount.condition-kind at when.0',
    ],
    [
      'a bound without a meter',
      '{ any: [{ scope: { kind: [small] }, partial: pro-rata }] }',
      'discount.condition-stray at when.0.any.0.partial',
    ],
    [
      'a bound per month of a window without an end',
      "{ meter: { measure: mass, window: { fixed: { from: 2025-01-01 } } }, atLeast: { value: '1', unit: TNE, per: month } }",
      'discount.bound-endless at when.0.atLeast',
    ],
    [
      'a meter nobody knows, however deep',
      "{ all: [{ any: [{ not: { meter: nobody, atLeast: { value: '1', unit: TNE } } }] }] }",
      'discount.unknown-meter at when.0.all.0.any.0.not.meter',
    ],
  ])('%s is refused at its place', (_, when, expected) => {
    const { refusals } = readBookText([TARIFF, granted(when)]);
    expect(refusals.map((one) => `${one.code} at ${one.place.path ?? ''}`)).toContain(expected);
  });
});

describe('a minimum', () => {
  const yearly = (bound: string, more = ''): string =>
    `{ meter: { measure: mass, window: { calendar: quarter } }, atLeast: { ${bound}, unit: TNE }${more} }`;
  const inQuarter = (tonnes: number): readonly Record<string, unknown>[] => [
    moved('A', '281000', tonnes, '2025-01-05'),
  ];

  it('per month or per day grows with the window', () => {
    expect(fate(yearly("value: '100', per: month"), [...inQuarter(300)])).toBe('12000');
    expect(fate(yearly("value: '100', per: month"), [...inQuarter(299)])).toBe('discount.meter-below');
    expect(fate(yearly("value: '10', per: day"), [...inQuarter(900)])).toBe('12000');
    expect(fate(yearly("value: '10', per: day"), [...inQuarter(899)])).toBe('discount.meter-below');
  });

  it('counts and asks pro rata where a part of the window lies before the validity, if the entry says so', () => {
    const book = (partial: string): ReturnType<typeof withBook> =>
      withBook(granted(yearly("value: '900'", `, partial: ${partial}`), 'valid: { from: 2025-03-01 }\n'));
    const march = (tonnes: number) => [
      moved('A', '281000', 600, '2025-01-05'),
      moved('B', '281000', tonnes, '2025-03-01'),
    ];
    expect(fates(rate(book('whole'), {}, march(300)))).toEqual({ d: '12000' });
    expect(fates(rate(book('pro-rata'), {}, march(310)))).toEqual({ d: '12000' });
    expect(fates(rate(book('pro-rata'), {}, march(309)))).toEqual({ d: 'discount.meter-below' });
  });

  it('pro rata of an earlier window asks nothing for days before the validity', () => {
    const lagged =
      "{ meter: { measure: mass, window: { calendar: month, lag: 1 } }, atLeast: { value: '900', unit: TNE }, partial: pro-rata }";
    const book = withBook(granted(lagged, 'valid: { from: 2025-03-01 }\n'));
    expect(fates(rate(book))).toEqual({ d: '12000' });
    expect(fates(rate(book, { accepted: '2025-04-01' }))).toEqual({ d: 'discount.meter-below' });
  });

  it('of several windows ago reads that window', () => {
    const lagged =
      "{ meter: { measure: mass, window: { calendar: month, lag: 2 } }, atLeast: { value: '5', unit: TNE } }";
    expect(fate(lagged, [moved('A', '281000', 5, '2025-01-31')])).toBe('12000');
    expect(fate(lagged, [moved('A', '281000', 5, '2025-02-01')])).toBe('discount.meter-below');
  });
});

const date = fc
  .integer({ min: 0, max: 1500 })
  .map((days) => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10));

describe('laws', () => {
  it('months of a span add up, however it is divided', () => {
    fc.assert(
      fc.property(fc.uniqueArray(date, { minLength: 3, maxLength: 3 }), (dates) => {
        const [a = '', b = '', c = ''] = dates.toSorted();
        const between = (from: string, to: string) => monthsIn(period(localDate(from), localDate(to)));
        const [first, second, whole] = [between(a, b), between(b, c), between(a, c)];
        expect(toText(whole)).toBe(toText(add(first, second)));
      }),
    );
  });

  const answers = fc.array(fc.constantFrom<Holds>(HOLDS, fails('a', {}), { kind: 'missing', fields: ['x'] }), {
    minLength: 1,
  });
  const turned = (one: Holds): Holds => (one.kind === 'holds' ? fails('t', {}) : one.kind === 'fails' ? HOLDS : one);
  const same = <T>(one: T): T => one;

  it('all and any are each other turned round, and their order makes no difference to the outcome', () => {
    fc.assert(
      fc.property(answers, (list) => {
        expect(turned(allHold(list, same)).kind).toBe(anyHolds(list.map(turned), same).kind);
        expect(allHold(list.toReversed(), same).kind).toBe(allHold(list, same).kind);
        expect(anyHolds(list.toReversed(), same).kind).toBe(anyHolds(list, same).kind);
      }),
    );
  });
});
