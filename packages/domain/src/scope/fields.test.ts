import { describe, expect, it, test } from 'vitest';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import type { FieldValue } from './field.ts';
import { FIELD_NAMES, factNamed, fieldNamed } from './fields.ts';
import type { Subject, World } from './subject.ts';

/** Every fact a note can have, each with a value of its own. */
const FULL: Consignment = consignmentSchema.parse({
  note: 'N1',
  form: 'SMGS',
  accepted: '2025-03-10',
  kind: 'group',
  traffic: 'export',
  consignor: 'plant',
  consignee: 'works',
  incoterm: { code: 'FCA' },
  items: [
    {
      codes: { GNG: '25232900', ETSNG: '281018', HS: '252329', CN: '25232901', TNVED: '2523290000' },
      name: 'cement',
      mass_kg: 60_000,
      pieces: 3,
      heads: 4,
      packages: 5,
      quantities: [
        { value: '10.5', unit: 'LBR' },
        { value: '2', unit: 'LTR' },
      ],
      value: { amount: '70.5', currency: 'EUR' },
      origin: 'KZ',
      unNumber: '1202',
    },
    {
      codes: { GNG: '27011100', ETSNG: '161005', HS: '270111', CN: '27011100', TNVED: '2701110000' },
      name: 'coal',
      mass_kg: 9_000,
      pieces: 10,
      heads: 20,
      packages: 30,
      quantities: [{ value: '1', unit: 'LBR' }],
      value: { amount: '29.5', currency: 'EUR' },
      origin: 'BY',
      unNumber: '1361',
    },
  ],
  wagons: [
    {
      type: 'hopper',
      ownership: 'private',
      model: '19-752',
      axles: 4,
      capacity_kg: 70_000,
      length_m: '12.02',
      tare_kg: 24_000,
      mass_kg: 60_000,
    },
    {
      type: 'tank',
      ownership: 'leased',
      model: '15-1',
      axles: 8,
      capacity_kg: 120_000,
      length_m: '20.5',
      tare_kg: 50_000,
      mass_kg: 9_000,
      loaded: false,
    },
  ],
  containers: [{ ownership: 'common', size_ft: 40, type: '22G1', mass_kg: 21_000, loaded: false }],
  mass_kg: 69_001,
  train: { type: 'block-direct', wagons: 57 },
  origin: 'gomel',
  destination: 'port',
  dispatchCountry: 'BY',
  destinationCountry: 'LT',
  crossings: [
    { place: 'gudogai', role: 'exit' },
    { place: 'kena', role: 'entry' },
  ],
  legs: [
    {
      carrier: 'bch',
      mode: 'rail',
      from: 'gomel',
      to: 'gudogai',
      distanceKm: '211',
      emptyDistanceKm: '20.5',
      payer: 'plant',
      via: ['minsk'],
    },
    {
      carrier: 'ship',
      mode: 'sea',
      from: 'gudogai',
      to: 'port',
      traffic: 'transit',
      distanceKm: '228.5',
      emptyDistanceKm: '1',
      payer: 'works',
      vessel: 'Baltiysk',
    },
  ],
  marks: ['703NZ'],
  contract: { number: 'K-7', date: '2024-12-01' },
  agreement: 'cement',
  documents: ['permit'],
  dates: { ordered: '2025-03-01', crossed: '2025-03-11', delivered: '2025-03-12', received: '2025-03-13' },
  extra: { zone: 'B' },
});

const EMPTY: Consignment = consignmentSchema.parse({ note: 'N2', accepted: '2025-03-11' });

const world: World = {
  place: (id) =>
    ({
      gomel: { country: 'BY', region: 'BY-HO', railway: 'bch', role: 'station' },
      gudogai: { country: 'LT', region: 'LT-VL', railway: 'lg', role: 'border' },
      kena: { country: 'PL', railway: 'pkp' },
      port: { country: 'RU', region: 'RU-KGD', railway: 'kzd', role: 'port' },
    })[id],
  party: (id) =>
    ({
      plant: { country: 'BY', region: 'BY-MI', groups: ['works-of-cement'] },
      works: { country: 'KZ', region: 'KZ-ALA', groups: ['buyers'] },
      bch: { country: 'BY', groups: [] },
      ship: { country: 'RU', groups: [] },
    })[id],
  payerOf: (_, leg) => leg.payer,
};

