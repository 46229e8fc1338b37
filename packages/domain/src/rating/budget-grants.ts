/** Budgets and what settles later: what rating has left of a budget goes to rebates, first come by acceptance order. */
import { cut } from '../discount/limits.ts';
import type { Granted } from '../discount/work.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { comparePositions } from '../meter/series.ts';
import type { RatedJournal } from './rate-journal.ts';
import { budgetInForce, type RatingBook } from './rating-book.ts';
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

/** Cuts each rebate to what its budget has left in the window of its consignment. */
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
  const left = new Map<string, bigint>();
  for (const { leg, granted } of claims) {
    const { accepted } = leg.consignment;
    const budget = budgetInForce(book, granted.form.budget ?? '', { on: accepted, knownBy });
    if (budget === undefined || budget.form.currency !== leg.charged.currency) {
      cut(granted, 'budget', granted.amount);
      continue;
    }
    const { form, window } = budget;
    const name = `${form.id} ${window.from}`;
    const room = left.get(name) ?? form.amount - journal.state.budgets.spentIn(form.id, window);
    const usable = room > 0n ? room : 0n;
    if (granted.amount > usable) cut(granted, 'budget', granted.amount - (form.whole ? 0n : usable));
    left.set(name, room - granted.amount);
  }
}
