import { describe, expect, it } from 'vitest';
import { readBookText, TARIFF } from '../testing/book-from-text.ts';
import { problemLine } from '../testing/checked-book.ts';
import { discount } from '../testing/rated-leg.ts';

/** Discounts by id, each with its lines; without an effect a tenth off. */
type Written = Readonly<Record<string, string>>;

/** What is refused of a book with these discounts; files are numbered from 1 in the order written. */
const refused = (written: Written): readonly string[] =>
  readBookText([
    TARIFF,
    ...Object.entries(written).map(([id, lines]) =>
      discount(id, lines.includes('effect:') ? lines : `effect: { kind: multiply, by: '0.9' }\n${lines}`),
    ),
    ...(JSON.stringify(written).includes('budget: pot') ? [POT] : []),
  ]).refusals.map((one) => problemLine(one).replace('.yaml', ''));

const POT = "kind: budget\nid: pot\nwindow: year\namount: { amount: '10', currency: EUR }";
const charges = (kinds: string): string => `touches: { charges: [${kinds}] }\n`;
const LATER = 'at: settlement\n';

describe('two of a stage without an order tie where they may meet', () => {
  it.each<[string, Written, readonly string[]]>([
    [
      'on the same charges',
      { a: '', b: '' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'the first is the first by id, wherever it stands',
      { b: '', a: '' },
      ['error 1 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'on charges of which one is a part of the other',
      { a: charges('freight.loaded'), b: charges('freight') },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight.loaded'],
    ],
    [
      'the other way round',
      { a: charges('freight'), b: charges('freight.loaded') },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'where one of several is the same',
      { a: charges('wagon, freight'), b: charges('storage, freight') },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=wagon, freight'],
    ],
    [
      'on the goods price',
      { a: 'touches: { goodsPrice: true }\n', b: 'touches: { goodsPrice: true }\n' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=goods'],
    ],
    [
      'granted on the same version of a tariff',
      { a: 'base: [{ tariff: x, version: a }]\n', b: 'base: [{ tariff: y }, { tariff: x, version: a }]\n' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'where one is granted on a tariff and the other on any',
      { a: 'base: [{ tariff: x, version: a }]\n', b: '' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'in a group that takes the first, and in a combination',
      { a: 'group: { id: g, choose: highest-priority }\n', b: 'group: { id: g, choose: highest-priority }\n' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'in two groups that take the best',
      { a: 'group: { id: g, choose: best-for-payer }\n', b: 'group: { id: h, choose: best-for-payer }\n' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'one in a group, the other not',
      { a: 'group: { id: g, choose: best-for-payer }\n', b: '' },
      ['error 2 effect discount.tie first=a second=b stage=multiply charge=freight'],
    ],
    [
      'each pair of three',
      { a: '', b: '', c: '' },
      [
        'error 2 effect discount.tie first=a second=b stage=multiply charge=freight',
        'error 3 effect discount.tie first=a second=c stage=multiply charge=freight',
        'error 3 effect discount.tie first=b second=c stage=multiply charge=freight',
      ],
    ],
  ])('%s', (_, written, expected) => {
    expect(refused(written)).toEqual(expected);
  });

  it.each<[string, Written]>([
    ['one has an order', { a: 'order: 1\n', b: '' }],
    ['the other has', { a: '', b: 'order: 1\n' }],
    ['other stages', { a: '', b: "effect: { kind: reduce, amount: '1', per: tonne, currency: EUR }" }],
    ['other charges', { a: charges('freight'), b: charges('freightage') }],
    ['charges whose names only end alike', { a: charges('loaded.freight'), b: charges('freight') }],
    ['freight and the goods price', { a: 'touches: { goodsPrice: true }\n', b: '' }],
    ['the goods price and freight', { a: '', b: 'touches: { goodsPrice: true }\n' }],
    ['other times', { a: 'valid: { from: 2025-01-01, to: 2025-02-01 }\n', b: 'valid: { from: 2025-02-01 }\n' }],
    [
      'other versions of a tariff',
      { a: 'base: [{ tariff: x, version: a }]\n', b: 'base: [{ tariff: x, version: b }]\n' },
    ],
    ['other tariffs', { a: 'base: [{ tariff: x, version: a }]\n', b: 'base: [{ tariff: y, version: a }]\n' }],
    ['other consignments', { a: 'scope: { traffic: [export] }\n', b: 'scope: { traffic: [import] }\n' }],
    [
      'a group that takes the best',
      { a: 'group: { id: g, choose: best-for-payer }\n', b: 'group: { id: g, choose: best-for-payer }\n' },
    ],
    [
      'members of a combination that exclude each other',
      {
        a: 'group: { id: g, choose: best-combination, excludes: [b] }\n',
        b: 'group: { id: g, choose: best-combination }\n',
      },
    ],
  ])('not with %s', (_, written) => {
    expect(refused(written)).toEqual([]);
  });

  it('two versions of one discount do not', () => {
    const version = (name: string): string =>
      discount('a', `version: '${name}'\neffect: { kind: multiply, by: '0.9' }`);
    expect(readBookText([TARIFF, version('1'), version('2')]).refusals.map(problemLine)).toEqual([]);
  });
});

describe('groups', () => {
  const member = (order: number, choose: string, more = ''): string =>
    `order: ${String(order)}\ngroup: { id: g, choose: ${choose} }\n${more}`;
  const promise =
    "guarantee: { meter: { measure: mass, window: { calendar: year } }, atLeast: { value: '1', unit: TNE }, onFailure: { kind: claw-back } }\n";

  it.each<[string, Written, readonly string[]]>([
    [
      'choose in one way: each that differs from the first is named',
      {
        a: member(1, 'best-for-payer'),
        b: member(2, 'highest-priority'),
        c: member(3, 'best-for-payer'),
        d: member(4, 'best-combination'),
      },
      [
        'error 2 group discount.group-mixed group=g first=a second=b',
        'error 4 group discount.group-mixed group=g first=a second=d',
      ],
    ],
    [
      'a combination is not on the invoice and at settlement',
      { a: member(1, 'best-combination'), b: member(2, 'best-combination', LATER) },
      [
        'error 1 group discount.group-over-time group=g discount=a cause=combination',
        'error 2 group discount.group-over-time group=g discount=b cause=combination',
      ],
    ],
    [
      'nor what is on the invoice and may be taken back; what settles may',
      { a: member(1, 'best-for-payer', promise), b: member(2, 'best-for-payer', `${LATER}${promise}`) },
      ['error 1 group discount.group-over-time group=g discount=a cause=guarantee'],
    ],
    [
      'nor what others than the payer receive',
      {
        a: member(1, 'highest-priority', "beneficiary: { shares: { payer: '0.5', consignor: '0.5' } }\n"),
        b: member(2, 'highest-priority', `${LATER}beneficiary: consignee\n`),
      },
      [
        'error 1 group discount.group-over-time group=g discount=a cause=receivers',
        'error 2 group discount.group-over-time group=g discount=b cause=receivers',
      ],
    ],
  ])('%s', (_, written, expected) => {
    expect(refused(written)).toEqual(expected);
  });

  it.each<[string, Written]>([
    [
      'what all settles',
      {
        a: member(1, 'best-for-payer', `${LATER}beneficiary: consignor\n`),
        b: member(2, 'best-for-payer', `${LATER}${promise}`),
      },
    ],
    [
      'what all is on the invoice',
      { a: member(1, 'best-combination', 'beneficiary: consignor\n'), b: member(2, 'best-combination', promise) },
    ],
    [
      'members for the payer, on the invoice and at settlement',
      { a: member(1, 'best-for-payer'), b: member(2, 'best-for-payer', LATER) },
    ],
    [
      'another group beside it',
      { a: member(1, 'best-combination'), b: member(2, 'best-combination', LATER).replace('id: g', 'id: h') },
    ],
    ['a discount that settles without any group', { a: member(1, 'best-combination'), b: `order: 2\n${LATER}` }],
  ])('nothing is said of %s', (_, written) => {
    expect(refused(written)).toEqual([]);
  });

  it('a combination of more than sixteen is named with its last member; versions of one count once', () => {
    const ids = Array.from({ length: 16 }, (_, index) => `m${String(index + 10)}`);
    const all = (of: readonly string[]): Written =>
      Object.fromEntries(of.map((id, index) => [id, member(index + 1, 'best-combination')]));
    expect(refused(all(ids))).toEqual([]);
    const found = refused(all([...ids, 'n']));
    expect(found).toEqual(['error 17 group discount.group-too-large group=g count=17 most=16']);
  });
});

describe('meters of net money', () => {
  const net = (kinds: string, more = '', of = 'net'): string =>
    `when: [{ meter: { measure: { money: { charges: [${kinds}], of: ${of}, currency: EUR } }, window: { calendar: year }${more} }, atLeast: { amount: '1', currency: EUR } }]\n`;
  const MASS = "when: [{ meter: { measure: mass, window: { calendar: year } }, atLeast: { value: '1', unit: TNE } }]\n";

  it.each<[string, Written, readonly string[]]>([
    [
      'may not be of the charges it lowers',
      { a: net('freight') },
      ['error 1 effect discount.meter-on-itself discount=a meter=a@2025-01-01#when.0.meter'],
    ],
    [
      'nor of those of which they are a part',
      { a: `${charges('freight.loaded')}${net('freight')}` },
      ['error 1 effect discount.meter-on-itself discount=a meter=a@2025-01-01#when.0.meter'],
    ],
    [
      'nor by way of another discount',
      { a: `${charges('freight')}order: 1\n${net('wagon')}`, b: `${charges('wagon')}order: 2\n${net('freight')}` },
      [
        'error 1 effect discount.meter-on-itself discount=a meter=a@2025-01-01#when.0.meter',
        'error 2 effect discount.meter-on-itself discount=b meter=b@2025-01-01#when.0.meter',
      ],
    ],
    [
      'nor by way of several; one that only reads them is not named',
      {
        a: `${charges('freight')}order: 1\n${net('wagon')}`,
        b: `${charges('wagon')}order: 2\n${net('storage')}`,
        c: `${charges('storage')}order: 3\n${net('freight')}`,
        d: `${charges('paper')}order: 4\n${net('freight')}`,
      },
      [
        'error 1 effect discount.meter-on-itself discount=a meter=a@2025-01-01#when.0.meter',
        'error 2 effect discount.meter-on-itself discount=b meter=b@2025-01-01#when.0.meter',
        'error 3 effect discount.meter-on-itself discount=c meter=c@2025-01-01#when.0.meter',
      ],
    ],
    [
      'at rating count at acceptance alone',
      { a: net('wagon', ', countAt: delivered') },
      ['error 1 effect discount.net-meter-order discount=a meter=a@2025-01-01#when.0.meter'],
    ],
    [
      'the meter named is the one of money',
      { a: `${MASS.trimEnd().slice(0, -1)}, ${net('freight').trimEnd().slice('when: ['.length)}\n` },
      ['error 1 effect discount.meter-on-itself discount=a meter=a@2025-01-01#when.1.meter'],
    ],
  ])('%s', (_, written, expected) => {
    expect(refused(written)).toEqual(expected);
  });

  it.each<[string, Written]>([
    ['gross money of its own charges', { a: net('freight', '', 'gross') }],
    ['gross money counted at delivery', { a: net('freight', ', countAt: delivered', 'gross') }],
    ['a mass counted at delivery', { a: MASS.replace('year }', 'year }, countAt: delivered') }],
    ['what settles after all is on the invoice', { a: `${LATER}${net('freight')}` }],
    ['what settles, counted at delivery', { a: `${LATER}${net('wagon', ', countAt: delivered')}` }],
    ['charges that only another lowers', { a: `order: 1\n${net('wagon')}`, b: `${charges('wagon')}order: 2\n` }],
    ['the goods price', { a: `touches: { goodsPrice: true }\n${net('freight')}` }],
  ])('nothing is said of %s', (_, written) => {
    expect(refused(written)).toEqual([]);
  });
});
