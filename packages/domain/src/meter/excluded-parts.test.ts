import { describe, expect, it, test } from 'vitest';
import { parseEntry } from '../book/parse.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { type Period, period } from '../kernel/period.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { meterOf } from '../testing/meter-from-text.ts';
import { type ExcludedVolume, excludedIn, excludedKnown } from './excluded.ts';
import { excludedVolumeSchema } from './excluded-schema.ts';
import type { MeterForm } from './form.ts';

const CARRIED = 'kind: meter\nid: carried\nmeasure: mass\nkey: [consignor]\nwindow: { calendar: quarter }';
const text = (id: string, content: string): string =>
  `kind: excluded-volume\nid: ${id}\nreason: refused\nvalid: { from: 2025-03-01, to: 2025-03-11 }\nquantity: { value: '200', unit: TNE }\n${content}`;

const volumesOf = (...entries: readonly string[]): readonly ExcludedVolume[] =>
  bookFromText([TARIFF, CARRIED, ...entries]).excluded;

const CARRIED_FORM: MeterForm = {
  ...meterOf({ measure: 'mass', key: ['consignor'], window: { calendar: 'quarter' } }),
  id: 'carried@2025-01-01',
};
const days = (from: string, to: string): Period => period(localDate(from), localDate(to));
const QUARTER = days('2025-01-01', '2025-04-01');

const parts = (volumes: readonly ExcludedVolume[], meter: MeterForm, key: string, span = QUARTER): unknown =>
  excludedIn(volumes, meter, key, span).map(({ quantity, ...rest }) => ({ ...rest, quantity: toText(quantity) }));

describe('a part of a reading that is excluded', () => {
  const strike = volumesOf(text('strike', 'meter: carried\nkey: [plant]'));
  const WHOLE = {
    entry: { id: 'strike', version: '2025-03-01' },
    reason: 'refused',
    discount: undefined,
    quantity: '200000',
  };

  it('names the entry and version that say so, the reason, and the quantity in the unit of the meter', () => {
    expect(parts(strike, CARRIED_FORM, 'plant')).toEqual([WHOLE]);
  });

  it('is by days where a window holds some of them', () => {
    // Four of ten days.
    expect(parts(strike, CARRIED_FORM, 'plant', days('2025-03-07', '2025-04-01'))).toEqual([
      { ...WHOLE, quantity: '80000' },
    ]);
    expect(parts(strike, CARRIED_FORM, 'plant', days('2025-03-11', '2025-04-01'))).toEqual([]);
  });

  test.each<[string, MeterForm, string]>([
    ['another key', CARRIED_FORM, 'works'],
    ['another meter', { ...CARRIED_FORM, id: 'moved@2025-01-01' }, 'plant'],
    ['a meter written in place in an entry', { ...CARRIED_FORM, id: 'carried@2025-01-01#when.0.meter' }, 'plant'],
    ['a meter of another unit', { ...CARRIED_FORM, unit: 'C62' }, 'plant'],
    ['a meter of money', { ...CARRIED_FORM, unit: 'EUR' }, 'plant'],
  ])('is none of %s', (_, meter, key) => {
    expect(parts(strike, meter, key)).toEqual([]);
  });

  it('is of a meter with as many values in its key, whatever they read like together', () => {
    const one = volumesOf(text('one', "meter: carried\nkey: ['a|b']"));
    const twoKeys: MeterForm = { ...CARRIED_FORM, key: ['consignor', 'consignee'] };
    expect(parts(one, twoKeys, 'a|b')).toEqual([]);
    expect(parts(one, CARRIED_FORM, 'a|b')).toMatchObject([{ quantity: '200000' }]);
  });

  it('is of every meter where it names a discount alone', () => {
    const ofDiscount = volumesOf(
      "kind: discount\nid: d\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: '0.8' }",
      text('strike', 'discount: d\nkey: [plant]'),
    );
    for (const id of ['carried@1', 'moved@1', 'd@1#when.0.meter'])
      expect(parts(ofDiscount, { ...CARRIED_FORM, id }, 'plant')).toEqual([{ ...WHOLE, discount: 'd' }]);
  });

  it('is that of each volume by its newest version known', () => {
    const volumes = volumesOf(
      text('strike', 'meter: carried\nkey: [plant]\nknown: 2025-03-20'),
      text('flood', 'meter: carried\nkey: [plant]\nknown: 2025-03-25').replace("'200'", "'30'"),
      text('strike', 'meter: carried\nkey: [plant]\nknown: 2025-04-20').replace("'200'", "'100'"),
    );
    const known = (day: string): unknown =>
      excludedKnown(volumes, localDate(day)).map(({ id, quantity }) => `${id} ${toText(quantity.value)}`);
    expect(['2025-03-19', '2025-03-20', '2025-03-25', '2025-04-20'].map(known)).toEqual([
      [],
      ['strike 200'],
      ['strike 200', 'flood 30'],
      ['flood 30', 'strike 100'],
    ]);
  });
});

describe('an excluded volume that says too little, or too much', () => {
  it('is refused for each, at its place', () => {
    const content = "kind: excluded-volume\nid: strike\nreason: refused\nquantity: { value: '-1', unit: TNE }";
    expect(
      readBookText([TARIFF, CARRIED, content]).refusals.map(({ code, params, place }) => [code, params, place.path]),
    ).toEqual([
      ['excluded-volume.target', { entry: 'strike' }, ''],
      ['excluded-volume.no-end', { entry: 'strike' }, 'valid'],
      ['excluded-volume.negative', { entry: 'strike' }, 'quantity.value'],
    ]);
  });

  const VOLUME = {
    kind: 'excluded-volume',
    id: 'strike',
    title: 't',
    source: { note: 'made up for a test' },
    valid: { from: '2025-03-01', to: '2025-03-11' },
    meter: 'carried',
    quantity: { value: '1', unit: 'TNE' },
  };
  const reads = (changes: object): boolean => parseEntry(excludedVolumeSchema, { ...VOLUME, ...changes }).ok;

  it('has one of three reasons', () => {
    expect(['carrier-fault', 'refused', 'force-majeure', 'other', ''].map((reason) => reads({ reason }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('has a value in its key, or no key', () => {
    expect([undefined, ['plant'], ['a', 'b'], []].map((key) => reads({ reason: 'refused', key }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
