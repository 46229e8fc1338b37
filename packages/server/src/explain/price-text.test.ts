import { localDate } from '@kontor/domain/kernel/local-date';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { createRatingState } from '@kontor/domain/rating/rating-state';
import { bookFromText, consignmentOf, TARIFF } from '@kontor/domain/testing/book-from-text';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../texts/language.ts';
import { loadTexts } from '../texts/texts.ts';
import { priceText } from './price-text.ts';

const head = (id: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n`;

/** A price after `earlier` tonnes in the same year, without the breaks of lines. */
function written(language: Language, discounts: readonly string[], earlier = 0): string {
  const book = bookFromText([TARIFF, ...discounts]);
  const { readings, meters } = createRatingState(book);
  if (earlier > 0)
    meters.record(
      consignmentOf({ note: 'A', accepted: '2025-03-01', items: [{ codes: {}, mass_kg: earlier * 1000 }] }),
    );
  const rating = rateConsignment(book, consignmentOf(), {
    knownBy: localDate('2026-01-01'),
    screening: 'ALLOW',
    readings,
  });
  return priceText(loadTexts(language), () => undefined, rating).replaceAll(/\s+/gu, ' ');
}

const TIER = `${head('tier')}effect: { kind: tier, meter: { measure: mass, window: { calendar: year } }, unit: TNE, method: all-units, amount: percent, bounds: lower, steps: [{ from: '100', rate: '10' }, { from: '500', rate: '20' }] }`;

describe('a price in words', () => {
  it.each(LANGUAGES)('names a limit by its words and the discount it cut, in %s', (language) => {
    const capped = `${head('half')}cap: { amount: '50', currency: EUR }\neffect: { kind: multiply, by: '0.5' }`;
    const text = written(language, [capped]);
    expect(text).toContain(`${loadTexts(language).say('explain.limit.cap')}: half`);
    expect(text).not.toContain('limit:cap');
  });

  it.each(LANGUAGES)('a refusal on the way says its own reason, in %s', (language) => {
    const several = `${head('table')}tables:
  part:
    columns: [type, share]
    rows: [[tank, '0.1'], [gondola, '0.2']]
    keys: { type: { match: exact, column: type, fact: wagon.type } }
    value: share
effect: { kind: share, of: { table: part } }`;
    const book = bookFromText([TARIFF, several]);
    const wagons = ['tank', 'gondola'].map((type) => ({ type, mass_kg: 30_000 }));
    const rating = rateConsignment(book, consignmentOf({ wagons }), {
      knownBy: localDate('2026-01-01'),
      screening: 'ALLOW',
    });
    const text = priceText(loadTexts(language), () => undefined, rating);
    const [outcome] = rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : []));
    const cause = outcome?.kind === 'not-applied' ? outcome.reason.cause : undefined;
    expect(cause?.code).toBe('tariff.several-values');
    const reason = loadTexts(language).say('refusal.tariff.several-values.reason', cause?.params);
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(reason.replace(/\.$/u, '').replaceAll(/\s+/gu, ' '));
    expect(text).not.toContain('tariff.several-values');
  });

  it('says percent as percent and quantities with their units', () => {
    const text = written('en', [TIER], 160);
    expect(text).toContain('measured before 160 t; this consignment 60 t; step 1; slice 60 t; rate 10%');
    expect(text).toContain('280 t more reach step 2, at 20%: EUR 60.00 more on this consignment');
  });

  it('says below the first step what that step would bring', () => {
    const text = written('en', [TIER], 40);
    expect(text).toContain('the first step begins at 100 t: 60 t short');
    expect(text).toContain('60 t more reach step 1, at 10%: EUR 60.00 more on this consignment');
  });
});
