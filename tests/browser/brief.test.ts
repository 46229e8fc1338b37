import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { localDate } from '@kontor/domain/kernel/local-date';
import { LANGUAGES, type Language } from '@kontor/domain/kernel/schema';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { briefText } from '@kontor/server/brief/brief-text';
import { briefHtml } from '@kontor/server/brief/html/brief-html';
import { makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { loadTexts } from '@kontor/server/texts/texts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pictureOfBrief } from '../../scripts/house/picture.mjs';
import { openBrowser } from './find-browser.ts';

const BOOK = fileURLToPath(new URL('../../books/demo', import.meta.url));
const require = createRequire(import.meta.url);
/** What finds barriers in a page, as text to be run in it. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** By night nothing differs but the colours. */
const CHECKS = {
  light: 'axe.run(document)',
  dark: "axe.run(document, { runOnly: ['color-contrast'] })",
} as const;

const found = z.object({
  violations: z.array(
    z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), target: z.array(z.string()) })) }),
  ),
});

let folder: string;
let english: string;
let browser: Browser;

const file = (language: Language): string => join(folder, `brief-${language}.html`);

/** The brief of the demonstration as a page, in every language. */
async function writePages(): Promise<void> {
  const files = await readBookFolder(BOOK);
  if (!files.ok) throw new Error(JSON.stringify(files.refusals));
  const { book } = openBook(files.value);
  const rating = compileRatingBook(book).book;
  const report = officeReport({ loaded: book, rating }, makeDemoJournal(), localDate('2025-10-01'));
  english = briefText({ report, book, places: rating.world.place, texts: loadTexts('en') });
  for (const language of LANGUAGES) {
    const page = briefHtml({ report, book, places: rating.world.place, texts: loadTexts(language) });
    writeFileSync(file(language), page);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kontor-page-'));
  await writePages();
  browser = await openBrowser();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the brief as a page', () => {
  it('carries no script and takes no style or font from elsewhere', () => {
    const html = readFileSync(file('de'), 'utf8');
    expect(html).not.toMatch(/<script|(?:src|href)="https?:\/\/[^"]+\.(?:js|css|woff2?)"/u);
  });

  it.each([1280, 390])(
    'opens from disk without errors, charts drawn, nothing wider than a window of %i pixels',
    async (width) => {
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      const errors: string[] = [];
      tab.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
      tab.on('pageerror', (error) => errors.push(error.message));
      await tab.goto(pathToFileURL(file('de')).href);
      expect(await tab.locator('figure svg').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('figure figcaption').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('figure details table').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('html').getAttribute('lang')).toBe('de');
      const wide = await tab.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(wide).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await tab.close();
    },
    120_000,
  );

  it.each(
    LANGUAGES.flatMap((language) => (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme }))),
  )(
    'keeps nobody from reading it, in $language, $colorScheme',
    async ({ language, colorScheme }) => {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme, bypassCSP: true });
      await tab.goto(pathToFileURL(file(language)).href);
      await tab.evaluate(AXE);
      const { violations } = found.parse(await tab.evaluate(CHECKS[colorScheme]));
      expect(
        violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ target, html }) => `${target.join(' ')}: ${html}`),
        })),
      ).toEqual([]);
      await tab.close();
    },
    120_000,
  );
});

describe('the picture in the README', () => {
  it('shows the brief as it is; `npm run picture` draws it anew', () => {
    const drawn = readFileSync(new URL('../../docs/brief.svg', import.meta.url), 'utf8');
    expect(pictureOfBrief(english, loadTexts('en').say('brief.granted'))).toBe(drawn);
  });
});
