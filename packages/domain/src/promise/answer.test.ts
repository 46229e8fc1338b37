import { describe, expect, it } from 'vitest';
import { type AgreementAnswer, answerAgreement } from '../agreement/answer.ts';
import { agreementsKnown } from '../agreement/form.ts';
import { agreementSchema } from '../agreement/schema.ts';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import type { World } from '../scope/subject.ts';
import { answerPromise, type PromiseAnswer } from './answer.ts';
import { promisesKnown } from './form.ts';
import { answerPlan } from './register.ts';
import { promiseSchema } from './schema.ts';

type Entry = Readonly<Record<string, unknown>>;

const WORLD: World = { place: () => undefined, party: () => undefined, payerOf: () => undefined };

const agreement = (id: string, claims: readonly Entry[], more: Entry = {}): Entry => ({
  kind: 'agreement',
  id,
  title: id,
  source: {},
  valid: { from: '2025-01-01', to: '2026-01-01' },
  known: '2024-11-21',
  parties: { supplier: 'bcc', buyer: 'ktk' },
  goods: { name: 'cement' },
  claims,
  inForce: claims[0]?.['id'],
  period: { from: '2025-01-01', to: '2026-01-01' },
  measure: 'mass',
  schedule: 'even',
  ...more,
});

const claim = (id: string, tonnes: string, claimed = '2024-11-21'): Entry => ({
  id,
  quantity: { value: tonnes, unit: 'TNE' },
  claimed,
  source: { note: id },
});

const promise = (id: string, modality: string, more: Entry = {}): Entry => ({
  kind: 'promise',
  id,
  title: id,
  source: {},
  valid: { from: '2024-11-21' },
  modality,
  what: id,
  window: { from: '2025-01-01', to: '2026-01-01' },
  ...more,
});

const received = (agreementId: string, tonnes: number, on: string): Consignment =>
  consignmentSchema.parse({
    note: `${agreementId} ${on}`,
    accepted: on,
    agreement: agreementId,
    mass_kg: tonnes * 1000,
    items: [{}],
    dates: { received: on },
  });

function answers(entries: readonly Entry[], journal: readonly Consignment[], asOf: string): readonly PromiseAnswer[] {
  const text = entries.map((entry) => JSON.stringify(entry)).join('\n---\n');
  const { book, refusals } = loadBook([{ path: 'book.yaml', text }], {
    agreement: agreementSchema,
    promise: promiseSchema,
  });
  const day = localDate(asOf);
  const known = agreementsKnown(book, day);
  const promises = promisesKnown(book, day);
  expect([...refusals, ...known.refusals, ...promises.refusals]).toEqual([]);
  const evidence = journal.map((consignment) => ({ consignment }));
  const found = new Map(
    known.agreements.map((form): readonly [string, AgreementAnswer] => [
      form.id,
      answerAgreement(form, evidence, { asOf: day, worldOn: () => WORLD }),
    ]),
  );
  return promises.promises.map((form) => answerPromise(form, found, day));
}

const CEMENT = [
  agreement('cement-2025', [claim('report', '80500', '2025-10-01'), claim('protocol', '50000')]),
  promise('p12', 'commitment', { agreements: ['cement-2025'], item: 12 }),
];

describe('a commitment', () => {
  const state = (entries: readonly Entry[], journal: readonly Consignment[], asOf: string): unknown =>
    answers(entries, journal, asOf)[0]?.state;

  it.each([
    ['before its window', 0, '2024-12-01', 'open', undefined],
    ['on the day it begins, nothing received', 0, '2025-01-01', 'open', 'behind'],
    ['ahead', 60_000, '2025-06-30', 'kept', undefined],
    ['behind the number in force', 30_000, '2025-11-30', 'open', 'behind'],
    ['over and not fulfilled', 60_000, '2026-01-01', 'broken', undefined],
    ['over and fulfilled', 80_500, '2026-01-01', 'kept', undefined],
    ['over and more than fulfilled', 90_000, '2026-01-01', 'kept', undefined],
  ])('%s', (_name, tonnes, asOf, verdict, standing) => {
    const journal = tonnes === 0 ? [] : [received('cement-2025', tonnes, '2025-05-05')];
    expect(state(CEMENT, journal, asOf)).toEqual({ kind: 'commitment', verdict, standing });
  });

  it('keeps both numbers: one source finds it kept, the other broken', () => {
    const [found] = answers(CEMENT, [received('cement-2025', 60_000, '2025-05-05')], '2026-01-01');
    expect(
      found?.claims.map((one) => [
        one.id,
        toText(one.quantity.value),
        one.quantity.unit,
        one.verdict,
        one.status,
        one.inForce,
      ]),
    ).toEqual([
      ['protocol', '50000000', 'KGM', 'kept', 'exceeded', false],
      ['report', '80500000', 'KGM', 'broken', 'limited', true],
    ]);
  });

  it('cannot be judged without an agreement, without one that is known, or without a number', () => {
    const undetermined = { kind: 'commitment', verdict: 'undetermined', standing: undefined };
    expect(state([promise('p', 'commitment')], [], '2026-06-01')).toEqual(undetermined);
    expect(state([promise('p', 'commitment', { agreements: ['nobody'] })], [], '2026-06-01')).toEqual(undetermined);
    expect(
      answers([promise('p', 'commitment', { agreements: ['nobody'] })], [], '2026-06-01')[0]?.agreementsNotKnown,
    ).toEqual(['nobody']);
    const later = agreement('a', [claim('c', '10', '2027-01-01')]);
    expect(state([later, promise('p', 'commitment', { agreements: ['a'] })], [], '2026-06-01')).toEqual(undetermined);
  });

  it('is answered by its own number over several agreements together', () => {
    const two = [agreement('a', [claim('x', '10')]), agreement('b', [claim('y', '10')])];
    const own = promise('p', 'commitment', { agreements: ['a', 'b'], claims: [claim('sum', '15')], inForce: 'sum' });
    const journal = [received('a', 15, '2025-02-01')];
    expect(state([...two, own], journal, '2026-01-01')).toMatchObject({ verdict: 'kept' });
    expect(
      state([...two, promise('p', 'commitment', { agreements: ['a', 'b'] })], journal, '2026-01-01'),
    ).toMatchObject({ verdict: 'broken' });
  });
});