const shown = (value: FieldValue): string => (typeof value === 'object' ? toText(value) : String(value));

/** What a field reads, as `type unit: values`; `?` after them when some are not known. */
function readingOf(name: string, consignment: Consignment, more: Partial<Subject> = {}): string {
  const field = fieldNamed(name);
  if (field === undefined) return 'no such field';
  const { values, complete } = field.read({ consignment, world, ...more });
  return `${[field.type, field.unit ?? ''].join(' ').trim()}: ${values.map(shown).join(', ')}${complete ? '' : '?'}`;
}

const READ: readonly (readonly [name: string, read: string])[] = [
  ['note', 'text: N1'],
  ['form', 'text: SMGS'],
  ['accepted', 'date: 2025-03-10'],
  ['kind', 'text: group'],
  ['traffic', 'text: export'],
  ['consignor', 'text: plant'],
  ['consignee', 'text: works'],
  ['payer', 'text: plant, works'],
  ['incoterm', 'text: FCA'],
  ['origin', 'text: gomel'],
  ['destination', 'text: port'],
  ['origin.country', 'text: BY'],
  ['origin.region', 'text: BY-HO'],
  ['origin.railway', 'text: bch'],
  ['origin.role', 'text: station'],
  ['destination.country', 'text: RU'],
  ['destination.region', 'text: RU-KGD'],
  ['destination.railway', 'text: kzd'],
  ['destination.role', 'text: port'],
  ['dispatchCountry', 'text: BY'],
  ['destinationCountry', 'text: LT'],
  ['mass_kg', 'number KGM: 69001'],
  ['wagons.count', 'number C62: 2'],
  ['containers.count', 'number C62: 1'],
  ['pieces', 'number H87: 13'],
  ['heads', 'number HEA: 24'],
  ['packages', 'number C62: 35'],
  ['train.type', 'text: block-direct'],
  ['train.wagons', 'number C62: 57'],
  ['marks', 'text: 703NZ'],
  ['documents', 'text: permit'],
  ['agreement', 'text: cement'],
  ['contract.number', 'text: K-7'],
  ['contract.date', 'date: 2024-12-01'],
  ['dates.ordered', 'date: 2025-03-01'],
  ['dates.crossed', 'date: 2025-03-11'],
  ['dates.delivered', 'date: 2025-03-12'],
  ['dates.received', 'date: 2025-03-13'],
  ['via', 'text: gomel, minsk, gudogai, gudogai, port'],
  ['consignor.group', 'text: works-of-cement'],
  ['consignee.group', 'text: buyers'],
  ['payer.group', 'text: ?'],
  ['consignor.country', 'text: BY'],
  ['consignor.region', 'text: BY-MI'],
  ['consignee.country', 'text: KZ'],
  ['consignee.region', 'text: KZ-ALA'],
  ['payer.country', 'text: ?'],
  ['distanceKm', 'number KMT: 439.5'],
  ['wagons.length_m', 'number MTR: 32.52'],
  ['crossing.country', 'text: LT, PL'],
  ['crossing.railway', 'text: lg, pkp'],
  ['diverted', 'flag: false'],
  ['vessel', 'text: Baltiysk'],
  ['leg.carrier', 'text: bch, ship'],
  ['leg.carrier.country', 'text: BY, RU'],
  ['leg.mode', 'text: rail, sea'],
  ['leg.traffic', 'text: export, transit'],
  ['leg.from', 'text: gomel, gudogai'],
  ['leg.to', 'text: gudogai, port'],
  ['leg.from.country', 'text: BY, LT'],
  ['leg.to.country', 'text: LT, RU'],
  ['leg.from.region', 'text: BY-HO, LT-VL'],
  ['leg.to.region', 'text: LT-VL, RU-KGD'],
  ['leg.from.railway', 'text: bch, lg'],
  ['leg.to.railway', 'text: lg, kzd'],
  ['leg.from.role', 'text: station, border'],
  ['leg.to.role', 'text: border, port'],
  ['leg.distanceKm', 'number KMT: 211, 228.5'],
  ['leg.emptyDistanceKm', 'number KMT: 20.5, 1'],
  ['item.GNG', 'text: 25232900, 27011100'],
  ['item.ETSNG', 'text: 281018, 161005'],
  ['item.HS', 'text: 252329, 270111'],
  ['item.CN', 'text: 25232901, 27011100'],
  ['item.TNVED', 'text: 2523290000, 2701110000'],
  ['item.origin', 'text: KZ, BY'],
  ['item.mass_kg', 'number KGM: 60000, 9000'],
  ['item.unNumber', 'text: 1202, 1361'],
  ['item.name', 'text: cement, coal'],
  ['wagon.type', 'text: hopper, tank'],
  ['wagon.ownership', 'text: private, leased'],
  ['wagon.model', 'text: 19-752, 15-1'],
  ['wagon.axles', 'number C62: 4, 8'],
  ['wagon.capacity_kg', 'number KGM: 70000, 120000'],
  ['wagon.length_m', 'number MTR: 12.02, 20.5'],
  ['wagon.tare_kg', 'number KGM: 24000, 50000'],
  ['wagon.mass_kg', 'number KGM: 60000, 9000'],
  ['wagon.loaded', 'flag: true, false'],
  ['container.ownership', 'text: common'],
  ['container.size_ft', 'number: 40'],
  ['container.type', 'text: 22G1'],
  ['container.mass_kg', 'number KGM: 21000'],
  ['container.loaded', 'flag: false'],
];

