import { describe, expect, test } from 'vitest';
import { overKm, partText, priceBy } from '../testing/price-steps.ts';
import { goodsTable, LOOK_UP_GOODS, LOOK_UP_TYPE, lookUpRate, RATES, TYPES } from '../testing/price-tables.ts';

type Changes = Readonly<Record<string, unknown>>;

const ten = "{ step: lookup, name: ten, value: '10' }";

/** Codes of the refusals, each with its parameters but the tariff's id. */
function refused(steps: readonly string[], more = '', changes: Changes = {}): readonly object[] {
  const priced = priceBy(partText(steps, more), changes);
  if ('net' in priced) return [{ net: priced.net }];
  return priced.refused.map((code, index) => {
    const { tariff, ...params } = priced.params[index] ?? {};
    expect(tariff).toBe('t');
    return { code, ...params };
  });
}

describe('a run that cannot go on says why, with what it met', () => {
  test.each<[string, readonly string[], string, Changes, readonly object[]]>([
    [
      'no row',
      [lookUpRate()],
      RATES,
      overKm(201),
      [{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'distance 201' }],
    ],
    [
      'an empty cell',
      [lookUpRate(', column: special')],
      RATES,
      overKm(7),
      [{ code: 'tariff.empty-cell', table: 'rates', line: 10, column: 'special' }],
    ],
    [
      'no distance',
      [lookUpRate()],
      RATES,
      { legs: [{ carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' }] },
      [{ code: 'tariff.missing-fact', fact: 'leg.distanceKm' }],
    ],
    [
      'two rows that hold alike',
      [LOOK_UP_TYPE],
      TYPES,
      { wagons: [{ type: 'hopper', axles: 4 }] },
      [{ code: 'tariff.two-rows', table: 'types', first: 10, second: 11, keys: 'axles 4, type hopper' }],
    ],
    [
      'two values of one fact',
      [LOOK_UP_TYPE],
      TYPES,
      {
        wagons: [
          { type: 'hopper', axles: 6 },
          { type: 'tank', axles: 6 },
        ],
      },
      [{ code: 'tariff.several-values', fact: 'wagon.type', values: 'hopper, tank' }],
    ],
    [
      'two numbers of one fact',
      ['{ step: lookup, name: a, value: { fact: wagon.axles } }'],
      '',
      { wagons: [{ axles: 6 }, { axles: 4 }] },
      [{ code: 'tariff.several-values', fact: 'wagon.axles', values: '6, 4' }],
    ],
    [
      'a fact some wagons lack',
      [LOOK_UP_TYPE],
      TYPES,
      { wagons: [{ type: 'hopper', axles: 6 }, { axles: 6 }] },
      [{ code: 'tariff.missing-fact', fact: 'wagon.type' }],
    ],
    [
      'a fact of one’s own that is no number',
      ['{ step: lookup, name: a, value: { fact: extra.rate } }'],
      '',
      { extra: { rate: 'high' } },
      [{ code: 'tariff.fact-not-a-number', fact: 'extra.rate' }],
    ],
    [
      'a key that is no number',
      [lookUpRate(', at: { distance: near }')],
      RATES,
      {},
      [{ code: 'tariff.fact-not-a-number', fact: 'near' }],
    ],
    [
      'goods in no row',
      [LOOK_UP_GOODS],
      goodsTable(),
      { items: [{ codes: { ETSNG: '99' }, mass_kg: 1 }] },
      [{ code: 'tariff.no-row', table: 'classes', file: '0.yaml', keys: 'goods 99' }],
    ],
    [
      'goods without a code',
      [LOOK_UP_GOODS],
      goodsTable(),
      { items: [{ codes: {}, mass_kg: 1 }] },
      [{ code: 'tariff.missing-fact', fact: 'item.ETSNG' }],
    ],
    [
      'nothing before it: add',
      ["{ step: add, name: s, value: '1' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'nothing before it: clamp',
      ["{ step: clamp, name: s, least: '1' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'nothing before it: round',
      ["{ step: round, name: s, to: '1' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'nothing before it: blocks',
      ["{ step: blocks, name: s, size: '1' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'nothing before it: convert',
      ["{ step: convert, name: s, to: EUR, multiply: '2' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'nothing before it: correction',
      ["{ step: greater-correction, name: s, candidates: [{ on: '1', rate: '1' }] }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 's' }],
    ],
    [
      'no step that runs',
      ["{ step: lookup, name: s, when: { traffic: import }, value: '1' }"],
      '',
      {},
      [{ code: 'tariff.no-running-value', name: 't' }],
    ],
    [
      'a step that was passed over',
      [
        "{ step: lookup, name: s, when: { traffic: import }, value: '1' }",
        '{ step: lookup, name: b, value: { step: s } }',
      ],
      '',
      {},
      [{ code: 'tariff.step-not-run', name: 's' }],
    ],
    [
      'a division by nothing',
      [ten, '{ step: divide, name: s, by: { fact: extra.zero } }'],
      '',
      { extra: { zero: '0.00' } },
      [{ code: 'tariff.divide-by-zero', name: 's' }],
    ],
    [
      'a conversion by nothing',
      [ten, '{ step: convert, name: s, to: EUR, divide: { fact: extra.zero } }'],
      '',
      { extra: { zero: '0' } },
      [{ code: 'tariff.divide-by-zero', name: 's' }],
    ],
    [
      'blocks below nothing',
      [ten, '{ step: blocks, name: s, size: { fact: extra.size } }'],
      '',
      { extra: { size: '-1' } },
      [{ code: 'tariff.divide-by-zero', name: 's' }],
    ],
    [
      'a coefficient before its day',
      [ten, "{ step: convert, name: s, to: EUR, multiply: '2', valid: { from: 2025-03-11 } }"],
      '',
      {},
      [{ code: 'tariff.coefficient-not-valid', name: 's', date: '2025-03-10', from: '2025-03-11', to: '' }],
    ],
    [
      'a guard nobody can answer',
      [ten, "{ step: add, name: s, value: '1', when: { any: [{ wagon.model: x }, { item.origin: KZ }] } }"],
      '',
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.model, item.origin' }],
    ],
    [
      'no belt before the first',
      [
        '{ step: lookup, name: s, value: { table: rates, at: { distance: { endBefore: { table: rates, key: distance } } } } }',
      ],
      RATES,
      overKm(50),
      [{ code: 'tariff.no-belt-before', name: 's' }],
    ],
    [
      'the belt before which there is none',
      [
        '{ step: lookup, name: s, value: { table: rates, at: { distance: { endBefore: { table: rates, key: distance } } } } }',
      ],
      RATES,
      overKm(500),
      [{ code: 'tariff.no-row', table: 'rates', file: '0.yaml', keys: 'distance 500' }],
    ],
  ])('%s', (_, steps, more, changes, expected) => {
    expect(refused(steps, more, changes)).toEqual(expected);
  });
});
