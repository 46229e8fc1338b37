import { fileURLToPath } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { checkConsignment } from '@kontor/domain/consignment/checks';
import { localDate } from '@kontor/domain/kernel/local-date';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { describe, expect, it } from 'vitest';
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
