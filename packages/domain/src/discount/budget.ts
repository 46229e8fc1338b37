/**
 * Budgets (pricing.md section 7): money in a window that funds discounts, granted first come by acceptance order. The state
 * is kept as a meter's is, ordered by date of acceptance and note, so that the order of arrival makes no difference.
 */
import type { LoadedEntry } from '../book/load.ts';
import type { Versioned } from '../book/select.ts';
import { type Decimal, decimal, equals, ofInteger, toBigInt } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import { contains, type Period } from '../kernel/period.ts';
import { ok, type Refusal, type Result, refusal, refused } from '../kernel/refusal.ts';
import type { Rounding } from '../kernel/rounding.ts';
import type { WindowForm } from '../meter/form.ts';
import { createSeries, type Position, type Series } from '../meter/series.ts';
import { windowOf } from '../meter/window.ts';
import type { BudgetText } from '../quota/schema.ts';
import { compileRounding } from '../tariff/compile-operand.ts';

export type BudgetForm = Versioned & {
  readonly amount: bigint;
  readonly currency: string;
  readonly window: WindowForm;
  /** Grants only what it can grant whole. */
  readonly whole: boolean;
  readonly share: 'first-come' | 'pro-rata';
  readonly order: 'acceptance' | 'reservation';
  readonly realRate: { readonly printed: Decimal; readonly round: Rounding } | undefined;
};

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

function realRateOf(entry: LoadedEntry, text: BudgetText, refusals: Refusal[]): BudgetForm['realRate'] {
  if (text.realRate === undefined) return undefined;
  const place = entry.place(['realRate']);
  const printed = decimal(text.realRate.printed);
  const round = compileRounding(text.realRate.round, { place, refusals });
  if (text.share !== 'pro-rata' || printed.units <= 0n)
    refusals.push(refusal('budget.real-rate', { budget: entry.id }, place));
  return round === undefined ? undefined : { printed, round };
}

/** Compiles a budget. Refusals: `budget.real-rate`, when it is no rate of a rationed budget; `budget.amount`, when the amount is negative or finer than the currency's minor unit. */
export function compileBudget(entry: LoadedEntry, text: BudgetText): Result<BudgetForm> {
  const { currency } = text.amount;
  const written = decimal(text.amount.amount);
  const amount = roundToMinor(written, currency);
  if (amount < 0n || !equals(ofMinor(amount, currency), written)) {
    return refused(
      refusal('budget.amount', { budget: entry.id, amount: text.amount.amount, currency }, entry.place(['amount'])),
    );
  }
  const window: WindowForm =
    text.window === 'whole'
      ? { kind: 'fixed', span: entry.valid, lag: 0 }
      : { kind: 'months', months: MONTHS[text.window], from: 1, lag: 0 };
  const { id, version, known, valid, header } = entry;
  const refusals: Refusal[] = [];
  const realRate = realRateOf(entry, text, refusals);
  if (refusals.length > 0) return { ok: false, refusals };
  const { whole, share, order } = text;
  return ok(
    Object.freeze({ id, version, known, valid, header, amount, currency, window, whole, share, order, realRate }),
  );
}

/** Whether who gets how much is only known at settlement: shared pro rata, or in the order of reservations. */
export const grantsLater = ({ share, order }: Pick<BudgetForm, 'share' | 'order'>): boolean =>
  share === 'pro-rata' || order === 'reservation';

/** The window of a budget that pays for a consignment accepted on a day; undefined outside the budget's validity. */
export function budgetWindow(budget: BudgetForm, accepted: LocalDate): Period | undefined {
  return contains(budget.valid, accepted) ? windowOf(budget.window, accepted, undefined) : undefined;
}

/** What budgets have granted, in minor units of each budget's currency. */
export type BudgetLedger = {
  /** Sets what a budget grants to a consignment; zero takes it out. */
  readonly grant: (budget: string, position: Position, amount: bigint) => void;
  /** Takes a cancelled or re-rated consignment out of every budget. */
  readonly remove: (position: Position) => void;
  /** Granted in a window of the budget to consignments that precede the position; without one to all. */
  readonly spentIn: (budget: string, window: Period, before?: Position) => bigint;
};

export function createBudgetLedger(): BudgetLedger {
  const grants = new Map<string, Series>();
  const seriesOf = (budget: string): Series => {
    const series = grants.get(budget) ?? createSeries();
    grants.set(budget, series);
    return series;
  };
  return {
    grant: (budget, position, amount) => {
      if (amount === 0n) seriesOf(budget).take(position);
      else seriesOf(budget).put({ ...position, value: ofInteger(amount) });
    },
    remove: (position) => {
      for (const series of grants.values()) series.take(position);
    },
    spentIn: (budget, window, before) => {
      const series = grants.get(budget);
      if (series === undefined) return 0n;
      const end = before ?? (window.to === undefined ? undefined : { date: window.to, note: '' });
      return toBigInt(series.sum(window.from, end));
    },
  };
}
