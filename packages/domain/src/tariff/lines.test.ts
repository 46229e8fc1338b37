import { describe, expect, it, test } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { bookFromText, consignmentOf } from '../testing/book-from-text.ts';
import { priceBy, tariffText } from '../testing/price-steps.ts';
import { lineText, refusalsIn, stepText } from '../testing/told.ts';
import { amountsOfEach } from './run-tariff.ts';

type Changes = Readonly<Record<string, unknown>>;

/** The lines, or every refusal with its parameters but the tariff's id. */
function lines(content: string, changes: Changes = {}): unknown {
  const priced = priceBy(tariffText(content), changes);
  if ('rating' in priced) return priced.rating.lines.map(lineText);
  return refusalsIn(priced);
}

/** The steps of each line, by its name. */
function traces(content: string, changes: Changes = {}): Readonly<Record<string, readonly string[]>> {
  const priced = priceBy(tariffText(content), changes);
  if (!('rating' in priced)) throw new Error(priced.refused.join());
  return Object.fromEntries(priced.rating.lines.map(({ id, trace }) => [id, trace.map(stepText)]));
}

const part = (id: string, value: string, more = ''): string =>
  `  - { id: ${id}, charge: freight.${id}, ${more}steps: [{ step: lookup, name: own, value: ${value} }] }\n`;

const wagonsOf = (...types: readonly string[]): Changes => ({ wagons: types.map((type) => ({ type })) });
const V = 't@2025-01-01';

describe('the lines of a leg', () => {
  it('are its parts, the steps over their sum, what rounding leaves, and the tax on all of it', () => {
    const content = `parts:\n${part('run', "'100.40'")}${part('fee', "'5'", 'discountable: false, ')}total:
  - { step: multiply, name: index, by: '1.1' }
  - { step: discounts }
  - { step: add, name: paper, value: { part: fee } }
  - { step: round, name: whole, to: '1' }
tax: [{ category: S, rate: '0.2', clause: 'art. 9' }]
`;
    // 105.40 · 1.1 = 115.94; + 5 = 120.94; rounded 121; tax 24.20.
    expect(lines(content)).toEqual([
      `run tariff freight.run ${V} discountable 10040`,
      `fee tariff freight.fee ${V} 500`,
      `index step adjustment ${V} 1054`,
      `paper step adjustment ${V} 500`,
      `whole rounding rounding ${V} 6`,
      `tax tax tax.S ${V} 2420`,
    ]);
    expect(traces(content)).toEqual({
      run: ['lookup own | value 100.4 |  → 100.4 | EUR'],
      fee: ['lookup own | value 5 |  → 5 | EUR'],
      index: ['multiply index | value 1.1 | 105.4 → 115.94 | EUR'],
      paper: ['add paper | part:fee 5 | 115.94 → 120.94 | EUR'],
      whole: ['round whole | 120.94 → 121 of 120.94 | EUR'],
      tax: ['tax S | base 121, rate 0.2 | 121 → 24.2 of 24.2 | EUR | art. 9'],
    });
  });

  it('have none for a step over the sum that does not run', () => {
    const guarded = "{ step: add, name: fee, when: { wagon.type: [tank] }, value: '1' }";
    expect(
      lines(
        `parts:\n${part('run', "'100'")}total: [${guarded}, { step: discounts }, ${guarded.replace('fee', 'more')}]\n`,
      ),
    ).toEqual([`run tariff freight.run ${V} discountable 10000`]);
  });

  it('know a part by what its line comes to, rounded, where the tariff is for the consignment', () => {
    const hundred =
      "  - { id: b, charge: x, steps: [{ step: lookup, name: p, value: { part: a } }, { step: multiply, name: m, by: '100' }] }\n";
    expect(lines(`parts:\n${part('a', "'0.335'")}${hundred}`)).toEqual([
      `a tariff freight.a ${V} discountable 34`,
      `b tariff x ${V} discountable 3400`,
    ]);
  });

  it('carry the quantities that steps over the sum read, each where it is first read', () => {
    const content = `quantities: { two: { steps: [{ step: lookup, name: q, value: '2' }] } }
parts:\n${part('run', "'100'")}total:
  - { step: multiply, name: twice, by: { quantity: two } }
  - { step: add, name: more, value: { quantity: two } }
`;
    expect(traces(content)).toEqual({
      run: ['lookup own | value 100 |  → 100 | EUR'],
      twice: ['lookup two.q | value 2 |  → 2', 'multiply twice | quantity:two 2 | 100 → 200 | EUR'],
      more: ['add more | quantity:two 2 | 200 → 202 | EUR'],
    });
  });

  it('go on over the sum from the full value where a rounding carries it', () => {
    const content = `parts:\n${part('run', "'100.40'")}total:
  - { step: round, name: whole, to: { quantum: '1', carry: full } }
  - { step: multiply, name: ten, by: '10' }
`;
    // 100.40 shown as 100; ten times 100.40.
    expect(lines(content)).toEqual([
      `run tariff freight.run ${V} discountable 10040`,
      `whole rounding rounding ${V} -40`,
      `ten step adjustment ${V} 90400`,
    ]);
  });
});

