import { fileURLToPath } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { checkConsignment } from '@kontor/domain/consignment/checks';
import { localDate } from '@kontor/domain/kernel/local-date';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { describe, expect, it } from 'vitest';
import { briefText } from '../brief/brief-text.ts';
import { otherRows, turnoverRows } from '../brief/flows.ts';
import { heldBy } from '../brief/held.ts';
import { isShort, quotaViews } from '../brief/quota-view.ts';
import { LANGUAGES } from '../texts/language.ts';
import { loadTexts } from '../texts/texts.ts';
import { DEMO_SEED, makeDemoJournal } from './make-demo-journal.ts';

const files = await readBookFolder(fileURLToPath(new URL('../../../../books/demo', import.meta.url)));
const { book: loaded, refusals } = openBook(files.ok ? files.value : []);
const { book: rating, refusals: ratingRefusals } = compileRatingBook(loaded);
const facts = makeDemoJournal(DEMO_SEED);
const report = officeReport({ loaded, rating }, facts, localDate('2025-10-01'));

const outcomeOf = (note: string): string | undefined => report.screenings.get(note)?.outcome;
const notesWith = (prefix: string): readonly string[] =>
  report.journal.consignments.map((one) => one.note).filter((note) => note.startsWith(prefix));
const outcomesOf = (prefix: string): ReadonlySet<string | undefined> => new Set(notesWith(prefix).map(outcomeOf));
const answerOf = (id: string) => report.agreements.find(({ form }) => form.id === id)?.answer;

describe('the book of the demonstration', () => {
  it('is without a problem, read, compiled and used', () => {
    expect(refusals).toEqual([]);
    expect(ratingRefusals).toEqual([]);
    expect(report.refusals).toEqual([]);
  });

  it('labels every rate, every amount of a discount and every signed rule as synthetic', () => {
    const sourcesOf = (source: (typeof loaded.entries)[number]['header']['source']) =>
      Array.isArray(source) ? source : [source];
    const made = loaded.entries.filter(
      ({ kind, id }) =>
        ['tariff', 'discount', 'budget', 'party-list', 'party-decision'].includes(kind) || /^s\d-/u.test(id),
    );
    expect(made.length).toBeGreaterThan(25);
    for (const entry of made)
      expect([entry.id, sourcesOf(entry.header.source).some((source) => source.synthetic === true)]).toEqual([
        entry.id,
        true,
      ]);
  });

  it('shapes every discount like a public notice whose address it names', () => {
    for (const entry of loaded.entries.filter(({ kind }) => kind === 'discount'))
      expect(JSON.stringify(entry.header.source)).toMatch(/shaped like https?:/u);
  });
});

