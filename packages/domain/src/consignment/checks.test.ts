import { describe, expect, it } from 'vitest';
import { checkConsignment } from './checks.ts';
import { consignmentSchema } from './schema.ts';

const GOOD = {
  note: 'SMGS-1',
  accepted: '2025-03-10',
  consignor: 'bcc',
  consignee: 'ktk',
  incoterm: { code: 'DAP', place: 'kgd' },
  mass_kg: 130_000,
  items: [
    { codes: { ETSNG: '281018', GNG: '25232900' }, mass_kg: 100_000 },
    { codes: { HS: '252310', CN: '25231000', TNVED: '2523100000' }, mass_kg: 30_000 },
  ],
  wagons: [{ mass_kg: 65_000 }, { mass_kg: 65_000 }, { loaded: false }],
  train: { wagons: 3 },
  crossings: [{ place: 'gudogai' }, { place: 'kybartai' }],
  legs: [
    { carrier: 'bch', mode: 'rail', from: 'gomel', to: 'gudogai', via: [] },
    { carrier: 'lg', mode: 'rail', from: 'gudogai', to: 'kybartai', via: ['kena', 'vilnius'] },
    { carrier: 'kzd', mode: 'rail', from: 'kybartai', to: 'kgd', via: [] },
  ],
  dates: { ordered: '2025-03-01', crossed: '2025-03-12', delivered: '2025-03-14', received: '2025-03-14' },
  diversion: { date: '2025-03-13' },
};

const found = (change: object): readonly string[] =>
  checkConsignment(consignmentSchema.parse({ ...GOOD, ...change })).map(
    ({ code, place, params, severity }) =>
      `${place.record} ${place.path} ${severity === 'error' ? '' : '(warning) '}${code} ${JSON.stringify(params)}`,
  );

const legs = (index: number, change: object): object => ({
  legs: GOOD.legs.map((leg, at) => (at === index ? { ...leg, ...change } : leg)),
});
const items = (change: object): object => ({ items: [{ ...GOOD.items[0], ...change }, GOOD.items[1]] });

describe('a consignment that agrees with itself', () => {
  it.each<[string, object]>([
    ['in everything', {}],
    ['with no mass stated: the goods have one', { mass_kg: undefined }],
    ['with one wagon not weighed', { wagons: [{ mass_kg: 65_000 }, {}] }],
    ['with nothing weighed', { mass_kg: undefined, items: [], wagons: [{}, {}] }],
    ['with containers', { containers: [{ mass_kg: 30_000 }, { mass_kg: 100_000 }, { loaded: false }] }],
    ['with no legs', { legs: [] }],
    [
      'with a crossing on a leg that names the places it passes',
      { crossings: [{ place: 'gudogai' }, { place: 'vilnius' }] },
    ],
    [
      'with a crossing on a leg that does not name them',
      { ...legs(0, { via: undefined }), crossings: [{ place: 'brest' }, { place: 'kybartai' }] },
    ],
    ['with everything on one day', { dates: { ordered: '2025-03-10', received: '2025-03-10' }, diversion: undefined }],
  ])('%s', (_, change) => {
    expect(found(change)).toEqual([]);
  });
});

describe('masses', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'wagons that do not add up',
      { wagons: [{ mass_kg: 65_000 }, { mass_kg: 66_000 }] },
      ['SMGS-1 wagons consignment.wagon-masses {"sum":"131000","whole":"130000","difference":"1000"}'],
    ],
    [
      'wagons against the goods where no mass is stated',
      { mass_kg: undefined, wagons: [{ mass_kg: 1 }] },
      ['SMGS-1 wagons consignment.wagon-masses {"sum":"1","whole":"130000","difference":"-129999"}'],
    ],
    [
      'goods against the mass stated',
      { mass_kg: 131_000, wagons: [] },
      ['SMGS-1 items consignment.item-masses {"sum":"130000","whole":"131000","difference":"-1000"}'],
    ],
    [
      'weighed wagons already exceed the whole',
      { wagons: [{ mass_kg: 130_001 }, {}] },
      ['SMGS-1 wagons consignment.wagon-masses {"sum":"130001","whole":"130000","difference":"1"}'],
    ],
    [
      'containers',
      { containers: [{ mass_kg: 1 }] },
      ['SMGS-1 containers consignment.container-masses {"sum":"1","whole":"130000","difference":"-129999"}'],
    ],
    [
      'goods in an empty wagon',
      { wagons: [{ mass_kg: 65_000 }, { number: '95001', mass_kg: 65_000, loaded: false }] },
      ['SMGS-1 wagons.1.mass_kg consignment.empty-with-mass {"number":"95001","mass":65000}'],
    ],
    [
      'more wagons than the train has',
      { train: { wagons: 2 } },
      ['SMGS-1 train.wagons consignment.train-wagons {"listed":3,"stated":2}'],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

describe('goods codes', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'a letter',
      { codes: { GNG: '2523290O' } },
      ['SMGS-1 items.0.codes.GNG consignment.code-malformed {"system":"GNG","code":"2523290O"}'],
    ],
    [
      'a space',
      { codes: { CN: '2523 2900' } },
      ['SMGS-1 items.0.codes.CN consignment.code-malformed {"system":"CN","code":"2523 2900"}'],
    ],
    [
      'too long',
      { codes: { HS: '25232900' } },
      ['SMGS-1 items.0.codes.HS consignment.code-malformed {"system":"HS","code":"25232900"}'],
    ],
    [
      'a group only',
      { codes: { ETSNG: '281' } },
      ['SMGS-1 items.0.codes.ETSNG (warning) consignment.code-short {"system":"ETSNG","code":"281"}'],
    ],
    ['with or without the check digit', { codes: { ETSNG: '28101' } }, []],
  ])('%s', (_, change, expected) => {
    expect(found(items(change))).toEqual(expected);
  });
});

