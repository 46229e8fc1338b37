import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { KINDS } from '../office/kinds.ts';
import { TARIFF } from '../testing/book-from-text.ts';
import { checkDiscountExamples } from './price-discount-example.ts';
import { compileRatingBook } from './rating-book.ts';

const HEAD = 'title: Example\nsource: { note: made up, synthetic: true }\nvalid: { from: 2025-01-01 }\n';
const legs = '[{ carrier: rail, mode: rail, from: a, to: b, payer: works }]';
const consignment = (note: string, accepted: string, tonnes: number): string =>
  `{ note: ${note}, accepted: ${accepted}, traffic: export, consignee: works, items: [{ codes: {}, mass_kg: ${String(tonnes * 1000)} }], wagons: [{ type: hopper }], legs: ${legs} }`;

const tier = (at: string): string => `kind: discount
id: volume
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
cap: { amount: '100', currency: EUR }
at: ${at}
effect:
  kind: tier
  meter: { measure: mass, key: [consignee], window: { calendar: year } }
  unit: TNE
  method: all-units
  bounds: lower
  steps: [{ from: '1000', rate: '10' }, { from: '2000', rate: '20' }]
  amount: percent
`;

const when = `kind: discount
id: condition
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
scope: { item.origin: [BY] }
when: [{ meter: { measure: wagons, window: { calendar: month } }, atLeast: { value: '2', unit: wagon } }]
effect: { kind: multiply, by: '0.9' }
`;

function off(discount: string, example: string): readonly unknown[] {
  const head = discount.includes('\nvalid:') ? HEAD.replace('valid: { from: 2025-01-01 }\n', '') : HEAD;
  const text = `${discount}${head}examples:\n  - { name: one, ${example} }\n`;
  const { book, refusals } = loadBook(
    [
      { path: 'tariff.yaml', text: `${TARIFF}${HEAD}` },
      { path: 'discount.yaml', text },
    ],
    KINDS,
  );
  const compiled = compileRatingBook(book);
  return [...refusals, ...compiled.refusals, ...checkDiscountExamples(compiled.book, book)].map(
    ({ code, params, place }) => {
      const path = place.path?.replace('examples.0.', '') ?? '';
      return `${path}: ${code} ${String(params['expected'] ?? params['known'] ?? params['key'] ?? '')} ${String(params['actual'] ?? params['nearest'] ?? '')}`.trimEnd();
    },
  );
}

const sixty = `consignment: ${consignment('n', '2025-05-01', 60)}`;

