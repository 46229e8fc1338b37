import { describe, expect, it, test } from 'vitest';
import { overKm, partText, priceBy } from '../testing/price-steps.ts';
import { RATES } from '../testing/price-tables.ts';
import { refusalsIn, stepText } from '../testing/told.ts';

type Changes = Readonly<Record<string, unknown>>;

const TEN = "{ step: lookup, name: ten, value: '10' }";
/** A fact no wagon states. */
const GONE = '{ fact: wagon.tare_kg }';
/** Another, which a step after it would ask for. */
const LATER = '{ step: add, name: later, value: { fact: wagon.capacity_kg } }';

/** The trace, or every refusal with its parameters but the tariff's id. */
function outcome(steps: readonly string[], more = '', changes: Changes = {}): unknown {
  const priced = priceBy(partText(steps, more), changes);
  if ('net' in priced) return priced.trace.map(stepText);
  return refusalsIn(priced);
}

describe('a step that lacks what it reads ends its part: what it lacks is named, and nothing after it', () => {
  test.each([
    ['lookup', `{ step: lookup, name: s, value: ${GONE} }`],
    ['add', `{ step: add, name: s, value: ${GONE} }`],
    ['multiply', `{ step: multiply, name: s, by: ${GONE} }`],
    ['the least of a clamp', `{ step: clamp, name: s, least: ${GONE}, greatest: '20' }`],
    ['the greatest of a clamp', `{ step: clamp, name: s, least: '5', greatest: ${GONE} }`],
    ['a coefficient', `{ step: convert, name: s, to: EUR, multiply: ${GONE} }`],
    ['the size of a block', `{ step: blocks, name: s, size: ${GONE} }`],
    ['what a scale of fees goes by', `{ step: flat-per-step, name: s, of: ${GONE}, steps: [{ from: '1', fee: '1' }] }`],
    [
      'the rate of a correction',
      `{ step: greater-correction, name: s, candidates: [{ on: '1', rate: ${GONE} }, { on: '1', rate: '1' }] }`,
    ],
    [
      'the base of a correction',
      `{ step: greater-correction, name: s, candidates: [{ on: ${GONE}, rate: '1' }, { on: '1', rate: '1' }] }`,
    ],
    [
      'the distance a coefficient holds from',
      `{ step: piecewise, name: s, table: rates, key: distance, from: ${GONE}, coefficient: '2' }`,
    ],
    ['the coefficient', `{ step: piecewise, name: s, table: rates, key: distance, from: '1', coefficient: ${GONE} }`],
    ['what a deficit is of', `{ step: deficit, name: s, table: rates, key: distance, of: ${GONE} }`],
    ['a guard', "{ step: add, name: s, value: '1', when: { wagon.tare_kg: '5' } }"],
  ])('%s', (_, step) => {
    expect(outcome([TEN, step, LATER], RATES)).toEqual([{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }]);
  });

  it('the rate at the distance a coefficient holds from, where there is no row', () => {
    const step = "{ step: piecewise, name: s, table: rates, key: distance, from: '0', coefficient: '2' }";
    expect(outcome([step, LATER], RATES, overKm(150))).toEqual([
      { code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'distance 0' },
    ]);
  });

  it('the rate at the distance itself, where there is no row', () => {
    const step = "{ step: piecewise, name: s, table: rates, key: distance, from: '50', coefficient: '2' }";
    expect(outcome([step, LATER], RATES, overKm(201))).toEqual([
      { code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'distance 201' },
    ]);
  });

  it('a note is told with every refusal', () => {
    const tariff = partText([`{ step: lookup, name: s, value: ${GONE} }`]);
    expect(priceBy(tariff, { note: 'N7' })).toMatchObject({ places: [{ record: 'N7' }] });
  });
});

