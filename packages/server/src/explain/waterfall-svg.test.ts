import { xmlParser } from '@kontor/bulk/xlsx/xml';
import { localDate } from '@kontor/domain/kernel/local-date';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { bookFromText, consignmentOf, TARIFF } from '@kontor/domain/testing/book-from-text';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../texts/language.ts';
import { loadTexts } from '../texts/texts.ts';
import type { PriceVoice } from './price-voice.ts';
import { waterfallsOf } from './waterfall.ts';
import { waterfallSvg } from './waterfall-svg.ts';

const discount = (id: string, rest: string): string =>
  `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${rest}`;

const BOOK = bookFromText([
  TARIFF,
  discount('tenth', "order: 1\ncap: { amount: '50', currency: EUR }\neffect: { kind: multiply, by: '0.9' }"),
  discount('lump', "order: 2\neffect: { kind: reduce, amount: '7.5', currency: EUR, per: consignment }"),
]);

const rating = rateConsignment(BOOK, consignmentOf({ note: 'A & <B>' }), {
  knownBy: localDate('2026-01-01'),
  screening: 'ALLOW',
});

const voice = (language: Language): PriceVoice => ({
  texts: loadTexts(language),
  name: (id) => (id === 'tenth' ? 'A tenth <off>' : id),
});

type Parsed = { readonly broken: string | undefined; readonly text: string; readonly tags: readonly string[] };

function parsed(svg: string): Parsed {
  let text = '';
  const tags: string[] = [];
  const parser = xmlParser({
    open: (name, attributes) => {
      tags.push(name);
      for (const [key, value] of Object.entries(attributes)) if (/href|src/u.test(key)) tags.push(`${name}@${value}`);
    },
    text: (piece) => {
      text += piece;
    },
  });
  parser.write(svg);
  parser.close();
  return { broken: parser.broken(), text, tags };
}

describe('the waterfall of a price', () => {
  it('has every line from the tariff to what is to pay, each beginning where the one before ended', () => {
    const [leg] = rating.legs;
    const [waterfall] = waterfallsOf(voice('en'), rating);
    if (leg?.ok !== true || waterfall === undefined) throw new Error('nothing was priced');
    const { steps } = waterfall;
    const before = steps.slice(0, -1);
    expect(steps.map(({ name, amount }) => [name, amount])).toEqual([
      ['loaded run *', 60000n],
      ['wagon *', 500n],
      ['A tenth <off> *', -6000n],
      ["the discount's own cap: A tenth <off> *", 1000n],
      ['lump *', -750n],
      ['to pay', leg.rating.payable],
    ]);
    expect(before.map(({ from, amount }) => from + amount)).toEqual(before.map(({ to }) => to));
    expect(before.map(({ from }) => from)).toEqual([0n, ...before.slice(0, -1).map(({ to }) => to)]);
    expect(before.at(-1)?.to).toBe(leg.rating.payable);
    expect(before.reduce((sum, { amount }) => sum + amount, 0n)).toBe(
      leg.rating.lines.reduce((sum, { amount }) => sum + amount, 0n),
    );
  });
});

describe('the picture of a price', () => {
  it.each(LANGUAGES)('is sound XML with title, description and every figure and name, in %s', (language) => {
    const one = voice(language);
    const svg = waterfallSvg(one, rating) ?? '';
    const { broken, text, tags } = parsed(svg);
    expect(broken).toBeUndefined();
    expect(tags.slice(0, 3)).toEqual(['svg', 'title', 'desc']);
    const [waterfall] = waterfallsOf(one, rating);
    for (const { name, amount } of waterfall?.steps ?? []) {
      expect(text.split(name).length).toBeGreaterThanOrEqual(3);
      expect(text.split(one.texts.money(amount, 'EUR')).length).toBeGreaterThanOrEqual(3);
    }
    expect(text).toContain(one.texts.say('explain.synthetic'));
    expect(text).toContain('A & <B>');
  });

  it('stands alone: nothing is fetched, run or looked up in the style of a page', () => {
    const svg = waterfallSvg(voice('en'), rating) ?? '';
    const { tags } = parsed(svg);
    expect(tags.filter((tag) => tag.includes('@') || tag === 'script' || tag === 'image')).toEqual([]);
    expect(svg).not.toMatch(/var\(|@import|url\(/u);
    expect(svg.match(/https?:\/\/[^"]*/gu)?.filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  });

  it('is not drawn when nothing has a price', () => {
    const unpriced = rateConsignment(BOOK, consignmentOf({ traffic: 'transit' }), { knownBy: localDate('2026-01-01') });
    expect(waterfallSvg(voice('en'), unpriced)).toBeUndefined();
  });
});
