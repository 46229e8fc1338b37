/** What rebates come to: the result of `entitlement.ts`. Amounts in minor units of the currency of the legs. */

import type { Cut, EntryReference, NextTier, Share, TraceStep } from '../charge/rating.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';

/** The part of a rebate that falls to one leg of one consignment. */
export type EntitledLeg = {
  readonly note: string;
  readonly accepted: LocalDate;
  readonly leg: number;
  readonly base: bigint;
  /** After limits. */
  readonly amount: bigint;
  readonly cuts: readonly Cut[];
  readonly shares: readonly Share[];
  /** Where a group decided who acts on the leg: what each of its members offered there. */
  readonly decided?: readonly TraceStep[];
};

type Of = {
  readonly entry: EntryReference;
  readonly grantor: string;
  readonly synthetic: boolean;
  readonly budget: string | undefined;
  /** Key of the meter; for rebates without one the payer. */
  readonly key: string;
  readonly window: Period;
  readonly currency: string;
};

/** A rebate earned in a window. `amount` is after limits and what the legs, and the shares, add up to. */
/** What is set aside for an open window where that is not what it has earned. */
export type Accrued = {
  readonly amount: bigint;
  readonly shares: readonly Share[];
  readonly trace: readonly TraceStep[];
};

export type Earned = Of & {
  readonly kind: 'earned';
  readonly base: bigint;
  readonly amount: bigint;
  readonly cuts: readonly Cut[];
  readonly shares: readonly Share[];
  readonly legs: readonly EntitledLeg[];
  readonly accrual?: Accrued;
  /** While the window is open: the next step of its scale, worth what all of the window would bring more there. */
  readonly next?: NextTier;
  readonly trace: readonly TraceStep[];
};

/** A rebate that cannot be told, because facts of consignments on its meter are missing. */
export type Unknown = Of & {
  readonly kind: 'not-evaluated';
  readonly missing: readonly string[];
  readonly notes: readonly string[];
  /** Who would receive of it; absent where that cannot be told either. */
  readonly parties?: readonly string[];
};

export type Entitlement = Earned | Unknown;
