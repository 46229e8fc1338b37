import { describe, expect, it, test } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { meterOf } from '../testing/meter-from-text.ts';
import { contributionsOf, coversCharge, type LegCharges } from './contribution.ts';
import { keyOf } from './key.ts';

type Changes = Readonly<Record<string, unknown>>;

const { world } = bookFromText([
  TARIFF,
  'kind: party\nid: plant\ngroups: [cement-makers]',
  'kind: party\nid: works\ngroups: [builders]',
  'kind: party\nid: alone',
  'kind: party\nid: both\ngroups: [cement-makers, builders]',
]);

const MONTH = { window: { calendar: 'month' } };

/** What a consignment adds: `key value`, or what is missing and of which key. */
function adds(text: Changes, changes: Changes, charges: readonly LegCharges[] = []): readonly string[] {
  return contributionsOf(meterOf({ ...MONTH, ...text }), consignmentOf(changes), world, charges).map((one) =>
    one.kind === 'adds'
      ? `${one.key}: ${toText(one.value)}`
      : `${one.key ?? 'some key'}: missing ${one.fields.join(', ')}`,
  );
}

const leg = (carrier: string, more: Changes = {}): object => ({
  carrier,
  mode: 'rail',
  from: 'a',
  to: 'b',
  payer: 'works',
  ...more,
});
const BY_CONSIGNOR = { key: ['consignor'] };
const SOME_HEADS = { measure: 'heads', ...BY_CONSIGNOR };

describe('what a consignment adds to a meter', () => {
  test.each<[string, Changes, Changes, readonly string[]]>([
    ['its measure, under its key', { measure: 'mass', ...BY_CONSIGNOR }, {}, ['plant: 60000']],
    ['under the empty key where there is one reading', { measure: 'mass' }, {}, [': 60000']],
    ['nothing where the scope does not hold', { measure: 'mass', scope: { kind: 'small' } }, {}, []],
    [
      'what the scope asks for is missing, of the key',
      { measure: 'mass', scope: { 'wagon.model': '19-752' }, ...BY_CONSIGNOR },
      {},
      ['plant: missing wagon.model'],
    ],
    [
      'of an unknown key where the key is missing too',
      { measure: 'mass', scope: { 'wagon.model': '19-752' }, ...BY_CONSIGNOR },
      { consignor: undefined },
      ['some key: missing wagon.model'],
    ],
    ['what is measured is missing, of the key', SOME_HEADS, {}, ['plant: missing heads']],
    ['of an unknown key likewise', SOME_HEADS, { consignor: undefined }, ['some key: missing heads']],
    [
      'the key itself is missing',
      { measure: 'mass', ...BY_CONSIGNOR },
      { consignor: undefined },
      ['some key: missing consignor'],
    ],
    [
      'every missing part of a key',
      { measure: 'mass', key: ['consignor', 'agreement', 'consignee'] },
      { consignor: undefined },
      ['some key: missing consignor, agreement'],
    ],
  ])('%s', (_, text, changes, expected) => {
    expect(adds(text, changes)).toEqual(expected);
  });
});

describe('what the legs of a consignment add', () => {
  const THREE = {
    legs: [leg('rail', { distanceKm: '100' }), leg('rail', { distanceKm: '50' }), leg('ferry', { distanceKm: '10' })],
  };
  const BY_CARRIER = { key: ['carrier'] };
  const RAIL = { scope: { 'leg.carrier': ['rail'] } };

  test.each<[string, Changes, Changes, readonly string[]]>([
    [
      'work adds up leg by leg, under the key of each',
      { measure: 'tonne-km', ...BY_CARRIER },
      THREE,
      ['rail: 9000', 'ferry: 600'],
    ],
    [
      'a mass is carried once under each key',
      { measure: 'mass', ...BY_CARRIER },
      THREE,
      ['rail: 60000', 'ferry: 60000'],
    ],
    [
      'a quantity is carried once likewise',
      { measure: { quantity: 'LBR' }, ...BY_CARRIER },
      { ...THREE, items: [{ codes: {}, quantities: [{ value: '7', unit: 'LBR' }] }] },
      ['rail: 7', 'ferry: 7'],
    ],
    ['nothing where no leg is meant', { measure: 'mass', scope: { 'leg.carrier': ['road'] } }, THREE, []],
    [
      'one leg is asked as itself',
      { measure: 'tonne-km', ...RAIL, ...BY_CARRIER },
      { legs: [leg('rail', { distanceKm: '7' })] },
      ['rail: 420'],
    ],
    [
      'without legs what they would say is missing',
      { measure: 'mass', ...RAIL },
      { legs: [] },
      [': missing leg.carrier'],
    ],
    [
      'a meter that does not look at legs asks the consignment once, with all its legs',
      { measure: 'tonne-km', ...BY_CONSIGNOR },
      { legs: [leg('rail', { distanceKm: '100' }), leg('ferry')] },
      ['plant: 6000', 'plant: missing leg.distanceKm'],
    ],
    [
      'work of a leg whose length is not known is missing beside that of the others',
      { measure: 'tonne-km', ...BY_CARRIER },
      { legs: [leg('rail', { distanceKm: '100' }), leg('rail')] },
      ['rail: 6000', 'rail: missing leg.distanceKm'],
    ],
    [
      'a mass that one leg brings under its key is known, whatever another leg lacks; under another key it is missing',
      { measure: 'mass', scope: { 'leg.distanceKm': { from: '1' } }, ...BY_CARRIER },
      { legs: [leg('rail', { distanceKm: '100' }), leg('rail'), leg('ferry')] },
      ['rail: 60000', 'ferry: missing leg.distanceKm'],
    ],
    [
      'not under a key that is not known',
      { measure: 'mass', scope: { 'leg.mode': ['rail'] }, key: ['payer'] },
      { incoterm: undefined, legs: [leg('rail'), { ...leg('rail'), payer: undefined }] },
      ['works: 60000', 'some key: missing payer'],
    ],
  ])('%s', (_, text, changes, expected) => {
    expect(adds(text, changes)).toEqual(expected);
  });
});

