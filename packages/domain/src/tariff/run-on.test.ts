import { describe, expect, test } from 'vitest';
import { overKm, partText, priceBy } from '../testing/price-steps.ts';
import { goodsTable, LOOK_UP_GOODS, LOOK_UP_TYPE, lookUpRate, RATES, TYPES } from '../testing/price-tables.ts';

type Changes = Readonly<Record<string, unknown>>;

const ten = "{ step: lookup, name: ten, value: '10' }";

describe('a run goes on where it can', () => {
  const net = (steps: readonly string[], more = '', changes: Changes = {}): string => {
    const priced = priceBy(partText(steps, more), changes);
    return 'net' in priced ? priced.net : priced.refused.join();
  };
  test.each<[string, readonly string[], string, Changes, string]>([
    ['the first belt from its first kilometre', [lookUpRate()], RATES, overKm(1), '1000.00'],
    ['to its last', [lookUpRate()], RATES, overKm(100), '1000.00'],
    ['the next from its first', [lookUpRate()], RATES, overKm(101), '1900.00'],
    [
      'the end of the belt before',
      [
        '{ step: lookup, name: s, value: { table: rates, at: { distance: { endBefore: { table: rates, key: distance } } } } }',
      ],
      RATES,
      overKm(150),
      '1000.00',
    ],
    ['a key written down', [lookUpRate(", at: { distance: '150' }")], RATES, overKm(1), '1900.00'],
    [
      'a key by another fact',
      [lookUpRate(', at: { distance: { fact: extra.km } }')],
      RATES,
      { ...overKm(1), extra: { km: '101' } },
      '1900.00',
    ],
    ['another value where there is no row', [lookUpRate(", otherwise: '7'")], RATES, overKm(201), '7.00'],
    ['less a part of what the row says', [lookUpRate(", less: '1'")], RATES, overKm(5), '999.00'],
    ['less a part of the other value too', [lookUpRate(", otherwise: '7', less: '1'")], RATES, overKm(201), '6.00'],
    [
      'one value that all wagons share',
      [LOOK_UP_TYPE],
      TYPES,
      {
        wagons: [
          { type: 'hopper', axles: 6 },
          { type: 'hopper', axles: 6 },
        ],
      },
      '1.00',
    ],
    [
      'numbers alike in value',
      ['{ step: lookup, name: a, value: { fact: wagon.length_m } }'],
      '',
      { wagons: [{ length_m: '12.0' }, { length_m: '12' }] },
      '12.00',
    ],
    ['a number alike in value to a cell', [LOOK_UP_TYPE], TYPES, { wagons: [{ type: 'tank', axles: 4 }] }, '2.00'],
    [
      'a fact of one’s own as a number',
      ['{ step: lookup, name: a, value: { fact: extra.rate } }'],
      '',
      { extra: { rate: '2.5' } },
      '2.50',
    ],
    ['a fact by so many', ["{ step: lookup, name: a, value: { fact: mass_kg, per: '1000' } }"], '', {}, '60.00'],
    [
      'another value for a fact nobody states',
      ["{ step: lookup, name: a, value: { fact: wagon.tare_kg, otherwise: '3' } }"],
      '',
      {},
      '3.00',
    ],
    [
      'not for one that is stated',
      ["{ step: lookup, name: a, value: { fact: mass_kg, otherwise: '3' } }"],
      '',
      {},
      '60000.00',
    ],
    [
      'a correction upward',
      [
        ten,
        "{ step: greater-correction, name: s, candidates: [{ on: '10', rate: '0.1' }, { on: '10', rate: '-0.05' }] }",
      ],
      '',
      {},
      '11.00',
    ],
    [
      'a correction downward that is greater',
      [
        ten,
        "{ step: greater-correction, name: s, candidates: [{ on: '10', rate: '0.1' }, { on: '10', rate: '-0.2' }] }",
      ],
      '',
      {},
      '8.00',
    ],
    [
      'of corrections of one size the first',
      [
        ten,
        "{ step: greater-correction, name: s, candidates: [{ on: '10', rate: '-0.1' }, { on: '10', rate: '0.1' }] }",
      ],
      '',
      {},
      '9.00',
    ],
    [
      'a correction rounded by itself',
      [ten, "{ step: greater-correction, name: s, candidates: [{ on: '10', rate: '0.14', round: '1' }] }"],
      '',
      {},
      '11.00',
    ],
    [
      'a correction of nothing needs no base',
      [ten, "{ step: greater-correction, name: s, candidates: [{ on: { fact: wagon.tare_kg }, rate: '0' }] }"],
      '',
      {},
      '10.00',
    ],
    [
      'a fee from its bound on, added to what is there',
      [
        ten,
        "{ step: flat-per-step, name: s, of: { fact: wagons.count }, steps: [{ from: '1', fee: '5' }, { from: '2', fee: '7' }] }",
      ],
      '',
      {},
      '15.00',
    ],
    [
      'a fee where nothing is there',
      ["{ step: flat-per-step, name: s, of: { fact: wagons.count }, steps: [{ from: '1', fee: '5' }] }"],
      '',
      {},
      '5.00',
    ],
    [
      'raised to the least, then held at the greatest',
      [ten, "{ step: clamp, name: s, least: '30', greatest: '20' }"],
      '',
      {},
      '20.00',
    ],
    ['clamped by the least alone', [ten, "{ step: clamp, name: s, least: '10.01' }"], '', {}, '10.01'],
    ['within bounds', [ten, "{ step: clamp, name: s, least: '10', greatest: '10' }"], '', {}, '10.00'],
    [
      'a coefficient on its first day',
      [ten, "{ step: convert, name: s, to: EUR, multiply: '2', valid: { from: 2025-03-10 } }"],
      '',
      {},
      '20.00',
    ],
  ])('%s', (_, steps, more, changes, expected) => {
    expect(net(steps, more, changes)).toBe(expected);
  });

  const mixed = {
    items: [
      { codes: { ETSNG: '281000' }, mass_kg: 30_000 },
      { codes: { ETSNG: '161005' }, mass_kg: 10_000 },
    ],
  };
  const single = { items: [{ codes: { ETSNG: '161005' }, mass_kg: 10_000 }] };
  test.each<[string, string, Changes, string]>([
    ['the narrower pattern wins', '', single, '4.00'],
    ['goods in several rows are weighed by mass', '    several: each', mixed, '2.50'],
    ['or take the highest', '    several: highest', mixed, '4.00'],
    [
      'in equal parts where nothing weighs',
      '    several: each',
      { items: mixed.items.map((one) => ({ ...one, mass_kg: 0 })) },
      '3.00',
    ],
    [
      'rows that agree need no mass',
      '    several: each',
      { items: [{ codes: { ETSNG: '281000' } }, { codes: { ETSNG: '281001' } }] },
      '2.00',
    ],
    [
      'rows that differ do',
      '    several: each',
      { items: [{ codes: { ETSNG: '281000' } }, { codes: { ETSNG: '161005' }, mass_kg: 5 }] },
      'tariff.missing-fact',
    ],
  ])('%s', (_, several, changes, expected) => {
    expect(net([LOOK_UP_GOODS], goodsTable(several), changes)).toBe(expected);
  });
});

describe('what is divided by', () => {
  test.each(['0', '-1', '0.000'])('is more than nothing: %s is refused when the book is read', (per) => {
    expect(() =>
      priceBy(partText([`{ step: lookup, name: a, value: { fact: mass_kg, per: '${per}' } }`], ''), {}),
    ).toThrow('book.decimal-not-positive');
  });
});
