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

function written(language: Language): string {
  const consignment = consignmentOf();
  const { readings } = createRatingState(BOOK);
  const screening = 'ALLOW' as const;
  const rating = rateConsignment(BOOK, consignment, { knownBy, screening, readings });
  const why = whyDiscount(BOOK, consignment, rating, 'strict', { knownBy, screening, readings });
  if (!why.ok) throw new Error('the discount is in the book');
  return whyText(loadTexts(language), () => undefined, why.value);
}

describe('one discount in words', () => {
  it.each(LANGUAGES)('answers every condition and fits 100 columns, in %s', (language) => {
    const text = written(language);
    const signs = [...text.matchAll(/^ +([✓✗?…]) /gmu)].map(([, sign]) => sign);
    expect(signs).toEqual(['✓', '?', '✓', '✗', '✗', '✗', '✓']);
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    expect(text).toContain(loadTexts(language).money(-6000n, 'EUR'));
  });

  it('says numbers with their units', () => {
    expect(written('en')).toMatch(/0.wagons were measured from 2025-03-01 to 2025-03-31/u);
  });
});
