/** How a fact is read: one value or several, of wagons, items, containers or legs, and whether all of them are known. */
import type { Consignment, Container, GoodsItem, Leg, Wagon } from '../consignment/schema.ts';
import { type Decimal, ofInteger, parseDecimal } from '../kernel/decimal.ts';
import type { AmountAsked, Subject } from './subject.ts';

export type FieldType = 'text' | 'number' | 'date' | 'flag';
export type FieldValue = string | Decimal | boolean;

/** What was read: several values for several wagons or items; not `complete` when some of them are not known. */
export type Reading = { readonly values: readonly FieldValue[]; readonly complete: boolean };

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  /** Unit of a number, UN/ECE Rec 20. */
  readonly unit?: string;
  /** Set on amounts of the charge, which no consignment states. */
  readonly amount?: AmountAsked;
  readonly read: (subject: Subject) => Reading;
  /** The same of a fact that has one value or none, without a list around it. */
  readonly only?: (subject: Subject) => FieldValue | undefined;
};

export const NONE: Reading = Object.freeze({ values: Object.freeze([]), complete: false });
export const EMPTY: Reading = Object.freeze({ values: Object.freeze([]), complete: true });

type Raw = string | number | boolean | undefined;

export function known(value: FieldValue | undefined): Reading {
  return value === undefined ? NONE : { values: [value], complete: true };
}

export function valueOf(raw: Raw, type: FieldType): FieldValue | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw === 'number') return ofInteger(raw);
  return type === 'number' && typeof raw === 'string' ? parseDecimal(raw) : raw;
}

/** Reads of every element; an empty list is nothing known of it. */
export function each<T>(list: readonly T[], type: FieldType, read: (element: T) => Raw): Reading {
  if (list.length === 0) return NONE;
  const values: FieldValue[] = [];
  for (const element of list) {
    const value = valueOf(read(element), type);
    if (value !== undefined) values.push(value);
  }
  return { values, complete: values.length === list.length };
}

export const itemsOf = (s: Subject): readonly GoodsItem[] => (s.item === undefined ? s.consignment.items : [s.item]);
export const wagonsOf = (s: Subject): readonly Wagon[] => (s.wagon === undefined ? s.consignment.wagons : [s.wagon]);
export const containersOf = (s: Subject): readonly Container[] =>
  s.container === undefined ? s.consignment.containers : [s.container];
export const legsOf = (s: Subject): readonly Leg[] => (s.leg === undefined ? s.consignment.legs : [s.leg]);

/** A sum that is known only when every part is. */
export function total<T>(list: readonly T[], read: (element: T) => number | undefined): Decimal | undefined {
  if (list.length === 0) return undefined;
  let sum = 0;
  for (const element of list) {
    const part = read(element);
    if (part === undefined) return undefined;
    sum += part;
  }
  return ofInteger(sum);
}

export function field(name: string, type: FieldType, read: Field['read'], unit?: string): Field {
  return unit === undefined ? { name, type, read } : { name, type, read, unit };
}

/** A fact that has one value or none. */
export function single(name: string, type: FieldType, only: NonNullable<Field['only']>, unit?: string): Field {
  return { ...field(name, type, (s) => known(only(s)), unit), only };
}

export const text = (name: string, read: (s: Subject) => string | undefined): Field => single(name, 'text', read);
export const date = (name: string, read: (c: Consignment) => string | undefined): Field =>
  single(name, 'date', (s) => read(s.consignment));
export const count = (name: string, read: (s: Subject) => number | undefined, unit = 'C62'): Field =>
  single(name, 'number', (s) => valueOf(read(s), 'number'), unit);
export const ofLegs = (name: string, type: FieldType, read: (leg: Leg, s: Subject) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(legsOf(s), type, (leg) => read(leg, s)), unit);
export const ofItems = (name: string, type: FieldType, read: (item: GoodsItem) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(itemsOf(s), type, read), unit);
export const ofWagons = (name: string, type: FieldType, read: (wagon: Wagon) => Raw, unit?: string): Field =>
  field(name, type, (s) => each(wagonsOf(s), type, read), unit);
export const ofContainers = (
  name: string,
  type: FieldType,
  read: (container: Container) => Raw,
  unit?: string,
): Field => field(name, type, (s) => each(containersOf(s), type, read), unit);

export const itemSum = (name: string, unit: string, read: (item: GoodsItem) => number | undefined): Field =>
  field(name, 'number', (s) => known(total(itemsOf(s), read)), unit);
