/** What adapters share: the words of the book's language. Each function names one thing; none computes. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export type Fields = { readonly [key: string]: Json | undefined };

/** A book (its entries' own fields) and the consignments to rate, as an adapter gives them. */
export type CaseBook = {
  readonly tariff?: Fields;
  readonly discount?: Fields;
  readonly consignments: readonly Fields[];
};

/** A number or decimal text of a case as the decimal text the book takes. */
export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

export const list = (value: Json | undefined): readonly Json[] =>
  value !== undefined && value !== null && isList(value) ? value : [];

export const fields = (value: Json | undefined): Fields =>
  value !== null && typeof value === 'object' && !isList(value) ? value : {};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Coefficients in the order given, each a step of its own. */
export const coefficientSteps = (value: Json | undefined): Json[] =>
  list(value).map((by, index) => ({ step: 'multiply', name: `coefficient ${String(index + 1)}`, by: text(by) }));

/** The correction as given: in money, as a rate on the base, or as candidates of which the greater counts. */
export function correctionSteps(input: Fields): Json[] {
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
