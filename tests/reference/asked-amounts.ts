/**
 * "The consignment's own quantities and amounts (gross or running)" (pricing.md section 5): `amount.gross.EUR` is the charge
 * before any discount, `amount.running.EUR` what those before have left of it; `amount.running.EUR:freight` of some kinds.
 */
import type { DiscountText } from '@kontor/domain/discount/schema';
import { coversKind } from './charge-kinds.ts';
import { fromMinor, sum } from './money.ts';
import { decimalText } from './rational.ts';

/** What a leg costs, line by line, and what discounts have left of it once that can be told. */
export type Amounts = {
  readonly currency: string;
  readonly lines: readonly { readonly charge: string; readonly amount: bigint; readonly left: bigint | undefined }[];
};

export const isAmount = (name: string): boolean => name.startsWith('amount.');
const RUNNING = 'amount.running.';
export const isRunning = (name: string): boolean => name.startsWith(RUNNING);

/** Whether a discount looks at what those before it have left. */
export const asksRunning = ({ scope, when }: DiscountText): boolean => JSON.stringify([scope, when]).includes(RUNNING);

/** Nothing where the leg is charged in another currency, or what is left cannot be told yet. */
export function amountText(name: string, amounts: Amounts | undefined): string | undefined {
  const [path = '', kinds] = name.split(':');
  const [, of, currency] = path.split('.');
  if (amounts === undefined || amounts.currency !== currency) return undefined;
  const prefixes = kinds?.split('+');
  const meant = amounts.lines.filter(({ charge }) => prefixes === undefined || coversKind(prefixes, charge));
  const parts = meant.map(({ amount, left }) => (of === 'gross' ? amount : left));
  const known = parts.flatMap((part) => part ?? []);
  return known.length < parts.length || (of !== 'gross' && amounts.lines.some(({ left }) => left === undefined))
    ? undefined
    : decimalText(fromMinor(sum(known), currency));
}
