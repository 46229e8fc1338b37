import { decimal, isNegative, isWhole, multiply, parseDecimal, toText } from '@kontor/domain/kernel/decimal';
import { type MassUnit, massUnit } from '../columns/titles.ts';

const WITH_UNIT = /^(.*[0-9])\s*(\p{L}+\.?)$/u;
const KG_PER_T = decimal('1000');

/** A number and the unit written after it: `68,4 т`. Text that is no unit stays with the number, which is then malformed. */
export function splitMassUnit(text: string): { readonly number: string; readonly unit: MassUnit | undefined } {
  const match = WITH_UNIT.exec(text.trim());
  const unit = match === null ? undefined : massUnit(match[2] ?? '');
  return unit === undefined ? { number: text, unit: undefined } : { number: match?.[1] ?? '', unit };
}

/** Whole kilograms of a plain decimal in the unit; undefined when they are not whole, negative, or past 2^53. */
export function kilogramsOf(text: string, unit: MassUnit): number | undefined {
  const value = parseDecimal(text);
  if (value === undefined || isNegative(value)) return undefined;
  const kilograms = unit === 't' ? multiply(value, KG_PER_T) : value;
  if (!isWhole(kilograms)) return undefined;
  const number = Number(toText(kilograms));
  return Number.isSafeInteger(number) ? number : undefined;
}