describe('the money a consignment adds', () => {
  const charged = (
    index: number,
    currency: string,
    ...lines: readonly (readonly [string, bigint, bigint])[]
  ): LegCharges => ({
    leg: index,
    currency,
    lines: lines.map(([charge, gross, net]) => ({ charge, gross, net })),
  });
  const money = (of: string, ...charges: readonly string[]): Changes => ({
    measure: { money: { charges, of, currency: 'EUR' } },
  });
  const LINES = [
    ['freight', 1000n, 900n],
    ['freight.loaded', 200n, 100n],
    ['freightage', 30n, 30n],
    ['wagon', 7n, 6n],
  ] as const;

  test.each<[string, Changes, readonly LegCharges[], readonly string[]]>([
    ['gross, of a kind and what is below it', money('gross', 'freight'), [charged(0, 'EUR', ...LINES)], [': 12']],
    ['net', money('net', 'freight'), [charged(0, 'EUR', ...LINES)], [': 10']],
    ['of several kinds', money('net', 'wagon', 'freight.loaded'), [charged(0, 'EUR', ...LINES)], [': 1.06']],
    ['nothing in another currency', money('net', 'freight'), [charged(0, 'USD', ...LINES)], [': 0']],
    ['not known before its leg is charged', money('net', 'freight'), [], [': missing leg.charges']],
  ])('%s', (_, text, charges, expected) => {
    expect(adds(text, {}, charges)).toEqual(expected);
  });

  it('is that of each leg, in whatever order their charges come', () => {
    const two = { legs: [leg('rail'), leg('ferry')] };
    const charges = [charged(1, 'EUR', ['freight', 500n, 500n]), charged(0, 'EUR', ['freight', 1000n, 900n])];
    expect(adds({ ...money('net', 'freight'), key: ['carrier'] }, two, charges)).toEqual(['rail: 9', 'ferry: 5']);
    expect(adds({ ...money('net', 'freight'), key: ['carrier'] }, two, charges.slice(1))).toEqual([
      'rail: 9',
      'ferry: missing leg.charges',
    ]);
    expect(adds({ ...money('net', 'freight'), scope: { 'leg.mode': ['rail'] } }, two, charges)).toEqual([': 14']);
  });

  test.each([
    ['freight', true],
    ['freight.loaded', true],
    ['freightage', false],
    ['wagon', false],
    ['surcharge.fuel', true],
    ['surcharge', false],
  ])('a kind of charge falls under its prefix up to a dot: %s', (charge, expected) => {
    expect(coversCharge(['freight', 'surcharge.fuel'], charge)).toBe(expected);
  });
});

describe('what a consignment adds to several meters read as one', () => {
  const part = (traffic: string, key: string): Changes => ({
    measure: 'mass',
    scope: { traffic },
    key: [key],
    ...MONTH,
  });
  const combined = (...of: readonly Changes[]): Changes => ({ combine: 'sum', of, window: undefined });

  test.each<[string, Changes, Changes, readonly string[]]>([
    [
      'is what it adds to the one that means it',
      combined(part('export', 'consignor'), part('import', 'consignee')),
      {},
      ['plant: 60000'],
    ],
    [
      'is the sum of what it adds to each, under each key',
      combined(part('export', 'consignor'), part('export', 'consignor'), part('export', 'consignee')),
      {},
      ['plant: 120000', 'works: 60000'],
    ],
    [
      'is missing beside what is known',
      combined(part('export', 'consignor'), part('export', 'agreement'), {
        measure: 'mass',
        scope: { 'wagon.model': 'x' },
        key: ['consignor'],
        ...MONTH,
      }),
      {},
      ['plant: 60000', 'some key: missing agreement', 'plant: missing wagon.model'],
    ],
    ['is nothing where none means it', combined(part('transit', 'consignor'), part('import', 'consignee')), {}, []],
  ])('%s', (_, text, changes, expected) => {
    expect(adds(text, changes)).toEqual(expected);
  });
});

