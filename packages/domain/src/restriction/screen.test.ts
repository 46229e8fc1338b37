import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { decimal } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { yearOf } from '../kernel/period.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import { NO_QUOTAS, type QuotaReader, type QuotaReading } from '../quota/reading.ts';
import { partyDecisionSchema, partyListSchema, restrictionSchema } from './schema.ts';
import { screen } from './screen.ts';
import { ruleFindings, type Screening, type ScreeningTime } from './screening.ts';
import { screeningBookOf } from './screening-book.ts';
import { consignmentSubject, goodsSubject, lesserSubject } from './subject.ts';

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

function ask(
  entries: readonly Entry[],
  note: Entry = {},
  time = at('2025-06-01'),
  quotas: QuotaReader = NO_QUOTAS,
): Screening {
  return screen(bookOf(entries), consignmentSubject(consignment(note)), time, quotas);
}

/** Outcome, then reasons and missing facts of the findings, in their order. */
const said = (screening: Screening): readonly string[] => [
  screening.outcome,
  ...ruleFindings(screening).map((one) =>
    [one.reason, one.review ?? '', ...one.missing].filter((part) => part !== '').join(' '),
  ),
];

describe('the outcome of one rule', () => {
  it.each([
    ['applies', {}, {}, ['REFUSE', 'rule']],
    ['holds', { outcome: 'HOLD' }, {}, ['HOLD', 'rule']],
    ['flags', { outcome: 'FLAG' }, {}, ['FLAG', 'rule']],
    ['allows', { outcome: 'ALLOW' }, {}, ['ALLOW', 'rule']],
    ['speaks of another code', { scope: { goods: { CN: ['8701'] } } }, {}, ['ALLOW']],
    ['speaks of the code', { scope: { goods: { CN: ['2523'] } } }, {}, ['REFUSE', 'rule']],
    ['excepts the code', { scope: { goods: { CN: ['25'], except: { CN: ['252329'] } } } }, {}, ['ALLOW']],
    [
      'speaks CN, the note only ETSNG',
      { scope: { goods: { CN: ['2523'] } } },
      { items: [{ codes: { ETSNG: '281003' } }] },
      ['HOLD', 'missing-facts item.CN'],
    ],
    [
      'speaks CN in eight digits, the note only HS',
      { scope: { goods: { CN: ['25232900'] } } },
      { items: [{ codes: { HS: '252329' } }] },
      ['HOLD', 'missing-facts item.CN'],
    ],
    [
      'an ALLOW rule asks for nothing',
      { outcome: 'ALLOW', scope: { 'item.origin': ['RU'] } },
      { items: [{}] },
      ['ALLOW'],
    ],
    [
      'a FLAG rule lacks a fact',
      { outcome: 'FLAG', scope: { 'item.origin': ['BY'] } },
      { items: [{}] },
      ['HOLD', 'missing-facts item.origin'],
    ],
    ['another mode', { scope: { 'leg.mode': ['rail'] } }, {}, ['ALLOW']],
    ['no legs known', { scope: { 'leg.mode': ['rail'] } }, { legs: [] }, ['HOLD', 'missing-facts leg.mode']],
    ['the border pair', { scope: { crossings: { pair: ['benyakoni', 'salcininkai'] } } }, {}, ['REFUSE', 'rule']],
    ['the pair the other way', { scope: { crossings: { pair: ['salcininkai', 'benyakoni'] } } }, {}, ['ALLOW']],
    [
      'crossings not known',
      { scope: { crossings: { any: ['benyakoni'] } } },
      { crossings: undefined },
      ['HOLD', 'missing-facts crossings'],
    ],
    ['not signed', { reviewed: undefined }, {}, ['HOLD', 'needs-legal-review not-signed']],
    ['signed by nobody', { reviewed: { by: ' ', on: '2025-01-01' } }, {}, ['HOLD', 'needs-legal-review not-signed']],
    [
      'signed after the day',
      { reviewed: { by: 'A', on: '2025-06-02' } },
      {},
      ['HOLD', 'needs-legal-review not-signed'],
    ],
    ['signed on the day', { reviewed: { by: 'A', on: '2025-06-01' } }, {}, ['REFUSE', 'rule']],
    ['no basis', { basis: undefined }, {}, ['HOLD', 'needs-legal-review no-basis']],
    ['unclear basis', { basis: { act: 'Act', clear: false } }, {}, ['HOLD', 'needs-legal-review unclear-basis']],
    ['not signed, but of other goods', { reviewed: undefined, scope: { goods: { CN: ['8701'] } } }, {}, ['ALLOW']],
    [
      'not signed, and may be of these goods',
      { reviewed: undefined, scope: { goods: { CN: ['2523'] } } },
      { items: [{ codes: { ETSNG: '281003' } }] },
      ['HOLD', 'needs-legal-review not-signed item.CN'],
    ],
    [
      'even an ALLOW rule must be signed',
      { reviewed: undefined, outcome: 'ALLOW' },
      {},
      ['HOLD', 'needs-legal-review not-signed'],
    ],
    ['a document lifts it', { liftedBy: ['Y917', 'Y811'] }, { documents: ['Y811'] }, ['ALLOW']],
    ['another document does not', { liftedBy: ['Y917'] }, { documents: ['Y811'] }, ['REFUSE', 'rule']],
    [
      'nor does one of an unsigned rule',
      { liftedBy: ['Y917'], reviewed: undefined },
      { documents: ['Y917'] },
      ['HOLD', 'needs-legal-review not-signed'],
    ],
    ['the day before it begins', { valid: { from: '2025-06-02' } }, {}, ['ALLOW']],
    ['the day it ends', { valid: { from: '2025-01-01', to: '2025-06-01' } }, {}, ['ALLOW']],
    ['its last day', { valid: { from: '2025-01-01', to: '2025-06-02' } }, {}, ['REFUSE', 'rule']],
  ])('%s', (_name, ofRule, ofNote, expected) => {
    expect(said(ask([rule(ofRule)], ofNote))).toEqual(expected);
  });

  it.each([
    ['an old contract is served', { date: '2024-12-31' }, ['ALLOW']],
    ['one made on the day is not', { date: '2025-01-01' }, ['REFUSE', 'rule']],
    ['no contract date', { number: '7' }, ['HOLD', 'missing-facts contract.date']],
    ['no contract', undefined, ['HOLD', 'missing-facts contract.date']],
  ])('wind-down: %s', (_name, contract, expected) => {
    const windDown = { contractsBefore: '2025-01-01', until: '2025-07-01' };
    const found = ask([rule({ windDown })], { contract });
    expect(said(found)).toEqual(expected);
    expect(found.lifted).toEqual(
      expected[0] === 'ALLOW'
        ? [{ rule: { id: 'rule', version: '2025-01-01' }, by: 'wind-down', detail: '2025-07-01' }]
        : [],
    );
  });

  it('serves no old contract from the last day on', () => {
    const windDown = { contractsBefore: '2025-01-01', until: '2025-06-01' };
    expect(said(ask([rule({ windDown })], { contract: { date: '2020-01-01' } }))).toEqual(['REFUSE', 'rule']);
  });
});

