/** Money in whole minor units (pricing.md section 1: "half-up to the currency's minor unit, once, at its end"). */
import { MINOR_DIGITS } from '@kontor/domain/kernel/currency-table';
import { type Mode, over, type Rational, ratio, times, whole, wholeIn } from './rational.ts';

const minorPerUnit = (currency: string): Rational => whole(10n ** BigInt(MINOR_DIGITS.get(currency) ?? 2));

export const toMinor = (value: Rational, currency: string, mode: Mode = 'half-up'): bigint =>
  wholeIn(times(value, minorPerUnit(currency)), mode);
/** Exact, before any rounding. */
export const inMinor = (value: Rational, currency: string): Rational => times(value, minorPerUnit(currency));
export const fromMinor = (minor: bigint, currency: string): Rational => over(ratio(minor, 1n), minorPerUnit(currency));

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
