/** "Who: the leg's payer, unless it names a beneficiary or shares (consignor 60 %, consignee 40 %, carrier)." (section 7) */
import type { DiscountText } from '@kontor/domain/discount/schema';
import { settlesLater } from './eligible.ts';
import { rational, splitLump } from './rational.ts';
import { lacking } from './refused.ts';
import type { View } from './world.ts';
import { payerOf } from './world.ts';

export type Share = {
  readonly party: string;
  readonly role: string;
  readonly amount: bigint;
  readonly by: 'invoice' | 'settlement';
};

type Role = 'payer' | 'consignor' | 'consignee' | 'carrier';

function partyIn(role: Role, { consignment, leg = 0 }: View): string {
  const parties = {
    payer: payerOf(consignment, leg),
    consignor: consignment.consignor,
    consignee: consignment.consignee,
    carrier: consignment.legs[leg]?.carrier,
  };
  const party = parties[role];
  if (party === undefined) throw lacking(role);
  return party;
}

type Receiver = { readonly party: string; readonly role: string; readonly weight: string };

const ROLES: readonly Role[] = ['consignor', 'consignee', 'payer', 'carrier'];

/** Who receives, with their weights, always in one order; thrown where a party is not stated. */
export function receiversOf({ beneficiary }: DiscountText, view: View): readonly Receiver[] {
  if (typeof beneficiary === 'string') return [{ party: partyIn(beneficiary, view), role: beneficiary, weight: '1' }];
  if ('party' in beneficiary) return [{ party: beneficiary.party, role: 'named', weight: '1' }];
  const shares = 'shares' in beneficiary ? beneficiary.shares : beneficiary.weights;
  return ROLES.filter((role) => shares[role] !== undefined).map((role) => ({
    party: partyIn(role, view),
    role,
    weight: shares[role] ?? '0',
  }));
}

/** The payer's own part lowers the invoice; what others get, and all of what settles later, is paid out. */
export function sharesOf(discount: DiscountText, view: View, amount: bigint): readonly Share[] {
  const receivers = receiversOf(discount, view);
  const parts = splitLump(
    amount,
    receivers.map(({ weight }) => rational(weight)),
  );
  const payer = payerOf(view.consignment, view.leg ?? 0);
  return receivers.map(({ party, role }, index) => ({
    party,
    role,
    amount: parts[index] ?? 0n,
    by: party === payer && !settlesLater(discount) ? 'invoice' : 'settlement',
  }));
}