describe('the least and the greatest amount of a line', () => {
  test.each<[string, string, readonly string[]]>([
    ['4', "least: '5', ", ['lookup own | value 4 |  → 4 | EUR', 'least least | value 5 | 4 → 5']],
    ['6', "least: '5', ", ['lookup own | value 6 |  → 6 | EUR', 'least least | value 5 | 6 → 6']],
    ['6', "greatest: '5', ", ['lookup own | value 6 |  → 6 | EUR', 'greatest greatest | value 5 | 6 → 5']],
    [
      '6',
      "least: '8', greatest: '7', ",
      ['lookup own | value 6 |  → 6 | EUR', 'least least | value 8 | 6 → 8', 'greatest greatest | value 7 | 8 → 7'],
    ],
    ['6', '', ['lookup own | value 6 |  → 6 | EUR']],
  ])('of %s with %s', (rate, more, expected) => {
    expect(traces(`parts:\n${part('a', `'${rate}'`, more)}`)).toEqual({ a: expected });
  });

  it('hold for each wagon, and say for how many', () => {
    const content = `parts:\n${part('a', "'4'", "per: wagon, least: '5', ")}`;
    expect(traces(content, wagonsOf('hopper', 'tank', 'hopper'))).toEqual({
      a: [
        'lookup own ×2 | value 4 |  → 4 | EUR',
        'least least ×2 | value 5 | 4 → 5',
        'lookup own ×1 | value 4 |  → 4 | EUR',
        'least least ×1 | value 5 | 4 → 5',
      ],
    });
  });
});

