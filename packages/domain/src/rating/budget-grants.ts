/**
 * Budgets and what settles later: what rating has left of a budget goes to rebates, first come by
 * acceptance order, or to all of them in one proportion.
 */
import { cut } from '../discount/limits.ts';
import { ration } from '../discount/ration.ts';
import type { Granted } from '../discount/work.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { comparePositions } from '../meter/series.ts';
import type { RatedJournal, ReservedAs } from './rate-journal.ts';
import { budgetInForce, type OpenBudget, type RatingBook } from './rating-book.ts';
import type { RebateLeg } from './rebate-legs.ts';

export type BudgetedRebate = { readonly granted: readonly { readonly leg: RebateLeg; readonly granted: Granted }[] };

type Claim = { readonly leg: RebateLeg; readonly granted: Granted; readonly rank: number };

/** Claims in the order of acceptance; on one leg in the order of the stack. */
function compareClaims(a: Claim, b: Claim): number {
  const [left, right] = [a.leg.consignment, b.leg.consignment];
  return (
    comparePositions({ date: left.accepted, note: left.note }, { date: right.accepted, note: right.note }) ||
    a.leg.index - b.leg.index ||
    a.rank - b.rank
  );
}

/** The claims on one budget in one of its windows, in order. */
type Call = { readonly budget: OpenBudget; readonly claims: Claim[] };

/** Claims by budget and window; what no budget in force pays for, or none in its currency, is cut to nothing. */
function callsOf(book: RatingBook, claims: readonly Claim[], knownBy: LocalDate): readonly Call[] {
  const calls = new Map<string, Call>();
  for (const claim of claims) {
    const { leg, granted } = claim;
    const budget = budgetInForce(book, granted.form.budget ?? '', { on: leg.consignment.accepted, knownBy });
    if (budget === undefined || budget.form.currency !== leg.charged.currency) {
      cut(granted, 'budget', granted.amount);
      continue;
    }
    const name = `${budget.form.id} ${budget.window.from}`;
    const call = calls.get(name) ?? { budget, claims: [] };
    call.claims.push(claim);
    calls.set(name, call);
  }
  return [...calls.values()];
}

/** First come, first served: each claim in full while there is room, the last in part unless the budget grants only wholes. */
function serve(room: bigint, claims: readonly Claim[], whole: boolean): void {
  let left = room;
  for (const { granted } of claims) {
    const usable = left > 0n ? left : 0n;
    if (granted.amount > usable) cut(granted, 'budget', granted.amount - (whole ? 0n : usable));
    left -= granted.amount;
  }
}

/** Claims by the sequence in which they were reserved; those never reserved come after, by acceptance. */
function byReservation(claims: readonly Claim[], budget: string, reservedAs: ReservedAs | undefined): readonly Claim[] {
  const numbered = claims.map((claim) => ({ claim, number: reservedAs?.(budget, claim.leg.consignment.note) }));
  const last = Number.MAX_SAFE_INTEGER;
  return numbered.toSorted((a, b) => (a.number ?? last) - (b.number ?? last)).map(({ claim }) => claim);
}

/**
 * Cuts each rebate to what its budget has left in the window of its consignment, or to its part of it: of a budget shared
 * pro rata nothing is granted before its window has ended.
 */
export function grantBudgets(
  book: RatingBook,
  rebates: readonly BudgetedRebate[],
  journal: RatedJournal,
  knownBy: LocalDate,
): void {
  const claims = rebates
    .flatMap(({ granted }, rank) => granted.map((one): Claim => ({ ...one, rank })))
    .filter(({ granted }) => granted.form.budget !== undefined && granted.amount > 0n)
    .toSorted(compareClaims);
  for (const { budget, claims: called } of callsOf(book, claims, knownBy)) {
    const { form, window } = budget;
    const room = form.amount - journal.state.budgets.spentIn(form.id, window);
    if (form.share === 'first-come') {
      const { reservedAs } = journal;
      serve(room, form.order === 'acceptance' ? called : byReservation(called, form.id, reservedAs), form.whole);
    } else {
      const ended = window.to !== undefined && knownBy >= window.to;
      const claimed = called.map((one) => one.granted);
      ration(form, ended ? room : 0n, claimed);
    }
  }
}
