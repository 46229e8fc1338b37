/**
 * A candidate book beside the base book over the same journal: what changes for whom. Volumes are as they were; nobody is
 * assumed to send more or less, or another way, because a price changed.
 */
import type { Consignment, Leg } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ok, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { ScopeForm } from '../scope/compile.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import { screensAlike, withSharedTariffs } from './shared-halves.ts';
import { type Flow, flowKey, type Side, type SimulatedBook, screenSide, simulateSide } from './simulate-side.ts';

/** What of the journal is reported: all of it moves the meters. */
export type Slice = {
  readonly from?: LocalDate;
  /** First day no longer reported. */
  readonly to?: LocalDate;
  readonly scope?: ScopeForm;
};

/** Names of figures: money sums in minor units of `currency`, or counts where the currency is the empty text. */
export const SECTIONS = [
  'total',
  'discount',
  'cut',
  'budget',
  'party',
  'consignee',
  'consignor',
  'lane',
  'leg',
  'spread',
  'count',
] as const;
export type Section = (typeof SECTIONS)[number];

/** One figure by both books. `changed`: consignments for which it differs (money), of those that have it. */
export type SimulationRow = {
  readonly section: Section;
  readonly key: string;
  readonly currency: string;
  readonly base: bigint;
  readonly candidate: bigint;
  readonly changed: number;
};

export type Simulation = { readonly consignments: number; readonly rows: readonly SimulationRow[] };

type Pair = { readonly base: Flow; readonly candidate: Flow };
type Cell = { base: bigint; candidate: bigint; readonly changed: Set<string> };
type Cells = Map<
  string,
  { readonly section: Section; readonly key: string; readonly currency: string; readonly cell: Cell }
>;

const SIDES = ['base', 'candidate'] as const;
type SideName = (typeof SIDES)[number];

function cellAt(cells: Cells, section: Section, key: string, currency: string): Cell {
  const name = [section, currency, key].join('\n');
  const found = cells.get(name);
  if (found !== undefined) return found.cell;
  const cell: Cell = { base: 0n, candidate: 0n, changed: new Set() };
  cells.set(name, { section, key, currency, cell });
  return cell;
}

const sumOf = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, one) => sum + one, 0n);

/** What a flow costs in the end: its invoice, less what is paid out of it to anybody. */
const costOf = ({ net, paidOut }: Flow): bigint => net - sumOf(paidOut.values());

/** What a flow adds to a figure by each book. */
type Figure = { readonly section: Section; readonly key: string; readonly amounts: Readonly<Record<SideName, bigint>> };

function figure(section: Section, key: string, of: Pair, amount: (flow: Flow) => bigint): Figure {
  return { section, key, amounts: { base: amount(of.base), candidate: amount(of.candidate) } };
}

const legOf = ({ consignment, leg }: Flow): Leg | undefined => (leg === undefined ? undefined : consignment.legs[leg]);

const UNKNOWN = '?';

function laneOf({ origin, destination }: Consignment): string {
  return `${origin ?? UNKNOWN} → ${destination ?? UNKNOWN}`;
}

/** Carrier and ends of the leg; the goods price is on none. */
function legName(flow: Flow): string | undefined {
  const leg = legOf(flow);
  return leg === undefined ? undefined : `${leg.carrier}: ${leg.from ?? UNKNOWN} → ${leg.to ?? UNKNOWN}`;
}

/** What each party pays and is paid. */
function partyFigures(pair: Pair): readonly Figure[] {
  const names = new Set(SIDES.flatMap((side) => [pair[side].payer ?? UNKNOWN, ...pair[side].paidOut.keys()]));
  return [...names].map((party) =>
    figure('party', party, pair, (flow) => {
      const paid = (flow.payer ?? UNKNOWN) === party ? flow.net : 0n;
      return paid - (flow.paidOut.get(party) ?? 0n);
    }),
  );
}

function grantFigures(pair: Pair): readonly Figure[] {
  const grants = SIDES.flatMap((side) => pair[side].grants);
  const month = pair.base.consignment.accepted.slice(0, 7);
  const sums = (section: Section, key: string, amount: (grant: Flow['grants'][number]) => bigint): Figure =>
    figure(section, key, pair, (flow) => sumOf(flow.grants.map(amount)));
  const discounts = new Set(grants.map(({ discount }) => discount));
  const cuts = new Map(
    grants.flatMap(({ discount, cuts: list }) =>
      list.map(({ by }) => [`${discount}: ${by}`, { discount, by }] as const),
    ),
  );
  const budgets = new Set(grants.flatMap(({ budget }) => (budget === undefined ? [] : [budget])));
  return [
    ...[...discounts].map((id) => sums('discount', id, (one) => (one.discount === id ? one.amount : 0n))),
    ...[...cuts].map(([key, { discount, by }]) =>
      sums('cut', key, (one) =>
        one.discount === discount ? sumOf(one.cuts.filter((cut) => cut.by === by).map(({ amount }) => amount)) : 0n,
      ),
    ),
    ...[...budgets].map((id) => sums('budget', `${id} ${month}`, (one) => (one.budget === id ? one.amount : 0n))),
  ];
}

