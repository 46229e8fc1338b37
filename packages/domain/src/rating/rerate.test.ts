import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consignment } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { periodLabel } from '../kernel/period.ts';
import type { Outcome } from '../restriction/schema.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import {
  BACK_DATED_KNOWN,
  type BookPlan,
  bookOf,
  randomConsignment,
  randomJournal,
  randomPlan,
} from '../testing/random-journal.ts';
import { entitlements } from './entitlement.ts';
import type { JournalTerms, RatedJournal } from './rate-journal.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';
import { type JournalChanges, type KeptJournal, keepJournal, rerate } from './rerate.ts';
import { type TouchedWindow, touchedWindows } from './touched-windows.ts';

const allowed = (knownBy: string): JournalTerms => ({ knownBy: localDate(knownBy), screeningOf: () => 'ALLOW' });

/** Everything a rating says, as text: exact to the byte. */
const bytes = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return `${String(one)}n`;
    return one instanceof Map ? [...one] : one;
  });

const ratings = ({ rated }: RatedJournal): string => bytes(rated);

function standing(
  before: readonly Consignment[],
  { put = [], cancelled = [] }: JournalChanges,
): readonly Consignment[] {
  const all = new Map(before.map((one) => [one.note, one]));
  for (const one of put) all.set(one.note, one);
  for (const note of cancelled) all.delete(note);
  return [...all.values()];
}

type Change = {
  readonly put: readonly Consignment[];
  readonly cancelled: readonly string[];
  readonly plan: BookPlan | undefined;
  readonly knownLater: boolean;
  readonly held: readonly string[] | undefined;
};

