/**
 * The facts a scope, a table key or a meter may read, by name, with their type and how they are read from a consignment.
 * One registry for all: a name that is not here is an error of the book.
 */
import type { Consignment, Container, GoodsItem, Leg, Wagon } from '../consignment/schema.ts';
import { type Decimal, decimal, ofInteger } from '../kernel/decimal.ts';

/** What is being looked at: a consignment, and within it perhaps one leg, item, wagon or container. */
export type Subject = {
  readonly consignment: Consignment;
  readonly leg?: Leg;
  readonly item?: GoodsItem;
  readonly wagon?: Wagon;
  readonly container?: Container;
  /** Facts that come from the book: groups of a party, country, railway and region of a place, the payer of the leg. */
  readonly world: World;
};

/** What the book knows of parties and places. */
export type World = {
  readonly placeFacts: (id: string) => { readonly country?: string; readonly region?: string; readonly railway?: string } | undefined;
  readonly groupsOf: (party: string) => readonly string[];
  /** The payer of the subject's leg, or undefined when neither the note nor the Incoterm tells. */
  readonly payerOf: (consignment: Consignment, leg: Leg) => string | undefined;
};

export type FieldType = 'text' | 'number' | 'date' | 'flag';

/** A field's value: a list because a consignment may have several wagons or items; `undefined` means not known. */
export type FieldValue = string | Decimal | boolean;
export type Field = {
  readonly name: string;
  readonly type: FieldType;
  /** Unit of a number, UN/ECE Rec 20. */
  readonly unit?: string;
  readonly read: (subject: Subject) => readonly FieldValue[] | undefined;
};
