/** What the kinds of entries and their common keys mean, for the published schema: editors show it while typing. */
import type { KINDS } from './kinds.ts';

export const KIND_TEXTS: Readonly<Record<keyof typeof KINDS, string>> = Object.freeze({
  agreement: 'An agreement on goods: parties, quantity by source, period, schedule, price.',
  budget: 'Money that funds discounts in a window.',
  discount: 'A discount: who grants it, what it touches, when it applies, what it does.',
  'discount-cap': 'A cap over several discounts together: of a grantor, a group, a tariff.',
  'excluded-volume':
    'A volume that lowers what a guarantee asks for: carrier’s fault, refused volume, force majeure; its days are `valid`.',
  link: 'A link of the corridor between two places: mode, carrier, kilometres, hours, capacity.',
  meter: 'A measure over the journal: what is added up, for which consignments, by which key, in which window.',
  party: 'A region, ministry, carrier, supplier, forwarder or consignee.',
  'party-decision': 'What a person decided on a party that a list may mean.',
  'party-list': 'A list of parties supplied by the operator, matched when screening.',
  place: 'A station, border crossing, port, town or terminal.',
  promise: 'What a party undertakes, with its modality and source; its status is derived, never typed.',
  quota: 'A meter with a ceiling.',
  restriction: 'A dated rule that refuses, holds or flags what its scope speaks of.',
  session: 'A session of the council: number, date, place, agenda.',
  tariff: 'A tariff: tables, quantities, parts with their steps in order, steps over the sum, tax.',
});

/** Keys every entry has. */
export const HEADER_TEXTS: Readonly<Record<string, string>> = Object.freeze({
  kind: 'What sort of entry this is; it decides which other keys there are.',
  id: 'Identifier: lower-case letters and digits joined by - or . and in segments by /, such as rw-by/703nz.',
  version: 'Distinguishes versions of one id. Absent: the day `known`.',
  title: 'Title in the four languages; a proper name may be one text.',
  source: 'Where the entry comes from: act, date, address. What has no public source is `synthetic: true`.',
  valid:
    'From when to when the entry holds, by the date of acceptance; `to` is the first day on which it no longer does.',
  known:
    'When the entry was published; later than the start of `valid` it is back-dated. Absent: the start of `valid`.',
  notice: 'The notice whose item this entry is, such as point 1.11 of a letter: its id, and the item as printed.',
  supersedes:
    'What this one replaces from its own start on: an entry by id, all items of a notice, or only the items named of it.',
  note: 'A remark for readers.',
});
