/**
 * What a leg, or the goods, cost, as scopes of discounts ask for it (pricing.md section 5). `amount.gross.EUR` is the charge
 * before any discount, `amount.running.EUR` what the discounts before this one have left of it. Charge kinds may be named by
 * prefix: `amount.running.EUR:freight`, `amount.gross.EUR:freight+station`; without them all charges before tax count.
 */
import { isCurrency } from '../kernel/money.ts';
import { type Field, field, known, type Reading } from './field.ts';
import type { AmountAsked, Subject } from './subject.ts';

const AMOUNT = /^amount\.(gross|running)\.([A-Z]{3})(?::([a-z][a-z.-]*(?:\+[a-z][a-z.-]*)*))?$/u;

/** What the name of a field asks for; undefined when it is no amount. */
export function amountAsked(name: string): AmountAsked | undefined {
  const [, of, currency = '', charges] = AMOUNT.exec(name) ?? [];
  if (of === undefined || !isCurrency(currency)) return undefined;
  return { of: of === 'gross' ? 'gross' : 'running', currency, charges: charges?.split('+') };
}

export function amountField(name: string): Field | undefined {
  const asked = amountAsked(name);
  if (asked === undefined) return undefined;
  const read = ({ amounts }: Subject): Reading => known(amounts?.(asked));
  return { ...field(name, 'number', read, asked.currency), amount: asked };
}
