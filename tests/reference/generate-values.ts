/** Small values the random books and consignments are built from, biased to edges. Chance comes from fast-check alone. */
import fc from 'fast-check';

export type Text = Readonly<Record<string, unknown>>;

export const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** One arbitrary of several, as often as its weight. */
export const weighed = <T>(...of: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...of.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A key that stands in a record sometimes: so often of a hundred. */
export const sometimes = <T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  weighed<T | undefined>([100 - percent, fc.constant(undefined)], [percent, arbitrary]);

/** A record without the keys whose value is undefined. */
export const record = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Text> =>
  fc.record(model).map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)));

export const CARRIERS = ['rail', 'sea'] as const;
export const PLACES = ['alfa', 'bravo', 'charly', 'nowhere'] as const;
export const PARTIES = ['plant', 'works', 'trader', 'miller', 'stranger'] as const;
export const GROUPS = ['building', 'food'] as const;
export const CURRENCIES = ['EUR', 'BYN', 'JPY'] as const;
export const MARKS = ['M1', 'M2'] as const;

/** Codes of goods: ETSNG six digits, GNG and CN eight, TNVED ten, HS six. */
export const ETSNG = ['281000', '281999', '301020', '542011'] as const;
export const GNG = ['25232900', '25231000', '44071100', '69072100'] as const;

export const rate = pick('0', '0.01', '1', '2.5', '7.49', '10', '12.345', '33.33', '100', '0.005');
export const coefficient = pick('0.5', '0.75', '0.8', '0.9', '1', '1.1', '0.333', '0.9999', '1.25', '0');
export const distance = weighed<string>(
  [5, pick('0', '1', '99', '100', '101', '199', '200', '201', '300', '301', '500')],
  [2, pick('99.5', '100.1', '200.5', '100.0')],
  [1, fc.integer({ min: 1, max: 700 }).map(String)],
);
/** Masses about the thresholds 20, 40 and 60 t, one kilogram below and above. */
export const mass = weighed<number>(
  [6, pick(0, 1, 999, 1000, 19_999, 20_000, 20_001, 39_999, 40_000, 40_001, 59_999, 60_000, 60_001, 66_000)],
  [1, fc.integer({ min: 0, max: 90_000 })],
);

/** Days about the ends of months, quarters and years. */
export const day = pick(
  '2024-02-29',
  '2024-03-10',
  '2024-12-31',
  '2025-01-01',
  '2025-01-15',
  '2025-01-31',
  '2025-02-01',
  '2025-02-28',
  '2025-03-01',
  '2025-03-31',
  '2025-04-01',
  '2025-06-30',
);

export const rounding = weighed<unknown>(
  [2, pick('0.01', '1', '0.05', '0.1')],
  [
    3,
    record({
      quantum: pick('0.01', '0.1', '1', '0.05', '10'),
      mode: pick('half-up', 'half-even', 'up', 'down'),
      carry: pick('rounded', 'full'),
    }),
  ],
);

/** What was generated comes back as unknown things; these look at them again. */
export const isText = (value: unknown): value is Text =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const listOf = (value: unknown): readonly Text[] => (Array.isArray(value) ? value.filter(isText) : []);