function flowFigures(pair: Pair): readonly Figure[] {
  const { consignment } = pair.base;
  const leg = legName(pair.base);
  return [
    figure('total', 'gross', pair, (flow) => flow.gross),
    figure('total', 'invoiced', pair, (flow) => flow.net),
    figure('total', 'paid-out', pair, (flow) => sumOf(flow.paidOut.values())),
    figure('total', 'cost', pair, costOf),
    figure('total', 'granted', pair, (flow) => sumOf(flow.grants.map(({ amount }) => amount))),
    ...grantFigures(pair),
    ...partyFigures(pair),
    figure('consignee', consignment.consignee ?? UNKNOWN, pair, costOf),
    figure('consignor', consignment.consignor ?? UNKNOWN, pair, costOf),
    figure('lane', laneOf(consignment), pair, costOf),
    ...(leg === undefined ? [] : [figure('leg', leg, pair, costOf)]),
  ];
}

/** Bounds of the change in cost, in tenths of a percent of the base cost. */
const BOUNDS = [-200n, -100n, -50n, -20n, 0n, 20n, 50n, 100n, 200n] as const;

/** The band a change falls into, its ends in percent; a change of nothing is a band of its own. */
function bandOf(base: bigint, candidate: bigint): string {
  const change = candidate - base;
  if (change === 0n) return '0';
  if (base <= 0n) return UNKNOWN;
  const isBelow = (bound: bigint): boolean =>
    change * 1000n < bound * base || (bound > 0n && change * 1000n === bound * base);
  const index = BOUNDS.findIndex(isBelow);
  const percent = (bound: bigint | undefined): string => (bound === undefined ? '' : String(bound / 10n));
  if (index < 0) return `${percent(BOUNDS.at(-1))}…`;
  return `${percent(BOUNDS[index - 1])}…${percent(BOUNDS[index])}`;
}

type Compared = { readonly pairs: readonly Pair[]; readonly only: Readonly<Record<SideName, number>> };

function compared(flows: readonly string[], sides: Readonly<Record<SideName, Side>>): Compared {
  const only = { base: 0, candidate: 0 };
  const pairs: Pair[] = [];
  for (const key of flows) {
    const base = sides.base.flows.get(key);
    const candidate = sides.candidate.flows.get(key);
    if (base !== undefined && candidate !== undefined) pairs.push({ base, candidate });
    else if (base !== undefined) only.base += 1;
    else if (candidate !== undefined) only.candidate += 1;
  }
  return { pairs, only };
}

/** Cost of whole consignments by currency. */
function byConsignment(
  pairs: readonly Pair[],
): ReadonlyMap<string, { base: bigint; candidate: bigint; currency: string }> {
  const sums = new Map<string, { base: bigint; candidate: bigint; currency: string }>();
  for (const { base, candidate } of pairs) {
    const key = `${base.consignment.note}\n${base.currency}`;
    const sum = sums.get(key) ?? { base: 0n, candidate: 0n, currency: base.currency };
    sum.base += costOf(base);
    sum.candidate += costOf(candidate);
    sums.set(key, sum);
  }
  return sums;
}

type Count = (key: string, base: number, candidate: number) => void;

function countAll(
  cells: Cells,
  sides: Readonly<Record<SideName, Side>>,
  notes: readonly string[],
  { pairs, only }: Compared,
): void {
  const count: Count = (key, base, candidate) => {
    const cell = cellAt(cells, 'count', key, '');
    cell.base += BigInt(base);
    cell.candidate += BigInt(candidate);
  };
  let cheaper = 0;
  let dearer = 0;
  for (const { base, candidate, currency } of byConsignment(pairs).values()) {
    cellAt(cells, 'spread', bandOf(base, candidate), currency).candidate += 1n;
    if (candidate < base) cheaper += 1;
    if (candidate > base) dearer += 1;
  }
  const outcomes = (side: Side, of: string): number => notes.filter((note) => side.screenings.get(note) === of).length;
  for (const of of ['HOLD', 'REFUSE'] as const) count(of, outcomes(sides.base, of), outcomes(sides.candidate, of));
  count('discounted-unlawfully', unlawful(pairs, sides, 'base'), unlawful(pairs, sides, 'candidate'));
  count('cheaper', 0, cheaper);
  count('dearer', 0, dearer);
  count('priced-by-one-only', only.base, only.candidate);
}