const NOTES = ['N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'L1', 'L2'] as const;
const someNotes = (maxLength: number): fc.Arbitrary<string[]> => fc.subarray([...NOTES], { maxLength });

const puts: fc.Arbitrary<readonly Consignment[]> = someNotes(3).chain((notes) =>
  fc.tuple(...notes.map((note) => randomConsignment(note))),
);

const changes: fc.Arbitrary<Change> = fc.record({
  put: puts,
  cancelled: someNotes(2),
  plan: fc.option(randomPlan, { nil: undefined, freq: 3 }),
  knownLater: fc.boolean(),
  held: fc.option(someNotes(2), { nil: undefined }),
});

function changesFrom({ put, cancelled, plan, knownLater, held }: Change): JournalChanges {
  const knownBy = knownLater ? BACK_DATED_KNOWN : localDate('2025-05-20');
  const screeningOf = ({ note }: Consignment): Outcome => (held?.includes(note) === true ? 'HOLD' : 'ALLOW');
  return {
    put,
    cancelled,
    ...(plan === undefined ? {} : { book: bookOf(plan) }),
    ...(knownLater || held !== undefined ? { terms: { knownBy, screeningOf } } : {}),
  };
}

describe('re-rating', () => {
  it('gives, byte for byte, what rating from the beginning gives, step after step', () => {
    fc.assert(
      fc.property(
        randomPlan,
        randomJournal(),
        fc.array(changes, { minLength: 1, maxLength: 3 }),
        (plan, journal, steps) => {
          let book: RatingBook = bookOf(plan);
          let terms = allowed('2025-05-20');
          let kept = keepJournal(book, journal, terms);
          let facts = journal;
          for (const step of steps.map(changesFrom)) {
            book = step.book ?? book;
            terms = step.terms ?? terms;
            facts = standing(facts, step);
            const found = rerate(kept, step);
            const full = rateJournal(book, facts, terms);
            expect(ratings(found.journal)).toBe(ratings(full));
            const settled = (one: RatedJournal): string => bytes(entitlements(book, one, terms.knownBy));
            expect(settled(found.journal)).toBe(settled(full));
            kept = found.journal;
          }
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('names every rating that came out differently, and rated each of them again', () => {
    fc.assert(
      fc.property(randomPlan, randomJournal(), changes, (plan, journal, change) => {
        const kept = keepJournal(bookOf(plan), journal, allowed('2025-05-20'));
        const before = new Map(kept.rated.map((one) => [one.consignment.note, bytes(one)]));
        const found = rerate(kept, changesFrom(change));
        const after = new Map(found.journal.rated.map((one) => [one.consignment.note, bytes(one)]));
        const notes = [...new Set([...before.keys(), ...after.keys()])];
        const differing = notes.filter((note) => before.get(note) !== after.get(note)).toSorted();
        expect(found.changed.map(({ note }) => note)).toEqual(differing);
        for (const note of differing) if (after.has(note)) expect(found.touched).toContain(note);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('does nothing for an unchanged input, whatever order it comes in', () => {
    fc.assert(
      fc.property(randomPlan, randomJournal(), (plan, journal) => {
        const terms = allowed('2025-05-20');
        const kept = keepJournal(bookOf(plan), journal, terms);
        const again = structuredClone(journal.toReversed());
        const found = rerate(kept, { put: again, cancelled: ['never'], terms });
        expect(found).toMatchObject({ touched: [], changed: [], moves: [] });
        expect(found.journal.rated).toBe(kept.rated);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

const tier = `kind: discount\nid: tier\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: tier, meter: { measure: mass, key: [consignor], window: { calendar: month } }, unit: TNE, method: incremental, bounds: lower, amount: percent, steps: [{ from: '100', rate: '5' }] }\norder: 1`;
const fund = (scope = '') =>
  `kind: discount\nid: funded\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\n${scope}effect: { kind: multiply, by: '0.9' }\norder: 2\nbudget: pot`;
const POT = "kind: budget\nid: pot\namount: { amount: '100', currency: EUR }\nwindow: quarter";

const shipped = (note: string, accepted: string, more: Readonly<Record<string, unknown>> = {}): Consignment =>
  consignmentOf({ note, accepted, ...more });

describe('what re-rating touches', () => {
  const journal = [
    shipped('jan', '2025-01-05'),
    shipped('feb-1', '2025-02-03'),
    shipped('feb-2', '2025-02-10'),
    shipped('feb-other', '2025-02-12', { consignor: 'mine' }),
    shipped('feb-3', '2025-02-20'),
    shipped('mar', '2025-03-05'),
    shipped('apr', '2025-04-05'),
  ];
  const touchedBy = (entries: readonly string[], changed: JournalChanges): readonly string[] =>
    rerate(keepJournal(bookFromText([TARIFF, ...entries]), journal, allowed('2025-12-01')), changed).touched;

  it('a correction touches those after it in the window and under the key of a meter they read', () => {
    const heavier = shipped('feb-1', '2025-02-03', { items: [{ codes: {}, mass_kg: 61_000 }] });
    expect(touchedBy([tier], { put: [heavier] })).toEqual(['feb-1', 'feb-2', 'feb-3']);
  });

  it('a correction that moves no meter touches its own note only', () => {
    const marked = shipped('feb-1', '2025-02-03', { marks: ['703NZ'] });
    expect(touchedBy([tier], { put: [marked] })).toEqual(['feb-1']);
  });

  it('a cancellation touches those that share what is left of a budget after it', () => {
    expect(touchedBy([POT, fund()], { cancelled: ['feb-1'] })).toEqual(['feb-2', 'feb-other', 'feb-3', 'mar']);
    expect(touchedBy([POT, fund('scope: { consignor: [plant] }\n')], { cancelled: ['feb-1'] })).toEqual([
      'feb-2',
      'feb-3',
      'mar',
    ]);
  });

  it('a budget that gives everyone the same again stops the spreading', () => {
    const marked = shipped('jan', '2025-01-05', { marks: ['703NZ'] });
    expect(touchedBy([POT, fund()], { put: [marked] })).toEqual(['jan']);
  });

  it('a late document moved to another month touches both months', () => {
    const moved = shipped('feb-1', '2025-03-01');
    expect(touchedBy([tier], { put: [moved] })).toEqual(['feb-2', 'feb-3', 'feb-1', 'mar']);
  });

  it('a back-dated entry touches the days on which it holds, once it is known', () => {
    const backDated = `${fund().replace('\nbudget: pot', '')}\nvalid: { from: 2025-02-05, to: 2025-02-15 }\nknown: 2025-06-01`;
    const book = bookFromText([TARIFF, tier, backDated]);
    const kept = keepJournal(book, journal, allowed('2025-05-31'));
    expect(
      kept.rated
        .flatMap(({ rating }) => rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : [])))
        .some((one) => one.entry.id === 'funded'),
    ).toBe(false);
    const found = rerate(kept, { terms: allowed('2025-06-01') });
    expect(found.touched).toEqual(['feb-2', 'feb-other']);
    expect(rerate(found.journal, { terms: allowed('2025-07-01') }).touched).toEqual([]);
  });

  it('the same book read again touches nothing; a changed discount touches the days of its validity', () => {
    const kept = keepJournal(bookFromText([TARIFF, tier]), journal, allowed('2025-12-01'));
    const again = rerate(kept, { book: bookFromText([TARIFF, tier]) });
    expect(again.touched).toEqual([]);
    const march = `${tier.replace("rate: '5'", "rate: '6'")}\nversion: '2'\nvalid: { from: 2025-03-01 }\nknown: 2025-02-20`;
    const changed = rerate(again.journal, { book: bookFromText([TARIFF, tier, march]) });
    expect([changed.touched, changed.whole]).toEqual([['mar', 'apr'], false]);
  });

  it('volume excluded from guarantees touches those that read a meter, and settles as from the beginning', () => {
    const promised =
      "kind: discount\nid: promised\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: '0.9' }\norder: 3\nguarantee:\n  meter: { measure: mass, window: { calendar: quarter } }\n  atLeast: { value: '300', unit: TNE }\n  by: works\n  onFailure: { kind: pay, rate: '1', currency: EUR }";
    const out =
      "kind: excluded-volume\nid: out\ndiscount: promised\nquantity: { value: '10', unit: TNE }\nreason: refused\nvalid: { from: 2025-02-01, to: 2025-02-10 }\nknown: 2025-06-01";
    const only = 'scope: { consignor: [mine] }\n';
    const book = bookFromText([TARIFF, tier.replace('effect:', `${only}effect:`), promised, out]);
    const kept = keepJournal(book, journal, allowed('2025-05-31'));
    const later = allowed('2025-06-01');
    const found = rerate(kept, { terms: later });
    expect(found.touched).toEqual(['feb-other']);
    const full = rateJournal(book, journal, later);
    expect(bytes(entitlements(book, found.journal, later.knownBy))).toBe(
      bytes(entitlements(book, full, later.knownBy)),
    );
  });

  it('everything is rated again where readings look ahead of themselves, or the world has changed', () => {
    const late = `kind: discount\nid: late\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nwhen: [{ meter: { measure: { money: { charges: [freight], of: gross, currency: EUR } }, countAt: delivered, window: { calendar: year } }, atLeast: { amount: '1', currency: EUR } }]\neffect: { kind: multiply, by: '0.9' }`;
    const delivered = journal.map((one) => ({ ...one, dates: { delivered: localDate('2025-05-01') } }));
    const kept = keepJournal(bookFromText([TARIFF, late]), delivered, allowed('2025-12-01'));
    expect(rerate(kept, { cancelled: ['apr'] })).toMatchObject({ whole: true });
    const party = 'kind: party\nid: plant\nroles: [supplier]\ngroups: [makers]\n';
    const plain = keepJournal(bookFromText([TARIFF, tier]), journal, allowed('2025-12-01'));
    expect(rerate(plain, { book: bookFromText([TARIFF, tier, party]) }).whole).toBe(true);
  });
});

describe('settled windows that re-rating touches', () => {
  const label = ({ discount, key, window }: TouchedWindow): string =>
    `${discount} ${key ?? '*'} ${periodLabel(window)}`;

  it('are those of the meters that moved and of the consignments that came out differently', () => {
    const rebate =
      "kind: discount\nid: rebate\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\neffect: { kind: tier, meter: { measure: mass, key: [payer], window: { calendar: quarter } }, unit: TNE, method: all-units, bounds: lower, amount: percent, steps: [{ from: '1', rate: '5' }] }";
    const journal = [shipped('feb', '2025-02-03'), shipped('may', '2025-05-03'), shipped('june', '2025-06-01')];
    const kept = keepJournal(bookFromText([TARIFF, rebate]), journal, allowed('2025-12-01'));
    const found = rerate(kept, { cancelled: ['may'] });
    expect(touchedWindows(found).map(label)).toEqual(['rebate works 2025-Q2']);
    const moved = rerate(found.journal, { put: [shipped('june', '2025-07-01')] });
    expect(touchedWindows(moved).map(label)).toEqual(['rebate works 2025-Q2', 'rebate works 2025-Q3']);
    expect(touchedWindows(rerate(moved.journal, {}))).toEqual([]);
  });

  it('are those of the days of a back-dated entry, once it is known, and no others', () => {
    const settled = (id: string, more: string): string =>
      `kind: discount\nid: ${id}\ngrantor: { party: rail, role: carrier }\ntouches: { charges: [freight] }\nat: settlement\neffect: { kind: share, of: '0.01' }\n${more}`;
    const lateRebate = settled('late', 'order: 2\nvalid: { from: 2025-02-01, to: 2025-04-01 }\nknown: 2025-06-01');
    const journal = ['2025-01-15', '2025-02-03', '2025-05-03'].map((day) => shipped(`n${day}`, day));
    const known = (book: RatingBook, from: string, to: string): readonly string[] =>
      touchedWindows(rerate(keepJournal(book, journal, allowed(from)), { terms: allowed(to) })).map(label);
    const book = bookFromText([TARIFF, settled('first', 'order: 1'), lateRebate]);
    expect(known(book, '2025-05-31', '2025-06-01')).toEqual(['late works 2025-02']);
    expect(known(book, '2025-06-01', '2026-01-01')).toEqual([]);
    const promise =
      "effect: { kind: multiply, by: '0.9' }\norder: 1\nguarantee:\n  meter: { measure: mass, window: { calendar: quarter } }\n  atLeast: { value: '900', unit: TNE }\n  onFailure: { kind: claw-back }";
    const promised = bookFromText([
      TARIFF,
      settled('first', 'order: 1').replace(/at: settlement[^]*order: 1/u, promise),
    ]);
    expect(known(promised, '2025-03-31', '2025-04-01')).toEqual(['first * 2025-Q1']);
    expect(known(promised, '2025-04-01', '2025-06-30')).toEqual([]);
    const pot = "kind: budget\nid: pot\nwindow: quarter\nshare: pro-rata\namount: { amount: '3', currency: EUR }";
    const rationed = bookFromText([TARIFF, pot, settled('first', 'budget: pot')]);
    expect(known(rationed, '2025-03-31', '2025-04-01')).toEqual(['first works 2025-01', 'first works 2025-02']);
    const cap =
      "kind: discount-cap\nid: top\nover: { grantors: [rail] }\nshare: '0.001'\nvalid: { from: 2025-05-01 }\nknown: 2025-06-01";
    const capped = bookFromText([TARIFF, settled('first', ''), cap]);
    expect(known(capped, '2025-05-31', '2025-06-01')).toEqual(['first works 2025-05']);
  });

  it('hold every entitlement that came out differently', () => {
    fc.assert(
      fc.property(randomPlan, randomJournal(), changes, (plan, journal, change) => {
        const kept = keepJournal(bookOf(plan), journal, allowed('2025-05-20'));
        const texts = (one: KeptJournal): ReadonlyMap<string, string> =>
          new Map(
            entitlements(bookOf(plan), one, one.terms.knownBy).map((each): [string, string] => [
              `${each.entry.id}\n${each.key}\n${each.window.from}`,
              bytes(each),
            ]),
          );
        const before = texts(kept);
        const found = rerate(kept, changesFrom({ ...change, plan: undefined, held: undefined }));
        const after = texts(found.journal);
        const windows = touchedWindows(found);
        for (const name of new Set([...before.keys(), ...after.keys()])) {
          if (before.get(name) === after.get(name)) continue;
          const [discount, key, from] = name.split('\n');
          expect(
            windows.some((one) => one.discount === discount && (one.key ?? key) === key && one.window.from === from),
          ).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
