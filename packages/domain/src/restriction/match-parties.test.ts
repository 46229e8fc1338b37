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
import { consignmentSubject, partiesSubject } from './subject.ts';

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

const ask = (entries: readonly Entry[], note: Entry = {}): Screening =>
  screen(bookOf(entries), consignmentSubject(consignment(note)), at('2025-06-01'), NO_QUOTAS);

/** Outcome, then reasons and missing facts of the findings, in their order. */
const said = (screening: Screening): readonly string[] => [
  screening.outcome,
  ...screening.findings.map((one) =>
    (one.kind === 'rule' ? [one.reason, one.review ?? '', ...one.missing] : [one.reason])
      .filter((part) => part !== '')
      .join(' '),
  ),
];

describe('parties on lists', () => {
  const list = (parties: readonly Entry[], more: Entry = {}): Entry => ({
    kind: 'party-list',
    id: 'list',
    title: 'List',
    source: { synthetic: true },
    valid: { from: '2025-01-01' },
    regime: 'demonstration',
    parties,
    ...more,
  });
  const listed = (name: string, more: Entry = {}): Entry => ({ name, listed: '2025-02-01', ...more });
  const ofList = rule({ partyList: 'list' });
  const decision = (more: Entry): Entry => ({
    kind: 'party-decision',
    id: 'decision',
    title: 'Decision',
    source: { synthetic: true },
    valid: { from: '2025-05-01' },
    list: 'list',
    name: 'BELARUSIAN CEMENT COMPANY',
    party: 'bcc',
    decision: 'different',
    by: 'A. Reviewer',
    on: '2025-05-01',
    ...more,
  });

  it.each([
    ['nobody found', listed('Somebody Else'), ['ALLOW']],
    ['the same name in other letters', listed('  «BELARUSIAN cement-company» '), ['HOLD', 'party-candidate']],
    ['a name that is only alike', listed('Belarusian Cement'), ['ALLOW']],
    ['the same id', listed('Another Name', { party: 'ktk' }), ['HOLD', 'party-candidate']],
    ['a carrier', listed('RU-HAULIER'), ['HOLD', 'party-candidate']],
    ['an owner by name', listed('Cement Holding'), ['HOLD', 'party-candidate']],
    ['an owner that is a party of the register', listed('Managing company of cement'), ['HOLD', 'party-candidate']],
    [
      'an owner shared with somebody listed',
      listed('Somebody Else', { owners: ['Cement Holding'] }),
      ['HOLD', 'party-candidate'],
    ],
    ['not listed yet', listed('KTK', { listed: '2025-06-02' }), ['ALLOW']],
    ['not listed any more', listed('KTK', { delisted: '2025-06-01' }), ['ALLOW']],
    ['still listed', listed('KTK', { delisted: '2025-06-02' }), ['HOLD', 'party-candidate']],
  ])('%s', (_name, entry, expected) => {
    expect(said(ask([ofList, list([entry])]))).toEqual(expected);
  });

  it('names the candidate: list, name, party, roles and how they came together', () => {
    const found = ask([ofList, list([listed('Cement Holding')])]);
    expect(ruleFindings(found)[0]?.candidates).toEqual([
      {
        list: { id: 'list', version: '2025-01-01' },
        name: 'Cement Holding',
        party: 'bcc',
        roles: ['consignor'],
        by: 'owner',
        via: 'Cement Holding',
      },
    ]);
    expect(found.ownersNotKnown).toEqual(['ktk', 'ru-haulier']);
    expect(found.versions).toEqual([
      { id: 'list', version: '2025-01-01' },
      { id: 'rule', version: '2025-01-01' },
    ]);
  });

  it.each([
    ['different clears', [decision({})], ['ALLOW']],
    ['same refuses', [decision({ decision: 'same' })], ['REFUSE', 'party-listed']],
    ['of another party clears nothing', [decision({ party: 'ktk' })], ['HOLD', 'party-candidate']],
    ['of another name clears nothing', [decision({ name: 'Other' })], ['HOLD', 'party-candidate']],
    ['made later is not known', [decision({ on: '2025-06-02' })], ['HOLD', 'party-candidate']],
    [
      'the later one counts',
      [decision({}), decision({ id: 'second', decision: 'same', on: '2025-05-02' })],
      ['REFUSE', 'party-listed'],
    ],
    [
      'of one day the stricter counts',
      [decision({}), decision({ id: 'second', decision: 'same' })],
      ['REFUSE', 'party-listed'],
    ],
  ])('a decision: %s', (_name, decisions, expected) => {
    expect(said(ask([ofList, list([listed('Belarusian Cement Company')]), ...decisions]))).toEqual(expected);
  });

  it.each([
    ['no consignee', { consignee: undefined }, ['HOLD', 'missing-facts consignee']],
    [
      'nobody known to pay',
      { legs: [{ carrier: 'ktk', mode: 'road', from: 'a', to: 'b' }] },
      ['HOLD', 'payer-unknown', 'missing-facts payer'],
    ],
    ['no carrier known', { legs: [] }, ['HOLD', 'missing-facts leg.carrier']],
    ['a party the register does not hold', { consignee: 'stranger' }, ['HOLD', 'party-unknown']],
  ])('%s', (_name, note, expected) => {
    expect(said(ask([ofList, list([listed('Somebody')])], note))).toEqual(expected);
  });

  it('holds while the list itself is not known', () => {
    expect(said(ask([ofList, list([listed('KTK')], { known: '2025-06-02' })]))).toEqual(['HOLD', 'list-unknown']);
  });

  it('screens parties alone, such as who is paid, and defers what speaks of transport', () => {
    const book = bookOf([ofList, list([listed('KTK')]), rule({ id: 'road', scope: { 'leg.mode': ['road'] } })]);
    const found = screen(
      book,
      partiesSubject('payout-1', localDate('2025-06-01'), [{ role: 'beneficiary', party: 'ktk' }]),
      at('2025-06-01', { purpose: 'payout' }),
      NO_QUOTAS,
    );
    expect(said(found)).toEqual(['HOLD', 'party-candidate']);
    expect(ruleFindings(found)[0]?.candidates[0]?.roles).toEqual(['beneficiary']);
    expect(found.deferred).toEqual([{ rule: { id: 'road', version: '2025-01-01' }, missing: ['leg.mode'] }]);
  });
});
