import { describe, expect, it, test } from 'vitest';
import type { AppliedDiscount, ConsignmentRating, DiscountOutcome, TraceStep } from '../charge/rating.ts';
import { decimal } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { refusal } from '../kernel/refusal.ts';
import { explainDiscount, explainRating } from './explain-rating.ts';
import { discountJson, ratingJson } from './rating-json.ts';
import { ratingSchema, writtenDecimal, writtenExact } from './rating-schema.ts';

/** A step with everything a step can have, and one with nothing it need not have. */
const FULL: TraceStep = {
  step: 'round',
  name: 'to-kopeks',
  inputs: [
    { label: 'fact:mass_kg:net', value: decimal('60000'), unit: 'KGM' },
    { label: 'value', value: 'class 2' },
  ],
  rows: [{ table: 'rates', file: 'rates.csv', line: 7, keys: { from: '100', to: '200' } }],
  before: decimal('12.345'),
  after: decimal('12.35'),
  unrounded: decimal('12.3450'),
  currency: 'BYN',
  clause: 'section 2.3',
  times: 2,
};
const BARE: TraceStep = { step: 'lookup', name: 'rate', inputs: [], rows: [], after: decimal('10') };

const considered = { entry: { id: 'winter', version: '3' }, grantor: 'bch', synthetic: false };
const APPLIED: AppliedDiscount = {
  ...considered,
  kind: 'applied',
  stage: 'reduce',
  at: 'settlement',
  base: 10_000n,
  amount: 1_250n,
  shares: [{ party: 'buyer', role: 'consignee', amount: 1_250n, by: 'settlement' }],
  trace: [BARE],
  cuts: [{ by: 'budget', amount: 50n }],
  next: {
    step: 2,
    amount: 'share',
    missing: decimal('40'),
    unit: 'TNE',
    rate: decimal('0.2'),
    worth: decimal('12.5'),
    breakEven: decimal('400'),
  },
};
const FAILED: DiscountOutcome = {
  ...considered,
  kind: 'not-applied',
  reason: { code: 'discount.meter-below', params: { short: '4' } },
};
const UNKNOWN: DiscountOutcome = { ...considered, kind: 'not-evaluated', missing: ['item.origin', 'leg.ferry'] };

const line = (id: string, source: 'tariff' | 'step' | 'discount' | 'limit' | 'rounding' | 'tax', amount: bigint) => ({
  id,
  source,
  charge: `of.${id}`,
  entry: { id: 'rail', version: '1' },
  amount,
  discountable: source === 'tariff',
  trace: source === 'tariff' ? [FULL] : [],
});

const RATING: ConsignmentRating = {
  note: 'N1',
  accepted: localDate('2025-03-10'),
  legs: [
    {
      ok: true,
      rating: {
        leg: 0,
        carrier: 'rail',
        payer: 'works',
        tariff: { id: 'rail', version: '1' },
        synthetic: true,
        currency: 'BYN',
        lines: [
          line('loaded', 'tariff', 10_000n),
          line('season', 'step', 500n),
          line('winter', 'discount', -1_250n),
          line('floor', 'limit', 40n),
          line('cents', 'rounding', 1n),
          line('vat', 'tax', 1_858n),
        ],
        discounts: [APPLIED, FAILED, UNKNOWN],
        gross: 10_500n,
        net: 9_291n,
        tax: 1_858n,
        payable: 11_149n,
      },
    },
    { ok: false, leg: 1, refusals: [refusal('rating.no-tariff', { carrier: 'sea' })] },
  ],
  goods: {
    agreement: { id: 'cement', version: '2' },
    currency: 'EUR',
    gross: 70_000n,
    net: 69_000n,
    discounts: [FAILED],
    refusals: [refusal('rating.tie', { first: 'a' })],
    trace: [BARE],
  },
};

