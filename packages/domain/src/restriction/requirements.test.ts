import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { NO_QUOTAS } from '../quota/reading.ts';
import { restrictionSchema } from './schema.ts';
import { screen } from './screen.ts';
import type { Screening } from './screening.ts';
import { screeningBookOf } from './screening-book.ts';
import { consignmentSubject, goodsSubject, partiesSubject, type ScreeningSubject } from './subject.ts';

const DAY = localDate('2025-06-01');
const LEGS = [
  { carrier: 'bch', mode: 'rail', from: 'minsk', to: 'gudogai', payer: 'mill' },
  { carrier: 'lg', mode: 'rail', from: 'gudogai', to: 'kybartai' },
  { carrier: 'kzd', mode: 'rail', from: 'kybartai', to: 'kaliningrad' },
];

const consignment = (more: Readonly<Record<string, unknown>> = {}): Consignment =>
  consignmentSchema.parse({ note: 'N1', accepted: DAY, consignor: 'mill', consignee: 'builder', legs: LEGS, ...more });

const rule = (id: string, outcome: string, scope = {}): Readonly<Record<string, unknown>> => ({
  kind: 'restriction',
  id,
  title: id,
  source: {},
  valid: { from: '2020-01-01' },
  authority: 'Authority',
  basis: { act: 'Act 1', clear: true },
  scope,
  outcome,
  reason: 'because',
  reviewed: { by: 'A', on: '2020-01-01' },
});

/** Speaks of nothing that is asked here. */
const OF_THE_SEA = rule('sea', 'REFUSE', { 'leg.mode': ['sea'] });

function ask(subject: ScreeningSubject, rules: readonly Readonly<Record<string, unknown>>[] = []): Screening {
  const files = [OF_THE_SEA, ...rules].map((one, index) => ({
    path: `${String(index)}.yaml`,
    text: JSON.stringify(one),
  }));
  const { book, refusals } = loadBook(files, { restriction: restrictionSchema });
  expect(refusals).toEqual([]);
  return screen(screeningBookOf(book).book, subject, { date: DAY, knownBy: DAY, purpose: 'booking' }, NO_QUOTAS);
}

describe('a leg whose payer nobody names', () => {
  it('is HOLD though no rule of the book speaks of it, and the finding says which legs', () => {
    const { outcome, findings } = ask(consignmentSubject(consignment()));
    expect(outcome).toBe('HOLD');
    expect(findings).toEqual([
      { kind: 'requirement', outcome: 'HOLD', reason: 'payer-unknown', missing: ['leg.payer'], legs: [2, 3] },
    ]);
  });

  it('is no matter when the Incoterm tells', () => {
    const { outcome, findings } = ask(consignmentSubject(consignment({ incoterm: { code: 'FCA', place: 'gudogai' } })));
    expect([outcome, findings]).toEqual(['ALLOW', []]);
  });

  it('holds the leg the Incoterm does not reach: its place is passed midway', () => {
    const legs = LEGS.map((leg, index) => ({ ...leg, payer: undefined, via: index === 1 ? ['vilnius'] : [] }));
    const { findings } = ask(consignmentSubject(consignment({ legs, incoterm: { code: 'DAP', place: 'vilnius' } })));
    expect(findings.map((one) => [one.reason, one.legs])).toEqual([['payer-unknown', [2]]]);
  });

  it('gives way to a rule that refuses, and is said before other HOLDs', () => {
    const { outcome, findings } = ask(consignmentSubject(consignment()), [rule('a', 'HOLD'), rule('b', 'REFUSE')]);
    expect(outcome).toBe('REFUSE');
    expect(findings.map((one) => (one.kind === 'rule' ? one.rule.id : one.reason))).toEqual([
      'b',
      'payer-unknown',
      'a',
    ]);
  });

  it('is not asked for where there is no transport to pay', () => {
    expect(ask(goodsSubject('offer', DAY, [])).outcome).toBe('ALLOW');
    expect(ask(partiesSubject('payout', DAY, [{ role: 'beneficiary', party: 'mill' }])).outcome).toBe('ALLOW');
  });
});
