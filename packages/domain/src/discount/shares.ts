/** Who receives which part of a discount, to the last minor unit, and how much of it lowers the payer's invoice. */

import type { Share } from '../charge/rating.ts';
import { splitLump } from '../kernel/split.ts';
import { type Charged, partyIn } from './eligibility.ts';
import type { DiscountForm, ReceiverForm } from './form.ts';
import type { Granted } from './work.ts';

function shareOf(form: DiscountForm, charged: Charged, receiver: ReceiverForm, amount: bigint): Share {
  const { role } = receiver;
  const party = partyIn(receiver, charged) ?? '';
  const onInvoice =
    form.at === 'rating' && (role === 'payer' || (party === charged.payer && charged.payer !== undefined));
  return { party, role, amount, by: onInvoice ? 'invoice' : 'settlement' };
}

/** The parts of a discount's amount by receiver; what the payer itself receives is taken off the invoice. */
export function sharesOf(granted: Pick<Granted, 'form' | 'amount'>, charged: Charged): readonly Share[] {
  const { form, amount } = granted;
  const only = form.receivers[0];
  if (only !== undefined && form.receivers.length === 1) return [shareOf(form, charged, only, amount)];
  const amounts = splitLump(
    amount,
    form.receivers.map((one) => one.weight),
    form.sharesResidue,
  );
  return form.receivers.map((receiver, index) => shareOf(form, charged, receiver, amounts[index] ?? 0n));
}

/** What of a discount's amount the payer of the leg receives, on the invoice or at settlement. */
export function payersGain(granted: Pick<Granted, 'form' | 'amount'>, charged: Charged): bigint {
  return sharesOf(granted, charged).reduce(
    (sum, { party, amount }) => (party === charged.payer ? sum + amount : sum),
    0n,
  );
}

/** What of a discount's amount lowers what the payer is charged. */
export function payersPart(granted: Pick<Granted, 'form' | 'amount'>, charged: Charged): bigint {
  return sharesOf(granted, charged).reduce((sum, share) => (share.by === 'invoice' ? sum + share.amount : sum), 0n);
}
