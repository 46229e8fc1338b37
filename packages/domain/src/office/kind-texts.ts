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

/** Rules of pricing behind a kind, where there is one. */
export const KIND_RULES: Readonly<Partial<Record<keyof typeof KINDS, string>>> = Object.freeze({
  budget:
    'A budget is the last limit: first come by order of acceptance, by the recorded sequence of reservations, or rationed when the window has ended. What it cut is a line of its own.',
  discount:
    'Every discount names its grantor. After stacking come the tariff corridor, the minimum charge, which wins over the ceiling, and the budget. A discount names the base tariff version it was granted on.',
  'discount-cap': 'What a cap cut is a line of its own.',
  'excluded-volume':
    'Carrier’s fault, refused volume and force majeure are tonnes with a reason, not held against who promised.',
  meter: 'The same meters serve scales, guarantees, quotas, budgets, promises and turnover.',
  quota: 'A consignment above the ceiling is REFUSE; without a known ceiling it is HOLD.',
  restriction: 'A rule not signed by a named reviewer is HOLD; missing data is HOLD, never a silent pass.',
  promise: 'Its status is answered from evidence and never typed.',
  agreement: 'Two sources that disagree are both kept.',
  tariff:
    'A tariff is chosen by carrier, traffic, currency and day of acceptance; none, or two, is an error that says which. Discounts act at the step marked for them, tax comes last.',
});

/** What the key that decides the others means. */
export const KIND_TEXT = 'What sort of entry this is; it decides which other keys there are.';
