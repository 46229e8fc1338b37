/** What adapters share: the words of the book's language. Each function names one thing; none computes. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type Fields = { readonly [key: string]: Json | undefined };

/** A book (its entries' own fields) and the consignments to rate, as an adapter gives them. */
export type CaseBook = {
  readonly tariff?: Fields;
  readonly discounts?: readonly Fields[];
  /** Entries of other kinds, each with its kind and id. */
  readonly entries?: readonly Fields[];
  readonly consignments: readonly Fields[];
  /** Consignments that came before, of which the case asks nothing. */
  readonly history?: readonly Fields[];
  /** The journal as it was known at one settlement after the other; without it, the consignments once. */
  readonly runs?: readonly (readonly Fields[])[];
  /** For each run, what is forecast to be moved yet: a hypothesis that meters count and nobody is given anything for. */
  readonly forecasts?: readonly (readonly Fields[])[];
  /** A lump to split over weights, with nothing rated. */
  readonly split?: {
    readonly total: string;
    readonly digits: number;
    readonly weights: readonly string[];
    readonly residue: string;
  };
  /** Screened as for a booking, with the quotas of the entries moving. */
  readonly screened?: boolean;
};

/** A number or decimal text of a case as the decimal text the book takes. */
export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

export const list = (value: Json | undefined): readonly Json[] =>
  value !== undefined && value !== null && isList(value) ? value : [];

export const fields = (value: Json | undefined): Fields =>
  value !== null && typeof value === 'object' && !isList(value) ? value : {};

/** A step of a tariff. */
export const step = (kind: string, name: string, more: Fields): Fields => ({ step: kind, name, ...more });

/** The only leg of a consignment, so many kilometres long. */
export const legOf = (km: Json | undefined): Fields => ({
  carrier: 'carrier',
  mode: 'rail',
  from: 'a',
  to: 'b',
  payer: 'payer',
  distanceKm: text(km),
});

/** A consignment of so many of a unit. */
export const units = (unit: string, value: Json | undefined): Fields => ({
  items: [{ quantities: [{ value: text(value), unit }] }],
});

/** A day of the month so many after January of the cases' year. */
export const monthDay = (index: number): string => `2026-${String(index + 1).padStart(2, '0')}-10`;

/** A count that only grows, as what was added each time. */
export const movements = (cumulative: Json | undefined): string[] =>
  list(cumulative).map((value, index, all) => String(Number(value) - Number(all[index - 1] ?? 0)));

/** The months of `2018-09..2018-12`. */
export function monthsOf(window: string): readonly string[] {
  const [first = '', last = ''] = window.split('..');
  const months: string[] = [];
  for (let month = first; month !== '' && month <= last; month = after(month)) months.push(month);
  return months;
}

function after(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return number === '12' ? `${String(Number(year) + 1)}-01` : `${year}-${String(Number(number) + 1).padStart(2, '0')}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** The chain of a rail tariff: base, correction, coefficients. */
export const railSteps = (input: Fields): Json[] => [
  { step: 'lookup', name: 'base', value: text(input['base']) },
  ...correctionSteps(input),
  ...coefficientSteps(input['coefficients']),
];

/** Coefficients in the order given, each a step of its own. */
const coefficientSteps = (value: Json | undefined): Json[] =>
  list(value).map((by, index) => ({ step: 'multiply', name: `coefficient ${String(index + 1)}`, by: text(by) }));

/** The correction as given: in money, as a rate on the base, or as candidates of which the greater counts. */
function correctionSteps(input: Fields): Json[] {
  const named = { name: 'correction', round: '0.01' };
  if (input['correction'] !== undefined) return [{ step: 'add', ...named, value: text(input['correction']) }];
  const rate = input['correctionRate'] === undefined ? [] : [[text(input['base']), text(input['correctionRate'])]];
  const candidates = [...list(input['corrCandidates']), ...rate].map((pair) => ({
    on: text(list(pair)[0]),
    rate: text(list(pair)[1]),
    round: '0.01',
  }));
  return candidates.length === 0 ? [] : [{ step: 'greater-correction', ...named, candidates }];
}

export const vat = (rate: Json | undefined): Json[] =>
  rate === undefined ? [] : [{ category: 'S', rate: text(rate) }];

export const wholeRoubles: Json = { step: 'round', name: 'whole rouble', to: '1' };