describe('what is no commitment', () => {
  const WINDOW = { window: { from: '2026-01-01', to: '2027-01-01' }, expires: '2026-07-01' };

  it.each(['intention', 'capability', 'invitation', 'interest'])(
    '%s has states of its own and is never kept or broken',
    (modality) => {
      const stated = (asOf: string, more: Entry = {}): unknown =>
        answers([promise('p', modality, { ...WINDOW, ...more })], [], asOf)[0]?.state;
      expect(stated('2025-12-31')).toEqual({ kind: 'offered', state: 'before-window', date: '2026-01-01', ledTo: [] });
      expect(stated('2026-01-01')).toEqual({ kind: 'offered', state: 'open-until', date: '2026-07-01', ledTo: [] });
      expect(stated('2026-07-01')).toEqual({ kind: 'offered', state: 'expired', date: '2026-07-01', ledTo: [] });
      expect(stated('2026-07-01', { window: { from: '2026-01-01' }, expires: undefined })).toEqual({
        kind: 'offered',
        state: 'open',
        date: undefined,
        ledTo: [],
      });
    },
  );

  it('says what an offer led to, but matches nothing before its window', () => {
    const entries = [
      agreement('batteries', [claim('c', '10')]),
      promise('p', 'capability', { ...WINDOW, agreements: ['batteries'] }),
    ];
    const stated = (asOf: string): unknown => answers(entries, [], asOf)[0]?.state;
    expect(stated('2025-12-31')).toMatchObject({ state: 'before-window', ledTo: ['batteries'] });
    expect(stated('2026-08-01')).toMatchObject({ state: 'led-to', ledTo: ['batteries'] });
  });

  it('records a fact, with what its agreements say beside it', () => {
    const [found] = answers(
      [CEMENT[0] ?? {}, promise('p02', 'fact', { agreements: ['cement-2025'] })],
      [],
      '2026-01-01',
    );
    expect(found?.state).toEqual({ kind: 'fact' });
    expect(found?.agreements.map((one) => [one.agreement, one.verdict, one.status])).toEqual([
      ['cement-2025', 'broken', 'no-evidence'],
    ]);
  });

  it('leaves an unknown direction unknown', () => {
    const direction = (more: Entry): unknown =>
      answers([promise('p', 'interest', more)], [], '2025-06-01')[0]?.direction;
    expect(direction({})).toEqual({ kind: 'unknown' });
    expect(direction({ direction: { from: 'BY', to: 'RU-KGD' } })).toEqual({ kind: 'known', from: 'BY', to: 'RU-KGD' });
  });
});

describe('is the plan kept?', () => {
  const verdict = (entries: readonly Entry[], journal: readonly Consignment[], asOf: string): string =>
    answerPlan(answers(entries, journal, asOf)).verdict;
  const steady = [agreement('steady', [claim('s', '365')]), promise('p1', 'commitment', { agreements: ['steady'] })];

  it.each([
    [
      'nobody undertook anything',
      [promise('p', 'interest', { expires: '2025-02-01' })],
      [],
      '2025-06-01',
      'no-commitment',
    ],
    ['an open one is on its schedule', steady, [received('steady', 300, '2025-01-31')], '2025-06-30', 'on-schedule'],
    ['one is behind', [...steady, ...CEMENT], [received('steady', 365, '2025-01-31')], '2025-06-30', 'behind'],
    ['one cannot be judged', [...steady, promise('p', 'commitment')], [], '2025-06-30', 'undetermined'],
    ['one is broken', [...steady, ...CEMENT], [received('steady', 365, '2025-01-31')], '2026-01-01', 'broken'],
    ['all are kept', steady, [received('steady', 365, '2025-01-31')], '2026-01-01', 'kept'],
  ])('%s', (_name, entries, journal, asOf, expected) => {
    expect(verdict(entries, journal, asOf)).toBe(expected);
  });

  it('counts by verdict and modality and names what is behind, in the order of the report', () => {
    const plan = answerPlan(
      answers([...CEMENT, ...steady, promise('p9', 'capability', { item: 9 })], [], '2025-06-30'),
    );
    expect(plan).toMatchObject({
      commitments: { open: 2, kept: 0, broken: 0, undetermined: 0 },
      behind: ['p12', 'p1'],
      broken: [],
      byModality: { commitment: 2, capability: 1, fact: 0 },
    });
  });

  it('knows no promise before it was made', () => {
    expect(answers(CEMENT, [], '2024-11-20')).toEqual([]);
  });
});
