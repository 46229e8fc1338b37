/**
 * Works through a calculation as people write it, `60 t x 1000 RUB = 60000; 60000 x 0.551 = 33060`, with whole numbers and
 * fractions of its own and nothing of the engine's, so that what an example expects does not come from what it tests.
 */

import type { DiscountExample } from '@kontor/domain/discount/example-schema';

/** An exact fraction; the denominator is positive. */
type Fraction = { readonly over: bigint; readonly under: bigint };

function fraction(text: string): Fraction {
  const [whole = '', digits = ''] = text.split('.');
  return { over: BigInt(whole + digits), under: 10n ** BigInt(digits.length) };
}

const same = (a: Fraction, b: Fraction): boolean => a.over * b.under === b.over * a.under;

function apply(operator: string, a: Fraction, b: Fraction): Fraction {
  if (operator === 'x') return { over: a.over * b.over, under: a.under * b.under };
  if (operator === '/') return { over: a.over * b.under, under: a.under * b.over };
  const second = operator === '-' ? -b.over : b.over;
  return { over: a.over * b.under + second * a.under, under: a.under * b.under };
}

/** Half up; nothing here is below zero. */
function rounded({ over, under }: Fraction, places: number): Fraction {
  const scale = 10n ** BigInt(places);
  return { over: (2n * over * scale + under) / (2n * under), under: scale };
}

const NUMBER = /^\d+(?:\.\d+)?$/u;
const OPERATORS = new Set(['x', '/', '+', '-']);

/** The value of what stands before `=`, from left to right; words between the numbers are units. */
function valueOf(words: readonly string[]): Fraction | undefined {
  let value: Fraction | undefined;
  let operator: string | undefined;
  for (const word of words) {
    if (OPERATORS.has(word)) operator = word;
    else if (NUMBER.test(word)) {
      if (value !== undefined && operator === undefined) return undefined;
      value = value === undefined ? fraction(word) : apply(operator ?? '+', value, fraction(word));
      operator = undefined;
    }
  }
  return value;
}

export type HandCalculation = {
  /** Equations that do not come out. */
  readonly wrong: readonly string[];
  /** Every figure arrived at. */
  readonly results: readonly Fraction[];
};

const places = (text: string): number => text.split('.')[1]?.length ?? 0;

/** One equation; a quotient is right to the last place written. */
function equation(left: string, right: string): { readonly holds: boolean; readonly results: readonly Fraction[] } {
  const value = valueOf(left.trim().split(/\s+/u));
  const [first = '', ...after] = right.trim().split(/\s+/u);
  if (value === undefined || !NUMBER.test(first)) return { holds: false, results: [] };
  const written = fraction(first);
  const holds = same(left.includes('/') ? rounded(value, places(first)) : value, written);
  const then = after.includes('rounded') ? after[after.indexOf('rounded') + 1] : undefined;
  if (then === undefined) return { holds, results: [written] };
  return { holds: holds && same(rounded(value, places(then)), fraction(then)), results: [written, fraction(then)] };
}

/** Works through every equation of a text, divided by semicolons. */
export function byHand(text: string): HandCalculation {
  const wrong: string[] = [];
  const results: Fraction[] = [];
  for (const part of text.split(/[;:]/u)) {
    const [left = '', right] = part.split('=');
    if (right === undefined) continue;
    const worked = equation(left, right);
    if (!worked.holds) wrong.push(part.trim());
    results.push(...worked.results);
  }
  return { wrong, results };
}

/** Whether a figure, its sign aside, is one the calculation arrives at. Nothing needs no calculation. */
export function arrivesAt({ results }: HandCalculation, figure: string): boolean {
  const wanted = fraction(figure.replace('-', ''));
  return wanted.over === 0n || results.some((one) => same(one, wanted));
}

/** The figures of money that an example expects. */
export function moneyIn({ expected }: DiscountExample): readonly string[] {
  const { amount, net, payable, earned, own, shares } = expected;
  return [amount, net, payable, earned, own, ...Object.values(shares ?? {})].filter((one) => one !== undefined);
}