describe('the strictest finding is the outcome', () => {
  it('lists every finding, strictest first, with rule, authority, basis and sources', () => {
    const found = ask([
      rule({ id: 'c', outcome: 'FLAG' }),
      rule({ id: 'b', outcome: 'REFUSE' }),
      rule({ id: 'a', reviewed: undefined }),
    ]);
    expect(found.outcome).toBe('REFUSE');
    expect(found.findings.map((one) => [one.kind === 'rule' ? one.rule.id : one.reason, one.outcome])).toEqual([
      ['b', 'REFUSE'],
      ['a', 'HOLD'],
      ['c', 'FLAG'],
    ]);
    expect(found.findings[0]).toMatchObject({
      words: 'because of Act 1',
      authority: 'Authority',
      basis: { act: 'Act 1', clear: true },
      sources: [{ act: 'Act 1' }],
      synthetic: true,
      legs: [1],
    });
    expect(found.versions.map((one) => one.id)).toEqual(['a', 'b', 'c']);
  });

  it('asks the carrier, the mode and the country of one and the same leg', () => {
    const ban = rule({ scope: { 'leg.mode': ['road'], 'leg.carrier.country': ['BY', 'RU'] } });
    const railThenRoad = [
      { carrier: 'by-haulier', mode: 'rail', from: 'minsk', to: 'vilnius', payer: 'ktk' },
      { carrier: 'eu-haulier', mode: 'road', from: 'vilnius', to: 'kaliningrad', payer: 'ktk' },
    ];
    expect(ask([ban], { legs: railThenRoad }).outcome).toBe('ALLOW');
    const byRoad = [...railThenRoad.slice(0, 1), { ...railThenRoad[1], carrier: 'by-haulier' }];
    expect(ask([ban], { legs: byRoad }).findings).toMatchObject([{ outcome: 'REFUSE', legs: [2] }]);
    const unknown = [{ ...railThenRoad[1], carrier: 'nobody' }];
    expect(said(ask([ban], { legs: unknown }))).toEqual(['HOLD', 'missing-facts leg.carrier.country']);
  });

  it('does not let one item hide another', () => {
    const allButMachines = rule({ scope: { not: { goods: { CN: ['84'] } } } });
    const machine = { codes: { CN: '84295110' }, mass_kg: 1000 };
    expect(ask([allButMachines], { items: [machine] }).outcome).toBe('ALLOW');
    expect(ask([allButMachines], { items: [machine, cement] }).outcome).toBe('REFUSE');
  });
});

