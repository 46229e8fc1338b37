import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { localDate } from '../kernel/local-date.ts';
import { bookFromText, consignmentOf, readBookText, TARIFF } from '../testing/book-from-text.ts';
import { discount } from '../testing/rated-leg.ts';
import type { Earned, Entitlement } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { rateConsignment } from './rate-consignment.ts';
import { rateJournal } from './rate-journal.ts';

const KNOWN_BY = localDate('2026-02-01');
const BEST = 'group: { id: season, choose: best-for-payer }';
const FIRST = 'group: { id: season, choose: highest-priority }';

const shipped = (note: string, tonnes: number, more: Readonly<Record<string, unknown>> = {}): Consignment =>
  consignmentOf({
    note,
    accepted: '2025-03-05',
    items: [{ codes: {}, mass_kg: tonnes * 1000 }],
    wagons: [{}],
    ...more,
  });

function settled(entries: readonly string[], consignments: readonly Consignment[]): readonly Entitlement[] {
  const book = bookFromText([TARIFF, ...entries]);
  return entitlements(
    book,
    rateJournal(book, consignments, { knownBy: KNOWN_BY, screeningOf: () => 'ALLOW' }),
    KNOWN_BY,
  );
}

const earnedIn = (found: readonly Entitlement[]): readonly Earned[] => found.filter((one) => one.kind === 'earned');

/** Of each discount its legs with what they get. */
const shown = (found: readonly Entitlement[]): readonly string[] =>
  earnedIn(found).map(
    ({ entry, legs }) => `${entry.id}: ${legs.map(({ note, amount }) => `${note} ${String(amount)}`).join(', ')}`,
  );

const share = (id: string, of: string, more: string): string =>
  discount(id, `at: settlement\nsettle: year\neffect: { kind: share, of: '${of}' }\n${more}`);
const tier = (id: string, amount: string, steps: string, more: string): string =>
  discount(
    id,
    `at: settlement\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: year } }, unit: TNE, method: all-units, bounds: lower, amount: ${amount}, currency: EUR, steps: [${steps}] }\n${more}`,
  );

describe('a group of discounts that settle later', () => {
  const bonus = tier('bonus', 'percent', "{ from: '0', rate: '1' }, { from: '100', rate: '5' }", BEST);

  it('gives each leg the one that is best for its payer, by the step its window has reached', () => {
    const flat = share('flat', '0.03', BEST);
    expect(shown(settled([bonus, flat], [shipped('a', 60)]))).toEqual(['bonus: a 0', 'flat: a 1800']);
    expect(shown(settled([bonus, flat], [shipped('a', 60), shipped('b', 60)]))).toEqual([
      'bonus: a 3000, b 3000',
      'flat: a 0, b 0',
    ]);
  });

  it('tells on a leg of every member, also of one that comes to nothing by itself, alone or beside another', () => {
    const nought = tier('nought', 'percent', "{ from: '0', rate: '0' }, { from: '100', rate: '5' }", BEST);
    const told = (...entries: readonly string[]): readonly string[] => {
      const rating = rateConsignment(bookFromText([TARIFF, ...entries]), shipped('a', 60), {
        knownBy: KNOWN_BY,
        screening: 'ALLOW',
      }).legs[0];
      if (rating?.ok !== true) throw new Error('the leg has no price');
      return rating.rating.discounts.map(
        (one) => `${one.entry.id} ${one.kind === 'applied' ? String(one.amount) : one.kind}`,
      );
    };
    expect(told(nought)).toEqual(['nought 0']);
    expect(told(nought, share('flat', '0.03', BEST))).toEqual(['flat 1800', 'nought not-applied']);
  });

  it('says what was cut for the group, and what each member offered', () => {
    const [lost, won] = earnedIn(settled([bonus, share('flat', '0.03', BEST)], [shipped('a', 60)]));
    expect(lost?.legs[0]).toMatchObject({ amount: 0n, cuts: [{ by: 'group', amount: 600n }] });
    const [step] = won?.legs[0]?.decided ?? [];
    expect(step?.inputs.map(({ label, value }) => [label, typeof value === 'string' ? value : toText(value)])).toEqual([
      ['offer:bonus', '6'],
      ['offer:flat', '18'],
    ]);
    expect(step).toMatchObject({ step: 'discount-group', name: 'season' });
  });

  it('pays a lump for the legs that keep it, and never a second time for those that took another', () => {
    const lump = tier('lump', 'lump', "{ from: '100', rate: '50' }", BEST);
    const deep = share('deep', '0.10', `scope: { consignor: [mine] }\n${BEST}`);
    const journal = [shipped('a', 60), shipped('b', 40, { consignor: 'mine' })];
    expect(shown(settled([deep, lump], journal))).toEqual(['deep: b 4000', 'lump: a 3000, b 0']);
  });

  it('of highest priority takes the first in declared order that gives the leg anything', () => {
    const small = share('small', '0.01', `scope: { consignor: [mine] }\norder: 1\n${FIRST}`);
    const large = share('large', '0.05', `order: 2\n${FIRST}`);
    const journal = [shipped('a', 10), shipped('b', 10, { consignor: 'mine' })];
    expect(shown(settled([small, large], journal))).toEqual(['small: b 100', 'large: a 500, b 0']);
  });

  it('takes the best lawful combination where it is combined', () => {
    const group = (excludes = ''): string => `group: { id: mix, choose: best-combination, excludes: [${excludes}] }`;
    const one = share('one', '0.06', `order: 1\n${group('two, three')}`);
    const two = share('two', '0.04', `order: 2\n${group()}`);
    const three = share('three', '0.03', `order: 3\n${group()}`);
    expect(shown(settled([one, two, three], [shipped('a', 10)]))).toEqual(['one: a 0', 'two: a 400', 'three: a 288']);
  });

  it('counts only what the payer gets', () => {
    const others = share('others', '0.20', `beneficiary: consignor\n${BEST}`);
    expect(shown(settled([others, share('flat', '0.01', BEST)], [shipped('a', 10)]))).toEqual([
      'flat: a 100',
      'others: a 0',
    ]);
  });

  it('is not told, on the legs of one that cannot be told, for any that it competes with', () => {
    const byHeads = discount(
      'heads',
      `at: settlement\neffect: { kind: tier, meter: { measure: heads, key: [payer], window: { calendar: year } }, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }] }\norder: 2\n`,
    );
    const flat = (group: string): string => share('flat', '0.01', `order: 1\n${group}`);
    const open = settled([`${byHeads}${BEST}`, flat(BEST)], [shipped('a', 10)]);
    expect(open.map(({ kind, entry }) => [entry.id, kind])).toEqual([
      ['flat', 'not-evaluated'],
      ['heads', 'not-evaluated'],
    ]);
    expect(open[0]).toMatchObject({ missing: ['heads'], notes: ['a'] });
    expect(shown(settled([`${byHeads}${FIRST}`, flat(FIRST)], [shipped('a', 10)]))).toEqual(['flat: a 100']);
  });
});

