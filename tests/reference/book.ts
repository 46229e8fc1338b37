/** The book as plain texts read by the schemas, and which of its entries hold (pricing.md section 3, docs/reference/book.md). */
import { type AgreementText, agreementSchema } from '@kontor/domain/agreement/schema';
import type { Header } from '@kontor/domain/book/header';
import { type DiscountText, discountSchema } from '@kontor/domain/discount/schema';
import { type StackCapText, stackCapSchema } from '@kontor/domain/discount/stack-cap-schema';
import { type MeterText, meterSchema } from '@kontor/domain/meter/schema';
import { type PlaceText, placeSchema } from '@kontor/domain/network/schema';
import { type PartyText, partySchema } from '@kontor/domain/party/schema';
import { type BudgetText, budgetSchema } from '@kontor/domain/quota/schema';
import { type TariffText, tariffSchema } from '@kontor/domain/tariff/schema';
import { z } from 'zod';
import { within } from './calendar.ts';

export type Book = {
  readonly tariffs: readonly TariffText[];
  readonly discounts: readonly DiscountText[];
  readonly meters: readonly MeterText[];
  readonly budgets: readonly BudgetText[];
  readonly caps: readonly StackCapText[];
  readonly agreements: readonly AgreementText[];
  readonly parties: readonly PartyText[];
  readonly places: readonly PlaceText[];
};

const entrySchema = z.discriminatedUnion('kind', [
  tariffSchema,
  discountSchema,
  meterSchema,
  budgetSchema,
  stackCapSchema,
  agreementSchema,
  partySchema,
  placeSchema,
]);

type Entry = z.infer<typeof entrySchema>;

/** Reads the same plain texts that go to the engine. */
export function readBook(texts: readonly unknown[]): Book {
  const entries = texts.map((text) => entrySchema.parse(text));
  const of = <Kind extends Entry['kind']>(kind: Kind): readonly Extract<Entry, { kind: Kind }>[] =>
    entries.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind);
  return {
    tariffs: of('tariff'),
    discounts: of('discount'),
    meters: of('meter'),
    budgets: of('budget'),
    caps: of('discount-cap'),
    agreements: of('agreement'),
    parties: of('party'),
    places: of('place'),
  };
}

/** On which day of acceptance, as known by which day. */
export type At = { readonly on: string; readonly knownBy: string };

type Versioned = Pick<Header, 'id' | 'version' | 'valid' | 'known'>;

export const knownOf = (entry: Versioned): string => entry.known ?? entry.valid.from;
/** "distinguishes versions of one id; absent, the day `known`" */
export const versionOf = (entry: Versioned): string => entry.version ?? knownOf(entry);

const isNewer = (a: Versioned, b: Versioned): boolean =>
  knownOf(a) === knownOf(b) ? a.valid.from > b.valid.from : knownOf(a) > knownOf(b);

/** Whether a newer version leaves nothing of an older one on a day. */
function ends(newer: Versioned, older: Versioned, on: string): boolean {
  return newer.valid.from < older.valid.from ? within(on, newer.valid) : on >= newer.valid.from;
}

/** "entries that are valid on the day, were known by then, and are not superseded" */
export function inForce<T extends Versioned>(entries: readonly T[], { on, knownBy }: At): readonly T[] {
  const known = entries.filter((entry) => knownOf(entry) <= knownBy);
  return known.filter(
    (entry) =>
      within(on, entry.valid) &&
      !known.some((other) => other.id === entry.id && isNewer(other, entry) && ends(other, entry, on)),
  );
}
