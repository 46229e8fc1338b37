import { CHOICES } from '@kontor/domain/scope/choices';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../texts/language.ts';
import { loadTexts } from '../texts/texts.ts';
import { CHOICE_KINDS, factValues } from './fact-text.ts';

const NAMES = new Map([
  ['bch', 'Belarusian Railway'],
  ['gudogai', 'Gudogai'],
  ['goryn', 'Goryn'],
]);
const voice = { texts: loadTexts('en'), name: (id: string) => NAMES.get(id) ?? id };

describe('values of facts in words', () => {
  it.each(LANGUAGES)('every value that a fact may have has its words, in %s', (language) => {
    const texts = loadTexts(language);
    const wordless = [...CHOICES].flatMap(([fact, values]) =>
      fact === 'incoterm' ? [] : values.filter((value) => !texts.knows(`choice.${CHOICE_KINDS.get(fact)}.${value}`)),
    );
    expect(wordless).toEqual([]);
    expect(texts.knows('choice.flag.true') && texts.knows('choice.flag.false')).toBe(true);
  });

  it('each is said once', () => {
    expect(factValues(voice, 'container.loaded', 'true, true')).toBe('yes');
    expect(factValues(voice, 'wagon.type', 'tank, gondola, tank')).toBe('tank wagon, open wagon');
  });

  it('parties by title and code, places by title, what the book does not know as it is written', () => {
    expect(factValues(voice, 'leg.carrier', 'bch, nobody')).toBe('Belarusian Railway (bch), nobody');
    expect(factValues(voice, 'crossings', 'goryn → gudogai, brest')).toBe('Goryn → Gudogai, brest');
    expect(factValues(voice, 'item.name', 'bch')).toBe('bch');
  });

  it('what is not allowed, and the directions of a region', () => {
    expect(factValues(voice, 'traffic', '≠ transit')).toBe('other than transit');
    expect(factValues(voice, 'direction', 'RU-KGD: inbound, within')).toBe('RU-KGD: inbound, within');
    expect(factValues(voice, 'direction', 'RU-KGD: goryn → gudogai')).toBe('RU-KGD: Goryn → Gudogai');
  });
});
