/**
 * What a promise answered comes to in money (pricing.md section 7): a discount taken back, a shortfall paid, surplus that makes
 * one up, refused volume paid for by the grantor. All are entitlements like any other, mostly negative ones. Taking back a
 * discount leaves all others as they were granted, and does not open its budget again.
 */
import type { Share, TraceInput, TraceStep } from '../charge/rating.ts';
import type { Credit, GuaranteeFailure } from '../discount/guarantee.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, divide, isZero, maximum, multiply, subtract, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import type { Earned, EntitledLeg, Entitlement } from './entitled.ts';
import type { GuaranteeAnswer } from './guarantees.ts';

function numbersOf({ answer, guarantee }: GuaranteeAnswer): readonly TraceInput[] {
  const { unit } = guarantee;
  return [
    { label: 'guarantee-minimum', value: answer.stated, unit },
    ...answer.excluded.map(({ reason, quantity }) => ({
      label: `guarantee-excluded-${reason}`,
      value: quantity,
      unit,
    })),
    ...(isZero(answer.carried) ? [] : [{ label: 'guarantee-carried', value: answer.carried, unit }]),
    { label: 'guarantee-measured', value: answer.measured, unit },
    { label: 'guarantee-short', value: answer.short, unit },
  ];
}

function stepOf(
  { form }: GuaranteeAnswer,
  step: string,
  currency: string,
  inputs: readonly TraceInput[],
  amounts: { readonly after: bigint; readonly exact?: Decimal },
): TraceStep {
  return {
    step,
    name: form.id,
    inputs,
    rows: [],
    after: ofMinor(amounts.after, currency),
    currency,
    ...(amounts.exact === undefined ? {} : { unrounded: amounts.exact }),
    ...(form.clause === undefined ? {} : { clause: form.clause }),
  };
}

function earnedBy(
  answer: GuaranteeAnswer,
  currency: string,
  amounts: Pick<Earned, 'base' | 'amount' | 'shares' | 'legs' | 'trace'>,
): Earned {
  const { form, key, window } = answer;
  return { kind: 'earned', ...form.considered, budget: form.budget, key, window, currency, cuts: [], ...amounts };
}

const negated = ({ party, role, amount }: Share): Share => ({ party, role, amount: -amount, by: 'settlement' });

function together(shares: readonly Share[]): readonly Share[] {
  const sums = new Map<string, Share>();
  for (const share of shares) {
    const name = `${share.role}\n${share.party}`;
    sums.set(name, { ...share, amount: share.amount + (sums.get(name)?.amount ?? 0n) });
  }
  return [...sums].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, share]) => share);
}

/** Everything granted in the window, taken back leg by leg from those who had it. */
function clawedBack(answer: GuaranteeAnswer): readonly Earned[] {
  const stakes = answer.group?.stakes ?? [];
  const currencies = [...answer.granted.keys()].toSorted(compareCodePoints);
  return currencies.map((currency): Earned => {
    const legs = stakes
      .filter((one) => one.currency === currency)
      .map(
        ({ note, accepted, leg, base, amount, shares }): EntitledLeg => ({
          note,
          accepted,
          leg,
          base,
          amount: -amount,
          cuts: [],
          shares: shares.map(negated),
        }),
      );
    const amount = legs.reduce((sum, leg) => sum + leg.amount, 0n);
    return earnedBy(answer, currency, {
      base: legs.reduce((sum, leg) => sum + leg.base, 0n),
      amount,
      shares: together(legs.flatMap((leg) => leg.shares)),
      legs,
      trace: [stepOf(answer, 'guarantee-claw-back', currency, numbersOf(answer), { after: amount })],
    });
  });
}

type Pay = Extract<GuaranteeFailure, { kind: 'pay' }>;

/** What a shortfall costs, exactly. */
function shortfallCost(answer: GuaranteeAnswer, pay: Pay): Decimal {
  if (answer.status !== 'failed') return ZERO;
  const { required, short } = answer.answer;
  const fees = ofMinor(answer.group?.fees.get(pay.currency) ?? 0n, pay.currency);
  const due =
    pay.by === 'rate' ? multiply(short, pay.rate) : maximum(ZERO, subtract(multiply(required, pay.rate), fees));
  return multiply(due, pay.share);
}

/** The part of a paid shortfall that a credit gives back: rounded over all credits so far, so that they add up to it. */
function creditOf(credit: Credit, paid: { readonly minor: bigint; readonly short: Decimal }, currency: string): bigint {
  const upTo = (made: Decimal): bigint =>
    roundToMinor(divide(multiply(ofMinor(paid.minor, currency), made), paid.short), currency);
  return upTo(add(credit.before, credit.quantity)) - upTo(credit.before);
}

