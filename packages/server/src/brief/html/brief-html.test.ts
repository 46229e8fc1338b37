import { consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import type { JournalFact } from '@kontor/domain/office/journal';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { describe, expect, it } from 'vitest';
import { priceSteps } from '../../explain/waterfall.ts';
import { LANGUAGES, type Language } from '../../texts/language.ts';
import { loadTexts } from '../../texts/texts.ts';
import type { BriefInput } from '../brief-input.ts';
import { voiceOf } from '../phrases.ts';
import { briefHtml } from './brief-html.ts';
import { consignmentToShow } from './waterfall-chart.ts';

const BOOK = `
---
kind: session
id: session-1
title: "Session <of> the \\"council\\" & guests"
source: { note: "handmade" }
valid: { from: 2025-01-01 }
number: 1
date: 2025-03-31
place: gomel
halves: [mill, works]
---
kind: party
id: mill
title: "Mill <b>bold</b>"
source: { note: "handmade" }
valid: { from: 2020-01-01 }
country: BY
roles: [supplier, carrier]
---
kind: party
id: works
title: "Works"
source: { note: "handmade" }
valid: { from: 2020-01-01 }
country: RU
roles: [consignee]
---
kind: place
id: gomel
title: "Gomel"
source: { note: "handmade" }
valid: { from: 2020-01-01 }
country: BY
region: BY-HO
position: { lat: "52.4", lon: "31.0" }
---
kind: place
id: baltiysk
title: "Baltiysk"
source: { note: "handmade" }
valid: { from: 2020-01-01 }
country: RU
region: RU-KGD
position: { lat: "54.6", lon: "19.9" }
---
kind: tariff
id: flat
title: "Flat tariff"
source: { synthetic: true, note: "handmade" }
valid: { from: 2024-01-01 }
carrier: mill
traffic: [export]
currency: EUR
parts:
  - id: run
    title: "run"
    charge: freight.loaded
    discountable: true
    steps:
      - { step: lookup, name: rate, value: "1000", clause: "1" }
---
kind: discount
id: tenth
title: "A tenth off"
source: { synthetic: true, note: "handmade" }
valid: { from: 2024-01-01 }
grantor: { party: mill, role: carrier }
base: [{ tariff: flat }]
touches: { charges: [freight] }
scope: { leg.carrier: mill }
effect: { kind: multiply, by: "0.9" }
order: 10
clause: "1"
---
kind: agreement
id: lime-2025
title: "Lime 2025"
source: { note: "handmade" }
valid: { from: 2025-01-01, to: 2026-01-01 }
known: 2024-12-01
parties: { supplier: mill, buyer: works }
goods: { name: "lime", codes: { GNG: ["2522"] } }
claims:
  - { id: lime/more, quantity: { value: "120", unit: TNE }, claimed: 2025-03-01, source: { note: "report" } }
  - { id: lime/less, quantity: { value: "60", unit: TNE }, claimed: 2024-12-01, source: { address: "https://example.org/a?b=1&c=2" } }
inForce: lime/more
period: { from: 2025-01-01, to: 2026-01-01 }
measure: mass
countAt: received
schedule: even
---
kind: promise
id: p1
title: "Lime is delivered"
source: { note: "handmade" }
valid: { from: 2025-01-01 }
known: 2025-01-01
session: session-1
item: 1
modality: commitment
what: "Lime is delivered"
executor: mill
window: { from: 2025-01-01, to: 2026-01-01 }
agreements: [lime-2025]
`;

const moved = (note: string, accepted: string, received: string | undefined): JournalFact => ({
  note,
  learned: localDate('2025-03-01'),
  order: Number(note),
  kind: 'consignment',
  consignment: consignmentSchema.parse({
    note,
    accepted,
    agreement: 'lime-2025',
    traffic: 'export',
    consignor: 'mill',
    consignee: 'works',
    incoterm: { code: 'DAP' },
    origin: 'gomel',
    destination: 'baltiysk',
    items: [{ codes: { GNG: '25221000' }, mass_kg: 20_000 }],
    mass_kg: 20_000,
    legs: [{ carrier: 'mill', mode: 'rail', from: 'gomel', to: 'baltiysk', payer: 'mill' }],
    dates: received === undefined ? {} : { received },
  }),
});

function input(language: Language, facts: readonly JournalFact[]): BriefInput {
  const { book, refusals } = openBook([{ path: 'book.yaml', text: BOOK }]);
  expect(refusals).toEqual([]);
  const rating = compileRatingBook(book);
  expect(rating.refusals).toEqual([]);
  const report = officeReport({ loaded: book, rating: rating.book }, facts, localDate('2025-03-31'));
  return { report, book, places: rating.book.world.place, texts: loadTexts(language) };
}

const FACTS = [
  moved('2', '2025-02-10', '2025-02-20'),
  moved('1', '2025-02-10', '2025-02-20'),
  moved('3', '2024-02-10', '2024-02-20'),
  moved('4', '2024-06-10', '2024-06-20'),
];

const VOID = new Set(['meta', 'br']);

/** Tags that do not close what they should; nothing in a well-formed page. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, name = '', , self] of page.matchAll(/<(\/)?([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*?)(\/)?>/giu)) {
    if (VOID.has(name) || self !== undefined) continue;
    if (close === undefined) open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const all = (page: string, pattern: RegExp): string[] => [...page.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the page of the brief', () => {
  it('is the same bytes for the same answer, whatever order the facts came in', () => {
    const page = briefHtml(input('en', FACTS));
    expect(briefHtml(input('en', FACTS.toReversed()))).toBe(page);
  });

  it.each(LANGUAGES)(
    'is well-formed in %s: tags close, headings follow, links within the page lead somewhere',
    (language) => {
      const page = briefHtml(input(language, FACTS));
      expect(page.startsWith(`<!doctype html>\n<html lang="${language}">`)).toBe(true);
      expect(unbalanced(page)).toEqual([]);
      const levels = all(page, /<h([1-6])/gu).map(Number);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
      const ids = all(page, /\sid="([^"]+)"/gu);
      expect(new Set(ids).size).toBe(ids.length);
      for (const target of all(page, /href="#([^"]+)"/gu)) expect(ids).toContain(target);
      expect(all(page, /<figure[^>]*>\n<(figcaption)>/gu)).toHaveLength(all(page, /(<figure)/gu).length);
      expect(all(page, /(<details>)/gu)).toHaveLength(all(page, /(<figure)/gu).length);
    },
  );

  it('loads nothing: no script, no style attribute, no address but those a reader may follow', () => {
    const page = briefHtml(input('en', FACTS));
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object)\b|\sstyle="|\ssrc=|@import|url\(/u);
    const addresses = all(page, /"(https?:[^"]*)"/gu);
    expect(new Set(addresses)).toEqual(new Set(['https://example.org/a?b=1&amp;c=2']));
    expect(page).toContain("default-src 'none'".replaceAll("'", '&#39;'));
  });

  it('writes what the book says as text', () => {
    const page = briefHtml(input('en', FACTS));
    expect(page).toContain('Session &lt;of&gt; the &quot;council&quot; &amp; guests');
    expect(all(page, /(.{60}<(?:of|b)>)/gu)).toEqual([]);
  });

  it('answers both claims side by side and marks what is made up', () => {
    const page = briefHtml(input('en', FACTS));
    expect(all(page, /<p class="number">([^<]+)/gu)).toEqual(['60\u00a0t', '120\u00a0t']);
    expect(page).toContain('A tenth off *');
  });

  it('compares a year that is not over with the same days of the year before', () => {
    const page = briefHtml(input('en', FACTS));
    expect(page).toMatch(/2025<\/td><td class="right">40\.0\u00a0t<\/td><td class="right">100\.0%/u);
  });

  it('says what it can of an empty journal', () => {
    expect(unbalanced(briefHtml(input('en', [])))).toEqual([]);
  });
});

describe('the price of one consignment', () => {
  it('is that of the note with most discounts, the first of several; its steps lead to what is to pay', () => {
    const voice = voiceOf(input('en', FACTS));
    const rating = consignmentToShow(voice);
    expect(rating?.note).toBe('1');
    const leg = rating?.legs[0];
    const steps = leg?.ok === true ? priceSteps(voice, leg.rating) : [];
    expect(steps.map(({ kind, amount }) => [kind, amount])).toEqual(
      expect.arrayContaining([
        ['charge', 100_000n],
        ['discount', -10_000n],
        ['sum', 90_000n],
      ]),
    );
    expect(steps.at(-2)?.to).toBe(steps.at(-1)?.amount);
  });
});
