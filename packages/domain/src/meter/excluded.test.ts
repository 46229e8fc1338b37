import { describe, expect, it } from 'vitest';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { period } from '../kernel/period.ts';
import { bookFromText, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount, fates, rate } from '../testing/rated-leg.ts';
import { excludedIn, excludedKnown, excludedSum } from './excluded.ts';

const METER = 'kind: meter\nid: carried\nmeasure: mass\nkey: [consignor]\nwindow: { calendar: quarter }';
const GUARANTEE = discount(
  'd',
  "effect: { kind: multiply, by: '0.8' }\nwhen: [{ meter: carried, atLeast: { value: '1000', unit: TNE } }]",
);
const excluded = (content: string, id = 'strike'): string =>
  `kind: excluded-volume\nid: ${id}\nreason: carrier-fault\n${content}`;
const MARCH = 'valid: { from: 2025-03-01, to: 2025-03-11 }';
const carried = (tonnes: number): Record<string, unknown> => ({
  note: 'A',
  accepted: '2025-02-01',
  items: [{ codes: {}, mass_kg: tonnes * 1000 }],
});

const fateWith = (volumes: readonly string[], tonnes: number, guarantee = GUARANTEE): unknown =>
  rate(bookFromText([TARIFF, METER, guarantee, ...volumes]), {}, [carried(tonnes)]).discounts[0];

describe('an excluded volume', () => {
  const ofMeter = excluded(`meter: carried\nkey: [plant]\nquantity: { value: '200', unit: TNE }\n${MARCH}`);

  it('lowers the minimum of the guarantee, and the reason says by how much', () => {
    expect(fateWith([ofMeter], 800)).toMatchObject({ kind: 'applied' });
    expect(fateWith([ofMeter], 799)).toMatchObject({
      reason: {
        code: 'discount.meter-below-relieved',
        params: { value: '799000', stated: '1000000', excluded: '200000', bound: '800000', short: '1000' },
      },
    });
  });

  it.each([
    ['of another party', `meter: carried\nkey: [other]\nquantity: { value: '200', unit: TNE }\n${MARCH}`],
    [
      'of another quarter',
      "meter: carried\nkey: [plant]\nquantity: { value: '200', unit: TNE }\nvalid: { from: 2025-04-01, to: 2025-04-02 }",
    ],
    ['of another discount', `discount: other\nkey: [plant]\nquantity: { value: '200', unit: TNE }\n${MARCH}`],
    ['in a unit the meter has not', `discount: d\nkey: [plant]\nquantity: { value: '200', unit: wagon }\n${MARCH}`],
  ])('%s does not', (_, content) => {
    const other = discount('other', "order: 1\nscope: { kind: [small] }\neffect: { kind: multiply, by: '0.9' }");
    const book = bookFromText([TARIFF, METER, GUARANTEE, other, excluded(content)]);
    expect(fates(rate(book, {}, [carried(800)]))['d']).toBe('discount.meter-below');
  });

  it('may be of one discount alone, on a meter written in place', () => {
    const inPlace = discount(
      'd',
      "effect: { kind: multiply, by: '0.8' }\nwhen: [{ meter: { measure: mass, window: { calendar: quarter } }, atLeast: { value: '1000', unit: TNE } }]",
    );
    expect(
      fateWith([excluded(`discount: d\nquantity: { value: '200', unit: TNE }\n${MARCH}`)], 800, inPlace),
    ).toMatchObject({ kind: 'applied' });
  });

  it('never asks for less than nothing', () => {
    const all = excluded(`meter: carried\nkey: [plant]\nquantity: { value: '5000', unit: TNE }\n${MARCH}`);
    expect(rate(bookFromText([TARIFF, METER, GUARANTEE, all])).discounts).toMatchObject([{ kind: 'applied' }]);
  });

  it('falls to windows by its days, is corrected by a newer version, and counts once known', () => {
    const book = bookFromText([
      TARIFF,
      METER,
      GUARANTEE,
      excluded(
        "meter: carried\nkey: [plant]\nquantity: { value: '100', unit: TNE }\nvalid: { from: 2025-03-28, to: 2025-04-07 }\nknown: 2025-04-10",
      ),
      excluded(
        "meter: carried\nkey: [plant]\nquantity: { value: '50', unit: TNE }\nvalid: { from: 2025-03-28, to: 2025-04-07 }\nknown: 2025-05-10",
      ),
    ]);
    const meter = book.meters[0];
    if (meter === undefined) throw new Error('no meter');
    const inQuarter = (knownBy: string): string =>
      toText(
        excludedSum(
          excludedIn(
            excludedKnown(book.excluded, localDate(knownBy)),
            meter,
            'plant',
            period(localDate('2025-01-01'), localDate('2025-04-01')),
          ),
          'd',
        ),
      );
    expect(['2025-04-09', '2025-04-10', '2025-05-10'].map(inQuarter)).toEqual(['0', '40000', '20000']);
  });

  it.each([
    [
      'nobody’s',
      "quantity: { value: '1', unit: TNE }\nvalid: { from: 2025-03-01, to: 2025-03-02 }",
      'excluded-volume.target',
    ],
    ['without a last day', "meter: carried\nquantity: { value: '1', unit: TNE }", 'excluded-volume.no-end'],
    ['less than nothing', `meter: carried\nquantity: { value: '-1', unit: TNE }\n${MARCH}`, 'excluded-volume.negative'],
  ])('%s is refused', (_, content, code) => {
    expect(readBookText([TARIFF, METER, GUARANTEE, excluded(content)]).refusals.map((one) => one.code)).toEqual([code]);
  });
});
