/** What a case expects by name, read off the rating. Names only: every figure comes from the engine. */

import type { ChargeLine, LegRating } from '@kontor/domain/charge/rating';
import { type Decimal, decimal, divide, isZero, subtract, toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { roundTo } from '@kontor/domain/kernel/rounding';
import { bracketsOf, breakEvens } from '@kontor/domain/tariff/deficit';
import { type Fields, type Json, text } from './adapters/words.ts';
import { type CaseResult, givenIn, givenTo, type Run, stepsOf } from './engine.ts';

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

function allBreakEvens(result: CaseResult): string[] {
  const step = result.book.tariffs[0]?.parts[0]?.steps[0];
  return step?.step === 'deficit' ? breakEvens(bracketsOf(step.table, step.key)).map(cents) : [];
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

/** What the settlement of a run pays: what is given by then, less what was by the one before. */
const paidIn = ({ runs }: CaseResult, index: number): bigint => {
  const [now, before] = [runs[index], runs[index - 1]];
  return (now === undefined ? 0n : givenIn(now)) - (before === undefined ? 0n : givenIn(before));
};

/** The share of each consignment's charge that is left after discounts, by note, as far as the case asks for them. */
function coefficients({ legs, consignments }: Run, asked: Json | undefined): Output {
  const names = asked !== null && typeof asked === 'object' ? Object.keys(asked) : [];
  return names.map((name) => {
    const leg = legs[consignments.findIndex(({ note }) => note === name)];
    return leg === undefined ? '—' : toText(divide(ofMinor(leg.net, leg.currency), ofMinor(leg.gross, leg.currency)));
  });
}

type Reader = (result: CaseResult, run: Run, leg: LegRating, asked: Asked) => Output;
type Asked = { readonly input: Fields; readonly expected: Json | undefined };

/** What the names of expected figures mean, in the words of the engine. */
const READERS: Readonly<Record<string, Reader>> = {
  netRub: (_, __, leg) => money(leg, leg.net),
  net: (_, __, leg) => money(leg, leg.net),
  grossRub: (_, __, leg) => money(leg, leg.payable),
  gross: (_, __, leg) => money(leg, leg.payable),
  charge: (_, __, leg) => money(leg, leg.payable),
  charges: (_, run) => run.legs.map((one) => money(one, one.payable)),
  vat: (_, __, leg) => money(leg, leg.tax),
  sum: (_, __, leg) => partsSum(leg),
  sums: (_, __, leg) => leg.lines.filter((one) => one.source === 'tariff').map((one) => money(leg, one.amount)),
  km: (_, __, leg) => money(leg, leg.net),
  loadedSteps: (_, __, leg) => steps(leg, 'loaded'),
  perTonne: (_, __, leg, { input }) => afterStep(leg, 'per tonne') ?? perTonne(leg, text(input['massT'])),
  direct: (_, __, leg) => traced(leg, 'direct'),
  asNext: (_, __, leg) => traced(leg, 'as-next'),
  breakEvenLb: (_, __, leg) => traced(leg, 'break-even'),
  breakEvens: (result) => allBreakEvens(result),
  expressChf: (_, __, leg) => amount(leg, 'express'),
  rebate: (_, run) => given(givenIn(run)),
  rebates: (_, run) => eachGiven(run),
  given: (_, run) => given(givenIn(run)),
  lines: (_, run) => slicesOf(run),
  coef: (_, run, __, { expected }) => coefficients(run, expected),
  outcome: (_, run) => run.screened.at(-1),
  octPay: (result) => given(paidIn(result, 0)),
  novCumulativeRebate: ({ runs }) => (runs[1] === undefined ? undefined : given(givenIn(runs[1]))),
  finalPay: (result) => given(paidIn(result, result.runs.length - 1)),
};

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
export function outputOf(name: string, asked: Asked, result: CaseResult): Output {
  const run = result.runs.at(-1);
  const leg = run?.legs[0];
  if (run === undefined || leg === undefined) return undefined;
  const of = /^perTonneOf(\d+)$/u.exec(name)?.[1];
  if (of !== undefined) return perTonne(leg, of);
  if (name === 'total') return totalOf(result, run, leg);
  return READERS[name]?.(result, run, leg, asked) ?? amount(leg, name) ?? byDiscount(run, name);
}