/** Flows in HOLD or REFUSE with a discount: there are none, and the figure says so. */
function unlawful(pairs: readonly Pair[], sides: Readonly<Record<SideName, Side>>, side: SideName): number {
  return pairs.filter((pair) => {
    const { consignment, grants } = pair[side];
    const outcome = sides[side].screenings.get(consignment.note);
    return (outcome === 'HOLD' || outcome === 'REFUSE') && grants.length > 0;
  }).length;
}

/** Flows of the journal that the slice speaks of, by key. */
function flowsIn(
  consignments: readonly Consignment[],
  { from, to, scope }: Slice,
  { book, knownBy }: SimulatedBook,
): readonly string[] {
  return consignments.flatMap((consignment) => {
    const { accepted, note, legs } = consignment;
    const world = book.rating.worldAt({ on: accepted, knownBy });
    if ((from !== undefined && accepted < from) || (to !== undefined && accepted >= to)) return [];
    const speaksOf = (leg: Leg | undefined): boolean =>
      scope === undefined ||
      evaluateScope(scope, leg === undefined ? { consignment, world } : { consignment, world, leg }).kind === 'applies';
    const count = Math.max(1, legs.length);
    const indexes = Array.from({ length: count }, (_, index) => index).filter((index) => speaksOf(legs[index]));
    const goods = speaksOf(undefined) ? [flowKey(note, undefined)] : [];
    return [...indexes.map((index) => flowKey(note, index)), ...goods];
  });
}

function addFigures(cells: Cells, pair: Pair): void {
  const { currency, consignment } = pair.base;
  for (const { section, key, amounts } of flowFigures(pair)) {
    const cell = cellAt(cells, section, key, currency);
    cell.base += amounts.base;
    cell.candidate += amounts.candidate;
    if (amounts.base !== amounts.candidate) cell.changed.add(consignment.note);
  }
}

/** Greatest loss first, then greatest gain, by currency; months of budgets and totals by their names. */
function inOrder(a: SimulationRow, b: SimulationRow): number {
  const section = SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section);
  if (section !== 0) return section;
  const currency = compareCodePoints(a.currency, b.currency);
  if (currency !== 0) return currency;
  const ranked = a.section !== 'total' && a.section !== 'budget' && a.section !== 'spread' && a.section !== 'count';
  const [left, right] = [a.candidate - a.base, b.candidate - b.base];
  if (ranked && left !== right) return left < right ? -1 : 1;
  return compareCodePoints(a.key, b.key);
}

/**
 * Rates the journal by both books and compares flow by flow. Refused when a flow is charged in two currencies: their sums
 * would not be sums of anything.
 */
export function simulate(
  books: Readonly<Record<SideName, SimulatedBook>>,
  consignments: readonly Consignment[],
  slice: Slice,
): Result<Simulation> {
  const beside = withSharedTariffs(books.base, books.candidate);
  const screenings = screenSide(books.base, consignments);
  const screened = screensAlike(books.base, beside) ? screenings : screenSide(beside, consignments);
  const sides = {
    base: simulateSide(books.base, consignments, screenings),
    candidate: simulateSide(beside, consignments, screened),
  };
  const flows = flowsIn(consignments, slice, books.base);
  const all = compared(flows, sides);
  const mixed = all.pairs.find(({ base, candidate }) => base.currency !== candidate.currency);
  if (mixed !== undefined) {
    const { base, candidate } = mixed;
    const params = { note: base.consignment.note, base: base.currency, candidate: candidate.currency };
    return refused(refusal('simulate.currency', params, { record: base.consignment.note }));
  }
  const cells: Cells = new Map();
  for (const pair of all.pairs) addFigures(cells, pair);
  const notes = [...new Set(flows.map((key) => key.split('\n')[0] ?? ''))];
  countAll(cells, sides, notes, all);
  const rows = [...cells.values()].map(
    ({ cell, ...named }): SimulationRow => ({
      ...named,
      base: cell.base,
      candidate: cell.candidate,
      changed: cell.changed.size,
    }),
  );
  return ok({ consignments: notes.length, rows: rows.toSorted(inOrder) });
}
