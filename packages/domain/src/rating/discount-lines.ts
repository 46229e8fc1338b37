/** From granted discounts to charge lines and outcomes: amounts and cuts, each to the last minor unit. */

import type { AppliedDiscount, ChargeLine, Share, TraceStep } from '../charge/rating.ts';
import { type Granted, splitOver } from '../discount/work.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';

type LineKind = Pick<ChargeLine, 'id' | 'source' | 'discountable' | 'trace'>;

/** An amount on the charge kinds a discount touched: one line for each kind. */
function linesOver(granted: Granted, amount: bigint, kind: LineKind): readonly ChargeLine[] {
  const { entry } = granted.form.considered;
  const [only] = granted.parts;
  if (only !== undefined && granted.parts.length === 1) {
    const { id, source, discountable, trace } = kind;
    return [{ id, source, charge: only.line.charge, entry, amount, discountable, trace }];
  }
  const split = splitOver(granted, amount);
  const byCharge = new Map<string, bigint>();
  for (const [index, part] of granted.parts.entries()) {
    byCharge.set(part.line.charge, (byCharge.get(part.line.charge) ?? 0n) + (split[index] ?? 0n));
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

function limitTrace(granted: Granted, index: number, currency: string): readonly TraceStep[] {
  const cut = granted.cuts[index];
  if (cut === undefined) return [];
  const earlier = granted.cuts.slice(0, index).reduce((sum, one) => sum + one.amount, 0n);
  const before = granted.raw - earlier;
  return [
    {
      step: 'limit',
      name: cut.by,
      inputs: [],
      rows: [],
      before: ofMinor(before, currency),
      after: ofMinor(before - cut.amount, currency),
      currency,
    },
  ];
}

/** The lines of one discount: what the rule gives, what each limit took back, and what is paid out to others than the payer. */
export function discountLines(granted: Granted, shares: readonly Share[], currency: string): readonly ChargeLine[] {
  const { id } = granted.form;
  const lines: ChargeLine[] = [];
  lines.push(
    ...linesOver(granted, -granted.raw, {
      id: `discount:${id}`,
      source: 'discount',
      discountable: true,
      trace: granted.trace,
    }),
  );
  for (const [index, cut] of granted.cuts.entries()) {
    lines.push(
      ...linesOver(granted, cut.amount, {
        id: `limit:${cut.by}:${id}`,
        source: 'limit',
        discountable: true,
        trace: limitTrace(granted, index, currency),
      }),
    );
  }
  const paidOut = shares.reduce((sum, share) => (share.by === 'settlement' ? sum + share.amount : sum), 0n);
  if (paidOut !== 0n)
    lines.push(
      ...linesOver(granted, paidOut, { id: `paid-out:${id}`, source: 'discount', discountable: false, trace: [] }),
    );
  return lines;
}

export function appliedOutcome(granted: Granted, shares: readonly Share[], currency: string): AppliedDiscount {
  const { form, amount, cuts, trace } = granted;
  const { entry, grantor, synthetic } = form.considered;
  const outcome: AppliedDiscount = {
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
  return granted.next === undefined ? outcome : { ...outcome, next: granted.next };
}
