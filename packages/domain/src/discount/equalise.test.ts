import { describe, expect, it } from 'vitest';
import { bookFromText, TARIFF } from '../testing/book-from-text.ts';
import { outcomeLines } from '../testing/outcome-lines.ts';
import { discount, rate } from '../testing/rated-leg.ts';

const IN_DOLLARS = "convert: [{ from: USD, to: EUR, multiply: '0.5', date: 2025-03-01, source: ECB }]";
const ABOVE_40 = "volume: { meter: { measure: mass, window: { calendar: year } }, unit: TNE, above: '40' }";

describe('equalisation: what the charge exceeds the same goods over a reference route by', () => {
  const other = (rateOf: string, currency: string): string =>
    TARIFF.replace('id: rail-2025', 'id: sea-2025')
      .replace('carrier: rail', 'carrier: sea')
      .replace("value: '10'", `value: '${rateOf}'`)
      .replace('currency: EUR', `currency: ${currency}`);
  const against = (tariff: string, more = ''): readonly string[] => {
    const content = `effect: { kind: equalise, reference: [{ carrier: sea, mode: sea, from: a, to: p, distanceKm: '90', charges: [freight] }] }\n${more}`;
    const rating = rate(bookFromText([TARIFF, tariff, discount('d', content)]));
    return outcomeLines(rating.discounts[0], 'EUR');
  };

  it.each<[string, string, string, readonly string[]]>([
    [
      '60 t at 8 there, at 10 here: 120',
      other('8', 'EUR'),
      '',
      [
        'equalise at rating: 120.00 of 600.00 EUR',
        'payer works: 120.00 by invoice',
        'discount-equalise d: 600 → 480 EUR [reference:sea a–p 480 EUR; reference-tariff sea-2025 2025-01-01]',
      ],
    ],
    [
      'in another currency, converted',
      other('8', 'USD'),
      IN_DOLLARS,
      [
        'equalise at rating: 360.00 of 600.00 EUR',
        'payer works: 360.00 by invoice',
        'discount-equalise d: 600 → 240 EUR [reference:sea a–p 480 USD; reference-tariff sea-2025 2025-01-01; conversion:USD 0.5 EUR; published 2025-03-01; source ECB]',
      ],
    ],
    [
      'in another currency, without a coefficient',
      other('8', 'USD'),
      '',
      ['discount.other-currency currency=USD charged=EUR'],
    ],
    [
      'as much there as here: nothing',
      other('10', 'EUR'),
      '',
      ['discount.reference-not-lower value=600 bound=600 unit=EUR'],
    ],
    [
      'more there than here: nothing',
      other('12', 'EUR'),
      '',
      ['discount.reference-not-lower value=600 bound=720 unit=EUR'],
    ],
    [
      'a part of the volume counts in the reference too',
      other('8', 'EUR'),
      ABOVE_40,
      [
        'equalise at rating: 40.00 of 600.00 EUR',
        'payer works: 40.00 by invoice',
        'discount-volume d: 600 → 200 EUR [meter-before 0 TNE; meter-own 60 TNE; earns 20 TNE]',
        'discount-equalise d: 200 → 160 EUR [reference:sea a–p 480 EUR; reference-tariff sea-2025 2025-01-01]',
      ],
    ],
  ])('%s', (_, tariff, more, expected) => {
    expect(against(tariff, more)).toEqual(expected);
  });

  it('a reference route without a tariff: nothing, and why', () => {
    expect(against(TARIFF.replace('id: rail-2025', 'id: road').replace('carrier: rail', 'carrier: road'))).toEqual([
      'discount.reference-not-priced cause=rating.no-tariff-of-carrier',
      'because rating.no-tariff-of-carrier sea',
    ]);
  });
});