describe('where the whole tariff is for each wagon', () => {
  it('lines are those of all wagons, each rounded once; a step posts what it changes, a rounding what is missing to the wagons', () => {
    const content = `per: wagon
parts:\n${part('a', "'0.333'")}${part('b', "'0.333'")}total: [{ step: add, name: fee, value: '0.01' }, { step: round, name: tenths, to: '0.1' }]
`;
    // Each wagon 0.666 + 0.01 = 0.676, rounded 0.7. The lines 0.67 + 0.67, the fees 0.02; to 1.40 there are 0.04 missing.
    expect(lines(content, wagonsOf('hopper', 'tank'))).toEqual([
      `a tariff freight.a ${V} discountable 67`,
      `b tariff freight.b ${V} discountable 67`,
      `fee step adjustment ${V} 2`,
      `tenths rounding rounding ${V} 4`,
    ]);
  });

  it('a step that passes over some of them leaves those at what was shown', () => {
    const content = `per: wagon
parts:\n${part('a', "'1.4'")}total:
  - { step: round, name: whole, to: { quantum: '1', carry: full } }
  - { step: add, name: fee, when: { wagon.type: [tank] }, value: '0.5' }
`;
    // The hopper 1.4, shown as 1; the tank 1.4 + 0.5 = 1.9; together 2.9.
    expect(lines(content, wagonsOf('hopper', 'tank'))).toEqual([
      `a tariff freight.a ${V} discountable 280`,
      `whole rounding rounding ${V} -80`,
      `fee step adjustment ${V} 90`,
    ]);
  });

  it('the trace of a line is that of its wagons one after the other, with how many wagons, or what is in them, each stands for', () => {
    const content = `per: wagon
parts:\n${part('a', "'2'")}${part('box', "'3'", 'per: container, ')}total: [{ step: multiply, name: half, by: { part: a } }]
`;
    const boxes = {
      ...wagonsOf('hopper', 'tank', 'tank'),
      containers: [{ size_ft: 20 }, { size_ft: 20 }, { size_ft: 20 }],
    };
    expect(traces(content, boxes)).toEqual({
      a: ['lookup own ×1 | value 2 |  → 2 | EUR', 'lookup own ×2 | value 2 |  → 2 | EUR'],
      box: ['lookup own ×3 | value 3 |  → 3 | EUR', 'lookup own ×6 | value 3 |  → 3 | EUR'],
      half: ['multiply half ×1 | part:a 2 | 11 → 22 | EUR', 'multiply half ×2 | part:a 2 | 11 → 22 | EUR'],
    });
  });

  it('without a wagon there is nothing to charge', () => {
    expect(lines(`per: wagon\nparts:\n${part('a', "'1'")}`, { wagons: [] })).toEqual([
      { code: 'tariff.missing-fact', fact: 'wagons' },
    ]);
  });
});

describe('what a leg lacks is named', () => {
  const sum = `parts:\n${part('run', "'100'")}`;
  test.each<[string, string, Changes, readonly object[]]>([
    [
      'by a part that cannot be told to be charged',
      `parts:\n${part('run', "'100'", 'when: { any: [{ wagon.model: x }, { item.origin: KZ }] }, ')}`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.model, item.origin' }],
    ],
    [
      'by the least amount of a line',
      `parts:\n${part('run', "'100'", 'least: { fact: wagon.tare_kg }, ')}`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'by a step over the sum',
      `${sum}total: [{ step: add, name: fee, value: { fact: wagon.tare_kg } }]\n`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'by a step after the discounts',
      `${sum}total: [{ step: discounts }, { step: add, name: fee, value: { fact: wagon.tare_kg } }]\n`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'by the minimum charge',
      `${sum}minimumCharge: { fact: wagon.tare_kg }\n`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'by a tax that cannot be told to be due',
      `${sum}tax: [{ category: S, rate: '0.2', when: { any: [{ wagon.model: x }, { item.origin: KZ }] } }]\n`,
      {},
      [{ code: 'tariff.missing-fact', fact: 'wagon.model, item.origin' }],
    ],
    [
      'by the steps of a wagon, once for all wagons',
      `per: wagon\n${sum}total: [{ step: add, name: fee, value: { fact: wagon.tare_kg } }]\n`,
      wagonsOf('hopper', 'tank'),
      [{ code: 'tariff.missing-fact', fact: 'wagon.tare_kg' }],
    ],
    [
      'a leg of which no part speaks',
      `parts:\n${part('run', "'1'", 'when: { wagon.type: [tank] }, ')}`,
      {},
      [{ code: 'tariff.no-part-applies' }],
    ],
  ])('%s', (_, content, changes, expected) => {
    expect(lines(content, changes)).toEqual(expected);
  });
});

