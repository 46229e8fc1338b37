import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { partySchema } from '../party/schema.ts';
import { NO_QUOTAS } from '../quota/reading.ts';
import { partyListSchema, restrictionSchema } from './schema.ts';
import { screen } from './screen.ts';
import type { Screening } from './screening.ts';
import { screeningBookOf } from './screening-book.ts';
import { severityOf } from './strictest.ts';
import { consignmentSubject } from './subject.ts';

type Entry = Readonly<Record<string, unknown>>;

const KINDS = { party: partySchema, 'party-list': partyListSchema, restriction: restrictionSchema };
const DAY = localDate('2025-06-01');
const HELD_BY = { kind: 'party', source: {}, valid: { from: '2020-01-01' } };
const PARTIES: readonly Entry[] = [
  { ...HELD_BY, id: 'seller', title: 'Seller', country: 'BY' },
  { ...HELD_BY, id: 'buyer', title: 'Buyer', country: 'RU', owners: ['Seller'] },
  { ...HELD_BY, id: 'carrier', title: 'Carrier', country: 'BY' },
];
const LIST: Entry = {
  kind: 'party-list',
  id: 'list',
  title: 'List',
  source: {},
  valid: { from: '2020-01-01' },
  regime: 'r',
  parties: [{ name: 'SELLER', listed: '2020-01-01' }],
};

/** Conditions without negation over an existing fact: what is asked of it can only be met by stating it. */
const condition = fc.oneof(
  fc.constant({}),
  fc.constantFrom('2523', '25', '8701', '252329').map((code) => ({ goods: { CN: [code] } })),
  fc.constantFrom('rail', 'road', 'ferry').map((mode) => ({ 'leg.mode': [mode] })),
  fc.constantFrom('BY', 'RU', 'LT').map((country) => ({ 'leg.carrier.country': [country] })),
  fc.constantFrom('BY', 'RU').map((origin) => ({ 'item.origin': [origin] })),
  fc.constantFrom('a', 'b').map((place) => ({ crossings: { any: [place] } })),
  fc.constantFrom('1000', '100000').map((mass) => ({ mass_kg: { above: mass } })),
  fc.constantFrom('2523', '8701').map((code) => ({ not: { goods: { CN: [code] } } })),
);

const scope = fc.tuple(condition, condition).map(([a, b]) => ({ ...a, ...b }));

const rule = fc.record({
  scope,
  outcome: fc.constantFrom('REFUSE', 'HOLD', 'FLAG', 'ALLOW'),
  signed: fc.boolean(),
  partyList: fc.constantFrom(undefined, undefined, undefined, 'list', 'no-list'),
  liftedBy: fc.constantFrom([], ['Y1']),
  windDown: fc.constantFrom(undefined, undefined, { contractsBefore: '2025-01-01', until: '2025-12-31' }),
});

const rules = fc.array(rule, { maxLength: 5 }).map((list) =>
  list.map(
    ({ signed, ...text }, index): Entry => ({
      kind: 'restriction',
      id: `rule-${index}`,
      title: 'Rule',
      source: {},
      valid: { from: '2025-01-01' },
      authority: 'A',
      reason: 'r',
      basis: { act: 'Act', clear: true },
      ...(signed ? { reviewed: { by: 'A', on: '2025-01-01' } } : {}),
      ...text,
    }),
  ),
);

const item = fc.record({
  codes: fc.constantFrom({ CN: '25232900' }, { HS: '252329' }, { CN: '87019510', ETSNG: '412003' }),
  origin: fc.constantFrom('BY', 'RU'),
  mass_kg: fc.constantFrom(500, 60_000, 200_000),
});

const leg = fc.record({
  carrier: fc.constant('carrier'),
  mode: fc.constantFrom('rail', 'road', 'ferry'),
  from: fc.constantFrom('a', 'b'),
  to: fc.constantFrom('a', 'b'),
  payer: fc.constantFrom('seller', 'buyer'),
});

