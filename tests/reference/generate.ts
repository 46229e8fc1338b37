/** A random book with a random journal: what one comparison is about. */
import fc from 'fast-check';
import { consignment, NOTES } from './generate-consignments.ts';
import { budget, discounts } from './generate-discounts.ts';
import { tariffs } from './generate-tariffs.ts';
import { pick, type Text, weighed } from './generate-values.ts';

const header = (id: string): Text => ({ id, title: id, source: { synthetic: true }, valid: { from: '2020-01-01' } });
const party = (id: string, more: Text): Text => ({ kind: 'party', ...header(id), ...more });
const place = (id: string, more: Text): Text => ({ kind: 'place', ...header(id), ...more });

/** Parties and places every random book has; `stranger`, `nobody` and `nowhere` are in none. */
export const WORLD: readonly Text[] = [
  party('plant', { country: 'BY', groups: ['building'] }),
  party('works', { country: 'RU', groups: ['building', 'food'] }),
  party('trader', { groups: [] }),
  party('rail', { country: 'BY' }),
  party('sea', { country: 'RU' }),
  place('alfa', { country: 'BY', railway: 'rw-one' }),
  place('bravo', { country: 'RU', region: 'RU-KGD', railway: 'rw-two' }),
  place('charly', { country: 'RU' }),
];

export type Case = {
  readonly book: readonly Text[];
  readonly consignments: readonly Text[];
  /** What screening said of each consignment. */
  readonly screenings: readonly (string | undefined)[];
};

const screening = weighed<string | undefined>(
  [14, pick('ALLOW')],
  [2, pick('FLAG')],
  [2, pick('HOLD', 'REFUSE')],
  [1, fc.constant(undefined)],
);

const journal = fc
  .array(consignment, { minLength: 2, maxLength: 8, size: 'max' })
  .chain((list) =>
    fc
      .shuffledSubarray([...NOTES], { minLength: list.length, maxLength: list.length })
      .map((notes) => list.map((one, index): Text => ({ note: notes[index], ...one }))),
  );

const AGREEMENT: Text = {
  kind: 'agreement',
  parties: { supplier: 'plant', buyer: 'works' },
  goods: { name: 'cement' },
  claims: [
    { id: 'deal/claim', quantity: { value: '100', unit: 'TNE' }, claimed: '2024-12-01', source: { synthetic: true } },
  ],
  inForce: 'deal/claim',
  period: { from: '2025-01-01', to: '2025-07-01' },
  measure: 'mass',
  schedule: 'even',
};

const entry = (one: Text): Text => ({ ...header(String(one['id'])), ...one });

export const bookCase: fc.Arbitrary<Case> = fc
  .tuple(journal, pick('EUR', 'EUR', 'EUR', 'BYN', 'JPY'))
  .chain(([consignments, currency]) =>
    fc
      .tuple(
        tariffs(currency),
        discounts(currency),
        budget(currency),
        fc.array(screening, { minLength: 8, maxLength: 8 }),
      )
      .map(
        ([entries, granted, purse, screenings]): Case => ({
          book: [
            ...entries,
            ...granted,
            ...(JSON.stringify(granted).includes('"purse"') ? [purse] : []),
            ...(JSON.stringify(granted).includes('"agreement"') ? [{ id: 'deal', ...AGREEMENT }] : []),
          ].map(entry),
          consignments,
          screenings,
        }),
      ),
  );
