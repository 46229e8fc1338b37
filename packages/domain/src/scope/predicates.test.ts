import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { decimal } from '../kernel/decimal.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { consignmentOf } from '../testing/book-from-text.ts';
import { compileScope } from './compile.ts';
import { evaluateScope } from './evaluate.ts';
import { scopeSchema } from './schema.ts';
import type { Amounts, World } from './subject.ts';

const world: World = {
  place: (id) =>
    ({
      gomel: { country: 'BY', region: 'BY-HO', railway: 'bch', role: 'station' },
      kgd: { country: 'RU', region: 'RU-KGD', railway: 'kzd', role: 'port' },
      moscow: { country: 'RU', region: 'RU-MOW' },
      somewhere: { country: 'RU' },
    })[id],
  party: (id) => ({ plant: { country: 'BY', region: 'BY-HO', groups: [] } })[id],
  payerOf: (_, leg) => leg.payer,
};

const CONSIGNMENT = consignmentOf({ origin: 'gomel', destination: 'kgd' });

function verdictOf(scope: object, consignment: Consignment = CONSIGNMENT, amounts?: Amounts): string {
  const refusals: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(scope), refusals, 'amounts');
  expect(refusals).toEqual([]);
  const verdict = evaluateScope(form, { consignment, world, ...(amounts === undefined ? {} : { amounts }) });
  return verdict.kind === 'missing' ? `missing ${verdict.fields.join()}` : verdict.kind;
}

const withWagons = (...wagons: readonly object[]): Consignment => consignmentOf({ wagons });

describe('a condition asked of all', () => {
  const all = { 'wagon.ownership': { is: ['private', 'leased'], match: 'all' } };
  it.each([
    ['every wagon matches', [{ ownership: 'private' }, { ownership: 'leased' }], 'applies'],
    ['one does not, whatever another is', [{ ownership: 'carrier' }, {}], 'fails'],
    ['one is not known', [{ ownership: 'private' }, {}], 'missing wagon.ownership'],
    ['there is no wagon', [], 'missing wagon.ownership'],
  ])('%s', (_, wagons, expected) => {
    expect(verdictOf(all, withWagons(...wagons))).toBe(expected);
  });

  it('is for flags and numbers too, and any is what is said without it', () => {
    const mixed = withWagons({ loaded: true, axles: 4 }, { loaded: false, axles: 8 });
    expect(verdictOf({ 'wagon.loaded': { is: true, match: 'all' } }, mixed)).toBe('fails');
    expect(verdictOf({ 'wagon.loaded': { is: true, match: 'any' } }, mixed)).toBe('applies');
    expect(verdictOf({ 'wagon.axles': { to: '4', match: 'all' } }, mixed)).toBe('fails');
    expect(verdictOf({ 'wagon.axles': { to: '8', match: 'all' } }, mixed)).toBe('applies');
  });
});

describe('dates that come every year', () => {
  it.each([
    [{ months: [3, 4] }, 'applies'],
    [{ months: [12] }, 'fails'],
    [{ weekdays: [1] }, 'applies'],
    [{ weekdays: [6, 7] }, 'fails'],
    [{ yearly: { from: '03-10', to: '11-30' } }, 'applies'],
    [{ yearly: { from: '11-15', to: '03-10' } }, 'applies'],
    [{ yearly: { from: '11-15', to: '03-09' } }, 'fails'],
    [{ since: '2025-01-01', months: [3], yearly: { from: '04-01', to: '05-01' } }, 'fails'],
  ])('%j on Monday, 10 March 2025', (accepted, expected) => {
    expect(verdictOf({ accepted })).toBe(expected);
  });

  it('a season and the rest of the year share the days out', () => {
    const day = fc.nat(1460).map((days) => addDays(localDate('2024-01-01'), days));
    fc.assert(
      fc.property(day, (accepted) => {
        const one = consignmentOf({ accepted });
        const inside = verdictOf({ accepted: { yearly: { from: '04-15', to: '11-30' } } }, one);
        const outside = verdictOf({ accepted: { yearly: { from: '12-01', to: '04-14' } } }, one);
        expect([inside, outside].toSorted()).toEqual(['applies', 'fails']);
      }),
    );
  });
});