describe('a coefficient from a distance on', () => {
  const step = "{ step: piecewise, name: s, table: rates, key: distance, from: '150', coefficient: '0.5' }";

  it('shows no rate at its beginning up to there, and both beyond', () => {
    expect(outcome([step], RATES, overKm(150))).toEqual([
      'piecewise s | value 150, value 0.5 | rates 0.yaml:11 distance 150 |  → 1900 | EUR',
    ]);
    // From 90 km on: rate(90) = 1000, rate(150) = 1900: 1000 + 0.5 · 900.
    expect(outcome([step.replace("'150'", "'90'")], RATES, overKm(150))).toEqual([
      'piecewise s | value 90, value 0.5, rate-at-start 1000, rate-here 1900 | rates 0.yaml:11 distance 150 | rates 0.yaml:10 distance 90 |  → 1450 | EUR',
    ]);
  });

  it('goes by a quantity where the table does, whose other keys stay what they are', () => {
    const more = `quantities:
  way: { steps: [{ step: lookup, name: w, value: '150' }] }
  class: { steps: [{ step: lookup, name: c, value: '2' }] }
tables:
  rates:
    columns: [class, from, value]
    rows: [['1', 0, '1'], ['1', 100, '2'], ['2', 0, '1000'], ['2', 100, '1900']]
    keys:
      class: { match: exact, column: class, quantity: class }
      distance: { match: belt, from: from, quantity: way }`;
    const trace = outcome([step.replace("'150'", "'90'")], more);
    expect(trace).toEqual([
      'lookup class.c | value 2 |  → 2',
      'lookup way.w | value 150 |  → 150',
      'piecewise s | value 90, value 0.5, rate-at-start 1000, rate-here 1900 | rates 0.yaml:12 class 2, distance 150 | rates 0.yaml:12 class 2, distance 90 |  → 1450 | EUR',
    ]);
  });
});

describe('a correction', () => {
  it('reads rows that stand in the trace, each once, in the order of the candidates', () => {
    const own = "{ on: { table: rates }, rate: '0.01' }";
    const fixed = "{ on: '500', rate: '0.1' }";
    expect(
      outcome([TEN, `{ step: greater-correction, name: s, candidates: [${own}, ${fixed}] }`], RATES, overKm(150)),
    ).toEqual([
      'lookup ten | value 10 |  → 10 | EUR',
      'greater-correction s | candidate-1-base 1900, candidate-1-rate 0.01, candidate-1 19, candidate-2-base 500, candidate-2-rate 0.1, candidate-2 50 | rates 0.yaml:11 distance 150 | 10 → 60 | EUR',
    ]);
  });

  it('of which every candidate asks for a belt before the first corrects nothing', () => {
    const before =
      '{ on: { table: rates, at: { distance: { endBefore: { table: rates, key: distance } } } }, rate: "0.5" }';
    expect(outcome([TEN, `{ step: greater-correction, name: s, candidates: [${before}] }`], RATES, overKm(50))).toEqual(
      ['lookup ten | value 10 |  → 10 | EUR', 'greater-correction s | 10 → 10 | EUR'],
    );
  });
});

describe('a conversion', () => {
  it('shows who published its coefficient and when, where it says so', () => {
    const step = "{ step: convert, name: s, to: EUR, multiply: '2'";
    expect(outcome([TEN, `${step} }`])).toEqual([
      'lookup ten | value 10 |  → 10 | EUR',
      'convert s | value 2 | 10 → 20 | EUR',
    ]);
    expect(outcome([TEN, `${step}, date: 2025-01-02 }`])).toEqual([
      'lookup ten | value 10 |  → 10 | EUR',
      'convert s | value 2, published 2025-01-02 | 10 → 20 | EUR',
    ]);
    expect(outcome([TEN, `${step}, source: bulletin }`])).toEqual([
      'lookup ten | value 10 |  → 10 | EUR',
      'convert s | value 2, source bulletin | 10 → 20 | EUR',
    ]);
  });
});

describe('an amount within bounds', () => {
  test.each([
    ["greatest: '9'", '10 → 9'],
    ["greatest: '11'", '10 → 10'],
    ["least: '11'", '10 → 11'],
    ["least: '9'", '10 → 10'],
    ['greatest: "12", least: "11"', '10 → 11'],
  ])('by %s', (bounds, values) => {
    const trace = outcome([TEN, `{ step: clamp, name: s, ${bounds} }`]);
    expect(trace).toEqual([
      'lookup ten | value 10 |  → 10 | EUR',
      expect.stringMatching(new RegExp(`^clamp s \\| .* \\| ${values} \\| EUR$`, 'u')),
    ]);
  });
});
