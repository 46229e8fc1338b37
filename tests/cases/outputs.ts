/** What a case expects by name, read off the rating. Names only: every figure comes from the engine. */

import type { ChargeLine, LegRating } from '@kontor/domain/charge/rating';
import { type Decimal, decimal, divide, toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { roundTo } from '@kontor/domain/kernel/rounding';
import { bracketsOf, breakEvens } from '@kontor/domain/tariff/deficit';
import { type Fields, text } from './adapters/words.ts';
import type { CaseResult } from './engine.ts';

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

/** The output a case names, or undefined when the engine gives none of that name: then the case does not agree. */
export function outputOf(name: string, input: Fields, result: CaseResult): Output {
  const [leg] = result.legs;
  if (leg === undefined) return undefined;
  const of = /^perTonneOf(\d+)$/u.exec(name)?.[1];
  if (of !== undefined) return perTonne(leg, of);
  switch (name) {
    case 'netRub':
    case 'net':
      return money(leg, leg.net);
    case 'total':
      return money(leg, leg.payable);
    case 'grossRub':
    case 'gross':
      return money(leg, leg.payable);
    case 'vat':
      return money(leg, leg.tax);
    case 'sum':
      return partsSum(leg);
    case 'loadedSteps':
      return steps(leg, 'loaded');
    case 'perTonne':
      return afterStep(leg, 'per tonne') ?? perTonne(leg, text(input['massT']));
    case 'direct':
      return traced(leg, 'direct');
    case 'asNext':
      return traced(leg, 'as-next');
    case 'breakEvenLb':
      return traced(leg, 'break-even');
    case 'breakEvens':
      return allBreakEvens(result);
    case 'charge':
      return money(leg, leg.payable);
    case 'charges':
      return result.legs.map((one) => money(one, one.payable));
    case 'rebate':
    case 'rebates': {
      const rebates = result.rebates.map((rebate) => money(leg, rebate));
      return name === 'rebates' ? rebates : rebates[0];
    }
    case 'expressChf':
      return amount(leg, 'express');
    default:
      return amount(leg, name);
  }
}