const BARE_NODE = { code: 'explain.step.lookup', params: { name: 'rate', after: '10' }, children: [] };
const FAILED_NODE = {
  code: 'explain.not-applied',
  params: { discount: 'winter', version: '3', grantor: 'bch' },
  children: [{ code: 'reason.discount.meter-below', params: { short: '4' }, children: [] }],
};
const APPLIED_NODE = {
  code: 'explain.stage.reduce',
  params: { discount: 'winter', version: '3', grantor: 'bch', at: 'settlement', base: '10000' },
  amount: { minor: 1_250n, currency: 'BYN' },
  children: [
    BARE_NODE,
    { code: 'explain.limit.budget', params: {}, children: [], amount: { minor: 50n, currency: 'BYN' } },
    {
      code: 'explain.share',
      params: { party: 'buyer', role: 'consignee', by: 'settlement' },
      children: [],
      amount: { minor: 1_250n, currency: 'BYN' },
    },
    {
      code: 'explain.next-tier',
      params: { step: 2, amount: 'share', missing: '40', unit: 'TNE', rate: '0.2', worth: '12.5', currency: 'BYN' },
      children: [],
    },
    { code: 'explain.break-even', params: { value: '400', unit: 'TNE', step: 2 }, children: [] },
  ],
};
const UNKNOWN_NODE = {
  code: 'explain.not-evaluated',
  params: { discount: 'winter', version: '3', grantor: 'bch', missing: 'item.origin, leg.ferry' },
  children: [
    { code: 'explain.missing', params: { field: 'item.origin' }, children: [] },
    { code: 'explain.missing', params: { field: 'leg.ferry' }, children: [] },
  ],
};
const lineNode = (id: string, minor: bigint, children: readonly unknown[] = []) => ({
  code: `charge.of.${id}`,
  params: { id, entry: 'rail', version: '1' },
  children,
  amount: { minor, currency: 'BYN' },
});
const totalNode = (code: string, minor: bigint) => ({
  code,
  params: {},
  children: [],
  amount: { minor, currency: 'BYN' },
});
const FULL_NODE = {
  code: 'explain.step.round',
  params: {
    name: 'to-kopeks',
    before: '12.345',
    after: '12.35',
    unrounded: '12.345',
    currency: 'BYN',
    clause: 'section 2.3',
    times: 2,
  },
  children: [
    { code: 'explain.input.fact', params: { name: 'mass_kg:net', value: '60000', unit: 'KGM' }, children: [] },
    { code: 'explain.input.value', params: { value: 'class 2' }, children: [] },
    {
      code: 'explain.row',
      params: { table: 'rates', file: 'rates.csv', line: 7, keys: 'from 100, to 200' },
      children: [],
    },
  ],
};

describe('the whole of a rating, explained', () => {
  const [rated, refused, goods, ...more] = explainRating(RATING);

  it('has a leg with its lines in the order charge, gross, discounts, limits and rounding, net, tax, payable', () => {
    expect(rated).toStrictEqual({
      code: 'explain.leg',
      params: { leg: 1, carrier: 'rail', payer: 'works', tariff: 'rail', version: '1' },
      children: [
        lineNode('loaded', 10_000n, [FULL_NODE]),
        lineNode('season', 500n),
        totalNode('explain.gross', 10_500n),
        APPLIED_NODE,
        FAILED_NODE,
        UNKNOWN_NODE,
        lineNode('floor', 40n),
        lineNode('cents', 1n),
        totalNode('explain.net', 9_291n),
        lineNode('vat', 1_858n),
        totalNode('explain.payable', 11_149n),
      ],
    });
  });

  it('has a leg that was not rated with the reason', () => {
    expect(refused).toStrictEqual({
      code: 'explain.leg-refused',
      params: { leg: 2 },
      children: [{ code: 'refusal.rating.no-tariff', params: { carrier: 'sea' }, children: [] }],
    });
  });

  it('ends with the goods price: steps, discounts, refusals, and what is left of it', () => {
    expect(goods).toStrictEqual({
      code: 'explain.goods',
      params: { agreement: 'cement', version: '2' },
      children: [BARE_NODE, FAILED_NODE, { code: 'refusal.rating.tie', params: { first: 'a' }, children: [] }],
      amount: { minor: 69_000n, currency: 'EUR' },
    });
    expect(more).toEqual([]);
  });

  test('a leg without a payer names none, and a rating without a goods price has no node for it', () => {
    const { goods: left, ...rest } = RATING;
    const [leg] = rest.legs;
    if (left === undefined || leg?.ok !== true) throw new Error('the example has a rated leg and a goods price');
    const nodes = explainRating({ ...rest, legs: [{ ok: true, rating: { ...leg.rating, payer: undefined } }] });
    expect(nodes.map(({ params }) => params)).toStrictEqual([
      { leg: 1, carrier: 'rail', tariff: 'rail', version: '1' },
    ]);
  });
});

/** The applied discount with nothing about a further step, and without its break-even. */
const { next: NEXT, ...LAST } = APPLIED;
if (NEXT === undefined) throw new Error('the example has a further step');
const { breakEven: BREAK_EVEN, ...STEP_ONLY } = NEXT;

describe('one discount, explained', () => {
  test.each<[string, AppliedDiscount, readonly string[]]>([
    ['without a further step there is nothing about one', LAST, []],
    ['without a break-even only the next step is told', { ...LAST, next: STEP_ONLY }, ['explain.next-tier']],
    [
      'with both',
      { ...LAST, next: { ...STEP_ONLY, breakEven: decimal('7') } },
      ['explain.next-tier', 'explain.break-even'],
    ],
  ])('%s', (_, outcome, codes) => {
    expect(
      explainDiscount(outcome, 'BYN')
        .children.slice(3)
        .map(({ code }) => code),
    ).toEqual(codes);
  });
});

