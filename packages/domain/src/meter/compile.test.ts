import { describe, expect, it, test } from 'vitest';
import type { Refusal } from '../kernel/refusal.ts';
import { compileMeter } from './compile.ts';
import type { MeterForm } from './form.ts';
import { type MeterShapeText, meterReferenceSchema } from './schema.ts';

function shapeOf(text: object): MeterShapeText {
  const shape = meterReferenceSchema.parse(text);
  if (typeof shape === 'string') throw new Error('a meter written out');
  return shape;
}

/** What a part may name: plain meters, and one that is derived. */
function named(id: string): MeterForm | undefined {
  const text = { measure: 'mass', window: { calendar: 'month' } };
  const shapes: Readonly<Record<string, object>> = {
    plain: text,
    yearly: { ...text, window: { calendar: 'year' } },
    wagons: { ...text, measure: 'wagons' },
    keyed: { ...text, key: ['consignor'] },
    late: { ...text, countAt: 'delivered' },
    fixed: { ...text, window: { fixed: { from: '2025-01-01', to: '2025-07-01' } } },
    derived: { ...text, baseline: { fixed: '5' } },
  };
  const shape = shapes[id];
  return shape === undefined ? undefined : compileMeter(shapeOf(shape), { id, place: () => ({}), path: [] }, []);
}

function compiled(text: object): { readonly form: MeterForm | undefined; readonly problems: readonly object[] } {
  const refusals: Refusal[] = [];
  const place = (path: readonly PropertyKey[]) => ({ path: path.join('.') });
  const form = compileMeter(shapeOf(text), { id: 'm', place, path: ['when', 0], named }, refusals);
  return { form, problems: refusals.map(({ code, params, place: at }) => ({ code, at: at.path, ...params })) };
}

const MONTH = { calendar: 'month' };
const formOf = (text: object): MeterForm => {
  const { form, problems } = compiled({ measure: 'mass', window: MONTH, ...text });
  expect(problems).toEqual([]);
  if (form === undefined) throw new Error('no meter');
  return form;
};

describe('what a meter counts, and in which unit', () => {
  test.each([
    ['mass', 'KGM'],
    ['wagons', 'wagon'],
    ['trains', 'train'],
    ['containers', 'container'],
    ['teu', 'E22'],
    ['pieces', 'H87'],
    ['heads', 'HEA'],
    ['consignments', 'consignment'],
    ['packages', 'XPK'],
    ['tonne-km', 'TKM'],
    ['wagon-km', 'wagon-km'],
    ['train-km', 'train-km'],
    ['axle-km', 'axle-km'],
  ])('%s in %s', (what, unit) => {
    const { measure, unit: own, byLeg } = formOf({ measure: what });
    expect([measure, own, byLeg]).toEqual([{ kind: 'counted', what }, unit, what.endsWith('-km')]);
  });

  it('a measured quantity in its unit, money in its currency', () => {
    expect(formOf({ measure: { quantity: 'LBR' } })).toMatchObject({
      measure: { kind: 'quantity', unit: 'LBR' },
      unit: 'LBR',
      byLeg: false,
    });
    expect(formOf({ measure: { money: { charges: ['freight'], of: 'net', currency: 'BYN' } } })).toMatchObject({
      measure: { kind: 'money', charges: ['freight'], of: 'net', currency: 'BYN' },
      unit: 'BYN',
      byLeg: true,
    });
  });
});

