import { describe, expect, it } from 'vitest';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { compileScope, EVERYTHING, type ScopeForm } from './compile.ts';
import { evaluateScope, type Verdict } from './evaluate.ts';
import { scopeSchema } from './schema.ts';
import type { Subject, World } from './subject.ts';

const world: World = {
  place: (id) =>
    ({ gomel: { country: 'BY', region: 'BY-HO', railway: 'bch' }, kgd: { country: 'RU', region: 'RU-KGD' } })[id],
  party: (id) => ({ bcc: { country: 'BY', groups: ['cement-works'] }, ktk: { country: 'RU', groups: [] } })[id],
  payerOf: (_, leg) => leg.payer,
};

const cement: Consignment = consignmentSchema.parse({
  note: 'SMGS-1',
  accepted: '2025-03-10',
  kind: 'wagonload',
  traffic: 'export',
  consignor: 'bcc',
  consignee: 'ktk',
  origin: 'gomel',
  destination: 'kgd',
  mass_kg: 130000,
  items: [
    {
      codes: { ETSNG: '281018', GNG: '25232900' },
      mass_kg: 130000,
      origin: 'BY',
      quantities: [{ value: '286600.5', unit: 'LBR' }],
    },
  ],
  wagons: [
    {
      type: 'hopper',
      ownership: 'private',
      model: '19-752',
      axles: 4,
      capacity_kg: 70000,
      length_m: '12.02',
      loaded: true,
    },
    { type: 'hopper', ownership: 'carrier', axles: 4, capacity_kg: 70000, loaded: true },
  ],
  crossings: [
    { place: 'gudogai', role: 'exit' },
    { place: 'kybartai', role: 'transit' },
  ],
  legs: [
    { carrier: 'bch', mode: 'rail', from: 'gomel', to: 'gudogai', distanceKm: '211', payer: 'bcc' },
    { carrier: 'lg', mode: 'rail', from: 'gudogai', to: 'kybartai', distanceKm: '228.5' },
  ],
  marks: ['703NZ'],
  extra: { band: '12.5', zone: 'B' },
});

function compile(text: object): ScopeForm {
  const refusals: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(text), refusals);
  expect(refusals).toEqual([]);
  return form;
}

const verdictOf = (text: object, subject: Partial<Subject> = {}): Verdict =>
  evaluateScope(compile(text), { consignment: cement, world, ...subject });

