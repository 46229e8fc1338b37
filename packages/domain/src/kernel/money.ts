import { MINOR_DIGITS } from './currency-table.ts';
import { type Decimal, ofUnits, toBigInt, toFixedText } from './decimal.ts';
import { powerOfTen } from './powers-of-ten.ts';
import { type RoundingMode, roundTo } from './rounding.ts';

/** An amount in whole minor units (cents, kopecks) of one currency; of either sign. */
export type Money = {
  readonly currency: string;
  readonly minor: bigint;
};

/** How many decimals the currency's minor unit has (EUR 2, JPY 0, KWD 3); undefined for an unknown code. */
export function minorDigits(currency: string): number | undefined {
  return MINOR_DIGITS.get(currency);
}

/** Whether the text is an ISO 4217 code that money can be posted in, in capitals as the standard writes it. */
export function isCurrency(text: string): boolean {
  return MINOR_DIGITS.has(text);
}

function knownDigits(currency: string): number {
  const digits = MINOR_DIGITS.get(currency);
  if (digits === undefined) throw new RangeError(`not a currency: ${JSON.stringify(currency.slice(0, 20))}`);
  return digits;
}

/** An amount of minor units. Throws on an unknown currency: input is checked with {@link isCurrency} first. */
export function money(currency: string, minor: bigint): Money {
  knownDigits(currency);
  return Object.freeze({ currency, minor });
}

/** The amount in minor units. Throws when it is not a whole number of them: round first. */
export function toMinor(amount: Decimal, currency: string): bigint {
  return toBigInt({ ...amount, units: amount.units * powerOfTen(knownDigits(currency)) });
}

/** The minor unit by its decimals. */
const MINOR_UNITS: readonly Decimal[] = Object.freeze(
  Array.from({ length: 5 }, (_, digits) => Object.freeze(ofUnits(1n, digits))),
);

const minorUnit = (digits: number): Decimal => MINOR_UNITS[digits] ?? ofUnits(1n, digits);

/** The amount in minor units, rounded to one (pricing.md §1: half-up unless the tariff says otherwise). */
export function roundToMinor(amount: Decimal, currency: string, mode: RoundingMode = 'half-up'): bigint {
  const digits = knownDigits(currency);
  if (amount.scale === digits && amount.den === 1n) return amount.units;
  const rounded = roundTo(amount, minorUnit(digits), mode);
  return rounded.units * powerOfTen(digits - rounded.scale);
}

/** The amount in whole currency units: 123450 minor units of EUR are 1234.50. */
export function ofMinor(minor: bigint, currency: string): Decimal {
  return ofUnits(minor, knownDigits(currency));
}

/** The sum of two amounts of one currency. Throws on two currencies: conversion is a step of its own. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot add ${b.currency} to ${a.currency}`);
  return Object.freeze({ currency: a.currency, minor: a.minor + b.minor });
}

/** Plain text for machines and files, all minor digits shown, no grouping, no code: '-1234.50'. */
export function formatMinor(minor: bigint, currency: string): string {
  return toFixedText(ofMinor(minor, currency), knownDigits(currency));
}
