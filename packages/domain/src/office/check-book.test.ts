import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { compileRatingBook } from '../rating/rating-book.ts';
import { TARIFF } from '../testing/book-from-text.ts';
import { checkBook } from './check-book.ts';
import { KINDS } from './kinds.ts';

const WORDS = '{ en: a, de: a, ru: a, be: a }';
const HEAD = `title: ${WORDS}\nsource: { note: made up, synthetic: true }\nvalid: { from: 2025-01-01, to: 2026-01-01 }\n`;

/** Entries in YAML; each is given what it does not state itself. */
function problems(...entries: readonly string[]): readonly string[] {
  const files = entries.map((entry, index) => {
    const lines = HEAD.trimEnd()
      .split('\n')
      .filter((line) => !entry.includes(`\n${line.split(':')[0] ?? ''}:`));
    return { path: `${String(index)}.yaml`, text: `${entry.trim()}\n${lines.join('\n')}\n` };
  });
  const { book, refusals } = loadBook(files, KINDS);
  expect(refusals).toEqual([]);
  const compiled = compileRatingBook(book);
  return checkBook(book, compiled.book).map(({ code, params, place, severity }) => {
    const { discount: _, ...rest } = params;
    return `${severity} ${place.path ?? ''} ${code} ${JSON.stringify(rest)}`;
  });
}