const BARE_JSON = { step: 'lookup', name: 'rate', inputs: [], rows: [], after: '10' };
const FULL_JSON = {
  step: 'round',
  name: 'to-kopeks',
  inputs: [
    { label: 'fact:mass_kg:net', value: '60000', unit: 'KGM' },
    { label: 'value', value: 'class 2' },
  ],
  rows: [{ table: 'rates', file: 'rates.csv', line: 7, keys: { from: '100', to: '200' } }],
  before: '12.345',
  after: '12.35',
  unrounded: '12.345',
  currency: 'BYN',
  clause: 'section 2.3',
  times: 2,
};
const APPLIED_JSON = {
  kind: 'applied',
  ...considered,
  stage: 'reduce',
  at: 'settlement',
  base: '100.00',
  amount: '12.50',
  shares: [{ party: 'buyer', role: 'consignee', by: 'settlement', amount: '12.50' }],
  trace: [BARE_JSON],
  cuts: [{ by: 'budget', amount: '0.50' }],
  next: { step: 2, amount: 'share', missing: '40', unit: 'TNE', rate: '0.2', worth: '12.5', breakEven: '400' },
};
const FAILED_JSON = { kind: 'not-applied', ...considered, reason: 'discount.meter-below', params: { short: '4' } };
const UNKNOWN_JSON = { kind: 'not-evaluated', ...considered, missing: ['item.origin', 'leg.ferry'] };
const lineJson = (id: string, source: string, amount: string) => ({
  id,
  source,
  charge: `of.${id}`,
  entry: { id: 'rail', version: '1' },
  amount,
  discountable: source === 'tariff',
  trace: source === 'tariff' ? [FULL_JSON] : [],
});

describe('the whole of a rating for machines', () => {
  it('has every figure as exact text: money in major units of its currency, values of traces as they are', () => {
    expect(ratingJson(RATING)).toStrictEqual({
      schema: 'kontor.rating/1',
      note: 'N1',
      accepted: '2025-03-10',
      legs: [
        {
          ok: true,
          leg: 1,
          carrier: 'rail',
          payer: 'works',
          tariff: { id: 'rail', version: '1' },
          synthetic: true,
          currency: 'BYN',
          gross: '105.00',
          net: '92.91',
          tax: '18.58',
          payable: '111.49',
          lines: [
            lineJson('loaded', 'tariff', '100.00'),
            lineJson('season', 'step', '5.00'),
            lineJson('winter', 'discount', '-12.50'),
            lineJson('floor', 'limit', '0.40'),
            lineJson('cents', 'rounding', '0.01'),
            lineJson('vat', 'tax', '18.58'),
          ],
          discounts: [APPLIED_JSON, FAILED_JSON, UNKNOWN_JSON],
        },
        { ok: false, leg: 2, refusals: [{ code: 'rating.no-tariff', params: { carrier: 'sea' } }] },
      ],
      goods: {
        agreement: { id: 'cement', version: '2' },
        currency: 'EUR',
        gross: '700.00',
        net: '690.00',
        discounts: [FAILED_JSON],
        refusals: [{ code: 'rating.tie', params: { first: 'a' } }],
        trace: [BARE_JSON],
      },
    });
  });

  it('leaves out what is not there: no goods price, no further step, no break-even', () => {
    const { goods, ...rest } = RATING;
    expect([goods, BREAK_EVEN]).not.toContain(undefined);
    expect(Object.keys(ratingJson({ ...rest, legs: [] }))).toEqual(['schema', 'note', 'accepted', 'legs']);
    expect(Object.keys(discountJson(LAST, 'BYN'))).not.toContain('next');
    const { breakEven, ...written } = APPLIED_JSON.next;
    expect(breakEven).toBe('400');
    expect(discountJson({ ...LAST, next: STEP_ONLY }, 'BYN')).toStrictEqual({ ...APPLIED_JSON, next: written });
  });
});

describe('the published shape of a rating', () => {
  const whole = { ...ratingJson(RATING), screening: 'ALLOW' };

  it('holds everything that is printed, and lets nothing else pass', () => {
    expect(ratingSchema.parse(whole)).toStrictEqual(whole);
    expect(ratingSchema.safeParse({ ...whole, more: 1 }).success).toBe(false);
    expect(ratingSchema.safeParse({ ...whole, schema: 'kontor.rating/2' }).success).toBe(false);
  });

  test.each([
    ['12', true],
    ['-12.50', true],
    ['12,5', false],
    ['a12', false],
    ['12a', false],
    ['1/3', false],
  ])('money is decimal text: %s', (text, good) => {
    expect(writtenDecimal.safeParse(text).success).toBe(good);
  });

  test.each([
    ['1/3', true],
    ['-1/3', true],
    ['0.5', true],
    ['1/3/4', false],
    ['x1/3', false],
  ])('a value of a trace is exact text: %s', (text, good) => {
    expect(writtenExact.safeParse(text).success).toBe(good);
  });
});
