import { describe, expect, it } from 'vitest';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';
import { problemLine } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

const NOTE = 'consignment: { note: N, accepted: 2025-03-10, kind: wagonload, traffic: export, legs: [] }';

/** What is refused of a discount with one worked example. */
const refused = (example: string): readonly string[] =>
  readBookText([
    TARIFF,
    discount('d', `effect: { kind: multiply, by: '0.9' }\nexamples: [{ ${example} }]`),
  ]).refusals.map((one) => problemLine(one).split(' ').slice(2, 4).join(' '));
const expecting = (expected: string, more = ''): readonly string[] =>
  refused(`name: shown, ${more}${NOTE}, expected: { ${expected} }`);

describe('what a worked example may say', () => {
  it.each(['applied', 'not-applied', 'not-evaluated', 'not-in-force'])('comes to %s', (outcome) => {
    expect(expecting(`outcome: ${outcome}`)).toEqual([]);
  });

  it.each(['cap', 'stack-cap', 'remaining', 'corridor-floor', 'corridor-ceiling', 'minimum-charge', 'budget', 'group'])(
    'cut by %s',
    (limit) => {
      expect(expecting(`outcome: applied, cuts: { ${limit}: '1' }`)).toEqual([]);
    },
  );

  it.each(['payer', 'consignor', 'consignee', 'carrier', 'named'])('shared with the %s', (role) => {
    expect(expecting(`outcome: applied, shares: { ${role}: '1' }`)).toEqual([]);
  });

  it.each(['open', 'kept', 'failed', 'not-evaluated'])('its guarantee is %s', (status) => {
    expect(expecting(`outcome: applied, guarantee: { status: ${status}, measured: '1', short: '2' }`)).toEqual([]);
  });

  it.each(['ALLOW', 'FLAG', 'HOLD', 'REFUSE'])('screened %s', (screening) => {
    expect(expecting('outcome: applied', `screening: ${screening}, `)).toEqual([]);
  });

  it.each(['leg: goods', 'leg: 1', 'alone: true', 'knownBy: 2025-05-01', 'source: order 5', 'journal: []'])(
    '%s',
    (more) => {
      expect(expecting('outcome: applied', `${more}, `)).toEqual([]);
    },
  );

  it('what its meters held before, and what it earns', () => {
    const held = "history: [{ meter: effect.meter, key: a, window: '2025', value: '5', unit: TNE }, { value: '1' }], ";
    const all =
      "outcome: applied, reason: x, condition: y, missing: [z], amount: '1', net: '2', payable: '3', earned: '4', own: '5'";
    expect(expecting(all, held)).toEqual([]);
  });

  it.each<[string, string]>([
    ['an empty name', `name: '', ${NOTE}, expected: { outcome: applied }`],
    ['no name', `${NOTE}, expected: { outcome: applied }`],
    ['no consignment', 'name: a, expected: { outcome: applied }'],
    ['nothing expected', `name: a, ${NOTE}`],
    ['a leg before the first', `name: a, leg: -1, ${NOTE}, expected: { outcome: applied }`],
    ['another outcome', `name: a, ${NOTE}, expected: { outcome: perhaps }`],
    ['another limit', `name: a, ${NOTE}, expected: { outcome: applied, cuts: { weather: '1' } }`],
    ['a key there is not', `name: a, colour: red, ${NOTE}, expected: { outcome: applied }`],
    ['a held value without a value', `name: a, history: [{ unit: TNE }], ${NOTE}, expected: { outcome: applied }`],
  ])('refused: %s', (_, example) => {
    expect(refused(example).length).toBeGreaterThan(0);
  });
});
