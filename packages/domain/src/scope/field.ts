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
  /** The same where there is one value or none, without a list around it; `SEVERAL` where it may have more. */
  readonly only?: (subject: Subject) => FieldValue | undefined | typeof SEVERAL;
};

/** A fact of several wagons, items, containers or legs, of which each has a value of its own. */
export const SEVERAL = Symbol('several values');

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
export function single(
  name: string,
  type: FieldType,
  only: (subject: Subject) => FieldValue | undefined,
  unit?: string,
): Field {
  return { ...field(name, type, (s) => known(only(s)), unit), only };
}

export const text = (name: string, read: (s: Subject) => string | undefined): Field => single(name, 'text', read);
export const date = (name: string, read: (c: Consignment) => string | undefined): Field =>
  single(name, 'date', (s) => read(s.consignment));
export const count = (name: string, read: (s: Subject) => number | undefined, unit = 'C62'): Field =>
  single(name, 'number', (s) => valueOf(read(s), 'number'), unit);
/** A fact of each part of a sort: of the one looked at, else of all the consignment has. */
function ofEach<T>(
  { name, type, unit }: { readonly name: string; readonly type: FieldType; readonly unit: string | undefined },
  own: (s: Subject) => T | undefined,
  all: (s: Subject) => readonly T[],
  read: (part: T, s: Subject) => Raw,
): Field {
  return {
    ...field(
      name,
      type,
      (s) => {
        const part = own(s);
        return part === undefined ? each(all(s), type, (one) => read(one, s)) : known(valueOf(read(part, s), type));
      },
      unit,
    ),
    only: (s) => {
      let part = own(s);
      if (part === undefined) {
        const parts = all(s);
        if (parts.length !== 1) return SEVERAL;
        part = parts[0];
      }
      return part === undefined ? undefined : valueOf(read(part, s), type);
    },
  };
}

const ownLeg = (s: Subject): Leg | undefined => s.leg;
const ownItem = (s: Subject): GoodsItem | undefined => s.item;
const ownWagon = (s: Subject): Wagon | undefined => s.wagon;
const ownContainer = (s: Subject): Container | undefined => s.container;
const allLegs = (s: Subject): readonly Leg[] => s.consignment.legs;
const allItems = (s: Subject): readonly GoodsItem[] => s.consignment.items;
const allWagons = (s: Subject): readonly Wagon[] => s.consignment.wagons;
const allContainers = (s: Subject): readonly Container[] => s.consignment.containers;

export const ofLegs = (name: string, type: FieldType, read: (leg: Leg, s: Subject) => Raw, unit?: string): Field =>
  ofEach({ name, type, unit }, ownLeg, allLegs, read);
export const ofItems = (name: string, type: FieldType, read: (item: GoodsItem) => Raw, unit?: string): Field =>
  ofEach({ name, type, unit }, ownItem, allItems, read);
export const ofWagons = (name: string, type: FieldType, read: (wagon: Wagon) => Raw, unit?: string): Field =>
  ofEach({ name, type, unit }, ownWagon, allWagons, read);
export const ofContainers = (
  name: string,
  type: FieldType,
  read: (container: Container) => Raw,
  unit?: string,
): Field => ofEach({ name, type, unit }, ownContainer, allContainers, read);

export const itemSum = (name: string, unit: string, read: (item: GoodsItem) => number | undefined): Field =>
  field(name, 'number', (s) => known(total(itemsOf(s), read)), unit);