describe('quotas', () => {
  const reading = (more: Partial<Extract<QuotaReading, { kind: 'balance' }>>): QuotaReading => ({
    kind: 'balance',
    quota: 'cement-rail',
    version: '2025',
    window: yearOf(localDate('2025-06-01')),
    unit: 'KGM',
    ceiling: decimal('260000000'),
    flagFrom: decimal('0.8'),
    consumed: decimal('0'),
    reserved: decimal('0'),
    requested: decimal('1000000'),
    ...more,
  });
  const reader = (found: QuotaReading): QuotaReader => ({ read: () => found });
  const ofQuota = { quota: 'cement-rail' };

  it.each([
    ['259.5 and 1 of 260 kt', ofQuota, reading({ consumed: decimal('259500000') }), ['REFUSE', 'quota-exceeded']],
    [
      'a kilogram too much, some of it reserved',
      ofQuota,
      reading({ consumed: decimal('200000000'), reserved: decimal('59000001') }),
      ['REFUSE', 'quota-exceeded'],
    ],
    ['exactly the ceiling', ofQuota, reading({ consumed: decimal('259000000') }), ['FLAG', 'quota-near']],
    ['exactly four fifths', ofQuota, reading({ consumed: decimal('207000000') }), ['FLAG', 'quota-near']],
    ['a kilogram less', ofQuota, reading({ consumed: decimal('206999999') }), ['ALLOW', 'quota-left']],
    [
      'no ceiling known',
      ofQuota,
      { kind: 'no-ceiling', quota: 'q', version: '1' } as const,
      ['HOLD', 'quota-no-ceiling'],
    ],
    ['no such quota', ofQuota, { kind: 'no-quota', quota: 'q' } as const, ['HOLD', 'quota-unknown']],
    [
      'mass not known',
      ofQuota,
      { kind: 'no-measure', quota: 'q', version: '1', missing: ['mass_kg'] } as const,
      ['HOLD', 'quota-no-measure'],
    ],
    ['outside the quota', ofQuota, { kind: 'outside', quota: 'q', version: '1' } as const, ['ALLOW', 'rule']],
    [
      'a HOLD rule holds below the ceiling too',
      { ...ofQuota, outcome: 'HOLD' },
      reading({}),
      ['HOLD', 'rule', 'quota-left'],
    ],
    [
      'and refuses above it',
      { ...ofQuota, outcome: 'HOLD' },
      reading({ consumed: decimal('260000000') }),
      ['REFUSE', 'quota-exceeded'],
    ],
    [
      'an unsigned rule does not rely on it',
      { ...ofQuota, reviewed: undefined },
      reading({ consumed: decimal('260000000') }),
      ['HOLD', 'needs-legal-review not-signed'],
    ],
  ])('%s', (_name, ofRule, found, expected) => {
    expect(said(ask([rule(ofRule)], {}, at('2025-06-01'), reader(found)))).toEqual(expected);
  });
});

describe('less than a consignment', () => {
  const time = at('2025-06-01', { purpose: 'offer' });
  const ban = rule({ scope: { goods: { CN: ['2523'] } } });

  it('refuses goods, holds goods without the code, and does not ask an offer for its route', () => {
    const book = bookOf([ban, rule({ id: 'road', scope: { goods: { CN: ['2523'] }, 'leg.mode': ['road'] } })]);
    const goods = (codes: Entry): Screening =>
      screen(
        book,
        goodsSubject(
          'offer',
          time.date,
          consignmentSchema.parse({ note: 'x', accepted: '2025-06-01', items: [{ codes }] }).items,
        ),
        time,
        NO_QUOTAS,
      );
    expect(said(goods({ CN: '25232900' }))).toEqual(['REFUSE', 'rule']);
    expect(goods({ CN: '25232900' }).deferred).toMatchObject([{ rule: { id: 'road' }, missing: ['leg.mode'] }]);
    expect(said(goods({ ETSNG: '281003' }))).toEqual([
      'HOLD',
      'missing-facts item.CN leg.mode',
      'missing-facts item.CN',
    ]);
    expect(said(goods({ CN: '87019510' }))).toEqual(['ALLOW']);
  });

  it('holds a subject that has a contract side and no date of the contract, and one that never will', () => {
    const windDown = { contractsBefore: '2025-01-01', until: '2025-07-01' };
    const book = bookOf([rule({ windDown })]);
    for (const asks of [['goods', 'contract'], ['goods']] as const) {
      const subject = lesserSubject({ id: 'agreement', date: time.date, asks, facts: { items: [] } });
      expect(said(screen(book, subject, { ...time, purpose: 'agreement' }, NO_QUOTAS))).toEqual([
        'HOLD',
        'missing-facts contract.date',
      ]);
    }
  });
});
