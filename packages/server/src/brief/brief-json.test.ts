import { fileURLToPath } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { localDate } from '@kontor/domain/kernel/local-date';
import { briefSchema } from '@kontor/domain/office/brief-format';
import { formatJsonSchema, MACHINE_FORMATS } from '@kontor/domain/office/machine-formats';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { makeDemoJournal } from '../demo/make-demo-journal.ts';
import { loadTexts } from '../texts/texts.ts';
import { briefJson } from './brief-json.ts';

const files = await readBookFolder(fileURLToPath(new URL('../../../../books/demo', import.meta.url)));
const { book: loaded } = openBook(files.ok ? files.value : []);
const { book: rating } = compileRatingBook(loaded);
const facts = makeDemoJournal().filter((fact) => /^(TRA|CMB|EXC|SOI|CEM-F|CEM-T[^/]*1$)/u.test(fact.note));
const report = officeReport({ loaded, rating }, facts, localDate('2025-10-01'));
const window = '2025-Q1';
const { brief: FORM } = MACHINE_FORMATS;
if (FORM === undefined) throw new Error('the brief has no published form');
const PUBLISHED = formatJsonSchema(FORM);
const brief = briefJson({
  report,
  book: loaded,
  places: rating.world.place,
  texts: loadTexts('en'),
  settlements: [
    {
      quarter: '2025-Q1',
      cut: localDate('2025-04-21'),
      lines: [
        {
          discount: 'd1',
          grantor: 'bch',
          synthetic: true,
          party: 'bcc',
          currency: 'BYN',
          window,
          earned: 123_456n,
          before: 100n,
          now: 123_356n,
          paid: 0n,
          held: 123_356n,
          withheld: 'HOLD',
          carried: false,
        },
      ],
    },
  ],
});

it('says everything the brief shows, amounts and quantities as exact text', () => {
  expect(brief).toMatchObject({
    schema: 'kontor.brief/1',
    asOf: '2025-10-01',
    session: { date: '2025-10-01' },
    journal: { facts: report.journal.facts, consignments: report.journal.consignments.length },
    plan: { verdict: report.plan.verdict },
    settlements: [
      { quarter: '2025-Q1', lines: [{ earned: '1234.56', now: '1233.56', held: '1233.56', withheld: 'HOLD' }] },
    ],
  });
  expect(brief).toHaveProperty(
    'agreements',
    expect.arrayContaining([expect.objectContaining({ id: 'machines-2025' })]),
  );
  const text = JSON.stringify(brief);
  for (const part of ['promises', 'screening', 'quotas', 'discounts', 'turnover', 'unpriced'])
    expect(text).toContain(`"${part}":`);
  expect(text).toContain('"fulfilled":"28"');
});

it.each(['2025-03-01', '2025-10-01', '2026-06-30'])('has the published form on %s', (day) => {
  const input = { book: loaded, places: rating.world.place, texts: loadTexts('de') };
  const on = briefJson({ ...input, report: officeReport({ loaded, rating }, facts, localDate(day)) });
  for (const one of [brief, on]) {
    expect(briefSchema.safeParse(one).error?.issues).toBeUndefined();
    expect(z.fromJSONSchema(PUBLISHED).safeParse(one).error?.issues).toBeUndefined();
  }
});

it('has no number that is not whole', () => {
  const broken: unknown[] = [];
  JSON.stringify(brief, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) broken.push(value);
    return value;
  });
  expect(broken).toEqual([]);
});

it('calls a quota of an earlier year by the title it had then', () => {
  const names = report.quotas.filter((one) => one.quota === 'lt-rail-cement').map((one) => one.window.from.slice(0, 4));
  expect(brief).toMatchObject({
    quotas: report.quotas.map((one) =>
      one.quota === 'lt-rail-cement'
        ? { id: one.quota, name: `Cement by rail through Lithuania, ${one.window.from.slice(0, 4)}` }
        : { id: one.quota },
    ),
  });
  expect(names.length).toBeGreaterThan(0);
});
