import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, rate } from '../testing/rated-leg.ts';
import { compileMeter } from './compile.ts';
import { contributionsOf } from './contribution.ts';
import type { MeterForm } from './form.ts';
import { meterReferenceSchema } from './schema.ts';

type Text = Readonly<Record<string, unknown>>;

const { world } = bookFromText([TARIFF]);

function compiled(text: Text): { readonly form: MeterForm | undefined; readonly codes: readonly string[] } {
  const parsed = meterReferenceSchema.parse({ window: { calendar: 'month' }, parts: 'matching', ...text });
  const refusals: Refusal[] = [];
  const form =
    typeof parsed === 'string' ? undefined : compileMeter(parsed, { id: 'm', place: () => ({}), path: [] }, refusals);
  return { form, codes: refusals.map(({ code }) => code) };
}

/** What a consignment adds to the meter, by key. */
function adds(text: Text, changes: Text): readonly string[] {
  const { form, codes } = compiled(text);
  if (form === undefined || codes.length > 0) throw new Error(codes.join());
  return contributionsOf(form, consignmentOf(changes), world, []).map((one) =>
    one.kind === 'adds' ? `${one.key}${toText(one.value)}` : `missing ${one.fields.join()}`,
  );
}

const CEMENT = { ETSNG: '281000' };
const TIMBER = { ETSNG: '081007' };
const mixed = (cement: object = { mass_kg: 1000 }) => ({
  items: [
    { codes: CEMENT, ...cement },
    { codes: TIMBER, mass_kg: 59_000, packages: 12, quantities: [{ value: '70', unit: 'MTQ' }] },
  ],
  wagons: [{}, {}],
});
const OF_CEMENT = { scope: { goods: { ETSNG: ['281'] } } };
const OF_TIMBER = { scope: { goods: { ETSNG: ['081'] } } };
const PRIVATE = { scope: { 'wagon.ownership': 'private' } };
const wagons = (...ownership: readonly string[]) => ({
  wagons: ownership.map((one, index) => ({ ownership: one, axles: index === 0 ? 4 : 6 })),
});
const boxes = (...size: readonly number[]) => ({
  kind: 'container',
  containers: size.map((size_ft, index) => ({ size_ft, ownership: index === 0 ? 'private' : 'carrier' })),
});
const way = { carrier: 'rail', mode: 'rail', from: 'a', to: 'b', payer: 'works' };

