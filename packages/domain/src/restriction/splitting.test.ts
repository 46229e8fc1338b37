import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import { NO_QUOTAS } from '../quota/reading.ts';
import { partyDecisionSchema, partyListSchema, restrictionSchema } from './schema.ts';
import { screen } from './screen.ts';
import { ruleFindings, type Screening, type ScreeningTime } from './screening.ts';
import { screeningBookOf } from './screening-book.ts';
import { consignmentSubject } from './subject.ts';

const KINDS = {
  party: partySchema,
  'party-decision': partyDecisionSchema,
  'party-list': partyListSchema,
  place: placeSchema,
  restriction: restrictionSchema,
};

type Entry = Readonly<Record<string, unknown>>;

const party = (id: string, country: string, more: Entry = {}): Entry => ({
  kind: 'party',
  id,
  title: id.toUpperCase(),
  source: { synthetic: true },
  valid: { from: '2020-01-01' },
  country,
  ...more,
});

const PARTIES: readonly Entry[] = [
  party('bcc', 'BY', { title: 'Belarusian Cement Company', owners: ['Cement Holding', 'managing-company'] }),
  party('managing-company', 'BY', { title: 'Managing Company of Cement' }),
  party('ktk', 'RU'),
  party('by-haulier', 'BY'),
  party('ru-haulier', 'RU'),
  party('eu-haulier', 'LT'),
];

/** A rule that lacks nothing: signed, with a clear basis, about everything. */
const rule = (more: Entry): Entry => ({
  kind: 'restriction',
  id: 'rule',
  title: 'Rule',
  source: { act: 'Act 1', synthetic: true },
  valid: { from: '2025-01-01' },
  authority: 'Authority',
  basis: { act: 'Act 1', clear: true },
  scope: {},
  outcome: 'REFUSE',
  reason: 'because of Act 1',
  reviewed: { by: 'A. Reviewer', on: '2025-01-01', synthetic: true },
  ...more,
});

const cement = { codes: { CN: '25232900' }, mass_kg: 60_000, origin: 'BY' };

const consignment = (more: Entry = {}): Consignment =>
  consignmentSchema.parse({
    note: 'N1',
    accepted: '2025-06-01',
    consignor: 'bcc',
    consignee: 'ktk',
    items: [cement],
    legs: [{ carrier: 'ru-haulier', mode: 'road', from: 'minsk', to: 'kaliningrad', payer: 'ktk' }],
    crossings: [{ place: 'benyakoni' }, { place: 'salcininkai' }],
    ...more,
  });

const at = (date: string, more: Partial<ScreeningTime> = {}): ScreeningTime => ({
  date: localDate(date),
  knownBy: localDate(date),
  purpose: 'booking',
  ...more,
});

function bookOf(entries: readonly Entry[]): ReturnType<typeof screeningBookOf>['book'] {
  const text = [...PARTIES, ...entries].map((entry) => JSON.stringify(entry)).join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'book.yaml', text }], KINDS);
  expect(refusals).toEqual([]);
  const compiled = screeningBookOf(book);
  expect(compiled.refusals).toEqual([]);
  return compiled.book;
}

/** Outcome, then reasons and missing facts of the findings, in their order. */
const said = (screening: Screening): readonly string[] => [
  screening.outcome,
  ...ruleFindings(screening).map((one) =>
    [one.reason, one.review ?? '', ...one.missing].filter((part) => part !== '').join(' '),
  ),
];

describe('consignments that look split', () => {
  const limit = rule({ scope: { goods: { CN: ['2523'] }, mass_kg: { above: '100000' } } });
  const other = (note: string, more: Entry = {}): Consignment => consignment({ note, ...more });
  const flagged = (sameDay: readonly Consignment[]): Screening =>
    screen(bookOf([limit]), consignmentSubject(consignment(), { sameDay }), at('2025-06-01'), NO_QUOTAS);

  it('flags those that stay below a limit one by one and not together, and names them', () => {
    const found = flagged([consignment(), other('N2')]);
    expect(said(found)).toEqual(['FLAG', 'suspected-splitting']);
    expect(ruleFindings(found)[0]?.notes).toEqual(['N1', 'N2']);
  });

  it.each([
    ['alone', []],
    ['another day', [other('N2', { accepted: '2025-06-02' })]],
    ['another consignee', [other('N2', { consignee: 'ru-haulier' })]],
    ['other goods', [other('N2', { items: [{ codes: { CN: '25210000' }, mass_kg: 60_000 }] })]],
    ['together still below', [other('N2', { items: [{ ...cement, mass_kg: 40_000 }] })]],
  ])('does not flag: %s', (_name, sameDay) => {
    expect(said(flagged(sameDay))).toEqual(['ALLOW']);
  });
});