describe('worked examples of a discount', () => {
  it('agree after a history that stands for earlier consignments, by meter, key and window', () => {
    const expected = "expected: { outcome: applied, amount: '60.00', cuts: {}, net: '545.00', payable: '545.00' }";
    expect(
      off(tier('rating'), `${sixty}, history: [{ value: '1200', key: works, window: '2025' }], ${expected}`),
    ).toEqual([]);
    expect(
      off(tier('rating'), `${sixty}, history: [{ meter: effect.meter, value: '1200000', unit: KGM }], ${expected}`),
    ).toEqual([]);
  });

  it('agree after consignments written out, which may follow in any order', () => {
    const journal = `journal: [${consignment('b', '2025-04-01', 400)}, ${consignment('a', '2025-03-01', 800)}]`;
    expect(off(tier('rating'), `${sixty}, ${journal}, expected: { outcome: applied, amount: '60' }`)).toEqual([]);
  });

  it('fail at their place when off by the smallest unit, each figure on its own', () => {
    const expected = "expected: { outcome: applied, amount: '59.99', cuts: { cap: '1' }, net: '545.01' }";
    expect(off(tier('rating'), `${sixty}, history: [{ value: '1200' }], ${expected}`)).toEqual([
      'expected.amount: discount.example-off 59.99 60',
      'expected.cuts: discount.example-off 1 0',
      'expected.net: discount.example-off 545.01 545',
    ]);
  });

  it('name what limits cut, and fail on a cut they do not name', () => {
    const history = "history: [{ value: '2500' }]";
    const cut = "expected: { outcome: applied, amount: '100', cuts: { cap: '20.00' } }";
    expect(off(tier('rating'), `${sixty}, ${history}, ${cut}`)).toEqual([]);
    expect(off(tier('rating'), `${sixty}, ${history}, ${cut.replace("cap: '20.00'", '')}`)).toEqual([
      'expected.cuts: discount.example-off 0 20',
    ]);
  });

  it('tell of a cut that was expected where the leg has no price at all', () => {
    const unpriced = sixty.replace('traffic: export', 'traffic: transit');
    expect(off(tier('rating'), `${unpriced}, expected: { outcome: applied, cuts: { cap: '20.00' } }`)).toEqual([
      'expected.outcome: discount.example-off applied rating.no-tariff-for-traffic',
      'expected.cuts: discount.example-off 20.00',
    ]);
  });

  it('say why a discount is not applied, and which facts are missing', () => {
    const origin = sixty.replace('codes: {}', 'codes: {}, origin: BY');
    expect(off(when, `${origin}, expected: { outcome: not-applied, reason: discount.meter-below }`)).toEqual([]);
    expect(off(when, `${origin}, history: [{ value: '2' }], expected: { outcome: applied, amount: '60' }`)).toEqual([]);
    expect(
      off(when, `${sixty}, history: [{ value: '2' }], expected: { outcome: not-evaluated, missing: [item.origin] }`),
    ).toEqual([]);
    expect(
      off(when, `${origin}, screening: HOLD, expected: { outcome: not-applied, reason: discount.meter-below }`),
    ).toEqual([]);
    const held = 'screening: HOLD, expected: { outcome: not-applied, reason: discount.not-allow }';
    expect(off(when, `${origin}, history: [{ value: '2' }], ${held}`)).toEqual([]);
    expect(off(when, `${origin}, expected: { outcome: applied, amount: '60' }`)).toEqual([
      'expected.outcome: discount.example-off applied not-applied',
      'expected.amount: discount.example-off 60',
    ]);
  });

  it('read a window pro rata where the condition does, history or not', () => {
    const half = when
      .replace(
        "atLeast: { value: '2', unit: wagon } }",
        "atLeast: { value: '2', unit: wagon, per: month }, partial: pro-rata }",
      )
      .replace('calendar: month', 'calendar: year');
    const lines = `${half}valid: { from: 2025-01-01, to: 2025-02-01 }\n`;
    const origin = sixty.replace('codes: {}', 'codes: {}, origin: BY').replace('2025-05-01', '2025-01-20');
    const text = (value: string): readonly unknown[] =>
      off(lines, `${origin}, history: [{ value: '${value}' }], expected: { outcome: applied }`);
    expect(text('2')).toEqual([]);
    expect(text('1')).toEqual(['expected.outcome: discount.example-off applied not-applied']);
  });

  it('of a rebate tell what all consignments of the example earn at settlement', () => {
    const journal = `journal: [${consignment('a', '2025-03-01', 1000)}]`;
    const example = `consignment: ${consignment('b', '2025-04-01', 40)}, ${journal}`;
    expect(off(tier('settlement'), `${example}, expected: { outcome: applied, earned: '140.00' }`)).toEqual([]);
    expect(off(tier('settlement'), `${example}, expected: { outcome: applied, earned: '140.01' }`)).toEqual([
      'expected.earned: discount.example-off 140.01 140',
    ]);
  });

  it('of a rebate tell the part of the consignment priced, and who gets how much', () => {
    const shared = `${tier('settlement')}beneficiary: { shares: { consignee: '0.6', carrier: '0.4' } }\n`;
    const example = `consignment: ${consignment('b', '2025-04-01', 40)}, journal: [${consignment('a', '2025-03-01', 1000)}]`;
    const told = (own: string, shares: string): readonly unknown[] =>
      off(shared, `${example}, expected: { outcome: applied, own: '${own}', shares: { ${shares} } }`);
    expect(told('40.00', "consignee: '84', carrier: '56'")).toEqual([]);
    expect(told('39.99', "consignee: '84'")).toEqual([
      'expected.own: discount.example-off 39.99 40',
      'expected.shares: discount.example-off 0 56',
    ]);
  });

  it('of a guarantee tell how it stands by the day, and what is taken back', () => {
    const promise = `kind: discount
id: promise
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
effect: { kind: multiply, by: '0.9' }
guarantee:
  meter: { measure: mass, key: [consignee], window: { calendar: year } }
  atLeast: { value: '60', unit: TNE }
  onFailure: { kind: claw-back }
`;
    const told = (tonnes: number, knownBy: string, expected: string): readonly unknown[] =>
      off(
        promise,
        `knownBy: ${knownBy}, consignment: ${consignment('a', '2025-03-01', tonnes)}, expected: { outcome: applied, ${expected} }`,
      );
    expect(told(60, '2026-01-01', "earned: '0', guarantee: { status: kept, measured: '60', short: '0' }")).toEqual([]);
    expect(told(59, '2025-12-31', "earned: '0', guarantee: { status: open, short: '1' }")).toEqual([]);
    expect(told(59, '2026-01-01', "earned: '0', guarantee: { status: kept, short: '0' }")).toEqual([
      'expected.earned: discount.example-off 0 -59',
      'expected.guarantee: discount.example-off kept failed',
      'expected.guarantee: discount.example-off 0 1',
    ]);
  });

  it('tell which condition of the scope fails, and that a discount is not in force', () => {
    const foreign = sixty.replace('codes: {}', 'codes: {}, origin: RU');
    const told = (expected: string): readonly unknown[] => off(when, `${foreign}, expected: { ${expected} }`);
    expect(told('outcome: not-applied, condition: item.origin')).toEqual([]);
    expect(told('outcome: not-applied, condition: wagon.type')).toEqual([
      'expected.condition: discount.example-off wagon.type item.origin',
    ]);
    const early = `knownBy: 2024-12-31, ${sixty}`;
    expect(off(when, `${early}, expected: { outcome: applied }`)).toEqual([
      'expected.outcome: discount.example-off applied rating.no-tariff-on-date',
    ]);
    const later = when.replace('effect: {', 'known: 2025-06-01\neffect: {');
    expect(off(later, `knownBy: 2025-05-31, ${sixty}, expected: { outcome: not-in-force }`)).toEqual([]);
  });

  it('are refused where a meter, a unit or a key is none', () => {
    const expected = 'expected: { outcome: applied }';
    expect(off(tier('rating'), `${sixty}, history: [{ meter: other, value: '1' }], ${expected}`)).toEqual([
      'history.0: discount.example-meter effect.meter',
    ]);
    expect(off(tier('rating'), `${sixty}, history: [{ value: '1', unit: MTR }], ${expected}`)).toEqual([
      'history.0: discount.unit-of-meter KGM',
    ]);
    expect(off(tier('rating'), `${sixty}, expected: { outcom: applied }`)).toEqual([
      'expected.outcome: book.missing',
      'expected.outcom: book.unknown-key outcom outcome',
    ]);
  });
});
