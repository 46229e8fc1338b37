/** Who speaks of a price, and what all of its texts say the same way: charges, entries, quantities. */
import type { TraceInput } from '@kontor/domain/charge/rating';
import { toText } from '@kontor/domain/kernel/decimal';
import { isUnit } from '@kontor/domain/kernel/quantity';
import type { Texts } from '../texts/texts.ts';

/** Speaks of a price: a language, and the names of the book. */
export type PriceVoice = { readonly texts: Texts; readonly name: (id: string) => string };

/** More digits than a price needs would hide it; the JSON form has them all. */
const SHOWN_DIGITS = 6;

type Exact = Exclude<TraceInput['value'], string>;

/** An exact value for people: at most six digits after the point, never rounded without saying so. */
export function shown(texts: Texts, value: Exact, unit?: string): string {
  const text = toText(value);
  const fraction = text.split('.')[1] ?? '';
  const digits = fraction.length > SHOWN_DIGITS ? SHOWN_DIGITS : undefined;
  const more = digits === undefined ? '' : '…';
  if (unit !== undefined && !text.includes('/')) return `${quantityText(texts, text, unit, digits)}${more}`;
  const number = text.includes('/') ? text : `${texts.decimal(text, digits)}${more}`;
  return unit === undefined ? number : `${number}\u00a0${unit}`;
}

/** A decimal text in a unit, or in a currency. */
export function quantityText(texts: Texts, value: string, unit: string, digits?: number): string {
  if (isUnit(unit)) return texts.quantity(value, unit, digits);
  return unit === '' ? texts.decimal(value, digits) : `${texts.decimal(value, digits)}\u00a0${unit}`;
}

/** A kind of charge by its name; a kind of the operator's own has no other than its code. */
export function chargeText(texts: Texts, charge: string): string {
  const key = `charge.${charge}`;
  return texts.knows(key) ? texts.say(key) : charge;
}

/** Entries written as "id" or "id version", by their titles. */
export function entryText({ name }: Pick<PriceVoice, 'name'>, written: string): string {
  const [id = '', ...version] = written.split(' ');
  return [name(id), ...version].join(' ');
}