/** What a note that states nothing is known to have. */
const KNOWN_OF_EMPTY: Readonly<Record<string, string>> = {
  note: 'text: N2',
  accepted: 'date: 2025-03-11',
  marks: 'text: ',
  documents: 'text: ',
  diverted: 'flag: false',
};

describe('each fact by its name', () => {
  it('there are exactly these', () => {
    expect([...FIELD_NAMES].toSorted()).toEqual(READ.map(([name]) => name).toSorted());
  });

  test.each(READ)('%s', (name, read) => {
    expect(readingOf(name, FULL)).toBe(read);
  });

  test.each(READ)('%s is not known of a note that does not state it', (name, read) => {
    const nothing = `${read.slice(0, read.indexOf(':'))}: ?`;
    expect(readingOf(name, EMPTY)).toBe(KNOWN_OF_EMPTY[name] ?? nothing);
  });
});

describe('facts of the part looked at', () => {
  const [rail, sea] = FULL.legs;
  const [, coal] = FULL.items;
  const [hopper] = FULL.wagons;
  const [box] = FULL.containers;

  test.each<[string, string, Partial<Subject>, string]>([
    ['the payer of the leg decides group and country', 'payer.group', { ...(sea && { leg: sea }) }, 'text: buyers'],
    ['and country', 'payer.country', { ...(sea && { leg: sea }) }, 'text: KZ'],
    ['a leg may have traffic of its own', 'traffic', { ...(sea && { leg: sea }) }, 'text: transit'],
    ['or that of the note', 'traffic', { ...(rail && { leg: rail }) }, 'text: export'],
    ['a leg on land is known to have no vessel', 'vessel', { ...(rail && { leg: rail }) }, 'text: '],
    ['places of one leg', 'via', { ...(rail && { leg: rail }) }, 'text: gomel, minsk, gudogai'],
    ['the whole way, whichever leg is looked at', 'distanceKm', { ...(rail && { leg: rail }) }, 'number KMT: 439.5'],
    ['the mass of an item', 'mass_kg', { ...(coal && { item: coal }) }, 'number KGM: 9000'],
    ['of a wagon', 'mass_kg', { ...(hopper && { wagon: hopper }) }, 'number KGM: 60000'],
    ['of a container', 'mass_kg', { ...(box && { container: box }) }, 'number KGM: 21000'],
    ['not the note’s for an item without one', 'mass_kg', { item: { codes: {} } }, 'number KGM: ?'],
    ['not the note’s for a wagon without one', 'mass_kg', { wagon: { loaded: true } }, 'number KGM: ?'],
    ['not the note’s for a container without one', 'mass_kg', { container: { loaded: true } }, 'number KGM: ?'],
    ['pieces of an item', 'pieces', { ...(coal && { item: coal }) }, 'number H87: 10'],
    ['quantities of an item', 'quantity.LBR', { ...(coal && { item: coal }) }, 'number LBR: 1'],
    ['the value of an item', 'value.EUR', { ...(coal && { item: coal }) }, 'number EUR: 29.5'],
  ])('%s: %s', (_, name, more, read) => {
    expect(readingOf(name, FULL, more)).toBe(read);
  });
});