describe('the key a consignment counts under', () => {
  const key = (keys: readonly unknown[], changes: Changes, withLeg = true): unknown => {
    const consignment = consignmentOf(changes);
    const [first] = consignment.legs;
    const found = keyOf(
      meterOf({ measure: 'mass', ...MONTH, key: keys }),
      withLeg && first !== undefined ? { consignment, leg: first, world } : { consignment, world },
    );
    return found.kind === 'key' ? found.text : found;
  };
  const missing = (...fields: readonly string[]): object => ({ kind: 'missing', fields });
  const item = (...codes: readonly (string | undefined)[]): Changes => ({
    items: codes.map((code) => ({ codes: code === undefined ? {} : { ETSNG: code }, mass_kg: 1 })),
  });

  test.each<[unknown, Changes, unknown]>([
    ['consignor', {}, 'plant'],
    ['consignor', { consignor: undefined }, missing('consignor')],
    ['consignee', {}, 'works'],
    ['consignee', { consignee: undefined }, missing('consignee')],
    ['payer', {}, 'works'],
    ['payer', { legs: [leg('rail', { payer: undefined })] }, missing('payer')],
    ['carrier', { legs: [leg('ferry')] }, 'ferry'],
    ['carrier', { legs: [] }, missing('leg.carrier')],
    ['agreement', { agreement: 'ag-1' }, 'ag-1'],
    ['agreement', {}, missing('agreement')],
    ['route', { origin: 'a', destination: 'b' }, 'a>b'],
    ['route', { origin: 'a', destination: 'b', diversion: { date: '2025-03-11', destination: 'c' } }, 'a>c'],
    ['route', { destination: 'b' }, missing('origin')],
    ['route', { origin: 'a' }, missing('destination')],
    ['party-group', {}, 'cement-makers'],
    ['party-group', { consignor: 'alone' }, 'alone'],
    ['party-group', { consignor: 'both' }, missing('consignor.group')],
    ['party-group', { consignor: 'stranger' }, missing('consignor.group')],
    ['party-group', { consignor: undefined }, missing('consignor')],
    ['consignee-group', {}, 'builders'],
    ['consignee-group', { consignee: 'both' }, missing('consignee.group')],
    ['consignee-group', { consignee: undefined }, missing('consignee')],
    ['payer-group', {}, 'builders'],
    ['payer-group', { legs: [leg('rail', { payer: 'both' })] }, missing('payer.group')],
    ['payer-group', { legs: [leg('rail', { payer: undefined })] }, missing('payer')],
    [{ fact: 'leg.mode' }, {}, 'rail'],
    [{ fact: 'wagon.type' }, { wagons: [{ type: 'hopper' }, { type: 'hopper' }] }, 'hopper'],
    [{ fact: 'wagon.type' }, { wagons: [{ type: 'hopper' }, { type: 'tank' }] }, missing('wagon.type')],
    [{ fact: 'wagon.type' }, { wagons: [{ type: 'hopper' }, {}] }, missing('wagon.type')],
    [{ fact: 'wagon.type' }, { wagons: [{}] }, missing('wagon.type')],
    [{ fact: 'marks' }, { marks: [] }, missing('marks')],
    [{ goods: 'ETSNG', digits: 3 }, item('281000'), '281'],
    [{ goods: 'ETSNG', digits: 3 }, item('281000', '281999'), '281'],
    [{ goods: 'ETSNG', digits: 3 }, item('281000', '282000'), missing('item.ETSNG')],
    [{ goods: 'ETSNG', digits: 3 }, item('28'), missing('item.ETSNG')],
    [{ goods: 'ETSNG', digits: 3 }, item('281000', undefined), missing('item.ETSNG')],
    [{ goods: 'ETSNG', digits: 3 }, item(undefined), missing('item.ETSNG')],
    [{ goods: 'ETSNG', digits: 3 }, { items: [] }, missing('item.ETSNG')],
  ])('%j of %j', (one, changes, expected) => {
    expect(key([one], changes)).toEqual(expected);
    // Beside another it is the same: a key of several names all of them, or all that is missing.
    const expectedBeside = typeof expected === 'string' ? `N1x|${expected}` : expected;
    expect(key([{ fact: 'note' }, one], { ...changes, note: 'N1x' })).toEqual(expectedBeside);
  });

  it('is the payer’s only on a leg, and the item’s own goods where one is asked for', () => {
    expect(key(['payer'], {}, false)).toEqual(missing('payer'));
    expect(key(['carrier'], {}, false)).toEqual(missing('leg.carrier'));
    const consignment = consignmentOf(item('281000', '302000'));
    const [, second] = consignment.items;
    if (second === undefined) throw new Error('no item');
    const form = meterOf({ measure: 'mass', ...MONTH, key: [{ goods: 'ETSNG', digits: 2 }] });
    expect(keyOf(form, { consignment, item: second, world })).toEqual({ kind: 'key', text: '30' });
  });

  it('is empty where there is one reading for the whole', () => {
    expect(key([], { consignor: undefined })).toBe('');
  });
});
