/** From granted discounts to charge lines and outcomes: amounts and cuts, each to the last minor unit. */

import type { AppliedDiscount, ChargeLine, Share, TraceStep, Written } from '../charge/rating.ts';
import { type Granted, splitOver } from '../discount/work.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';

type LineKind = Pick<ChargeLine, 'id' | 'source' | 'discountable' | 'trace'>;

/** What is taken off the charges a discount touched, before and after a line. */
type Taken = { readonly before: bigint; readonly after: bigint };

/**
 * A change of what is taken off, on the charge kinds touched: one line for each kind. Both amounts are split as they stand, so
 * that the lines of a discount and its cuts add up on each kind to the split of what is left of it.
 */
function linesOver(granted: Granted, { before, after }: Taken, kind: LineKind): readonly ChargeLine[] {
  const { entry } = granted.form.considered;
  const [only] = granted.parts;
  if (only !== undefined && granted.parts.length === 1) {
    const { id, source, discountable, trace } = kind;
    return [{ id, source, charge: only.line.charge, entry, amount: before - after, discountable, trace }];
  }
  const [from, to] = [splitOver(granted, before), splitOver(granted, after)];
  const byCharge = new Map<string, bigint>();
  for (const [index, { line }] of granted.parts.entries()) {
    const change = (from[index] ?? 0n) - (to[index] ?? 0n);
    byCharge.set(line.charge, (byCharge.get(line.charge) ?? 0n) + change);
  }
  const single = byCharge.size === 1;
  return [...byCharge].map(
    ([charge, part]): ChargeLine => ({
      ...kind,
      id: single ? kind.id : `${kind.id}:${charge}`,
      charge,
      entry,
      amount: part,
    }),
  );
}

const limitTrace = (by: string, { before, after }: Taken, currency: string): readonly TraceStep[] => [
  {
    step: 'limit',
    name: by,
    inputs: [],
    rows: [],
    before: ofMinor(before, currency),
    after: ofMinor(after, currency),
    currency,
  },
];

/** The lines of one discount: what the rule gives, what each limit took back, and what is paid out to others than the payer. */
export function discountLines(granted: Granted, shares: readonly Share[], currency: string): readonly ChargeLine[] {
  const { id } = granted.form;
  const given = linesOver(
    granted,
    { before: 0n, after: granted.raw },
    { id: `discount:${id}`, source: 'discount', discountable: true, trace: granted.trace },
  );
  const onInvoice = shares.every((share) => share.by !== 'settlement');
  if (granted.cuts.length === 0 && onInvoice) return given;
  const lines: ChargeLine[] = [...given];
  let left = granted.raw;
  for (const { by, amount } of granted.cuts) {
    const taken: Taken = { before: left, after: left - amount };
    const trace = limitTrace(by, taken, currency);
    lines.push(...linesOver(granted, taken, { id: `limit:${by}:${id}`, source: 'limit', discountable: true, trace }));
    left = taken.after;
  }
  const paidOut = shares.reduce((sum, share) => (share.by === 'settlement' ? sum + share.amount : sum), 0n);
  if (paidOut !== 0n)
    lines.push(
      ...linesOver(
        granted,
        { before: paidOut, after: 0n },
        { id: `paid-out:${id}`, source: 'discount', discountable: false, trace: [] },
      ),
    );
  return lines;
}

export function appliedOutcome(granted: Granted, shares: readonly Share[], currency: string): AppliedDiscount {
  const { form, amount, cuts, trace } = granted;
  const { entry, grantor, synthetic } = form.considered;
  const outcome: Written<AppliedDiscount> = {
    entry,
    grantor,
    synthetic,
    kind: 'applied',
    stage: form.stage,
    at: form.at,
    base: roundToMinor(granted.base, currency),
    amount,
    shares,
    trace,
    cuts,
  };
  if (granted.next !== undefined) outcome.next = granted.next;
  return outcome;
}
