/** What a quota says to one consignment, and what follows from it (corridor.md, "Quotas and capacity"). */
import type { Consignment } from '../consignment/schema.ts';
import { add, compare, type Decimal, multiply } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';

/** Amounts are in `unit`, exact. `requested` is what the consignment asks for; its own reservation is not in `reserved`. */
export type QuotaBalance = {
  readonly kind: 'balance';
  readonly quota: string;
  readonly version: string;
  readonly window: Period;
  readonly unit: string;
  readonly ceiling: Decimal;
  /** Share of the ceiling from which on it is shown that the quota runs out. */
  readonly flagFrom: Decimal;
  readonly consumed: Decimal;
  readonly reserved: Decimal;
  readonly requested: Decimal;
};

export type QuotaReading =
  | QuotaBalance
  /** The book known on the day has no such quota in force. */
  | { readonly kind: 'no-quota'; readonly quota: string }
  | { readonly kind: 'no-ceiling'; readonly quota: string; readonly version: string }
  /** How much the consignment would take is not known: the names of the facts it lacks. */
  | {
      readonly kind: 'no-measure';
      readonly quota: string;
      readonly version: string;
      readonly missing: readonly string[];
    }
  /** The consignment does not count towards it. */
  | { readonly kind: 'outside'; readonly quota: string; readonly version: string };

/** Where screening asks for quotas. Readings hold what was reserved and consumed by others up to the day. */
export type QuotaReader = {
  readonly read: (
    quota: string,
    consignment: Consignment,
    at: { readonly date: LocalDate; readonly knownBy: LocalDate },
  ) => QuotaReading;
};

/** A reader for a subject that takes part of no quota: nothing is in force. */
export const NO_QUOTAS: QuotaReader = Object.freeze({
  read: (quota: string): QuotaReading => ({ kind: 'no-quota', quota }),
});

export type QuotaJudgement = {
  readonly outcome: 'ALLOW' | 'FLAG' | 'HOLD' | 'REFUSE';
  readonly reason:
    | 'quota-left'
    | 'quota-near'
    | 'quota-exceeded'
    | 'quota-unknown'
    | 'quota-no-ceiling'
    | 'quota-no-measure';
};

/**
 * consumed + reserved + requested above the ceiling: REFUSE; exactly the ceiling still goes. From the flagged share of
 * the ceiling on: FLAG. What is not known — the quota, its ceiling, the measure — is HOLD. Undefined: outside the quota.
 */
export function judgeQuota(reading: QuotaReading): QuotaJudgement | undefined {
  switch (reading.kind) {
    case 'outside':
      return undefined;
    case 'no-quota':
      return { outcome: 'HOLD', reason: 'quota-unknown' };
    case 'no-ceiling':
      return { outcome: 'HOLD', reason: 'quota-no-ceiling' };
    case 'no-measure':
      return { outcome: 'HOLD', reason: 'quota-no-measure' };
    case 'balance': {
      const after = add(add(reading.consumed, reading.reserved), reading.requested);
      if (compare(after, reading.ceiling) > 0) return { outcome: 'REFUSE', reason: 'quota-exceeded' };
      const near = compare(after, multiply(reading.ceiling, reading.flagFrom)) >= 0;
      return near ? { outcome: 'FLAG', reason: 'quota-near' } : { outcome: 'ALLOW', reason: 'quota-left' };
    }
  }
}
