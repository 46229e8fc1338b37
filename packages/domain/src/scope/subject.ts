/** What scopes, tables and meters look at, and what is known beside it. */
import type { Consignment, Container, GoodsItem, Leg, Wagon } from '../consignment/schema.ts';
import type { Decimal } from '../kernel/decimal.ts';

/** What is being looked at: a consignment, and within it perhaps one leg, item, wagon or container. */
export type Subject = {
  readonly consignment: Consignment;
  readonly leg?: Leg;
  readonly item?: GoodsItem;
  readonly wagon?: Wagon;
  readonly container?: Container;
  /** What the leg, or the goods, cost so far; only where discounts ask. */
  readonly amounts?: Amounts;
  /** Facts that come from the book: groups of a party, country, railway and region of a place, the payer of the leg. */
  readonly world: World;
};

export type PlaceFacts = {
  readonly country?: string;
  readonly region?: string;
  readonly railway?: string;
  readonly role?: string;
};
export type PartyFacts = { readonly country?: string; readonly region?: string; readonly groups: readonly string[] };

/** What the book knows of parties and places. */
export type World = {
  readonly place: (id: string) => PlaceFacts | undefined;
  readonly party: (id: string) => PartyFacts | undefined;
  /** The payer of a leg, or undefined when neither the note nor the Incoterm tells. */
  readonly payerOf: (consignment: Consignment, leg: Leg) => string | undefined;
};

export type AmountOf = 'gross' | 'running';

/** What is asked for: in which currency, and of which charge kinds by prefix; undefined: of all. */
export type AmountAsked = {
  readonly of: AmountOf;
  readonly currency: string;
  readonly charges: readonly string[] | undefined;
};

/** Money in whole units of the currency asked for; undefined while it is not known, and in a currency it is not known in. */
export type Amounts = (asked: AmountAsked) => Decimal | undefined;
