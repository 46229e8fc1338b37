/** One book over a journal, as a simulation counts it: what each flow costs, what each discount grants, what limits cut. */
import type { DiscountOutcome, Limit, Share } from '../charge/rating.ts';
import type { Consignment } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { quotasOf } from '../quota/kept-quotas.ts';
import { entitlements } from '../rating/entitlement.ts';
import { type RatedConsignment, rateJournal } from '../rating/rate-journal.ts';
import type { Outcome } from '../restriction/schema.ts';
import { screenJournal } from '../restriction/screen-journal.ts';
import { screeningBookOf } from '../restriction/screening-book.ts';
import type { OfficeBook } from './report.ts';

/** A book with the day by which it is known. */
export type SimulatedBook = { readonly book: OfficeBook; readonly knownBy: LocalDate };

/** What a discount grants on one flow, on the invoice or later, with what limits took back. */
export type FlowGrant = {
  readonly discount: string;
  readonly grantor: string;
  readonly budget: string | undefined;
  readonly amount: bigint;
  readonly cuts: readonly { readonly by: Limit; readonly amount: bigint }[];
};

/** A leg of a consignment, or its goods: charged before discounts, on the invoice, and what is paid out of it to whom. */
export type Flow = {
  readonly consignment: Consignment;
  /** Index of the leg; undefined: the goods price. */
  readonly leg: number | undefined;
  readonly currency: string;
  readonly payer: string | undefined;
  readonly gross: bigint;
  readonly net: bigint;
  readonly paidOut: Map<string, bigint>;
  readonly grants: FlowGrant[];
};

export type Side = {
  /** By note and leg; a leg that has no price is not in it. */
  readonly flows: ReadonlyMap<string, Flow>;
  readonly screenings: ReadonlyMap<string, Outcome>;
  readonly unpriced: number;
  readonly notEvaluated: number;
};

export const flowKey = (note: string, leg: number | undefined): string => `${note}\n${leg ?? 'goods'}`;

type Budgets = ReadonlyMap<string, string | undefined>;

const versionKey = ({ id, version }: { readonly id: string; readonly version: string }): string => `${id}\n${version}`;

function payOut(flow: Flow, shares: readonly Share[]): void {
  for (const { party, amount } of shares) flow.paidOut.set(party, (flow.paidOut.get(party) ?? 0n) + amount);
}

/** What was granted at rating; what settles later is taken from the entitlements, which know whole windows. */
function grantNow(flow: Flow, outcomes: readonly DiscountOutcome[], budgets: Budgets): void {
  for (const outcome of outcomes) {
    if (outcome.kind !== 'applied' || outcome.at !== 'rating') continue;
    const { entry, grantor, amount, cuts, shares } = outcome;
    flow.grants.push({ discount: entry.id, grantor, budget: budgets.get(versionKey(entry)), amount, cuts });
    payOut(
      flow,
      shares.filter((share) => share.by === 'settlement'),
    );
  }
}

type Flows = Map<string, Flow>;

function addFlow(
  flows: Flows,
  flow: Omit<Flow, 'paidOut' | 'grants'>,
  grants: readonly DiscountOutcome[],
  of: Budgets,
): void {
  const made: Flow = { ...flow, paidOut: new Map(), grants: [] };
  flows.set(flowKey(flow.consignment.note, flow.leg), made);
  grantNow(made, grants, of);
}

function addRated(flows: Flows, { consignment, rating }: RatedConsignment, budgets: Budgets): void {
  for (const leg of rating.legs) {
    if (!leg.ok) continue;
    const { currency, payer, gross, net, discounts, leg: index } = leg.rating;
    addFlow(flows, { consignment, leg: index, currency, payer, gross, net }, discounts, budgets);
  }
  if (rating.goods === undefined) return;
  const { currency, gross, net, discounts } = rating.goods;
  const payer = consignment.consignee;
  addFlow(flows, { consignment, leg: undefined, currency, payer, gross, net }, discounts, budgets);
}

const outcomesOf = ({ rating }: RatedConsignment): readonly DiscountOutcome[] => [
  ...rating.legs.flatMap((leg) => (leg.ok ? leg.rating.discounts : [])),
  ...(rating.goods?.discounts ?? []),
];

/** Outcomes of the journal by the book's own rules, by note. */
export function screenSide(
  { book, knownBy }: SimulatedBook,
  consignments: readonly Consignment[],
): ReadonlyMap<string, Outcome> {
  const screened = screenJournal(screeningBookOf(book.loaded).book, consignments, {
    quotas: quotasOf(book.loaded).quotas,
    purpose: 'booking',
    knownBy,
  });
  return new Map([...screened.screenings].map(([note, { outcome }]) => [note, outcome]));
}

/** Rates a whole journal by a book, the same way as it is rated and settled. */
export function simulateSide(
  { book, knownBy }: SimulatedBook,
  consignments: readonly Consignment[],
  screenings: ReadonlyMap<string, Outcome>,
): Side {
  const journal = rateJournal(book.rating, consignments, { knownBy, screeningOf: ({ note }) => screenings.get(note) });
  const budgets: Budgets = new Map(book.rating.discounts.map((form) => [versionKey(form), form.budget]));
  const flows: Flows = new Map();
  for (const one of journal.rated) addRated(flows, one, budgets);
  for (const earned of entitlements(book.rating, journal, knownBy)) {
    if (earned.kind !== 'earned') continue;
    for (const { note, leg, amount, cuts, shares } of earned.legs) {
      const flow = flows.get(flowKey(note, leg));
      flow?.grants.push({ discount: earned.entry.id, grantor: earned.grantor, budget: earned.budget, amount, cuts });
      if (flow !== undefined) payOut(flow, shares);
    }
  }
  const outcomes = journal.rated.flatMap(outcomesOf);
  return {
    flows,
    screenings,
    unpriced: journal.rated.reduce((sum, { rating }) => sum + rating.legs.filter((leg) => !leg.ok).length, 0),
    notEvaluated: outcomes.filter(({ kind }) => kind === 'not-evaluated').length,
  };
}
