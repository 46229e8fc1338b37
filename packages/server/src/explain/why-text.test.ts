import { whyDiscount } from '@kontor/domain/explain/why-discount';
import { localDate } from '@kontor/domain/kernel/local-date';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { createRatingState } from '@kontor/domain/rating/rating-state';
import { bookFromText, consignmentOf, TARIFF } from '@kontor/domain/testing/book-from-text';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../texts/language.ts';
import { loadTexts } from '../texts/texts.ts';
import { whyText } from './why-text.ts';

const WAGONS = "{ meter: { measure: wagons, window: { calendar: month } }, atLeast: { value: '5', unit: wagon } }";
const BOOK = bookFromText([
  TARIFF,
  `kind: discount
id: strict
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
scope: { leg.carrier: rail, item.origin: [KZ] }
when: [{ any: [${WAGONS}, { scope: { traffic: [transit] } }] }]
effect: { kind: multiply, by: '0.9' }`,
]);
const knownBy = localDate('2026-01-01');

const TIER = bookFromText([
  TARIFF,
  `kind: discount
id: tier
grantor: { party: rail, role: carrier }
touches: { charges: [freight] }
effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, amount: percent, bounds: lower, steps: [{ from: '100', rate: '10' }] }`,
]);

const written = (language: Language): string => why(language, BOOK, 'strict');
const repeated = (language: Language): string => why(language, TIER, 'tier');

function why(language: Language, book: typeof BOOK, id: string): string {
  const consignment = consignmentOf();
  const { readings } = createRatingState(book);
  const screening = 'ALLOW' as const;
  const rating = rateConsignment(book, consignment, { knownBy, screening, readings });
  const found = whyDiscount(book, consignment, rating, id, { knownBy, screening, readings });
  if (!found.ok) throw new Error('the discount is in the book');
  return whyText(loadTexts(language), () => undefined, found.value);
}

describe('one discount in words', () => {
  it.each(LANGUAGES)('answers every condition and fits 100 columns, in %s', (language) => {
    const text = written(language);
    const signs = [...text.matchAll(/^ +([✓✗?…]) /gmu)].map(([, sign]) => sign);
    expect(signs).toEqual(['✓', '?', '✓', '✗', '✗', '✗', '✓']);
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(text).toContain(loadTexts(language).money(-6000n, 'EUR'));
  });

  it('does not repeat by itself what came of it among the others', () => {
    expect(written('en').split('not applied').length).toBe(2);
    expect(repeated('en').split('not applied').length).toBe(2);
  });

  it('says numbers with their units', () => {
    expect(written('en')).toMatch(/0.wagons were measured from 1.Mar.2025 to 31.Mar.2025/u);
  });
});