describe('sums', () => {
  const of = (changes: object): Consignment => consignmentSchema.parse({ ...FULL, ...changes });
  const { mass_kg, ...unweighed } = FULL;
  const item = { codes: {}, mass_kg: 5 };

  test.each<[string, string, Consignment, string]>([
    ['the mass stated on the note comes first', 'mass_kg', FULL, `number KGM: ${String(mass_kg)}`],
    ['then that of the items', 'mass_kg', unweighed, 'number KGM: 69000'],
    ['then that of the wagons', 'mass_kg', { ...unweighed, items: [{ codes: {} }] }, 'number KGM: 69000'],
    [
      'one item without it leaves it to the wagons',
      'mass_kg',
      { ...unweighed, wagons: [], items: [item, { codes: {} }] },
      'number KGM: ?',
    ],
    ['heads are known when every item states them', 'heads', of({ items: [{ heads: 3 }, {}] }), 'number HEA: ?'],
    ['a value in one currency', 'value.EUR', FULL, 'number EUR: 100'],
    ['not in another', 'value.USD', FULL, 'number USD: ?'],
    ['quantities add up over items that state them', 'quantity.LBR', FULL, 'number LBR: 11.5'],
    ['each unit by itself', 'quantity.LTR', FULL, 'number LTR: 2'],
    [
      'a way is as long as all its legs',
      'distanceKm',
      of({ legs: [FULL.legs[0], { carrier: 'a', mode: 'rail', from: 'x', to: 'y' }] }),
      'number KMT: ?',
    ],
    [
      'a train is as long as all its wagons',
      'wagons.length_m',
      of({ wagons: [{ length_m: '12' }, {}] }),
      'number MTR: ?',
    ],
    ['some wagons are known', 'wagon.axles', of({ wagons: [{ axles: 6 }, {}] }), 'number C62: 6?'],
    ['a note with no crossing has none', 'crossing.country', of({ crossings: [] }), 'text: '],
    ['a vessel nobody named', 'vessel', of({ legs: [{ ...FULL.legs[1], vessel: undefined }] }), 'text: ?'],
    ['a ferry is on water', 'vessel', of({ legs: [{ ...FULL.legs[1], mode: 'ferry' }] }), 'text: Baltiysk'],
    ['so is a barge', 'vessel', of({ legs: [{ ...FULL.legs[1], mode: 'inland-waterway' }] }), 'text: Baltiysk'],
    ['a diversion is a fact', 'diverted', of({ diversion: { date: '2025-03-11' } }), 'flag: true'],
  ])('%s (%s)', (_, name, consignment, read) => {
    expect(readingOf(name, consignment)).toBe(read);
  });
});

describe('open names', () => {
  test.each([
    ['extra.zone', 'text: B'],
    ['extra.other', 'text: ?'],
    ['extra.', 'no such field'],
    ['extra.1st', 'no such field'],
    ['an.extra.zone', 'no such field'],
    ['extra.zone:more', 'no such field'],
    ['quantity.XXX', 'no such field'],
    ['quantity.LBRS', 'no such field'],
    ['a.quantity.LBR', 'no such field'],
    ['value.EURO', 'no such field'],
    ['a.value.EUR', 'no such field'],
    ['value.eur', 'no such field'],
    ['value.ABC', 'no such field'],
    ['amount.gross.ABC', 'no such field'],
    ['an.amount.gross.EUR', 'no such field'],
    ['amount.net.EUR', 'no such field'],
    ['amount.gross.EUR:', 'no such field'],
    ['amount.gross.EUR:Freight', 'no such field'],
    ['amount.gross.EUR:freight+', 'no such field'],
    ['amount.running.EUR:freight.loaded+wagon', 'number EUR: ?'],
    ['amount.gross.BYN', 'number BYN: ?'],
  ])('%s', (name, read) => {
    expect(readingOf(name, FULL)).toBe(read);
  });

  it('amounts of the charge are no facts of the consignment, and say what is asked for', () => {
    expect(factNamed('amount.gross.EUR')).toBeUndefined();
    expect(fieldNamed('amount.gross.EUR')?.amount).toEqual({ of: 'gross', currency: 'EUR', charges: undefined });
    expect(fieldNamed('amount.running.USD:freight+wagon.fee')?.amount).toEqual({
      of: 'running',
      currency: 'USD',
      charges: ['freight', 'wagon.fee'],
    });
    expect(fieldNamed('mass_kg')?.amount).toBeUndefined();
  });
});