describe('direction, as a region or country sees it', () => {
  it.each([
    ['gomel', 'kgd', 'RU-KGD', 'inbound'],
    ['kgd', 'gomel', 'RU-KGD', 'outbound'],
    ['kgd', 'moscow', 'RU', 'within'],
    ['gomel', 'gomel', 'RU-KGD', 'outside'],
  ])('%s to %s is for %s %s', (origin, destination, of, expected) => {
    for (const is of ['inbound', 'outbound', 'within', 'outside'])
      expect(verdictOf({ direction: { of, is: [is] } }, consignmentOf({ origin, destination }))).toBe(
        is === expected ? 'applies' : 'fails',
      );
  });

  it('is missing while it depends on a place nobody knows', () => {
    const unknown = consignmentOf({ origin: 'gomel', destination: 'somewhere' });
    expect(verdictOf({ direction: { of: 'RU-KGD', is: ['inbound'] } }, unknown)).toBe('missing destination.region');
    expect(verdictOf({ direction: { of: 'RU-KGD', is: ['inbound', 'outside'] } }, unknown)).toBe('applies');
    expect(verdictOf({ direction: { of: 'RU-KGD', is: ['outbound'] } }, unknown)).toBe('fails');
  });
});

describe('facts of places, parties and the whole way', () => {
  const legs = [
    { carrier: 'rail', mode: 'rail', from: 'gomel', to: 'moscow', distanceKm: '100', payer: 'plant' },
    { carrier: 'rail', mode: 'rail', from: 'moscow', to: 'kgd', distanceKm: '50.5', payer: 'plant' },
  ];
  it.each([
    [{ distanceKm: '150.5' }, 'applies'],
    [{ 'leg.to.role': 'port' }, 'applies'],
    [{ 'leg.from.country': { is: ['BY', 'RU'], match: 'all' } }, 'applies'],
    [{ 'destination.role': ['port'], 'consignor.country': 'BY', 'consignor.region': 'BY-HO' }, 'applies'],
    [{ diverted: true }, 'fails'],
    [{ 'crossing.country': 'BY' }, 'missing crossing.country'],
    [{ 'amount.gross.EUR': { from: '1' } }, 'missing amount.gross.EUR'],
  ])('%j', (scope, expected) => {
    const one = consignmentOf({ origin: 'gomel', destination: 'kgd', legs });
    expect(verdictOf(scope, one)).toBe(expected);
  });

  it('amounts are read gross and running, of all charges or of the kinds named, in another currency they are missing', () => {
    const amounts: Amounts = ({ of, currency, charges }) => {
      if (currency !== 'EUR') return undefined;
      if (charges !== undefined) return decimal(charges.join() === 'freight,station' ? '40' : '30');
      return decimal(of === 'gross' ? '1500' : '750');
    };
    expect(verdictOf({ 'amount.gross.EUR:freight+station': '40' }, CONSIGNMENT, amounts)).toBe('applies');
    expect(verdictOf({ 'amount.running.EUR:freight': { above: '30' } }, CONSIGNMENT, amounts)).toBe('fails');
    expect(verdictOf({ 'amount.gross.EUR': { from: '1000' } }, CONSIGNMENT, amounts)).toBe('applies');
    expect(verdictOf({ 'amount.running.EUR': { from: '1000' } }, CONSIGNMENT, amounts)).toBe('fails');
    expect(verdictOf({ 'amount.running.USD': { from: '1' } }, CONSIGNMENT, amounts)).toBe('missing amount.running.USD');
  });

  it('only a discount may ask for amounts', () => {
    const refusals: Refusal[] = [];
    compileScope(scopeSchema.parse({ any: [{ 'amount.gross.EUR': '1' }, { kind: 'wagonload' }] }), refusals);
    expect(refusals).toMatchObject([{ code: 'scope.amount-unknown', params: { field: 'amount.gross.EUR' } }]);
  });

  it('the value of the goods is known when every item states it', () => {
    const items = [{ value: { amount: '10', currency: 'EUR' } }, { value: { amount: '5', currency: 'EUR' } }];
    expect(verdictOf({ 'value.EUR': '15' }, consignmentOf({ items }))).toBe('applies');
    expect(verdictOf({ 'value.EUR': '15' }, consignmentOf({ items: [...items, {}] }))).toBe('missing value.EUR');
  });
});
