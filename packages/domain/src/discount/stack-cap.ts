/** Caps over several discounts together (pricing.md section 7, "caps over the stack"): of a grantor, a group, a tariff. */
import type { LoadedEntry } from '../book/load.ts';
import type { Versioned } from '../book/select.ts';
import { type Decimal, decimal, minimum, multiply, ofUnits } from '../kernel/decimal.ts';
import { minorDigits, ofMinor, toMinor } from '../kernel/money.ts';
import { ok, type Result, refusal, refused } from '../kernel/refusal.ts';
import { roundTo } from '../kernel/rounding.ts';
import { sameStructure } from '../kernel/same-structure.ts';
import { splitLump } from '../kernel/split.ts';
import type { DiscountForm } from './form.ts';
import { cut, cutReductions } from './limits.ts';
import type { StackCapText } from './stack-cap-schema.ts';
import type { Granted } from './work.ts';

export type StackCapForm = Versioned & {
  readonly covers: (form: DiscountForm) => boolean;
  /** What it covers, as written. */
  readonly over: StackCapText['over'];
  /** Tariffs on whose legs it holds; undefined: on all. */
  readonly tariffs: ReadonlySet<string> | undefined;
  readonly share: Decimal | undefined;
  readonly amount: { readonly value: Decimal; readonly currency: string } | undefined;
  readonly cut: 'last-first' | 'pro-rata';
};

const among = (ids: readonly string[] | undefined, id: string | undefined): boolean =>
  ids === undefined || (id !== undefined && ids.includes(id));

export function compileStackCap(entry: LoadedEntry, text: StackCapText): Result<StackCapForm> {
  const { id, version, known, valid, header } = entry;
  const { grantors, groups, discounts, tariffs } = text.over;
  if (text.share === undefined && text.amount === undefined)
    return refused(refusal('discount.stack-cap-empty', { cap: id }, entry.place([])));
  const covers = (form: DiscountForm): boolean =>
    form.effect.kind !== 'pay' &&
    among(grantors, form.considered.grantor) &&
    among(groups, form.group?.id) &&
    among(discounts, form.id);
  const share = text.share === undefined ? undefined : decimal(text.share);
  const amount =
    text.amount === undefined ? undefined : { value: decimal(text.amount.amount), currency: text.amount.currency };
  const on = tariffs === undefined ? undefined : new Set(tariffs);
  return ok(
    Object.freeze({
      id,
      version,
      known,
      valid,
      header,
      covers,
      over: text.over,
      tariffs: on,
      share,
      amount,
      cut: text.cut,
    }),
  );
}

/** Whether two lists of caps say the same. */
export function sameCaps(a: readonly StackCapForm[], b: readonly StackCapForm[]): boolean {
  const plain = (caps: readonly StackCapForm[]): readonly unknown[] => caps.map(({ covers: _covers, ...cap }) => cap);
  return a === b || sameStructure(plain(a), plain(b));
}

/** The caps that hold on a leg priced by a tariff; of a goods price those that name no tariff. */
export function capsOn(caps: readonly StackCapForm[], tariff: string | undefined): readonly StackCapForm[] {
  if (caps.length === 0) return caps;
  return caps.filter((cap) => cap.tariffs === undefined || (tariff !== undefined && cap.tariffs.has(tariff)));
}

/** The most the discounts a cap covers may take off the undiscounted discountable lines; undefined in another currency. */
export function stackCapRoom(cap: StackCapForm, undiscounted: bigint, currency: string): bigint | undefined {
  const share = cap.share === undefined ? undefined : multiply(ofMinor(undiscounted, currency), cap.share);
  const amount = cap.amount?.currency === currency ? cap.amount.value : undefined;
  const least = share === undefined || amount === undefined ? (share ?? amount) : minimum(share, amount);
  if (least === undefined) return undefined;
  return toMinor(roundTo(least, ofUnits(1n, minorDigits(currency) ?? 0), 'down'), currency);
}

/** Cuts what discounts of a cap take together beyond its room: the last of the stack first, or each in proportion. */
function cutTogether(cap: StackCapForm, covered: readonly Granted[], excess: bigint): void {
  if (cap.cut === 'last-first') {
    cutReductions(covered, 'stack-cap', excess);
    return;
  }
  const taking = covered.filter((one) => one.amount > 0n);
  const parts = splitLump(
    excess,
    taking.map((one) => ofUnits(one.amount, 0)),
    'largest-remainder',
  );
  for (const [index, one] of taking.entries()) cut(one, 'stack-cap', parts[index] ?? 0n);
}

/** Holds each cap on its own, in the order of their ids. `taken`: what discounts outside of the list took of a cap. */
export function applyStackCaps(
  granted: readonly Granted[],
  caps: readonly StackCapForm[],
  of: { readonly undiscounted: bigint; readonly currency: string; readonly taken?: readonly Granted[] },
): void {
  for (const cap of caps) {
    const room = stackCapRoom(cap, of.undiscounted, of.currency);
    const covered = granted.filter((one) => cap.covers(one.form));
    if (room === undefined || covered.length === 0) continue;
    const all = [...covered, ...(of.taken ?? []).filter((one) => cap.covers(one.form))];
    const excess = all.reduce((sum, one) => sum + one.amount, 0n) - room;
    const most = covered.reduce((sum, one) => (one.amount > 0n ? sum + one.amount : sum), 0n);
    if (excess > 0n) cutTogether(cap, covered, excess < most ? excess : most);
  }
}
