import { describe, expect, it } from 'vitest';
import { localDate } from '../kernel/local-date.ts';
import { consignmentOf, readBookText } from '../testing/book-from-text.ts';
import { chooseTariff } from './choose-tariff.ts';

const tariff = (id: string, more = ''): string => `kind: tariff
id: ${id}
carrier: rail
traffic: [export, import]
currency: EUR
${more}
parts: [{ id: a, charge: freight, steps: [{ step: lookup, name: r, value: '1' }] }]`;

const OF_2025 = '\nvalid: { from: 2025-01-01, to: 2026-01-01 }';
const OF_2026 = '\nvalid: { from: 2026-01-01 }\nknown: 2025-12-22';

function choose(
  entries: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
  knownBy = '2026-06-01',
): unknown {
  const { book, refusals } = readBookText(entries);
  if (refusals.some((one) => one.severity === 'error')) throw new Error(JSON.stringify(refusals));
  const consignment = consignmentOf(changes);
  const [leg] = consignment.legs;
  const subject = { consignment, world: book.world, ...(leg === undefined ? {} : { leg }) };
  const found = chooseTariff(book.tariffs, subject, { on: consignment.accepted, knownBy: localDate(knownBy) });
  return found.ok ? found.value.id : found.refusals.map(({ code, params }) => ({ code, params }));
}

describe('choosing the tariff of a leg', () => {
  it('goes by the date of acceptance', () => {
    const both = [tariff('t25', OF_2025), tariff('t26', OF_2026)];
    expect(choose(both, { accepted: '2025-12-31' })).toBe('t25');
    expect(choose(both, { accepted: '2026-01-01' })).toBe('t26');
  });

  it('knows only what was published by then', () => {
    const both = [
      tariff('t25', '\nvalid: { from: 2025-01-01 }'),
      tariff('t26', `${OF_2026}\nsupersedes: [{ entry: t25 }]`),
    ];
    expect(choose(both, { accepted: '2026-01-05' }, '2025-12-21')).toBe('t25');
    expect(choose(both, { accepted: '2026-01-05' }, '2025-12-22')).toBe('t26');
  });

  it('says what is missing: the carrier, the traffic, the date, the scope', () => {
    expect(choose([tariff('t')], { legs: [{ carrier: 'other', mode: 'rail', from: 'a', to: 'b' }] })).toMatchObject([
      { code: 'rating.no-tariff-of-carrier', params: { carrier: 'other' } },
    ]);
    expect(choose([tariff('t')], { traffic: 'transit' })).toMatchObject([
      { code: 'rating.no-tariff-for-traffic', params: { traffic: 'transit', available: 'export, import' } },
    ]);
    expect(choose([tariff('t', OF_2025)], { accepted: '2026-02-01' })).toMatchObject([
      { code: 'rating.no-tariff-on-date', params: { date: '2026-02-01', available: 't 2025-01-01…2026-01-01' } },
    ]);
    expect(choose([tariff('t', 'scope: { leg.mode: [ferry] }')])).toMatchObject([
      { code: 'rating.no-tariff-in-scope', params: { available: 't' } },
    ]);
    expect(choose([tariff('t')], { traffic: undefined })).toMatchObject([{ code: 'rating.no-traffic' }]);
    expect(choose([tariff('t')], { legs: [] })).toMatchObject([{ code: 'rating.no-leg' }]);
  });

  it('names both when two apply', () => {
    expect(choose([tariff('one'), tariff('two')])).toMatchObject([
      { code: 'rating.two-tariffs', params: { first: 'one 2025-01-01', second: 'two 2025-01-01' } },
    ]);
  });

  it('does not choose while a scope cannot be told', () => {
    expect(choose([tariff('one'), tariff('two', 'scope: { wagon.model: [x] }')])).toMatchObject([
      { code: 'rating.tariff-missing-fact', params: { fact: 'wagon.model' } },
    ]);
  });
});