describe('tax', () => {
  const taxed = (tax: string): string => `parts:\n${part('run', "'100.30'")}tax: [${tax}]\n`;

  it('is by the first rule that holds, whatever comes after it', () => {
    const rules =
      "{ when: { kind: small }, category: S, rate: '0.2' }, { category: Z, rate: '0' }, { category: S, rate: '0.1' }";
    expect(lines(taxed(rules))).toEqual([`run tariff freight.run ${V} discountable 10030`, `tax tax tax.Z ${V} 0`]);
  });

  it('is none where no rule holds', () => {
    expect(lines(taxed("{ when: { kind: small }, category: S, rate: '0.2' }"))).toEqual([
      `run tariff freight.run ${V} discountable 10030`,
    ]);
  });

  it('is rounded as the rule says, and shows the full amount', () => {
    // 100.30 · 0.2 = 20.06, up to 20.10.
    const content = taxed("{ category: S, rate: '0.2', round: { quantum: '0.1', mode: up } }");
    expect(traces(content)['tax']).toEqual(['tax S | base 100.3, rate 0.2 | 100.3 → 20.1 of 20.06 | EUR']);
  });

  it('has a clause in the trace only where the rule has one', () => {
    const priced = priceBy(tariffText(taxed("{ category: S, rate: '0.2' }")));
    const keys = 'rating' in priced ? Object.keys(priced.rating.lines.at(-1)?.trace[0] ?? {}) : [];
    expect(keys).toEqual(['step', 'name', 'inputs', 'rows', 'before', 'after', 'unrounded', 'currency']);
  });
});

describe('a part per wagon, item or container', () => {
  it('is of those alone, whatever else is carried', () => {
    const content = `parts:\n${part('w', "'1'", 'per: wagon, ')}${part('i', "'1'", 'per: item, ')}${part('c', "'1'", 'per: container, ')}`;
    const changes = {
      ...wagonsOf('hopper', 'tank'),
      items: [{ mass_kg: 1 }, { mass_kg: 2 }, { mass_kg: 3 }],
      containers: [{ size_ft: 20 }, { size_ft: 30 }, { size_ft: 40 }, { size_ft: 45 }],
    };
    expect(lines(content, changes)).toEqual([
      `w tariff freight.w ${V} discountable 200`,
      `i tariff freight.i ${V} discountable 300`,
      `c tariff freight.c ${V} discountable 400`,
    ]);
  });

  test.each([
    ['wagon', 'wagons'],
    ['item', 'items'],
    ['container', 'containers'],
  ])('is missing without any: %s', (per, fact) => {
    const content = `parts:\n${part('a', "'1'", `per: ${per}, `)}`;
    expect(lines(content, { mass_kg: 1, wagons: [], items: [], containers: [] })).toEqual([
      { code: 'tariff.missing-fact', fact },
    ]);
  });

  it('tells what each, or equal ones together, came to exactly', () => {
    const each = (content: string, changes: Changes): readonly string[] => {
      const { tariffs, world } = bookFromText([tariffText(content)]);
      const [tariff] = tariffs;
      const consignment = consignmentOf(changes);
      const [leg] = consignment.legs;
      if (tariff === undefined || leg === undefined) throw new Error('nothing to rate');
      return amountsOfEach(tariff, { consignment, leg, world }).map(({ line, per, subject, exact }) =>
        [line, per, subject.wagon?.type, toText(exact)].join(' '),
      );
    };
    const content = `parts:\n${part('w', "'0.335'", 'per: wagon, ')}${part('all', "'7'")}`;
    const wagons = wagonsOf('hopper', 'tank', 'hopper');
    expect(each(content, wagons)).toEqual(['w wagon hopper 0.67', 'w wagon tank 0.335', 'all consignment  7']);
    expect(each(`per: wagon\n${content}`, wagons)).toEqual([
      'w wagon hopper 0.67',
      'all wagon hopper 14',
      'w wagon tank 0.335',
      'all wagon tank 7',
    ]);
    expect(each(`parts:\n${part('w', '{ fact: wagon.tare_kg }')}`, wagons)).toEqual([]);
  });
});
