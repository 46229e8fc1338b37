/**
 * What can be screened: a consignment, or less than one — parties of a payout, goods of an offer, an agreement before
 * anything moves. What a lesser subject cannot have yet defers a rule; what it should have and lacks holds it.
 */
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';

/** A party and what it is to the subject: `consignor`, `beneficiary`, `grantor`, `supplier` … */
export type SubjectParty = { readonly role: string; readonly party: string };

/** The sides of a subject. Facts of a side that is not asked are not missed. */
export const ASPECTS = ['parties', 'goods', 'quantity', 'places', 'contract', 'transport'] as const;
export type Aspect = (typeof ASPECTS)[number];

export type ScreeningSubject = {
  readonly id: string;
  /** Which sides the subject has; a consignment has all of them. */
  readonly asks: ReadonlySet<Aspect>;
  /** What is known, as far as it goes, as a consignment. */
  readonly consignment: Consignment;
  /** Parties to match against lists beyond those of the consignment. */
  readonly parties: readonly SubjectParty[];
  /** Other consignments of the same day, to see whether one was split; see `looksSplit`. */
  readonly sameDay: readonly Consignment[];
};

const EVERY_ASPECT: ReadonlySet<Aspect> = new Set(ASPECTS);

/** A consignment, with further parties (such as who is paid) and the others of its day. */
export function consignmentSubject(
  consignment: Consignment,
  more: { readonly parties?: readonly SubjectParty[]; readonly sameDay?: readonly Consignment[] } = {},
): ScreeningSubject {
  const { parties = [], sameDay = [] } = more;
  return { id: consignment.note, asks: EVERY_ASPECT, consignment, parties, sameDay };
}

/** The facts of a lesser subject, in the words of a consignment. */
export type LesserFacts = Partial<Omit<Consignment, 'note' | 'accepted'>>;

/** Less than a consignment: say which sides it has, and give what is known of them. */
export function lesserSubject(text: {
  readonly id: string;
  readonly date: LocalDate;
  readonly asks: readonly Aspect[];
  readonly facts?: LesserFacts;
  readonly parties?: readonly SubjectParty[];
}): ScreeningSubject {
  const blank = consignmentSchema.parse({ note: text.id.slice(0, 64), accepted: text.date });
  const consignment: Consignment = { ...blank, ...text.facts };
  return { id: text.id, asks: new Set(text.asks), consignment, parties: text.parties ?? [], sameDay: [] };
}

/** Parties alone: of a payout, a grant, a relation. Only lists of parties are asked; every other rule is deferred. */
export function partiesSubject(id: string, date: LocalDate, parties: readonly SubjectParty[]): ScreeningSubject {
  return lesserSubject({ id, date, asks: [], parties });
}

/** Goods alone: of an interest or an invitation. */
export function goodsSubject(id: string, date: LocalDate, items: Consignment['items']): ScreeningSubject {
  return lesserSubject({ id, date, asks: ['goods'], facts: { items } });
}

const PARTY_FIELDS: ReadonlySet<string> = new Set(['consignor', 'consignee', 'payer']);
const PLACE_FIELDS: ReadonlySet<string> = new Set(['origin', 'destination', 'dispatchCountry', 'destinationCountry']);
const QUANTITY_FIELDS: ReadonlySet<string> = new Set(['mass_kg', 'pieces', 'heads', 'packages', 'item.mass_kg']);

/** The side of the subject a field (scope/fields.ts) belongs to. */
export function aspectOf(field: string): Aspect {
  const head = field.split('.')[0] ?? field;
  if (QUANTITY_FIELDS.has(field) || head === 'quantity') return 'quantity';
  if (PARTY_FIELDS.has(head)) return 'parties';
  if (PLACE_FIELDS.has(head)) return 'places';
  if (head === 'item') return 'goods';
  return head === 'contract' || head === 'agreement' ? 'contract' : 'transport';
}