const order = (earlier: string, earlierDate: string, later: string, laterDate: string, path: string): string =>
  `SMGS-1 ${path} consignment.dates-order ${JSON.stringify({ earlier, earlierDate, later, laterDate })}`;

describe('dates', () => {
  it.each<[string, object, readonly string[]]>([
    [
      'ordered after acceptance',
      { dates: { ordered: '2025-03-11' }, diversion: undefined },
      [order('ordered', '2025-03-11', 'accepted', '2025-03-10', 'accepted')],
    ],
    [
      'delivered before the crossing',
      { dates: { crossed: '2025-03-12', delivered: '2025-03-11' }, diversion: undefined },
      [order('crossed', '2025-03-12', 'delivered', '2025-03-11', 'dates.delivered')],
    ],
    [
      'received before acceptance',
      { dates: { received: '2025-03-09' }, diversion: undefined },
      [order('accepted', '2025-03-10', 'received', '2025-03-09', 'dates.received')],
    ],
    [
      'diverted before acceptance',
      { diversion: { date: '2025-03-09' } },
      [order('accepted', '2025-03-10', 'diversion', '2025-03-09', 'diversion.date')],
    ],
    [
      'diverted after delivery',
      { diversion: { date: '2025-03-15' } },
      [order('diversion', '2025-03-15', 'delivered', '2025-03-14', 'dates.delivered')],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

describe('the way', () => {
  const way = 'gomel – gudogai – kena – vilnius – kybartai – kgd';
  it.each<[string, object, readonly string[]]>([
    [
      'legs that do not meet',
      legs(1, { from: 'brest' }),
      ['SMGS-1 legs.1.from consignment.legs-apart {"leg":2,"from":"brest","previous":1,"to":"gudogai"}'],
    ],
    [
      'a crossing off the way',
      { crossings: [{ place: 'brest' }, { place: 'kybartai' }] },
      [`SMGS-1 crossings.0.place consignment.crossing-off-way ${JSON.stringify({ crossing: 'brest', way })}`],
    ],
    [
      'crossings in the wrong order',
      { crossings: [{ place: 'kybartai' }, { place: 'gudogai' }] },
      [
        `SMGS-1 crossings.1.place consignment.crossings-order ${JSON.stringify({ crossing: 'gudogai', before: 'kybartai', way })}`,
      ],
    ],
    [
      'crossings in the wrong order on one leg',
      { crossings: [{ place: 'vilnius' }, { place: 'kena' }] },
      [
        `SMGS-1 crossings.1.place consignment.crossings-order ${JSON.stringify({ crossing: 'kena', before: 'vilnius', way })}`,
      ],
    ],
    [
      'a leg that does not name the places it passes comes too early',
      { ...legs(0, { via: undefined }), crossings: [{ place: 'kybartai' }, { place: 'brest' }] },
      [
        `SMGS-1 crossings.1.place consignment.crossings-order ${JSON.stringify({ crossing: 'brest', before: 'kybartai', way })}`,
      ],
    ],
    [
      'a payer nobody can tell is on HOLD, not refused',
      { incoterm: undefined, ...legs(0, { payer: 'bcc' }) },
      [
        'SMGS-1 legs.1.payer (warning) consignment.payer-unknown {"leg":2,"carrier":"lg"}',
        'SMGS-1 legs.2.payer (warning) consignment.payer-unknown {"leg":3,"carrier":"kzd"}',
      ],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it('tells all problems at once, in the order of the fields', () => {
    const change = {
      mass_kg: 1,
      ...items({ codes: { GNG: 'x' } }),
      dates: { ordered: '2026-01-01' },
      crossings: [{ place: 'brest' }],
      diversion: undefined,
    };
    expect(found(change).map((one) => one.split(' ')[2])).toEqual([
      'consignment.item-masses',
      'consignment.wagon-masses',
      'consignment.code-malformed',
      'consignment.dates-order',
      'consignment.crossing-off-way',
    ]);
  });
});
