/** What becomes of a discount of which its budget paid nothing: it is not applied, and says what it asked for and what was left. */
import type { DiscountOutcome, NotAppliedReason } from '../charge/rating.ts';
import { notApplied } from '../discount/eligibility.ts';
import type { Granted } from '../discount/work.ts';
import { toText } from '../kernel/decimal.ts';
import { ofMinor } from '../kernel/money.ts';

/** The budget of a discount as it stood before a consignment. */
export type Purse = { readonly currency: string; readonly whole: boolean; readonly left: bigint };

/** What a budget took back, when it took all that the limits before it had left. */
function refusedWhole({ amount, cuts }: Granted): bigint | undefined {
  const last = cuts.at(-1);
  return amount === 0n && last?.by === 'budget' ? last.amount : undefined;
}

function reasonOf(budget: string, asked: bigint, purse: Purse | undefined, charged: string): NotAppliedReason {
  if (purse === undefined) return { code: 'discount.budget-not-in-force', params: { budget } };
  const { currency, whole } = purse;
  if (currency !== charged) return { code: 'discount.budget-currency', params: { budget, currency, charged } };
  const left = purse.left > 0n ? purse.left : 0n;
  return {
    code: 'discount.budget-exhausted',
    params: {
      budget,
      value: toText(ofMinor(asked, currency)),
      bound: toText(ofMinor(left, currency)),
      unit: currency,
      whole: String(whole && left > 0n),
    },
  };
}

/**
 * The outcome of the discount at a place of the stack, when it came away from its budget with nothing; undefined when not. Of
 * those that one budget funds on the leg it served the earlier ones first.
 */
export function unfunded(
  stack: readonly Granted[],
  index: number,
  purseOf: (budget: string) => Purse | undefined,
  currency: string,
): DiscountOutcome | undefined {
  const granted = stack[index];
  const asked = granted === undefined ? undefined : refusedWhole(granted);
  const budget = granted?.form.budget;
  if (granted === undefined || asked === undefined || budget === undefined) return undefined;
  const served = stack.slice(0, index).filter((one) => one.form.budget === budget && one.amount > 0n);
  const taken = served.reduce((sum, { amount }) => sum + amount, 0n);
  const purse = purseOf(budget);
  const now = purse === undefined ? undefined : { ...purse, left: purse.left - taken };
  return notApplied(granted.form, reasonOf(budget, asked, now, currency));
}
