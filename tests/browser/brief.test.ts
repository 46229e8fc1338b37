import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { localDate } from '@kontor/domain/kernel/local-date';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { briefHtml } from '@kontor/server/brief/html/brief-html';
import { makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { loadTexts } from '@kontor/server/texts/texts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './find-browser.ts';

const BOOK = fileURLToPath(new URL('../../books/demo', import.meta.url));
let folder: string;
let browser: Browser;

/** The brief of the demonstration as a page. */
async function page(): Promise<string> {
  const files = await readBookFolder(BOOK);
  if (!files.ok) throw new Error(JSON.stringify(files.refusals));
  const { book } = openBook(files.value);
  const rating = compileRatingBook(book).book;
  const report = officeReport({ loaded: book, rating }, makeDemoJournal(), localDate('2025-10-01'));
  return briefHtml({ report, book, places: rating.world.place, texts: loadTexts('de') });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kontor-page-'));
  writeFileSync(join(folder, 'brief.html'), await page());
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the brief as a page', () => {
  it('carries no script and takes no style or font from elsewhere', () => {
    const html = readFileSync(join(folder, 'brief.html'), 'utf8');
    expect(html).not.toMatch(/<script|(?:src|href)="https?:\/\/[^"]+\.(?:js|css|woff2?)"/u);
  });

  it.each([1280, 390])(
    'opens from disk without errors, charts drawn, nothing wider than a window of %i pixels',
    async (width) => {
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      const errors: string[] = [];
      tab.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
      tab.on('pageerror', (error) => errors.push(error.message));
      await tab.goto(pathToFileURL(join(folder, 'brief.html')).href);
      expect(await tab.locator('figure svg').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('figure figcaption').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('figure details table').count()).toBeGreaterThanOrEqual(4);
      expect(await tab.locator('html').getAttribute('lang')).toBe('de');
      const wide = await tab.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
      expect(wide).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
      await tab.close();
    },
    60_000,
  );
});