describe('windows', () => {
  test.each<[object, object]>([
    [{ calendar: 'month' }, { kind: 'months', months: 1, from: 1, lag: 0 }],
    [
      { calendar: 'quarter', lag: 1 },
      { kind: 'months', months: 3, from: 1, lag: 1 },
    ],
    [{ calendar: 'half-year' }, { kind: 'months', months: 6, from: 1, lag: 0 }],
    [{ calendar: 'year' }, { kind: 'months', months: 12, from: 1, lag: 0 }],
    [
      { calendar: 'week', lag: 2 },
      { kind: 'cycle', every: 7, unit: 'day', anchor: '2024-01-01', lag: 2 },
    ],
    [{ freightYearFrom: 4 }, { kind: 'months', months: 12, from: 4, lag: 0 }],
    [
      { cycle: { from: '2025-02-03', months: 2 } },
      { kind: 'cycle', every: 2, unit: 'month', anchor: '2025-02-03', lag: 0 },
    ],
    [
      { cycle: { from: '2025-02-03', days: 10 }, lag: 1 },
      { kind: 'cycle', every: 10, unit: 'day', anchor: '2025-02-03', lag: 1 },
    ],
    [
      { fixed: { from: '2025-01-01', to: '2025-07-01' } },
      { kind: 'fixed', span: { from: '2025-01-01', to: '2025-07-01' }, lag: 0 },
    ],
    [{ rollingDays: 30 }, { kind: 'rolling', days: 30, ends: 0, lag: 0 }],
    [
      { rollingDays: 30, rollingTo: 'the-day-before' },
      { kind: 'rolling', days: 30, ends: 1, lag: 0 },
    ],
    [{ agreement: true }, { kind: 'agreement', lag: 0 }],
  ])('%j', (window, expected) => {
    expect(formOf({ window }).window).toEqual(expected);
  });

  test.each<[object, object, object]>([
    [{}, {}, { code: 'meter.window-kind', given: 0 }],
    [{ calendar: 'month', rollingDays: 5 }, {}, { code: 'meter.window-kind', given: 2 }],
    [{ cycle: { from: '2025-02-03' } }, {}, { code: 'meter.window-cycle' }],
    [{ cycle: { from: '2025-02-03', days: 1, months: 1 } }, {}, { code: 'meter.window-cycle' }],
    [{ calendar: 'month', rollingTo: 'the-day-before' }, {}, { code: 'meter.window-rolling' }],
    [
      { fixed: { from: '2025-01-01', to: '2025-01-01' } },
      {},
      { code: 'meter.window-backward', from: '2025-01-01', to: '2025-01-01' },
    ],
    [{ fixed: { from: '2025-01-01', to: '2025-07-01' }, lag: 1 }, {}, { code: 'meter.window-alone' }],
    [{ agreement: true, lag: 1 }, {}, { code: 'meter.window-alone' }],
    [{ agreement: true }, { baseline: { meanOf: 2, as: 'excess' } }, { code: 'meter.window-alone' }],
  ])('%j with %j is refused', (window, more, expected) => {
    const { form, problems } = compiled({ measure: 'mass', window, ...more });
    expect(form).toBeUndefined();
    expect(problems).toEqual([{ at: 'when.0.window', meter: 'm', ...expected }]);
  });

  it('a window that ends a day after it begins is one', () => {
    expect(formOf({ window: { fixed: { from: '2025-01-01', to: '2025-01-02' } } }).window.kind).toBe('fixed');
  });
});

describe('a meter counts leg by leg when its measure, its scope or its key looks at single legs', () => {
  test.each<[object, boolean]>([
    [{}, false],
    [{ key: ['consignor', 'consignee'] }, false],
    [{ key: ['payer'] }, true],
    [{ key: ['carrier'] }, true],
    [{ key: ['payer-group'] }, true],
    [{ key: ['consignor', { fact: 'leg.mode' }] }, true],
    [{ key: [{ fact: 'vessel' }] }, true],
    [{ key: [{ fact: 'agreement' }] }, false],
    [{ key: [{ goods: 'GNG', digits: 4 }] }, false],
    [{ scope: { 'leg.carrier': ['rail'] } }, true],
    [{ scope: { payer: ['works'] } }, true],
    [{ scope: { 'payer.group': ['works'] } }, true],
    [{ scope: { via: ['a'] } }, true],
    [{ scope: { vessel: ['a'] } }, true],
    [{ scope: { traffic: 'export' } }, true],
    [{ scope: { form: 'SMGS', any: [{ kind: 'small' }, { not: { via: ['a'] } }] } }, true],
    [{ scope: { form: 'SMGS', any: [{ kind: 'small' }, { not: { marks: ['a'] } }] } }, false],
    [{ scope: { goods: { GNG: ['25'] }, crossings: { any: ['a'] }, direction: { of: 'BY', is: ['within'] } } }, false],
  ])('%j: %s', (text, byLeg) => {
    expect(formOf(text).byLeg).toBe(byLeg);
  });

  it('a key has each part once', () => {
    expect(formOf({ key: ['consignor', 'consignor', 'consignee'] }).key).toEqual(['consignor', 'consignee']);
    expect(formOf({ key: [{ goods: 'GNG', digits: 4 }] }).key).toEqual([{ kind: 'goods', system: 'GNG', digits: 4 }]);
  });
});