const full = fc.record({
  note: fc.constant('N1'),
  accepted: fc.constant('2025-06-01'),
  consignor: fc.constantFrom('seller', 'buyer'),
  consignee: fc.constantFrom('seller', 'buyer'),
  items: fc.array(item, { minLength: 1, maxLength: 3 }),
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
  crossings: fc.constantFrom([{ place: 'a' }], [{ place: 'b' }], []),
  documents: fc.constantFrom([], ['Y1']),
  contract: fc.constantFrom({ date: '2024-06-01' }, { date: '2025-03-01' }),
});

type Full = typeof full extends fc.Arbitrary<infer T> ? T : never;

/** The consignment without one of the facts it states. */
const REMOVALS: Readonly<Record<string, (text: Full) => Entry>> = {
  consignor: ({ consignor: _gone, ...rest }) => rest,
  consignee: ({ consignee: _gone, ...rest }) => rest,
  crossings: ({ crossings: _gone, ...rest }) => rest,
  contract: ({ contract: _gone, ...rest }) => rest,
  documents: ({ documents: _gone, ...rest }) => rest,
  legs: ({ legs: _gone, ...rest }) => rest,
  codes: (text) => ({ ...text, items: text.items.map((one) => ({ ...one, codes: {} })) }),
  'all codes but ETSNG': (text) => ({
    ...text,
    items: text.items.map((one) => ({ ...one, codes: { ETSNG: '281003' } })),
  }),
  origin: (text) => ({ ...text, items: text.items.map(({ origin: _gone, ...one }) => one) }),
  mass: (text) => ({ ...text, items: text.items.map(({ mass_kg: _gone, ...one }) => one) }),
  payer: (text) => ({ ...text, legs: text.legs.map(({ payer: _gone, ...one }) => one) }),
};

const read = (text: Entry): Consignment => consignmentSchema.parse(text);

function ask(entries: readonly Entry[], text: Entry): Screening {
  const source = [...PARTIES, LIST, ...entries].map((entry) => JSON.stringify(entry)).join('\n---\n');
  const { book } = screeningBookOf(loadBook([{ path: 'book.yaml', text: source }], KINDS).book);
  return screen(book, consignmentSubject(read(text)), { date: DAY, knownBy: DAY, purpose: 'booking' }, NO_QUOTAS);
}

describe('laws of screening', () => {
  it('adding a rule never weakens the outcome', () => {
    fc.assert(
      fc.property(rules, full, fc.nat(4), (entries, text, without) => {
        const fewer = entries.filter((_, index) => index !== without);
        expect(severityOf(ask(entries, text).outcome)).toBeGreaterThanOrEqual(severityOf(ask(fewer, text).outcome));
      }),
      { numRuns: 150 },
    );
  });

  it('the order of the rules does not matter', () => {
    fc.assert(
      fc.property(rules, full, (entries, text) => {
        expect(ask(entries.toReversed(), text)).toEqual(ask(entries, text));
      }),
      { numRuns: 100 },
    );
  });

  it.each(Object.entries(REMOVALS))('not stating %s never turns HOLD or REFUSE into FLAG or ALLOW', (_name, remove) => {
    fc.assert(
      fc.property(rules, full, (entries, text) => {
        const before = ask(entries, text).outcome;
        const after = ask(entries, remove(text)).outcome;
        if (severityOf(before) >= severityOf('HOLD'))
          expect(severityOf(after)).toBeGreaterThanOrEqual(severityOf('HOLD'));
      }),
      { numRuns: 80 },
    );
  });

  it('a HOLD for missing facts names them, and asking twice gives the same answer', () => {
    fc.assert(
      fc.property(rules, full, (entries, text) => {
        const bare = REMOVALS['codes']?.(text) ?? text;
        const first = ask(entries, bare);
        expect(ask(entries, bare)).toEqual(first);
        for (const one of first.findings) if (one.reason === 'missing-facts') expect(one.missing).not.toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
