import { describe, expect, it } from 'vitest';
import { payerOf } from './payer.ts';
import { type Consignment, consignmentSchema } from './schema.ts';

/** Three legs a–b–c–d; the second passes x. */
const WAY = [
  { carrier: 'bch', mode: 'rail', from: 'a', to: 'b' },
  { carrier: 'lg', mode: 'rail', from: 'b', to: 'c', via: ['x'] },
  { carrier: 'rzd', mode: 'rail', from: 'c', to: 'd' },
];
const consignment = (more: object): Consignment =>
  consignmentSchema.parse({ note: 'n', accepted: '2025-01-01', consignor: 's', consignee: 'r', legs: WAY, ...more });
const payers = (one: Consignment): readonly (string | undefined)[] => one.legs.map((_, index) => payerOf(one, index));
const by = (code: string, place?: string): readonly (string | undefined)[] =>
  payers(consignment({ incoterm: place === undefined ? { code } : { code, place } }));

const [S, R, HOLD] = ['s', 'r', undefined];

describe('the payer of a leg', () => {
  it.each<[string, string | undefined, readonly (string | undefined)[]]>([
    ['EXW', undefined, [R, R, R]],
    ['EXW', 'a', [R, R, R]],
    ['FCA', 'a', [R, R, R]],
    ['FCA', 'b', [S, R, R]],
    ['FAS', 'c', [S, S, R]],
    ['FOB', 'd', [S, S, S]],
    ['CPT', 'b', [S, R, R]],
    ['CFR', 'c', [S, S, R]],
    ['CIF', 'd', [S, S, S]],
    ['CIP', 'a', [R, R, R]],
    ['DAP', 'd', [S, S, S]],
    ['DPU', 'c', [S, S, R]],
    ['DDP', 'd', [S, S, S]],
    ['FCA', undefined, [HOLD, HOLD, HOLD]],
    ['DAP', 'elsewhere', [HOLD, HOLD, HOLD]],
    ['DAP', 'x', [S, HOLD, R]],
  ])('%s %s', (code, place, expected) => {
    expect(by(code, place)).toEqual(expected);
  });

  it('cannot be told without an Incoterm', () => {
    expect(payers(consignment({}))).toEqual([HOLD, HOLD, HOLD]);
  });

  it('cannot be told when the party is not on the note', () => {
    const { consignee, ...without } = consignment({ incoterm: { code: 'FCA', place: 'b' } });
    expect(consignee).toBe('r');
    expect(payers(without)).toEqual([S, HOLD, HOLD]);
  });

  it('is the one named, whatever the Incoterm says', () => {
    const legs = WAY.map((leg, index) => (index === 1 ? { ...leg, payer: 'f' } : leg));
    expect(payers(consignment({ legs, incoterm: { code: 'DAP', place: 'd' } }))).toEqual([S, 'f', S]);
  });

  it('takes origin and destination for the ends of the way when no leg names them', () => {
    const ends = { origin: 'plant', destination: 'site' };
    expect(payers(consignment({ ...ends, incoterm: { code: 'FCA', place: 'plant' } }))).toEqual([R, R, R]);
    expect(payers(consignment({ ...ends, incoterm: { code: 'DAP', place: 'site' } }))).toEqual([S, S, S]);
  });

  it('cannot be told on the legs between two passages of the named place', () => {
    const legs = [
      ...WAY,
      { carrier: 'rzd', mode: 'rail', from: 'd', to: 'b' },
      { carrier: 'lg', mode: 'rail', from: 'b', to: 'e' },
    ];
    expect(payers(consignment({ legs, incoterm: { code: 'CPT', place: 'b' } }))).toEqual([S, HOLD, HOLD, HOLD, R]);
  });

  it('of no leg is nobody', () => {
    expect(payerOf(consignment({ incoterm: { code: 'EXW' } }), 3)).toBeUndefined();
  });
});

const diverted = (diversion: object, more: object = {}): readonly (string | undefined)[] =>
  payers(
    consignment({ incoterm: { code: 'DAP', place: 'd' }, diversion: { date: '2025-01-03', ...diversion }, ...more }),
  );

describe('a diversion', () => {
  it.each<[string, object, readonly (string | undefined)[]]>([
    ['its payer from the place on', { at: 'c', payer: 'n' }, [S, S, 'n']],
    ['at the first station', { at: 'a', payer: 'n' }, ['n', 'n', 'n']],
    ['midway on a leg', { at: 'x', payer: 'n' }, [S, HOLD, 'n']],
    ['nobody knows where', { payer: 'n' }, [HOLD, HOLD, HOLD]],
    ['nobody knows where, but the payer stays the same', { payer: 's' }, [S, S, S]],
    ['at a place that is not on the way', { at: 'elsewhere', payer: 'n' }, [HOLD, HOLD, HOLD]],
    ['of the destination only', { at: 'c', destination: 'e' }, [S, S, S]],
  ])('%s', (_, diversion, expected) => {
    expect(diverted(diversion)).toEqual(expected);
  });

  it('goes before a payer named on the note', () => {
    const legs = WAY.map((leg) => ({ ...leg, payer: 'f' }));
    expect(diverted({ at: 'b', payer: 'n' }, { legs })).toEqual(['f', 'n', 'n']);
  });
});