/** Money that changes hands between the promisor and the grantor in one window. */
function settledMoney(answers: readonly GuaranteeAnswer[], index: number): readonly Earned[] {
  const answer = answers[index];
  if (answer === undefined) return [];
  const { guarantee, key } = answer;
  const { failure, refused } = guarantee;
  const party = guarantee.by ?? key;
  const found: Earned[] = [];
  const put = (currency: string, trace: readonly TraceStep[], amount: bigint): void => {
    if (amount === 0n) return;
    const shares: readonly Share[] = [{ party, role: 'named', amount, by: 'settlement' }];
    found.push(earnedBy(answer, currency, { base: 0n, amount, shares, legs: [], trace }));
  };
  if (failure.kind === 'pay') {
    const { amount, trace } = payment(answers, answer, failure);
    put(failure.currency, trace, amount);
  }
  const refusedVolume = answer.answer.excluded
    .filter(({ reason }) => reason === 'refused')
    .reduce((sum, { quantity }) => add(sum, quantity), ZERO);
  if (refused !== undefined && !isZero(refusedVolume)) {
    const exact = multiply(refusedVolume, refused.rate);
    const minor = roundToMinor(exact, refused.currency);
    const inputs: readonly TraceInput[] = [
      { label: 'guarantee-excluded-refused', value: refusedVolume, unit: guarantee.unit },
      { label: 'rate', value: refused.rate, unit: refused.currency },
    ];
    put(
      refused.currency,
      [stepOf(answer, 'guarantee-refused', refused.currency, inputs, { after: minor, exact })],
      minor,
    );
  }
  return found;
}

/** The shortfall paid in a window, less what its surplus makes up of those before. */
function payment(
  answers: readonly GuaranteeAnswer[],
  answer: GuaranteeAnswer,
  failure: Pay,
): { readonly amount: bigint; readonly trace: readonly TraceStep[] } {
  const { currency } = failure;
  const trace: TraceStep[] = [];
  const exact = shortfallCost(answer, failure);
  let amount = -roundToMinor(exact, currency);
  if (amount !== 0n) {
    const inputs = [
      ...numbersOf(answer),
      { label: failure.by === 'rate' ? 'rate' : 'guarantee-fee', value: failure.rate, unit: currency },
    ];
    trace.push(stepOf(answer, 'guarantee-shortfall', currency, inputs, { after: amount, exact }));
  }
  for (const credit of answer.answer.credits) {
    const of = answers[credit.window];
    if (of === undefined) continue;
    const minor = roundToMinor(shortfallCost(of, failure), currency);
    const back = creditOf(credit, { minor, short: of.answer.short }, currency);
    amount += back;
    const inputs: readonly TraceInput[] = [
      { label: 'guarantee-made-up', value: credit.quantity, unit: answer.guarantee.unit },
      { label: 'guarantee-window', value: of.window.from },
    ];
    trace.push(stepOf(answer, 'guarantee-make-up', currency, inputs, { after: back }));
  }
  return { amount, trace };
}

/** What promises answered by the day come to, as entitlements; a promise that cannot be told says what is missing. */
export function guaranteeEntitlements(answers: readonly GuaranteeAnswer[]): readonly Entitlement[] {
  const series = new Map<string, GuaranteeAnswer[]>();
  for (const answer of answers) {
    const name = `${answer.form.id}\n${answer.form.version}\n${answer.key}`;
    const windows = series.get(name) ?? [];
    windows.push(answer);
    series.set(name, windows);
  }
  return [...series.values()].flatMap((windows) =>
    windows.flatMap((answer, index): readonly Entitlement[] => {
      if (answer.status === 'open') return [];
      if (answer.status === 'not-evaluated') return [unknownOf(answer)];
      const back =
        answer.status === 'failed' && answer.guarantee.failure.kind === 'claw-back' ? clawedBack(answer) : [];
      return [...back, ...settledMoney(windows, index)];
    }),
  );
}

function unknownOf({ form, key, window, granted, guarantee, missing, notes }: GuaranteeAnswer): Entitlement {
  const [currency] = granted.keys();
  const { failure } = guarantee;
  return {
    kind: 'not-evaluated',
    ...form.considered,
    budget: form.budget,
    key,
    window,
    currency: currency ?? (failure.kind === 'pay' ? failure.currency : ''),
    missing,
    notes,
  };
}
