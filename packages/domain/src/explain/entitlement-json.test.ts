import { expect, test } from 'vitest';
import { decimal } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import type { Earned } from '../rating/entitled.ts';
import { entitlementJson } from './entitlement-json.ts';

const share = { party: 'buyer', role: 'consignee', amount: 1_250n, by: 'settlement' } as const;
const EARNED: Earned = {
  kind: 'earned',
  entry: { id: 'scheme', version: '1' },
  grantor: 'bch',
  synthetic: true,
  budget: undefined,
  key: 'plant',
  window: { from: localDate('2025-01-01'), to: localDate('2025-04-01') },
  currency: 'BYN',
  base: 10_000n,
  amount: 1_250n,
  cuts: [{ by: 'budget', amount: 50n }],
  shares: [share],
  legs: [
    {
      note: 'N1',
      accepted: localDate('2025-03-10'),
      leg: 0,
      base: 10_000n,
      amount: 1_250n,
      cuts: [{ by: 'cap', amount: 1n }],
      shares: [share],
    },
  ],
  trace: [],
};

test('what a window has earned, with its legs numbered from 1 and every amount as exact text', () => {
  const shares = [{ party: 'buyer', role: 'consignee', by: 'settlement', amount: '12.50' }];
  expect(entitlementJson(EARNED)).toMatchObject({
    schema: 'kontor.entitlement/1',
    entry: { id: 'scheme', version: '1' },
    grantor: 'bch',
    synthetic: true,
    budget: null,
    key: 'plant',
    window: { from: '2025-01-01', to: '2025-04-01' },
    currency: 'BYN',
    base: '100.00',
    amount: '12.50',
    cuts: [{ by: 'budget', amount: '0.50' }],
    shares,
    legs: [
      {
        note: 'N1',
        accepted: '2025-03-10',
        leg: 1,
        base: '100.00',
        amount: '12.50',
        cuts: [{ by: 'cap', amount: '0.01' }],
        shares,
      },
    ],
  });
});

test('what is set aside beside it, and what decided who acts on a leg, each with its steps', () => {
  const step = { step: 'lookup', name: 'rate', inputs: [], rows: [], after: decimal('10') };
  const told = { step: 'lookup', name: 'rate', inputs: [], rows: [], after: '10' };
  expect(entitlementJson(EARNED)).not.toHaveProperty('accrual');
  const legs = EARNED.legs.map((leg) => ({ ...leg, decided: [step] }));
  expect(
    entitlementJson({ ...EARNED, legs, accrual: { amount: 2_000n, shares: [share], trace: [step] } }),
  ).toMatchObject({
    accrual: { amount: '20.00', trace: [told] },
    legs: [{ note: 'N1', decided: [told] }],
  });
  expect(entitlementJson(EARNED)['legs']).not.toMatchObject([{ decided: [] }]);
});
