/** Which parts of an entry name other entries, kind by kind: what `checkReferences` looks up. */
import type { Reference, References, ScopeReferences } from '../book/references.ts';

const to = (kind: string, ...places: readonly string[]): readonly Reference[] => places.map((at) => ({ at, to: kind }));

/** A meter named, or the scope of one written in place. */
const meterAt = (...places: readonly string[]): readonly Reference[] => [
  ...to('meter', ...places, ...places.map((at) => `${at}.of[]`)),
  ...to('scope', ...places.flatMap((at) => [`${at}.scope`, `${at}.of[].scope`])),
];

/** How deep conditions combined by all, any and not are looked into. */
const CONDITION_DEPTH = 3;

/** Every place of a condition: at the place given, and in what it combines. */
function conditionsAt(place: string, depth = CONDITION_DEPTH): readonly string[] {
  if (depth === 0) return [place];
  const inner = [`${place}.all[]`, `${place}.any[]`, `${place}.not`];
  return [place, ...inner.flatMap((one) => conditionsAt(one, depth - 1))];
}

const CONDITIONS = conditionsAt('when[]');

export const REFERENCES: References = Object.freeze({
  agreement: [...to('party', 'parties.supplier', 'parties.buyer', 'parties.coExecutors[]'), ...to('scope', 'scope')],
  discount: [
    ...to('party', 'grantor.party', 'beneficiary.party', 'guarantee.by'),
    ...to('budget', 'budget'),
    { at: 'base[].tariff', to: 'tariff', version: 'version' },
    ...to('scope', 'scope'),
    ...meterAt(
      'effect.meter',
      'effect.by.meter',
      'effect.counted.over',
      'effect.by.counted.over',
      'volume.meter',
      'guarantee.meter',
      ...CONDITIONS.map((at) => `${at}.meter`),
    ),
    ...to('party', 'effect.reference[].carrier', 'effect.by.reference[].carrier'),
    ...to('place', 'effect.reference[].from', 'effect.reference[].to'),
    ...to('place', 'effect.by.reference[].from', 'effect.by.reference[].to'),
    ...to('discount', 'group.excludes[]'),
    ...to('scope', ...CONDITIONS.map((at) => `${at}.scope`)),
  ],
  'discount-cap': [
    ...to('party', 'over.grantors[]'),
    ...to('discount', 'over.discounts[]'),
    ...to('tariff', 'over.tariffs[]'),
  ],
  'excluded-volume': [...to('meter', 'meter'), ...to('discount', 'discount')],
  link: [...to('place', 'from', 'to'), ...to('party', 'carrier')],
  meter: [...to('meter', 'of[]'), ...to('scope', 'scope', 'of[].scope')],
  'party-decision': [...to('party-list', 'list'), ...to('party', 'party')],
  'party-list': to('party', 'parties[].party'),
  promise: [
    ...to('session', 'session'),
    ...to('party', 'executor', 'coExecutors[]', 'controller', 'partners[]'),
    ...to('agreement', 'agreements[]'),
  ],
  quota: meterAt('meter'),
  restriction: [...to('scope', 'scope'), ...to('party-list', 'partyList'), ...to('quota', 'quota')],
  session: [...to('place', 'place'), ...to('party', 'halves[]'), ...to('promise', 'agenda[].promises[]')],
  tariff: [
    ...to('party', 'carrier'),
    ...to(
      'scope',
      'scope',
      'parts[].when',
      'parts[].steps[].when',
      'quantities.*.steps[].when',
      'total[].when',
      'tax[].when',
    ),
  ],
});

/** Conditions of a scope whose texts are ids. */
export const SCOPE_REFERENCES: ScopeReferences = Object.freeze({
  agreement: 'agreement',
  consignee: 'party',
  consignor: 'party',
  crossings: 'place',
  destination: 'place',
  'leg.carrier': 'party',
  'leg.from': 'place',
  'leg.to': 'place',
  origin: 'place',
  payer: 'party',
  via: 'place',
});
