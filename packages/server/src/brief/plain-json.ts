/** Answers of the domain as plain JSON: every exact number as text, dates as they are, maps as objects. */
import { type Decimal, toText } from '@kontor/domain/kernel/decimal';

function isDecimal(value: object): value is Decimal {
  return 'units' in value && typeof value.units === 'bigint' && 'den' in value && typeof value.den === 'bigint';
}

/** A value that JSON can hold; what is undefined is left out of objects. */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainJson);
  if (value instanceof Map) return plainJson(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plainJson);
  if (isDecimal(value)) return toText(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [key, plainJson(one)]),
  );
}