describe('a group with a member on the invoice', () => {
  const bonus = tier('bonus', 'percent', "{ from: '0', rate: '1' }, { from: '100', rate: '5' }", `order: 2\n${BEST}`);
  const invoiced = (group: string): string =>
    discount('now', `effect: { kind: multiply, by: '0.97' }\norder: 1\n${group}`);

  it('gets nothing at settlement where the invoiced one is the better, else the difference', () => {
    expect(shown(settled([invoiced(BEST), bonus], [shipped('a', 60)]))).toEqual(['bonus: a 0']);
    const [one] = earnedIn(settled([invoiced(BEST), bonus], [shipped('a', 60), shipped('b', 60)]));
    expect(one?.legs[0]).toMatchObject({ amount: 1200n, cuts: [{ by: 'group', amount: 1800n }] });
  });

  it('keeps what is on the invoice of highest priority', () => {
    const later = bonus.replace(BEST, FIRST);
    expect(shown(settled([invoiced(FIRST), later], [shipped('a', 60), shipped('b', 60)]))).toEqual(['bonus: a 0, b 0']);
  });

  it('is shown on the quote as it stands now', () => {
    const book = bookFromText([TARIFF, invoiced(BEST), share('later', '0.05', `order: 3\n${BEST}`), bonus]);
    const { legs } = rateConsignment(book, shipped('a', 60), { knownBy: KNOWN_BY, screening: 'ALLOW' });
    const outcomes = legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : []));
    expect(outcomes.map((one) => [one.entry.id, one.kind === 'applied' ? one.amount : one.kind])).toEqual([
      ['now', 1800n],
      ['bonus', 'not-applied'],
      ['later', 1200n],
    ]);
  });

  it('is refused where it is combined, received by others, or on the strength of a guarantee', () => {
    const codes = (...entries: readonly string[]): readonly unknown[] =>
      readBookText([TARIFF, ...entries]).refusals.map(({ code, params }) => [
        code,
        params['discount'],
        params['cause'],
      ]);
    const refused = (discountId: string, cause: string): readonly unknown[] => [
      'discount.group-over-time',
      discountId,
      cause,
    ];
    const mix = 'group: { id: season, choose: best-combination }';
    expect(codes(invoiced(mix), bonus.replace(BEST, mix))).toEqual([
      refused('now', 'combination'),
      refused('bonus', 'combination'),
    ]);
    expect(codes(invoiced(`beneficiary: consignor\n${BEST}`), bonus)).toEqual([refused('now', 'receivers')]);
    const guarantee =
      "guarantee: { meter: { measure: mass, window: { calendar: year } }, atLeast: { value: '1', unit: TNE }, onFailure: { kind: claw-back } }";
    expect(codes(invoiced(`${guarantee}\n${BEST}`), bonus)).toEqual([refused('now', 'guarantee')]);
  });
});