describe('what is wrong with a meter, and where', () => {
  const parts = (...of: readonly unknown[]) => ({ combine: 'sum', of });
  test.each<[string, object, object]>([
    ['no measure', { window: MONTH }, { code: 'meter.measure-missing', at: 'when.0' }],
    ['no window', { measure: 'mass' }, { code: 'meter.measure-missing', at: 'when.0' }],
    [
      'a key by a number',
      { measure: 'mass', window: MONTH, key: ['consignor', { fact: 'mass_kg' }] },
      { code: 'meter.key-fact', at: 'when.0.key.1', fact: 'mass_kg' },
    ],
    [
      'a key by nothing there is',
      { measure: 'mass', window: MONTH, key: [{ fact: 'colour' }] },
      { code: 'meter.key-fact', at: 'when.0.key.0', fact: 'colour' },
    ],
    ['combined of nothing', { combine: 'sum' }, { code: 'meter.combined-halfway', at: 'when.0' }],
    ['parts that nothing combines', { of: ['plain', 'plain'] }, { code: 'meter.combined-halfway', at: 'when.0' }],
    [
      'a combination that measures itself',
      { ...parts('plain', 'plain'), measure: 'mass' },
      { code: 'meter.combined-measures', at: 'when.0.measure', key: 'measure' },
    ],
    [
      'one with a window',
      { ...parts('plain', 'plain'), window: MONTH },
      { code: 'meter.combined-measures', at: 'when.0.window', key: 'window' },
    ],
    [
      'one with a scope',
      { ...parts('plain', 'plain'), scope: { kind: 'small' } },
      { code: 'meter.combined-measures', at: 'when.0.scope', key: 'scope' },
    ],
    [
      'one with a key',
      { ...parts('plain', 'plain'), key: ['consignor'] },
      { code: 'meter.combined-measures', at: 'when.0.key', key: 'key' },
    ],
    ['a part nobody has', parts('plain', 'nobody'), { code: 'meter.part-unknown', at: 'when.0.of.1', part: 'nobody' }],
    [
      'a part that is derived',
      parts('plain', 'derived'),
      { code: 'meter.part-derived', at: 'when.0.of.1', part: 'derived' },
    ],
    ['parts in two units', parts('plain', 'wagons'), { code: 'meter.parts-differ', at: 'when.0.of.1', key: 'unit' }],
    [
      'parts over two windows',
      parts('plain', 'plain', 'yearly'),
      { code: 'meter.parts-differ', at: 'when.0.of.2', key: 'window' },
    ],
    [
      'parts counted at two dates',
      parts('plain', 'late'),
      { code: 'meter.parts-differ', at: 'when.0.of.1', key: 'countAt' },
    ],
    ['parts with two keys', parts('plain', 'keyed'), { code: 'meter.parts-differ', at: 'when.0.of.1', key: 'key' }],
    [
      'earlier windows of parts that stand alone',
      { ...parts('fixed', 'fixed'), baseline: { meanOf: 2, as: 'excess' } },
      { code: 'meter.window-alone', at: 'when.0.baseline' },
    ],
  ])('%s', (_, text, expected) => {
    const { form, problems } = compiled(text);
    expect(form).toBeUndefined();
    expect(problems).toEqual([{ meter: 'm', ...expected }]);
  });

  it('a scope that asks for amounts is refused where it stands', () => {
    const { problems } = compiled({ measure: 'mass', window: MONTH, scope: { 'amount.gross.EUR': '1' } });
    expect(problems).toEqual([{ code: 'scope.amount-unknown', at: 'when.0.scope', field: 'amount.gross.EUR' }]);
  });
});

describe('baselines and combinations', () => {
  it('the excess keeps the unit, a ratio has none of its own', () => {
    expect(formOf({ baseline: { fixed: '12.5', as: 'excess' } })).toMatchObject({ unit: 'KGM', ratio: undefined });
    expect(formOf({ baseline: { fixed: '12.5', as: 'ratio' } })).toMatchObject({
      unit: 'C62',
      ratio: { whenZero: undefined },
    });
    expect(formOf({ baseline: { meanOf: 3, as: 'excess' } }).baseline).toMatchObject({
      kind: 'mean',
      of: 'windows',
      count: 3,
    });
    expect(formOf({ baseline: { lastYears: 2, as: 'excess' } }).baseline).toMatchObject({
      kind: 'mean',
      of: 'years',
      count: 2,
    });
  });

  it('a combination reads its parts as one: any of their scopes, leg by leg when one part is, a part written out named by its place', () => {
    const part = { measure: 'mass', window: MONTH, scope: { 'leg.carrier': ['rail'] } };
    const { form, problems } = compiled({ combine: 'lesser', of: ['plain', part] });
    expect(problems).toEqual([]);
    expect(form).toMatchObject({
      id: 'm',
      unit: 'KGM',
      byLeg: true,
      scope: { kind: 'any' },
      combination: { how: 'lesser' },
    });
    expect(form?.combination?.of.map(({ id, byLeg }) => [id, byLeg])).toEqual([
      ['plain', false],
      ['m#of.1', true],
    ]);
    const earlier = compiled({ combine: 'sum', of: ['plain', 'plain'], baseline: { meanOf: 2, as: 'ratio' } });
    expect(earlier.form).toMatchObject({ unit: 'C62', byLeg: false });
  });
});