/** The value, which the test has put there. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

const APPLIES = { kind: 'applies' };
const fails = (condition: string, expected: string, actual: string): object => ({
  kind: 'fails',
  condition,
  expected,
  actual,
});
const missing = (...fields: readonly string[]): object => ({ kind: 'missing', fields });

describe('conditions on facts', () => {
  it.each<[string, object, object]>([
    ['one text stands for a list of one', { traffic: 'export' }, APPLIES],
    [
      'a text outside the list fails with both',
      { traffic: ['import', 'transit'] },
      fails('traffic', 'import, transit', 'export'),
    ],
    ['one wagon that matches is enough', { 'wagon.ownership': ['private'] }, APPLIES],
    [
      'no wagon matches, and all are known',
      { 'wagon.ownership': ['leased'] },
      fails('wagon.ownership', 'leased', 'private, carrier'),
    ],
    ['no known wagon matches, and one is not known', { 'wagon.model': ['12-132'] }, missing('wagon.model')],
    ['a known wagon matches although another is not known', { 'wagon.model': ['19-752'] }, APPLIES],
    ['no wagon states it', { 'wagon.tare_kg': { to: '24000' } }, missing('wagon.tare_kg')],
    ['a flag', { 'wagon.loaded': true }, APPLIES],
    ['a flag that is otherwise', { 'wagon.loaded': false }, fails('wagon.loaded', 'false', 'true, true')],
    ['an exact distance', { 'leg.distanceKm': { exactly: ['211'] } }, APPLIES],
    ['a distance written as one text', { 'leg.distanceKm': '228.50' }, APPLIES],
    ['a distance on no leg', { 'leg.distanceKm': ['212'] }, fails('leg.distanceKm', '212', '211, 228.5')],
    ['`from` is inside', { mass_kg: { from: '130000' } }, APPLIES],
    ['`above` is not', { mass_kg: { above: '130000' } }, fails('mass_kg', '130000…', '130000')],
    ['`to` is inside', { mass_kg: { to: '130000' } }, APPLIES],
    ['`below` is not', { mass_kg: { below: '130000' } }, fails('mass_kg', '…130000', '130000')],
    ['a date from which on', { accepted: { since: '2025-03-10' } }, APPLIES],
    ['a date before which', { accepted: { before: '2025-03-10' } }, fails('accepted', '…2025-03-10', '2025-03-10')],
    ['a date nobody stated', { 'dates.delivered': { since: '2025-01-01' } }, missing('dates.delivered')],
    ['marks that are known', { marks: ['703NZ'] }, APPLIES],
    ['documents: none is knowledge', { documents: ['permit'] }, fails('documents', 'permit', '')],
    ['a fact of the place', { 'origin.country': 'BY', 'origin.railway': ['bch'] }, APPLIES],
    ['a place that does not tell', { 'destination.railway': ['kzd'] }, missing('destination.railway')],
    ['groups of a party', { 'consignor.group': ['cement-works'] }, APPLIES],
    [
      'a party known to be in no group',
      { 'consignee.group': ['cement-works'] },
      fails('consignee.group', 'cement-works', ''),
    ],
    ['the payer of one leg is not known', { payer: ['ktk'] }, missing('payer')],
    ['the payer of another leg is', { payer: ['bcc'] }, APPLIES],
    ['a leg inherits the traffic of the note', { 'leg.traffic': 'export' }, APPLIES],
    ['the operator’s own fact as text', { 'extra.zone': ['A', 'B'] }, APPLIES],
    ['the operator’s own fact as a number', { 'extra.band': { from: '12', below: '12.6' } }, APPLIES],
    ['the operator’s own fact nobody stated', { 'extra.class': ['1'] }, missing('extra.class')],
    ['a measured quantity', { 'quantity.LBR': { above: '286600' } }, APPLIES],
    ['a quantity in a unit nobody stated', { 'quantity.LTR': { above: '1' } }, missing('quantity.LTR')],
    ['places passed', { via: ['gudogai'] }, APPLIES],
    ['no vessel on land', { vessel: ['Baltiysk'] }, fails('vessel', 'Baltiysk', '')],
    ['nothing asked', {}, APPLIES],
  ])('%s', (_, scope, verdict) => {
    expect(verdictOf(scope)).toEqual(verdict);
  });

  it('looks only at the leg, item, wagon or container of the subject', () => {
    const [first, second] = cement.legs;
    const [wagon] = cement.wagons;
    expect(verdictOf({ 'leg.carrier': ['lg'] }, { leg: present(first) })).toEqual(fails('leg.carrier', 'lg', 'bch'));
    expect(verdictOf({ 'leg.carrier': ['lg'] }, { leg: present(second) })).toEqual(APPLIES);
    expect(verdictOf({ 'wagon.ownership': ['carrier'] }, { wagon: present(wagon) })).toEqual(
      fails('wagon.ownership', 'carrier', 'private'),
    );
  });
});

describe('goods', () => {
  const withCodes = (...items: readonly object[]): Consignment => consignmentSchema.parse({ ...cement, items });

  it.each<[string, object, Consignment, object]>([
    ['a prefix', { ETSNG: ['281'] }, cement, APPLIES],
    ['a range of prefixes', { ETSNG: ['280-289'] }, cement, APPLIES],
    ['the code exactly', { ETSNG: ['=281018'] }, cement, APPLIES],
    ['any of the systems', { ETSNG: ['081'], GNG: ['2523'] }, cement, APPLIES],
    [
      'an exception wins',
      { ETSNG: ['281'], except: { ETSNG: ['28101'] } },
      cement,
      fails('goods', 'ETSNG 281; ≠ ETSNG 28101', 'ETSNG 281018, GNG 25232900'),
    ],
    ['everything but an exception', { except: { GNG: ['27'] } }, cement, APPLIES],
    ['the first six digits are common to GNG, HS, CN and TNVED', { HS: ['252329'] }, cement, APPLIES],
    [
      'six digits settle that longer ones do not match',
      { CN: ['27160000'] },
      withCodes({ codes: { HS: '252329' } }),
      fails('goods', 'CN 27160000', 'HS 252329'),
    ],
    [
      'six digits do not settle that longer ones match',
      { CN: ['25232900'] },
      withCodes({ codes: { HS: '252329' } }),
      missing('item.CN'),
    ],
    [
      'a code of a group of goods does not settle which of them',
      { GNG: ['25232900'] },
      withCodes({ codes: { GNG: '2523' } }),
      missing('item.GNG'),
    ],
    [
      'a code of another group settles it',
      { GNG: ['25232900-25239000'] },
      withCodes({ codes: { GNG: '2710' } }),
      fails('goods', 'GNG 25232900-25239000', 'GNG 2710'),
    ],
    [
      'no code in the system asked for',
      { ETSNG: ['281'] },
      withCodes({ codes: { GNG: '25232900' } }),
      missing('item.ETSNG'),
    ],
    [
      'an exception that cannot be told',
      { GNG: ['2523'], except: { ETSNG: ['2819'] } },
      withCodes({ codes: { GNG: '25232900' } }),
      missing('item.GNG', 'item.ETSNG'),
    ],
    ['no goods stated', { ETSNG: ['281'] }, withCodes(), missing('item.ETSNG')],
    [
      'one item of two is enough',
      { GNG: ['27'] },
      withCodes({ codes: { GNG: '25232900' } }, { codes: { GNG: '27011100' } }),
      APPLIES,
    ],
    [
      'all items asked for',
      { GNG: ['27'], items: 'all' },
      withCodes({ codes: { GNG: '25232900' } }, { codes: { GNG: '27011100' } }),
      fails('goods', 'GNG 27', 'GNG 25232900, GNG 27011100'),
    ],
    [
      'all items, one not known',
      { GNG: ['27'], items: 'all' },
      withCodes({ codes: {} }, { codes: { GNG: '27011100' } }),
      missing('item.GNG'),
    ],
    [
      'all items, one fails although another is not known',
      { GNG: ['27'], items: 'all' },
      withCodes({ codes: {} }, { codes: { GNG: '25232900' } }),
      fails('goods', 'GNG 27', 'GNG 25232900'),
    ],
  ])('%s', (_, goods, consignment, verdict) => {
    expect(verdictOf({ goods }, { consignment })).toEqual(verdict);
  });
});

describe('crossings', () => {
  it.each<[string, object, object]>([
    ['an ordered pair', { pair: ['gudogai', 'kybartai'] }, APPLIES],
    [
      'the pair the other way round',
      { pair: ['kybartai', 'gudogai'] },
      fails('crossings', 'kybartai → gudogai', 'gudogai → kybartai'),
    ],
    [
      'one of several pairs',
      {
        pairs: [
          ['brest', 'terespol'],
          ['gudogai', 'kybartai'],
        ],
      },
      APPLIES,
    ],
    ['any crossing', { any: ['brest', 'kybartai'] }, APPLIES],
    ['the exit', { exit: ['gudogai'] }, APPLIES],
    ['an entry nobody made', { entry: ['kybartai'] }, fails('crossings', 'kybartai', 'gudogai → kybartai')],
  ])('%s', (_, crossings, verdict) => {
    expect(verdictOf({ crossings })).toEqual(verdict);
  });

  it('are missing when the note does not list them, or not their roles', () => {
    const { crossings, ...unlisted } = cement;
    expect(crossings).toHaveLength(2);
    expect(verdictOf({ crossings: { any: ['gudogai'] } }, { consignment: unlisted })).toEqual(missing('crossings'));
    const roleless = { ...cement, crossings: [{ place: 'gudogai' }] };
    expect(verdictOf({ crossings: { entry: ['brest'] } }, { consignment: roleless })).toEqual(
      missing('crossings.role'),
    );
    expect(
      verdictOf({ crossings: { any: ['kybartai'], entry: ['gudogai'] } }, { consignment: roleless }),
      'a crossing nobody made decides, whatever role the others have',
    ).toMatchObject({ kind: 'fails' });
    expect(verdictOf({ crossings: { any: ['gudogai'] } }, { consignment: { ...cement, crossings: [] } })).toEqual(
      fails('crossings', 'gudogai', ''),
    );
  });
});

describe('all, any, not', () => {
  it.each<[string, object, object]>([
    [
      'the first failing condition is told, in the order of the registry',
      { traffic: 'import', kind: 'small' },
      fails('kind', 'small', 'wagonload'),
    ],
    [
      'a failure beats a missing fact before it',
      { 'extra.class': '1', kind: 'small' },
      fails('kind', 'small', 'wagonload'),
    ],
    [
      'every missing fact is told, each once',
      { 'extra.class': '1', 'wagon.tare_kg': { to: '1' }, all: [{ 'extra.class': '2' }] },
      missing('wagon.tare_kg', 'extra.class'),
    ],
    [
      'one alternative is enough, whatever is missing',
      { any: [{ 'extra.class': '1' }, { traffic: 'export' }] },
      APPLIES,
    ],
    [
      'no alternative holds, one cannot be told',
      { any: [{ 'extra.class': '1' }, { traffic: 'import' }] },
      missing('extra.class'),
    ],
    ['not of a failure', { not: { traffic: 'import' } }, APPLIES],
    [
      'not of what holds shows what the consignment has',
      { not: { 'item.origin': ['BY', 'KZ'] } },
      fails('item.origin', '≠ BY, KZ', 'BY'),
    ],
    [
      'not of several conditions',
      { not: { traffic: 'export', kind: ['wagonload'] } },
      fails('all', '≠ wagonload; export', 'wagonload; export'),
    ],
    ['not of a missing fact is missing', { not: { 'extra.class': '1' } }, missing('extra.class')],
  ])('%s', (_, scope, verdict) => {
    expect(verdictOf(scope)).toEqual(verdict);
  });

  it('an entry without a scope speaks of everything', () => {
    expect(compileScope(undefined, [])).toBe(EVERYTHING);
    expect(evaluateScope(EVERYTHING, { consignment: cement, world })).toEqual(APPLIES);
  });
});