const discount = (lines: string, id = 'd'): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\n${lines.includes('touches:') ? '' : 'touches: { charges: [freight] }\n'}${lines.includes('effect:') ? '' : "effect: { kind: multiply, by: '0.9' }\n"}${lines}`;

const WHOLE = TARIFF.replace('id: rail-2025', 'id: rail-2025\ncorridor: { floor: "0.6", ceiling: "1.1" }');

describe('a discount that can never apply is found', () => {
  it.each([
    ['scope: { traffic: [export], all: [{ traffic: [import] }] }', 'traffic export', 'traffic import'],
    ['scope: { traffic: [export], not: { traffic: [export, import] } }', 'traffic export', '≠ traffic export, import'],
    ['scope: { goods: { GNG: ["2523"] }, not: { goods: { GNG: ["25"] } } }', 'goods GNG 2523', '≠ goods GNG 25'],
    ['scope: { mass_kg: { from: "10", to: "5" } }', 'mass_kg 10…5', 'mass_kg 10…5'],
    [
      'scope: { mass_kg: { from: "10" }, any: [{ mass_kg: { below: "10" } }, { not: { mass_kg: { from: "8" } } }] }',
      'mass_kg 10…',
      'mass_kg …10',
    ],
  ])('its scope contradicts itself: %s', (scope, first, second) => {
    expect(problems(TARIFF, discount(scope))).toEqual([
      `error scope discount.scope-contradicts ${JSON.stringify({ first, second })}`,
    ]);
  });

  it.each([
    'scope: { goods: { GNG: ["25"] }, all: [{ goods: { GNG: ["44"] } }] }',
    'scope: { wagon.type: [tank], all: [{ wagon.type: [hopper] }] }',
    'scope: { traffic: [export, import], not: { traffic: [import] } }',
    'scope: { mass_kg: { from: "10" }, any: [{ mass_kg: { below: "10" } }, { mass_kg: { from: "20" } }] }',
  ])('nothing is said of a scope that some consignment meets: %s', (scope) => {
    expect(problems(TARIFF, discount(scope))).toEqual([]);
  });

  it.each([
    ['base: [{ tariff: other }]', 'base', 'base'],
    ['valid: { from: 2020-01-01, to: 2021-01-01 }', 'valid', 'validity'],
    ['scope: { leg.carrier: [sea] }', 'scope', 'carrier'],
    ['scope: { traffic: [transit] }', 'scope', 'traffic'],
    ['touches: { charges: [demurrage] }', 'touches', 'charges'],
    ['touches: { charges: [wagon] }', 'touches', 'charges'],
  ])('no tariff is left for it: %s', (lines, path, why) => {
    const [found] = problems(TARIFF, discount(lines));
    expect(found).toContain(`warning ${path} discount.no-tariff {"why":"${why}"`);
  });

  it('superseded before it begins', () => {
    const old = discount('valid: { from: 2025-03-01 }\nknown: 2025-02-01\nversion: a');
    const newer = discount('valid: { from: 2025-02-15 }\nknown: 2025-02-10\nversion: b');
    expect(problems(TARIFF, old, newer)).toEqual(['warning valid discount.never-in-force {"version":"a"}']);
    expect(problems(TARIFF, old, newer.replace('2025-02-15', '2025-03-02'))).toEqual([]);
  });

  it('no party is in its group, its thresholds exclude each other, its window is over', () => {
    expect(problems(TARIFF, discount('scope: { consignee.group: builders }'))).toEqual([
      'warning scope.consignee.group discount.group-empty {"group":"builders","field":"consignee.group"}',
    ]);
    const meter = (window: string): string => `meter: { measure: mass, window: ${window} }`;
    expect(
      problems(
        TARIFF,
        discount(
          `when: [{ ${meter('{ calendar: month }')}, atLeast: { value: '5', unit: TNE }, lessThan: { value: '5000', unit: KGM } }]`,
        ),
      ),
    ).toEqual(['error when.0 discount.threshold-empty {"from":"5000","to":"5000","unit":"KGM"}']);
    expect(
      problems(
        TARIFF,
        discount(
          `when: [{ ${meter('{ calendar: month }')}, atLeast: { value: '5', unit: TNE }, atMost: { value: '5000', unit: KGM } }]`,
        ),
      ),
    ).toEqual([]);
    expect(
      problems(
        TARIFF,
        discount(
          `when: [{ ${meter('{ fixed: { from: 2024-01-01, to: 2025-01-01 } }')}, atLeast: { value: '5', unit: TNE } }]`,
        ),
      ),
    ).toEqual(['warning when.0 discount.window-never {"meter":"d@2025-01-01#when.0.meter"}']);
  });

  it('its scale counts other consignments, its budget has no money', () => {
    const effect =
      "effect: { kind: tier, meter: { measure: mass, scope: { traffic: [import] }, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, steps: [{ from: '0', rate: '0.1' }], amount: share }";
    expect(problems(TARIFF, discount(`scope: { traffic: [export] }\n${effect}`))).toEqual([
      'warning effect.meter discount.meter-elsewhere {"meter":"d@2025-01-01#effect.meter"}',
    ]);
    const budget = (amount: string, currency: string): string =>
      `kind: budget\nid: money\nwindow: year\namount: { amount: '${amount}', currency: ${currency} }`;
    const funded = discount('budget: money');
    expect(problems(TARIFF, budget('10', 'EUR'), funded)).toEqual([]);
    expect(problems(TARIFF, budget('0', 'EUR'), funded)[0]).toContain('{"budget":"money","why":"amount"}');
    expect(problems(TARIFF, budget('10', 'RUB'), funded)[0]).toContain('{"budget":"money","why":"currency"}');
  });
});

describe('a discount that always loses is found', () => {
  const group = 'group: { id: g, choose: best-for-payer }';
  const better = discount(`${group}\neffect: { kind: multiply, by: '0.8' }`, 'better');

  it('when another of its group applies wherever it does and is better', () => {
    expect(problems(TARIFF, discount(`${group}\nscope: { traffic: [export] }`), better)).toEqual([
      'warning group discount.always-loses {"winner":"better","group":"g"}',
    ]);
  });

  it.each([
    [
      'the other asks for more',
      discount(`${group}\nscope: { mass_kg: { from: "1" } }\neffect: { kind: multiply, by: '0.8' }`, 'better'),
    ],
    ['the other is capped', `${better}\ncap: { share: '0.05' }`],
    ['the other ends earlier', `${better}\nvalid: { from: 2025-01-01, to: 2025-06-01 }`],
    ['the other gives less', better.replace("'0.8'", "'0.95'")],
  ])('not when %s', (_, other) => {
    const found = problems(TARIFF, discount(`${group}\nscope: { traffic: [export] }`), other);
    expect(found.filter((one) => one.includes('"winner":"better"'))).toEqual([]);
  });

  it('when one of higher priority takes everything', () => {
    const first = (id: string, order: number): string =>
      discount(`order: ${String(order)}\ngroup: { id: g, choose: highest-priority }`, id);
    expect(problems(TARIFF, first('a', 2), first('b', 1))).toEqual([
      'warning group discount.always-loses {"winner":"b","group":"g"}',
    ]);
  });
});

describe('scales, bases, corridors and titles', () => {
  const scale = (more: string): string =>
    discount(
      `at: settlement\n${more.includes('cliff') ? 'cliff: accepted\n' : ''}effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, bounds: lower, ${more.replace('cliff', '')} }`,
    );

  it('a cliff is named with its bound, the charges on both sides and its dead zone', () => {
    const steps =
      "method: all-units, amount: percent, steps: [{ from: '1000', rate: '10' }, { from: '2000', rate: '25' }]";
    expect(problems(TARIFF, scale(steps))).toEqual([
      'warning effect.steps.0 discount.cliff {"bound":"1000","unit":"TNE","before":"100","after":"90","of":"%","from":"900","width":"100"}',
      'warning effect.steps.1 discount.cliff {"bound":"2000","unit":"TNE","before":"90","after":"75","of":"%","from":"1666.667","width":"333.333"}',
    ]);
    expect(problems(TARIFF, scale(`cliff${steps}`))).toEqual([]);
    expect(problems(TARIFF, scale(steps.replace('all-units', 'incremental')))).toEqual([]);
  });

  it('with money per unit the jump is money; a tier that goes back gives less for more', () => {
    expect(
      problems(
        TARIFF,
        scale(
          "method: all-units, amount: per-unit, currency: EUR, steps: [{ from: '0', rate: '3' }, { from: '100', rate: '2' }]",
        ),
      ),
    ).toEqual([
      'warning effect.steps.1 discount.rebate-falls {"bound":"100","unit":"TNE","before":"300","after":"200","of":"EUR","regained":"150"}',
    ]);
    expect(
      problems(TARIFF, scale("method: all-units, amount: lump, currency: EUR, steps: [{ from: '100', flat: '50' }]")),
    ).toEqual([
      'warning effect.steps.0 discount.cliff-money {"bound":"100","unit":"TNE","before":"0","after":"50","of":"EUR"}',
    ]);
    expect(
      problems(
        TARIFF,
        scale("method: incremental, amount: share, steps: [{ from: '0', rate: '0.1' }, { from: '100', rate: '-0.1' }]"),
      ).join(),
    ).toContain('discount.rebate-falls');
  });

  it('a base that is superseded while the discount holds', () => {
    const later = TARIFF.replace(
      'id: rail-2025',
      'id: rail-2025\nversion: b\nvalid: { from: 2025-07-01 }\nknown: 2025-06-01',
    );
    const first = TARIFF.replace('id: rail-2025', 'id: rail-2025\nversion: a');
    expect(problems(first, later, discount('base: [{ tariff: rail-2025, version: a }]'))).toEqual([
      'warning base discount.base-superseded {"granted":"rail-2025 a","by":"rail-2025 b","from":"2025-07-01"}',
    ]);
    expect(problems(first, later, discount('base: [{ tariff: rail-2025 }]'))).toEqual([
      'warning base discount.base-superseded {"granted":"rail-2025 a","by":"rail-2025 b","from":"2025-07-01"}',
    ]);
  });

  it.each([
    'base: [{ tariff: rail-2025 }]\nvalid: { from: 2025-01-01, to: 2025-07-01 }',
    'base: [{ tariff: rail-2025 }]\nvalid: { from: 2025-07-01 }',
    'base: [{ tariff: rail-2025, version: b }]\nvalid: { from: 2025-07-01 }',
    'base: [{ tariff: rail-2025, version: a }, { tariff: rail-2025, version: b }]',
  ])('nothing is said where no other version than the one granted on is met: %s', (lines) => {
    const later = TARIFF.replace(
      'id: rail-2025',
      'id: rail-2025\nversion: b\nvalid: { from: 2025-07-01 }\nknown: 2025-06-01',
    );
    expect(problems(TARIFF.replace('id: rail-2025', 'id: rail-2025\nversion: a'), later, discount(lines))).toEqual([]);
  });

  it('an effect that the corridor would always cut', () => {
    expect(problems(WHOLE, discount("effect: { kind: multiply, by: '0.5' }"))).toEqual([
      'warning effect.by discount.outside-corridor {"tariff":"rail-2025","left":"50","limit":"60"}',
    ]);
    expect(problems(WHOLE, discount("effect: { kind: multiply, by: '0.6' }"))).toEqual([]);
  });

  it('two tariffs that would leave a leg without a price', () => {
    const other = (id: string, lines = ''): string => TARIFF.replace('id: rail-2025', `id: ${id}${lines}`);
    const meet = (severity: string, how: string, from: string): string =>
      `${severity} valid rating.tariffs-meet {"first":"rail-2025 2025-01-01","second":"other ${from}","carrier":"rail","traffic":"export","date":"${from}","meet":"${how}"}`;
    expect(problems(TARIFF, other('other'))).toEqual([meet('error', 'surely', '2025-01-01')]);
    const later = '\nvalid: { from: 2025-07-01 }';
    expect(problems(TARIFF, other('other', later))).toEqual([meet('error', 'surely', '2025-07-01')]);
    expect(problems(TARIFF, other('other', `${later}\nsupersedes: [{ entry: rail-2025 }]`))).toEqual([]);
    expect(problems(TARIFF, other('rail-2025', later))).toEqual([]);
    expect(problems(TARIFF, other('other', '\nvalid: { from: 2026-01-01 }'))).toEqual([]);
    const tanks = other('rail-2025', '\nscope: { wagon.type: [tank] }');
    expect(problems(tanks, other('other', '\nscope: { not: { wagon.type: [tank] } }'))).toEqual([]);
    expect(problems(tanks, other('other', '\nscope: { mass_kg: { from: "1000" } }'))).toEqual([
      meet('warning', 'perhaps', '2025-01-01'),
    ]);
  });

  it.each([
    ["effect: { kind: multiply, by: '-0.1' }", 'error effect.by discount.coefficient-below-zero {"value":"-0.1"}'],
    ["effect: { kind: percent, of: '100.5' }", 'error effect.of discount.part-outside {"value":"100.5"}'],
    ["effect: { kind: share, of: '20' }", 'error effect.of discount.part-outside {"value":"2000"}'],
    ["effect: { kind: share, of: '-0.2' }", 'error effect.of discount.part-outside {"value":"-20"}'],
    [
      "effect: { kind: reduce, amount: '-5', per: tonne, currency: EUR }",
      'error effect.amount discount.money-below-zero {"value":"-5"}',
    ],
    [
      "effect: { kind: pay, by: { kind: money, amount: '-5', per: tonne, currency: EUR } }",
      'error effect.by.amount discount.money-below-zero {"value":"-5"}',
    ],
    ["cap: { share: '0' }", 'warning cap discount.cap-nothing {}'],
    ["cap: { amount: '0', currency: EUR }", 'warning cap discount.cap-nothing {}'],
    [
      "effect: { kind: reduce, amount: '5', per: tonne, currency: RUB }",
      'error effect.currency discount.currency-never {"currency":"RUB","charged":"EUR"}',
    ],
    ["effect: { kind: replace, rate: '0', per: tonne, currency: EUR }", 'warning effect.rate discount.free {}'],
    ["effect: { kind: multiply, by: '0' }", 'warning effect.by discount.free {}'],
    [
      "tables: { cut: { columns: [type, part], rows: [['tank', '0.2'], ['hopper', '2']], keys: { type: { match: exact, column: type, fact: wagon.type } }, value: part } }\neffect: { kind: share, of: { table: cut } }",
      'error effect.of discount.part-outside {"value":"200"}',
    ],
    [
      "effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '5' }, { from: '100', rate: '150' }] }",
      'error effect.steps.1 discount.part-outside {"value":"150"}',
    ],
    [
      "effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: incremental, bounds: lower, amount: coefficient, steps: [{ from: '0', rate: '1' }, { from: '100', rate: '-0.5' }] }",
      'error effect.steps.1 discount.coefficient-below-zero {"value":"-0.5"}',
    ],
  ])('a figure with which every leg fails, is free or is paid for: %s', (lines, found) => {
    expect(problems(TARIFF, discount(lines))).toEqual([found]);
  });

  it.each([
    "effect: { kind: multiply, by: '1.1' }",
    "effect: { kind: multiply, by: '0' }\nclause: item 3",
    "effect: { kind: percent, of: '100' }",
    "effect: { kind: reduce, amount: '5', per: tonne, currency: RUB }\nconvert: [{ from: RUB, to: EUR, divide: '100', date: 2025-01-01, source: bank }]",
    "effect: { kind: pay, by: { kind: share, of: '1.2' } }",
  ])('nothing is said of a surcharge, a waiver with its clause, money that is converted: %s', (lines) => {
    expect(problems(TARIFF, discount(lines))).toEqual([]);
  });

  it('a title in one language only, or with one left empty', () => {
    expect(problems(TARIFF, `${discount('')}\ntitle: Rabatt`)).toEqual([
      'warning title book.untranslated {"id":"d","languages":"en, de, ru, be"}',
    ]);
    expect(problems(TARIFF, `${discount('')}\ntitle: { en: a, de: a, ru: '', be: a }`)).toEqual([
      'warning title book.untranslated {"id":"d","languages":"ru"}',
    ]);
  });
});
