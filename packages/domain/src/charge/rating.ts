/**
 * The result of rating: charge lines with their traces, and what became of every discount considered. Amounts are integer
 * minor units of the leg's currency; a discount's line is negative. Immutable once made; values in traces are exact.
 */
import type { Decimal } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Words } from '../kernel/schema.ts';

/** What is still being written and held by nobody else; it leaves its maker as it is declared. */
export type Written<T> = { -readonly [Key in keyof T]: T[Key] };

/** A value in a trace with what it is. */
export type TraceInput = { readonly label: string; readonly value: Decimal | string; readonly unit?: string };

/** Row of a table that was read: where a person can check it. */
export type TraceRow = {
  readonly table: string;
  readonly file: string;
  readonly line: number;
  readonly keys: Readonly<Record<string, string>>;
};

/** One step done: what came in, what was read, what went out, and the clause that says so. */
export type TraceStep = {
  readonly step: string;
  readonly name: string;
  /** The step's name for people, as the book has it. */
  readonly title?: Words;
  readonly inputs: readonly TraceInput[];
  readonly rows: readonly TraceRow[];
  /** Running value before; absent at the first step. */
  readonly before?: Decimal;
  readonly after: Decimal;
  /** Value before rounding, when the step rounded. */
  readonly unrounded?: Decimal;
  readonly currency?: string;
  readonly clause?: string;
  /** How many equal wagons, items or containers the step stands for. */
  readonly times?: number;
};

export type EntryReference = { readonly id: string; readonly version: string };

export type ChargeLine = {
  /** Unique within the leg: `loaded`, `discount:rw-by/703nz`, `rounding`, `tax`. */
  readonly id: string;
  readonly source: 'tariff' | 'discount' | 'limit' | 'rounding' | 'tax' | 'step';
  /** Charge kind, dotted; a discount's line carries the kind it touched. */
  readonly charge: string;
  readonly entry: EntryReference;
  readonly amount: bigint;
  readonly discountable: boolean;
  readonly trace: readonly TraceStep[];
};

/**
 * Who gets which part of a discount; the amounts sum to the discount's. The payer's own part lowers the invoice; what others
 * get is paid out to them at settlement and stays on the payer's invoice.
 */
export type Share = {
  readonly party: string;
  readonly role: 'payer' | 'consignor' | 'consignee' | 'carrier' | 'named';
  readonly amount: bigint;
  readonly by: 'invoice' | 'settlement';
};

export type Limit =
  | 'cap'
  | 'stack-cap'
  | 'remaining'
  | 'group'
  | 'corridor-floor'
  | 'corridor-ceiling'
  | 'minimum-charge'
  | 'budget';

/** What a limit took back from a discount; negative where a ceiling took back from one that raises the charge. */
export type Cut = { readonly by: Limit; readonly amount: bigint };

/** The first condition that failed, with its numbers. */
export type NotAppliedReason = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The refusal met on the way, such as one of a table: it says why, by its own code and numbers. */
  readonly cause?: Pick<Refusal, 'code' | 'params'>;
};

type Considered = { readonly entry: EntryReference; readonly grantor: string; readonly synthetic: boolean };

/** What the rates of a scale are. */
export type TierRate = 'share' | 'coefficient' | 'per-unit' | 'lump';

/**
 * The next step of a scale: how much of its measure is missing after this consignment (below the first step: to what chooses the
 * step), in the scale's unit, the rate there, and what this consignment would then bring more, in whole currency units.
 */
export type NextTier = {
  readonly step: number;
  readonly amount: TierRate;
  readonly missing: Decimal;
  readonly unit: string;
  readonly rate: Decimal;
  readonly worth: Decimal;
  /** Quantity of the window from which reaching the step costs no more in total than staying below it. */
  readonly breakEven?: Decimal;
};

/**
 * A discount that applied. `amount` is what it takes off after all limits (negative: it raises the charge), and what its
 * shares add up to; with `cuts` it is what the rule alone gives. For one settled later the amount is what it would bring
 * at the step reached now.
 */
export type AppliedDiscount = Considered & {
  readonly kind: 'applied';
  readonly stage: Stage;
  readonly at: 'rating' | 'settlement';
  /** The charge it worked on. */
  readonly base: bigint;
  readonly amount: bigint;
  readonly shares: readonly Share[];
  readonly trace: readonly TraceStep[];
  /** What limits took back, in the order in which they acted. */
  readonly cuts: readonly Cut[];
  /** Of a scale that has a further step. */
  readonly next?: NextTier;
};

/** The order of the stack. What is paid out to others comes last and takes nothing off. */
export type Stage = 'replace' | 'multiply' | 'reduce' | 'equalise' | 'rebate' | 'pay';

/** What became of a discount that was considered. */
export type DiscountOutcome =
  | AppliedDiscount
  | (Considered & {
      readonly kind: 'not-applied';
      readonly reason: NotAppliedReason;
      /** Of a scale whose first step is not reached. */
      readonly next?: NextTier;
    })
  | (Considered & { readonly kind: 'not-evaluated'; readonly missing: readonly string[] });

export type LegRating = {
  readonly leg: number;
  readonly carrier: string;
  readonly payer: string | undefined;
  readonly tariff: EntryReference;
  readonly synthetic: boolean;
  readonly currency: string;
  readonly lines: readonly ChargeLine[];
  readonly discounts: readonly DiscountOutcome[];
  /** Least charge of the leg, when its tariff has one: what settles later may not go below it either. */
  readonly minimumCharge?: bigint;
  /** Sum of the tariff's lines before discounts; after discounts and limits; tax; what is to pay. */
  readonly gross: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly payable: bigint;
};

/** A leg that could not be rated says why; the others stand. */
export type LegOutcome =
  | { readonly ok: true; readonly rating: LegRating }
  | { readonly ok: false; readonly leg: number; readonly refusals: readonly Refusal[] };

/** Goods price of an agreement after discounts that touch it, so that a consignee sees one delivered price. */
export type GoodsPricing = {
  readonly agreement: EntryReference;
  readonly currency: string;
  readonly gross: bigint;
  readonly net: bigint;
  readonly discounts: readonly DiscountOutcome[];
  /** Why no discount on the goods price was applied, such as two that tie. */
  readonly refusals: readonly Refusal[];
  readonly trace: readonly TraceStep[];
};

export type ConsignmentRating = {
  readonly note: string;
  readonly accepted: LocalDate;
  readonly legs: readonly LegOutcome[];
  readonly goods?: GoodsPricing;
};