describe('a meter that counts the matching goods, wagons or containers of a mixed consignment alone', () => {
  it.each<[string, Text, Text, readonly string[]]>([
    ['mass of the cement: 1 t of 60', { measure: 'mass', ...OF_CEMENT }, mixed(), ['1000']],
    [
      'all of it where all of it matches',
      { measure: 'mass', ...OF_CEMENT },
      { items: [{ codes: CEMENT }], mass_kg: 60_000 },
      ['60000'],
    ],
    [
      'nothing where nothing matches',
      { measure: 'mass', ...OF_CEMENT },
      { items: [{ codes: TIMBER, mass_kg: 9 }] },
      [],
    ],
    ['packages of the timber', { measure: 'packages', ...OF_TIMBER }, mixed(), ['12']],
    ['a quantity stated of the timber', { measure: { quantity: 'MTQ' }, ...OF_TIMBER }, mixed(), ['70']],
    ['private wagons: 1 of 3', { measure: 'wagons', ...PRIVATE }, wagons('private', 'carrier', 'carrier'), ['1']],
    [
      'containers of the owner: 1 of 3',
      { measure: 'containers', scope: { 'container.ownership': 'private' } },
      boxes(40, 20, 20),
      ['1'],
    ],
    [
      'TEU of these: 40 of 80 feet',
      { measure: 'teu', scope: { 'container.ownership': 'private' } },
      boxes(40, 20, 20),
      ['2'],
    ],
    ['the consignment once, whatever of it matches', { measure: 'consignments', ...OF_CEMENT }, mixed(), ['1']],
    [
      'tonne-kilometres of the cement, over both legs: 1 t × 150 km',
      { measure: 'tonne-km', ...OF_CEMENT },
      {
        ...mixed(),
        legs: [
          { ...way, distanceKm: '100' },
          { ...way, distanceKm: '50' },
        ],
      },
      ['150'],
    ],
    [
      'axle-kilometres of the private wagon: 4 × 100',
      { measure: 'axle-km', ...PRIVATE },
      { ...wagons('private', 'carrier'), legs: [{ ...way, distanceKm: '100' }] },
      ['400'],
    ],
    [
      'mass by wagon, as the note states it',
      { measure: 'mass', ...PRIVATE },
      {
        wagons: [
          { ownership: 'private', mass_kg: 20_000 },
          { ownership: 'carrier', mass_kg: 40_000 },
        ],
      },
      ['20000'],
    ],
    [
      'under the key of the matching goods, though the note has others',
      { measure: 'mass', ...OF_CEMENT, key: [{ goods: 'ETSNG', digits: 3 }] },
      mixed(),
      ['2811000'],
    ],
  ])('%s', (_, text, changes, expected) => {
    expect(adds(text, changes)).toEqual(expected);
  });

  it.each<[string, Text, Text, string]>([
    ['the mass of the cement', { measure: 'mass', ...OF_CEMENT }, mixed({}), 'item.mass_kg'],
    ['how many wagons the cement is in', { measure: 'wagons', ...OF_CEMENT }, mixed(), 'item-in-wagon'],
    [
      'how many TEU the cement is in',
      { measure: 'teu', ...OF_CEMENT },
      { ...mixed(), ...boxes(40) },
      'item-in-container',
    ],
    [
      'the pieces in the private wagon',
      { measure: 'pieces', ...PRIVATE },
      wagons('private', 'carrier'),
      'item-in-wagon',
    ],
    [
      'whose wagon it is, of one of them',
      { measure: 'wagons', ...PRIVATE },
      { wagons: [{ ownership: 'private' }, {}] },
      'wagon.ownership',
    ],
    [
      'which goods are in the private wagon',
      { measure: 'mass', scope: { ...PRIVATE.scope, ...OF_CEMENT.scope } },
      { ...mixed(), ...wagons('private', 'carrier') },
      'item-in-wagon',
    ],
  ])('does not guess what the note does not tell: %s', (_, text, changes, missing) => {
    expect(adds(text, changes)).toEqual([`missing ${missing}`]);
  });

  it('counts nothing where no single wagon meets all that is asked of it', () => {
    const scope = { all: [{ 'wagon.ownership': 'private' }, { 'wagon.type': 'tank' }] };
    const one = {
      wagons: [
        { ownership: 'private', type: 'hopper' },
        { ownership: 'carrier', type: 'tank' },
      ],
    };
    expect(adds({ measure: 'wagons', scope }, one)).toEqual([]);
  });

  it('by default counts the whole consignment', () => {
    expect(adds({ measure: 'mass', ...OF_CEMENT, parts: undefined }, mixed())).toEqual(['60000']);
  });

  it.each<[string, Text, string]>([
    ['a scope that asks nothing of parts', { measure: 'mass', scope: { traffic: 'export' } }, 'meter.parts-not-asked'],
    [
      'money',
      { measure: { money: { charges: ['freight'], of: 'net', currency: 'EUR' } }, ...OF_CEMENT },
      'meter.parts-money',
    ],
    ['meters read as one', { window: undefined, combine: 'sum', of: ['a', 'b'] }, 'meter.combined-measures'],
  ])('is refused for %s', (_, text, code) => {
    expect(compiled(text).codes).toEqual([code]);
  });
});

describe('what reads such a meter', () => {
  const METER =
    "meter: { measure: mass, scope: { goods: { ETSNG: ['281'] } }, parts: matching, window: { calendar: month } }";
  const earlier = { note: 'N0', accepted: '2025-03-01', ...mixed({ mass_kg: 4000 }) };

  it('a condition: 4 t of cement came before, beside 59 t of timber', () => {
    const at = (bound: string) =>
      bookFromText([
        TARIFF,
        discount(
          'd',
          `when: [{ ${METER}, atLeast: { value: '${bound}', unit: TNE } }]\neffect: { kind: multiply, by: '0.9' }`,
        ),
      ]);
    expect(fates(rate(at('4'), {}, [earlier]))).toEqual({ d: '6000' });
    expect(fates(rate(at('4.001'), {}, [earlier]))).toEqual({ d: 'discount.meter-below' });
  });

  it('a scale: of 600.00 the consignment’s own 1 t of cement decides how much earns which step', () => {
    // 4 t before, 1 t of its own: 0.5 t up to 4.5 t at nothing, 0.5 t above it at 10 percent of the charge.
    const scale = `effect: { kind: tier, ${METER}, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '0', rate: '0' }, { from: '4.5', rate: '10' }] }`;
    const book = bookFromText([TARIFF, discount('d', scale)]);
    expect(fates(rate(book, mixed(), [earlier]))).toEqual({ d: '3000' });
  });
});
