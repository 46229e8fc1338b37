import { describe, expect, it, test } from 'vitest';
import { parseEntry } from '../book/parse.ts';
import { tableKeySchema, tariffSchema } from './schema.ts';

const STEP = { step: 'lookup', name: 'rate', value: '1' };
const PART = { id: 'run', charge: 'freight', steps: [STEP] };
const TARIFF = {
  kind: 'tariff',
  id: 't',
  title: 't',
  source: { note: 'made up for a test' },
  valid: { from: '2025-01-01' },
  carrier: 'rail',
  traffic: ['export'],
  currency: 'EUR',
  parts: [PART],
};

/** A tariff as it is read, or the places of what is wrong. */
function read(changes: object): unknown {
  const parsed = parseEntry(tariffSchema, { ...TARIFF, ...changes });
  return parsed.ok ? parsed.value : parsed.issues.map(({ path }) => path.join('.'));
}

const step = (one: object): object => ({ parts: [{ ...PART, steps: [STEP, { name: 's', ...one }] }] });

describe('what a tariff says when it says nothing', () => {
  it('no tables, quantities, steps over the sum, taxes or examples; once for the consignment; discounts may touch it', () => {
    expect(read({})).toMatchObject({
      tables: {},
      quantities: {},
      total: [],
      tax: [],
      examples: [],
      per: 'consignment',
      parts: [{ discountable: true, per: 'consignment' }],
    });
  });

  test.each<[string, object, object]>([
    [
      'a rounding is half-up and carried on',
      { step: 'round', to: { quantum: '1' } },
      { to: { quantum: '1', mode: 'half-up', carry: 'rounded' } },
    ],
    ['blocks make a quantity', { step: 'blocks', size: '2' }, { result: 'quantity' }],
    [
      'a deficit reaches the next bracket, by single units, for the goods as a whole',
      { step: 'deficit', table: 't', key: 'k', of: '1' },
      { reach: 'next', per: '1', items: false },
    ],
    ['the mark of discounts has its name', { step: 'discounts', name: undefined }, { name: 'discounts' }],
  ])('%s', (_, one, expected) => {
    expect(read(step(one))).toMatchObject({ parts: [{ steps: [{}, expected] }] });
  });

  it('a belt is closed at both ends, not of whole units, and has no gaps', () => {
    expect(parseEntry(tableKeySchema, { match: 'belt', from: 'a' })).toEqual({
      ok: true,
      value: { match: 'belt', from: 'a', closed: 'both', whole: false, gaps: false },
    });
  });
});

describe('what a tariff may say', () => {
  test.each<[string, readonly string[], (choice: string) => object]>([
    ['round', ['half-up', 'half-even', 'up', 'down'], (mode) => step({ step: 'round', to: { quantum: '1', mode } })],
    ['carry', ['rounded', 'full'], (carry) => step({ step: 'round', to: { quantum: '1', carry } })],
    ['blocks', ['quantity', 'count'], (result) => step({ step: 'blocks', size: '2', result })],
    ['reach', ['next', 'any', 'none'], (reach) => step({ step: 'deficit', table: 't', key: 'k', of: '1', reach })],
    ['per of a part', ['consignment', 'wagon', 'item', 'container'], (per) => ({ parts: [{ ...PART, per }] })],
    ['per of the tariff', ['consignment', 'wagon'], (per) => ({ per })],
    ['tax', ['S', 'Z', 'E', 'O', 'AE', 'G'], (category) => ({ tax: [{ category, rate: '0' }] })],
    ['traffic', ['domestic', 'export', 'import', 'transit'], (traffic) => ({ traffic: [traffic] })],
    [
      'charge',
      ['freight', 'freight.loaded', 'service.station-fee', 'a.b.c'],
      (charge) => ({ parts: [{ ...PART, charge }] }),
    ],
    ['a name', ['a', 'loadedRun-2'], (id) => ({ parts: [{ ...PART, id }] })],
  ])('%s: each of its choices, and no other', (_, choices, of) => {
    for (const choice of choices) expect(read(of(choice))).toMatchObject({ kind: 'tariff' });
    expect(read(of('Something else'))).toHaveLength(1);
  });

  test.each(['', '2a', 'Run', 'run!', 'a b'])('no part called `%s`', (id) => {
    expect(read({ parts: [{ ...PART, id }] })).toEqual(['parts.0.id']);
  });

  test.each(['Freight', '1freight', 'freight.', 'freight.Loaded', '.loaded', 'freight loaded'])(
    'no charge of kind `%s`',
    (charge) => {
      expect(read({ parts: [{ ...PART, charge }] })).toEqual(['parts.0.charge']);
    },
  );

  it('a key by goods in each of the code systems, a belt closed in each way', () => {
    const systems = ['GNG', 'HS', 'CN', 'TNVED', 'ETSNG'];
    const goods = systems.map((system) => parseEntry(tableKeySchema, { match: 'goods', column: 'g', system }).ok);
    expect(goods).toEqual(systems.map(() => true));
    const ends = ['both', 'lower', 'upper', 'neither'];
    const belts = ends.map((closed) => parseEntry(tableKeySchema, { match: 'belt', from: 'a', closed }).ok);
    expect(belts).toEqual(ends.map(() => true));
  });

  test.each<[string, object, readonly string[]]>([
    ['at least one part', { parts: [] }, ['parts']],
    ['at least one step in a part', { parts: [{ ...PART, steps: [] }] }, ['parts.0.steps']],
    ['at least one step in a quantity', { quantities: { q: { steps: [] } } }, ['quantities.q.steps']],
    ['at least one kind of traffic', { traffic: [] }, ['traffic']],
    ['at least one candidate', step({ step: 'greater-correction', candidates: [] }), ['parts.0.steps.1.candidates']],
    ['at least one step of a scale', step({ step: 'flat-per-step', of: '1', steps: [] }), ['parts.0.steps.1.steps']],
    ['a name in every step', step({ step: 'add', name: '', value: '1' }), ['parts.0.steps.1.name']],
    ['nothing unknown in the corridor', { corridor: { flor: '1' } }, ['corridor']],
    [
      'a name in every example, and in it nothing unknown',
      { examples: [{ name: '', consignment: {}, expected: { nett: '1' } }] },
      ['examples.0.name', 'examples.0.consignment.note', 'examples.0.consignment.accepted'],
    ],
  ])('has %s', (_, changes, expected) => {
    expect(read(changes)).toEqual(expect.arrayContaining([...expected]));
  });

  it('a corridor by its shares and clause, as they are written', () => {
    const corridor = { floor: '0.5', ceiling: '1.2', clause: 'art. 3' };
    expect(read({ corridor })).toMatchObject({ corridor });
  });
});
