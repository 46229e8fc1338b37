/** What a case expects by name, read off the rating. Names only: every figure comes from the engine. */

import type { ChargeLine, LegRating } from '@kontor/domain/charge/rating';
import { type Decimal, decimal, divide, isZero, subtract, toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { roundTo } from '@kontor/domain/kernel/rounding';
import { rateConsignment } from '@kontor/domain/rating/rate-consignment';
import { type Fields, text } from './adapters/words.ts';
import { type CaseResult, givenIn, givenTo, type Run, stepsOf } from './engine.ts';
import { overTime, paidIn } from './over-time.ts';

export type Output = string | readonly string[] | undefined;

const CENT = decimal('0.01');
const cents = (value: Decimal): string => toText(roundTo(value, CENT, 'half-up'));
const money = (leg: LegRating, minor: bigint): string => toText(ofMinor(minor, leg.currency));
const line = (leg: LegRating, id: string): ChargeLine | undefined => leg.lines.find((one) => one.id === id);
const amount = (leg: LegRating, id: string): string | undefined => {
  const found = line(leg, id);
  return found === undefined ? undefined : money(leg, found.amount);
};

/** The input of a trace step by label, in cents. */
function traced(leg: LegRating, label: string): string | undefined {
  const found = leg.lines
    .flatMap((one) => one.trace.flatMap((step) => step.inputs))
    .find((input) => input.label === label);
  return found === undefined || typeof found.value === 'string' ? undefined : cents(found.value);
}

const afterStep = (leg: LegRating, name: string): string | undefined => {
  const step = leg.lines.flatMap((one) => one.trace).find((one) => one.name === name);
  return step === undefined ? undefined : cents(step.after);
};

const partsSum = (leg: LegRating): string =>
  money(
    leg,
    leg.lines.filter((one) => one.source === 'tariff').reduce((sum, one) => sum + one.amount, 0n),
  );
const perTonne = (leg: LegRating, tonnes: string): string =>
  cents(divide(ofMinor(leg.net, leg.currency), decimal(tonnes)));

/** The break-evens the explanations of the case's goods show, weighed at the least weight of each bracket. */
function allBreakEvens({ book }: CaseResult, { consignments }: Run): readonly string[] {
  const step = book.tariffs[0]?.parts[0]?.steps[0];
  const [goods] = consignments;
  if (step?.step !== 'deficit' || goods === undefined) return [];
  return step.table.rows.flatMap(({ cells }) => {
    const cell = cells[step.key];
    const weight = cell?.kind === 'belt' && cell.interval.lower !== undefined ? toText(cell.interval.lower) : '0';
    const quantities = goods.items.flatMap((item) => item.quantities ?? []).map((one) => ({ ...one, value: weight }));
    const [leg] = rateConsignment(
      book,
      { ...goods, items: [{ ...goods.items[0], codes: {}, quantities }] },
      { knownBy: goods.accepted },
    ).legs;
    return leg?.ok === true ? (traced(leg.rating, 'break-even') ?? []) : [];
  });
}

const steps = (leg: LegRating, id: string): string[] =>
  (line(leg, id)?.trace ?? []).slice(1).map((step) => cents(step.after));

const given = (minor: bigint): string => toText(ofMinor(minor, 'EUR'));
const eachGiven = (run: Run): string[] => run.consignments.map((_, index) => given(givenTo(run, index)));

/** What each slice of a scale brought the last consignment of a run, nothing left out but nothing. */
function slicesOf(run: Run): string[] {
  return stepsOf(run, run.consignments.length - 1)
    .filter((step) => step.step.startsWith('discount-tier') && step.before !== undefined)
    .map((step) => subtract(step.before ?? step.after, step.after))
    .filter((one) => !isZero(one))
    .map(toText);
}

/** The share of a consignment's charge that is left after discounts. */
function coefficientOf({ legs, consignments }: Run, note: string): Output {
  const leg = legs[consignments.findIndex((one) => one.note === note)];
  return leg === undefined
    ? undefined
    : toText(divide(ofMinor(leg.net, leg.currency), ofMinor(leg.gross, leg.currency)));
}

/** What a discount took off a leg, by the lines of the tariff, in their order. */
function discountByLine(leg: LegRating, only?: number): string[] {
  const lines = leg.lines.filter((one) => one.source === 'tariff');
  const off = leg.lines.filter((one) => one.source === 'discount' || one.source === 'limit');
  const ids = only === undefined ? undefined : leg.discounts.filter((one) => one.kind === 'applied')[only]?.entry.id;
  return lines.map(({ charge }) => {
    const parts = off.filter((one) => one.charge === charge && (ids === undefined || one.entry.id === ids));
    return money(leg, -parts.reduce((sum, one) => sum + one.amount, 0n));
  });
}

/** What remains of a leg's charge after the first discounts. */
function after(leg: LegRating, count: number): string {
  const taken = leg.discounts.flatMap((one) => (one.kind === 'applied' ? [one.amount] : [])).slice(0, count);
  return money(leg, leg.gross - taken.reduce((sum, one) => sum + one, 0n));
}

type Reader = (result: CaseResult, run: Run, leg: LegRating, input: Fields) => Output;

/** What the names of expected figures mean, in the words of the engine. */
const READERS: Readonly<Record<string, Reader>> = {
  netRub: (_, __, leg) => money(leg, leg.net),
  net: (_, __, leg) => money(leg, leg.net),
  grossRub: (_, __, leg) => money(leg, leg.payable),
  gross: (_, __, leg) => money(leg, leg.payable),
  charge: (_, __, leg) => money(leg, leg.payable),
  charges: (_, run) => run.legs.map((one) => money(one, one.payable)),
  usdPerMilePerCar: (_, run) => run.legs.map((one) => money(one, one.payable)),
  vat: (_, __, leg) => money(leg, leg.tax),
  sum: (_, __, leg) => partsSum(leg),
  sums: (_, __, leg) => leg.lines.filter((one) => one.source === 'tariff').map((one) => money(leg, one.amount)),
  km: (_, __, leg) => money(leg, leg.net),
  loadedSteps: (_, __, leg) => steps(leg, 'loaded'),
  perTonne: (_, __, leg, input) => afterStep(leg, 'per tonne') ?? perTonne(leg, text(input['massT'])),
  direct: (_, __, leg) => traced(leg, 'direct'),
  asNext: (_, __, leg) => traced(leg, 'as-next'),
  breakEvenLb: (_, __, leg) => traced(leg, 'break-even'),
  breakEvens: (result, run) => allBreakEvens(result, run),
  expressChf: (_, __, leg) => amount(leg, 'express'),
  rebate: (_, run) => given(givenIn(run)),
  rebates: (_, run) => eachGiven(run),
  given: (_, run, leg) => toText(ofMinor(givenIn(run), leg.currency)),
  due: (_, run) => dueOf(run),
  lines: (_, run) => slicesOf(run),
  outcome: (_, run) => run.screened.at(-1),
  discountedT: (_, __, leg) => traced(leg, 'earns'),
  discountByLine: (_, __, leg) => discountByLine(leg),
  first_line_discount: (_, __, leg) => discountByLine(leg)[0],
  first: (_, __, leg) => discountByLine(leg, 0),
  second: (_, __, leg) => discountByLine(leg, 1),
  after_one: (_, __, leg) => after(leg, 1),
  after_two: (_, __, leg) => after(leg, 2),
  applied: (_, __, leg) =>
    leg.discounts.flatMap((one) => (one.kind === 'applied' ? [percentOf(one.trace[0]?.inputs[0]?.value)] : [])),
  kept: ({ runs }) => runs.map((one) => String(one.guarantees.every((status) => status === 'kept'))),
  topupQ2Cumulative: (_, run) => dueOf(run, 'cumulative'),
  topupQ2NonCumulative: (_, run) => dueOf(run, 'per-window'),
  octPay: (result) => given(paidIn(result, 0)),
  novCumulativeRebate: ({ runs }) => (runs[1] === undefined ? undefined : given(givenIn(runs[1]))),
  finalPay: (result) => given(paidIn(result, result.runs.length - 1)),
};

const percentOf = (value: Decimal | string | undefined): string =>
  value === undefined || typeof value === 'string' ? '' : `${toText(value)}%`;

/** What is to be paid for shortfalls. */
function dueOf({ earned }: Run, discount?: string): string {
  const due = earned.filter((one) => discount === undefined || one.entry.id === discount);
  return given(-due.reduce((sum, one) => (one.kind === 'earned' ? sum + one.amount : sum), 0n));
}

/** `total` is what is to pay in a case of charges, and what is given in a case of discounts. */
const totalOf = (result: CaseResult, run: Run, leg: LegRating): string =>
  result.book.discounts.length === 0 ? money(leg, leg.payable) : given(givenIn(run));

/** What one discount, named as the figure is, gives in a run. */
function byDiscount(run: Run, name: string): string | undefined {
  const found = run.earned.filter((one) => one.entry.id === name && one.kind === 'earned');
  const amounts = found.map((one) => (one.kind === 'earned' ? one.amount : 0n));
  return found.length === 0 ? undefined : given(amounts.reduce((sum, one) => sum + one, 0n));
}

/** The output a case names, or undefined when the engine gives none of that name: then the case does not agree. */
export function outputOf(name: string, input: Fields, result: CaseResult): Output {
  if (name === 'parts') return result.parts;
  if (name === 'error')
    return result.refused.includes('discount.tie') ? 'error MultiplePricingRuleConflict' : undefined;
  const run = result.runs.at(-1);
  const leg = run?.legs[0];
  if (run === undefined || leg === undefined) return undefined;
  const of = /^perTonneOf(\d+)$/u.exec(name)?.[1];
  if (of !== undefined) return perTonne(leg, of);
  const coefficient = /^coef\.(.+)$/u.exec(name)?.[1];
  if (coefficient !== undefined) return coefficientOf(run, coefficient);
  if (name === 'total') return totalOf(result, run, leg);
  const own = READERS[name]?.(result, run, leg, input) ?? overTime(name, result);
  return own ?? amount(leg, name) ?? byDiscount(run, name);
}
