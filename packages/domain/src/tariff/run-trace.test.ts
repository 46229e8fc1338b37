import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { overKm, partText, priceBy } from '../testing/price-steps.ts';
import { goodsTable, LOOK_UP_GOODS, lookUpRate, RATES } from '../testing/price-tables.ts';

type Changes = Readonly<Record<string, unknown>>;

const ten = "{ step: lookup, name: ten, value: '10' }";

describe('the trace of a step', () => {
  const told = (steps: readonly string[], more = '', changes: Changes = {}): readonly unknown[] => {
    const priced = priceBy(partText(steps, more), changes);
    if (!('trace' in priced)) throw new Error(priced.refused.join());
    return priced.trace.map(({ inputs, before, after, unrounded, ...rest }) => ({
      ...rest,
      inputs: inputs.map(({ label, value, unit }) => [
        label,
        typeof value === 'string' ? value : toText(value),
        unit ?? '-',
      ]),
      values: [before, after, unrounded].map((value) => (value === undefined ? '-' : toText(value))).join(' '),
    }));
  };

  it('has what was read with its unit, what came before and after, the full value where it was rounded, the clause', () => {
    const steps = [
      "{ step: lookup, name: km, value: { fact: leg.distanceKm }, clause: 'note 3' }",
      "{ step: multiply, name: t, by: { fact: mass_kg, per: '7000' }, round: { quantum: '0.1', mode: down }, title: { en: t, de: t, ru: t, be: t } }",
      '{ step: add, name: again, value: { step: km } }',
    ];
    expect(told(steps)).toEqual([
      {
        step: 'lookup',
        name: 'km',
        rows: [],
        currency: 'EUR',
        clause: 'note 3',
        inputs: [['fact:leg.distanceKm', '100', 'KMT']],
        values: '- 100 -',
      },
      {
        step: 'multiply',
        name: 't',
        rows: [],
        currency: 'EUR',
        title: { en: 't', de: 't', ru: 't', be: 't' },
        inputs: [['fact:mass_kg', '60000', 'KGM']],
        values: '100 857.1 6000/7',
      },
      {
        step: 'add',
        name: 'again',
        rows: [],
        currency: 'EUR',
        inputs: [['step:km', '100', '-']],
        values: '857.1 957.1 -',
      },
    ]);
  });

  it('has the row that was read, with its keys and its line', () => {
    expect(told([lookUpRate()], RATES, overKm(150))).toMatchObject([
      {
        rows: [{ table: 'rates', file: '0.yaml', line: 11, keys: { distance: '150' } }],
        inputs: [['table:rates', '1900', '-']],
      },
    ]);
  });

  it('has line 0 where the table has it otherwise, and each row of mixed goods with its mass', () => {
    expect(told([lookUpRate(", otherwise: '7'")], RATES, overKm(500))).toMatchObject([
      { rows: [{ line: 0, keys: { distance: '500' } }] },
    ]);
    const items = [
      { codes: { ETSNG: '281000' }, mass_kg: 30_000 },
      { codes: { ETSNG: '161005' }, mass_kg: 10_000 },
    ];
    expect(told([LOOK_UP_GOODS], goodsTable('    several: each'), { items })).toMatchObject([
      {
        rows: [
          { line: 10, keys: { goods: '281000' } },
          { line: 11, keys: { goods: '161005' } },
        ],
        inputs: [
          ['goods:281000', '2', '-'],
          ['goods-mass', '30000', 'KGM'],
          ['goods:161005', '4', '-'],
          ['goods-mass', '10000', 'KGM'],
          ['table:classes', '2.5', '-'],
        ],
      },
    ]);
  });

  it('has every candidate of a correction, with its base and its rate, and the rates of a piecewise step', () => {
    const candidates =
      "{ step: greater-correction, name: s, candidates: [{ on: '10', rate: '0.1' }, { on: '20', rate: '-0.2' }] }";
    expect(told([ten, candidates])[1]).toMatchObject({
      inputs: [
        ['candidate-1-base', '10', '-'],
        ['candidate-1-rate', '0.1', '-'],
        ['candidate-1', '1', '-'],
        ['candidate-2-base', '20', '-'],
        ['candidate-2-rate', '-0.2', '-'],
        ['candidate-2', '-4', '-'],
      ],
      values: '10 6 -',
    });
    const piecewise = "{ step: piecewise, name: p, table: rates, key: distance, from: '50', coefficient: '0.5' }";
    expect(told([piecewise], RATES, overKm(150))).toMatchObject([
      {
        inputs: [
          ['value', '50', '-'],
          ['value', '0.5', '-'],
          ['rate-at-start', '1000', '-'],
          ['rate-here', '1900', '-'],
        ],
        values: '- 1450 -',
      },
    ]);
  });
});