describe('the journal in the light of the book', () => {
  it('has no record that its own checks refuse', () => {
    const refused = facts.flatMap((fact) => (fact.kind === 'cancellation' ? [] : checkConsignment(fact.consignment)));
    expect([...new Set(refused.filter((one) => one.severity === 'error').map((one) => one.code))]).toEqual([]);
  });

  it('is priced but for notes on which the wagons have no owner yet', () => {
    expect([...report.unpriced.keys()].filter((code) => code !== 'tariff.missing-fact')).toEqual([]);
    expect([...report.unpriced.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(40);
  });

  it('shows all four outcomes side by side', () => {
    for (const { consignments } of Object.values(report.outcomes)) expect(consignments).toBeGreaterThan(10);
    expect(report.outcomes.ALLOW.consignments).toBeGreaterThan(5000);
  });

  it('holds cement by rail through Lithuania and lets the ferry and the sea pass', () => {
    expect(outcomesOf('CEM-R')).toEqual(new Set(['HOLD']));
    expect(outcomesOf('CEM-L')).toEqual(new Set(['HOLD']));
    expect(outcomesOf('CEM-F')).toEqual(new Set(['ALLOW', 'FLAG']));
    expect(outcomesOf('CEM-S')).toEqual(new Set(['ALLOW']));
  });

  it('holds what a listed party sends, and clears the one a person has decided on', () => {
    expect(outcomesOf('INT')).toEqual(new Set(['HOLD']));
    expect(outcomesOf('FED')).toEqual(new Set(['ALLOW']));
  });

  it('refuses wood by road once the time for old contracts is over', () => {
    expect(outcomesOf('TMR-24')).toEqual(new Set(['ALLOW', 'REFUSE']));
    expect(outcomesOf('TMR-25')).toEqual(new Set(['REFUSE']));
  });

  it('applies every discount to some consignments', () => {
    const applied = new Set(report.discounts.filter((sum) => sum.consignments > 0).map((sum) => sum.discount));
    expect([...new Set(rating.discounts.map((form) => form.id))].filter((id) => !applied.has(id))).toEqual([]);
  });

  it('grants no more than the region set aside in a year', () => {
    const granted = report.discounts.find((sum) => sum.discount === 'd11-region-sea' && sum.currency === 'RUB');
    expect(granted?.amount).toBeLessThanOrEqual(2_800_000_000n);
  });

  it('shows a guaranteed volume on its way: what is missing, the days left, and what was granted on it', () => {
    const [promised] = report.guarantees;
    expect(report.guarantees.length).toBe(1);
    expect(promised).toMatchObject({ discount: 'd15-bch-building-year', state: 'open', daysLeft: 91, synthetic: true });
    expect(promised?.granted.get('BYN')).toBeGreaterThan(0n);
  });

  it('answers the agreements as of the session', () => {
    expect(answerOf('machines-2025')?.progress.fulfilled).toBe(28n);
    expect(answerOf('cement-2025')?.claims.find((claim) => claim.id === 'cement-2025/report')?.status).toBe(
      'substantial',
    );
    expect(answerOf('cement-2025')?.claims.find((claim) => claim.id === 'cement-2025/protocol')?.status).toBe(
      'exceeded',
    );
    expect(answerOf('batteries-2026')?.progress.fulfilled).toBe(0n);
  });
});

describe('the brief of it', () => {
  const written = LANGUAGES.map((language) => {
    const input = { report, book: loaded, places: rating.world.place, texts: loadTexts(language) };
    return { language, text: briefText(input), lines: briefText(input).split('\n') };
  });
  const [english] = written.filter(({ language }) => language === 'en');
  const [answer = '', register = ''] = (english?.text ?? '').split('The register behind it');

  it.each(written)('fits 100 columns in $language, but for addresses, which stand whole', ({ lines }) => {
    const wide = lines.filter((line) => Array.from(line).length > 100);
    expect(wide.filter((line) => !/^ *(?:\[\d+\] )?https?:\/\/\S+$/u.test(line))).toEqual([]);
  });

  it.each(written)('names every end of a way, every reason and every number in $language', ({ text }) => {
    expect(text).not.toMatch(/\b(?:BY|RU|LT|PL)-[A-Z]{2,3}\b/u);
    expect(text).not.toMatch(/undefined|NaN|\[object/u);
  });

  it('writes percent as each language sets it', () => {
    expect(written.map(({ text }) => /77[.,]1\D?%/u.exec(text)?.[0])).toEqual([
      '77.1%',
      '77,1\u00a0%',
      '77,1\u00a0%',
      '77,1\u00a0%',
    ]);
  });

  it('answers the co-chair on the first page: plan, agreements, turnover, what is held, discounts, quotas', () => {
    const order = [
      'Is the plan kept?',
      'Agreements',
      'Turnover between',
      'On HOLD and REFUSE',
      'Discounts granted',
      'Quotas running out',
    ];
    const places = order.map((title) => answer.indexOf(title));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(answer.split('\n').length).toBeLessThan(80);
  });

  it('keeps both numbers of the cement agreement and says which is in force', () => {
    expect(answer).toMatch(/50,000\st \[\d+\]/u);
    expect(answer).toMatch(/80,500\st \(in/u);
  });

  it('has the thirteen rows of the report in its register', () => {
    const rows = [...register.matchAll(/^ ?(\d{1,2}) {2}\S/gmu)].map(([, row]) => Number(row));
    expect(new Set(rows)).toEqual(new Set(Array.from({ length: 13 }, (_, index) => index + 1)));
  });

  it('lists nothing that is allowed among what is held', () => {
    expect(answer).not.toContain('ALLOW');
    expect(heldBy({ report }).map(({ outcome }) => outcome)).not.toContain('ALLOW');
  });

  it('counts as turnover only what goes from one side to the other, and shows the rest apart', () => {
    const input = { report, book: loaded, places: rating.world.place, texts: loadTexts('en') };
    const rows = turnoverRows(input);
    const sum = (kind: string, year: string): bigint =>
      rows
        .filter((row) => row.kind === kind && row.year === year)
        .reduce((total, { figures }) => total + figures.mass_kg, 0n);
    for (const year of ['2024', '2025']) {
      expect(sum('direction', year)).toBe(sum('year', year));
      expect(sum('flow', year)).toBe(sum('year', year));
    }
    const between = new Set(rows.filter(({ kind }) => kind === 'direction').map(({ from, to }) => `${from} ${to}`));
    expect(between).toEqual(new Set(['BY RU-KGD', 'RU-KGD BY']));
    expect(otherRows(input).map(({ from, to }) => `${from} ${to}`)).toEqual(['RU-BRY RU-KGD']);
  });

  it('shows of each quota the latest window and those that ran short, not every month', () => {
    const views = quotaViews({ report });
    const monthly = views.filter(({ windows }) => windows > 12);
    expect(monthly.length).toBeGreaterThan(0);
    for (const { short } of monthly) expect(short.every(isShort)).toBe(true);
    for (const { latest } of views)
      expect(
        report.quotas.filter((state) => state.quota === latest.quota && state.window.from > latest.window.from),
      ).toEqual([]);
  });

  it('knows who pays every leg', () => {
    const reasons = [...report.screenings.values()].flatMap(({ findings }) => findings.map(({ reason }) => reason));
    expect(reasons).not.toContain('payer-unknown');
  });
});
