/** A random book with a random journal: what one comparison is about. */
import fc from 'fast-check';
import { consignment, NOTES } from './generate-consignments.ts';
import { budget, caps, discounts, fund } from './generate-discounts.ts';
import { nameMeters } from './generate-named-meters.ts';
import { tariffs } from './generate-tariffs.ts';
import { pick, record, type Text, weighed } from './generate-values.ts';

const header = (id: string): Text => ({ id, title: id, source: { synthetic: true }, valid: { from: '2020-01-01' } });
const party = (id: string, more: Text): Text => ({ kind: 'party', ...header(id), ...more });
const place = (id: string, more: Text): Text => ({ kind: 'place', ...header(id), ...more });

/** Parties and places every random book has; `stranger`, `nobody` and `nowhere` are in none. */
export const WORLD: readonly Text[] = [
  party('plant', { country: 'BY', groups: ['building'] }),
  party('works', { country: 'RU', groups: ['building', 'food'] }),
  party('trader', { groups: [] }),
  party('miller', {}),
  party('rail', { country: 'BY' }),
  party('sea', { country: 'RU' }),
  place('alfa', { country: 'BY', railway: 'rw-one' }),
  place('bravo', { country: 'RU', region: 'RU-KGD', railway: 'rw-two' }),
  place('charly', { country: 'RU' }),
];

/** What was learned of a note on a day: the consignment, as it is or as corrected, or that it is cancelled. */
type FactText = { readonly learned: string; readonly note: string; readonly consignment?: Text };

export type Case = {
  readonly book: readonly Text[];
  /** In the order in which they were learned. */
  readonly facts: readonly FactText[];
  /** On which days the journal was rated; compared is the last, reached from the one before. */
  readonly days: readonly string[];
  /** What screening said of each note. */
  readonly screenings: Readonly<Record<string, string>>;
  /** Notes that were reserved on budgets, in that sequence. */
  readonly reserved: readonly string[];
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

const LAST = '2026-01-01';
const DAYS = ['2025-01-20', '2025-03-02', '2025-07-01'] as const;

/** What becomes of a note: known from the beginning, learned late, corrected, cancelled, or cancelled and entered again. */
const fate = weighed<string>(
  [6, pick('known')],
  [2, pick('late')],
  [2, pick('corrected')],
  [1, pick('cancelled', 'again')],
);

function factsOf(one: Text, becomes: string, other: Text, learned: readonly string[]): readonly FactText[] {
  const note = String(one['note']);
  const [first = '2025-01-01', second = LAST] = learned.toSorted();
  const known: FactText = { learned: '2025-01-01', note, consignment: one };
  const corrected: FactText = { learned: first, note, consignment: { ...other, note } };
  const cancelled: FactText = { learned: first, note };
  switch (becomes) {
    case 'late':
      return [{ ...known, learned: first }];
    case 'corrected':
      return [known, corrected];
    case 'cancelled':
      return [known, cancelled];
    case 'again':
      return [known, cancelled, { ...corrected, learned: second }];
    default:
      return [known];
  }
}

type Facts = Pick<Case, 'facts' | 'days'>;

/** One of two journals stands as it is; of the other one learns more as time goes on. */
const learnedJournal: fc.Arbitrary<Facts> = fc
  .tuple(journal, fc.subarray([...DAYS], { maxLength: 2 }), fc.boolean())
  .chain(([list, days, moves]) => {
    const still = { facts: list.flatMap((one) => factsOf(one, 'known', {}, [])), days: [LAST] };
    if (!moves) return fc.constant(still);
    const each = list.map((one) =>
      fc
        .tuple(fate, consignment, fc.shuffledSubarray([...DAYS, LAST], { minLength: 2, maxLength: 2 }))
        .map(([becomes, other, learned]) => factsOf(one, becomes, other, learned)),
    );
    return fc.tuple(...each).map((facts) => ({ facts: facts.flat(), days: [...days, LAST] }));
  });

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

/** A later version of a tariff, which prices the same: discounts to the first are not discounts to it. */
const nextVersion = (tariff: Text): fc.Arbitrary<Text> =>
  record({
    version: fc.constant('next'),
    valid: pick<Text>({ from: '2025-01-31' }, { from: '2025-03-01' }, { from: '2020-01-01' }),
    known: pick('2020-01-02', '2025-01-01', '2025-02-15'),
  }).map((dates) => ({ ...tariff, ...dates }));

/** Both carriers' tariffs, the first sometimes in two versions. */
const tariffVersions = (currency: string): fc.Arbitrary<readonly Text[]> =>
  tariffs(currency).chain((both) =>
    weighed<readonly Text[]>(
      [4, fc.constant(both)],
      [1, fc.tuple(...both.slice(0, 1).map(nextVersion)).map((next) => [...both, ...next])],
    ),
  );

/** Most books write every meter in place. */
const namedMeters = (of: ReturnType<typeof discounts>): fc.Arbitrary<ReturnType<typeof nameMeters>> =>
  fc
    .tuple(
      of,
      weighed<readonly boolean[]>(
        [4, fc.constant([false])],
        [1, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })],
      ),
    )
    .map(([granted, named]) => nameMeters(granted, named));

const entry = (one: Text): Text => ({ ...header(String(one['id'])), ...one });

export const bookCase: fc.Arbitrary<Case> = fc
  .tuple(learnedJournal, pick('EUR', 'EUR', 'EUR', 'BYN', 'JPY'))
  .chain(([facts, currency]) =>
    fc
      .tuple(
        tariffVersions(currency),
        namedMeters(discounts(currency)),
        budget(currency),
        fund(currency),
        weighed<readonly Text[]>([4, fc.constant([])], [1, caps(currency)]),
        fc.array(screening, { minLength: NOTES.length, maxLength: NOTES.length }),
        weighed<readonly string[]>([1, fc.constant([])], [2, fc.shuffledSubarray([...NOTES])]),
      )
      .map(
        ([entries, { granted, meters }, purse, pot, limits, screenings, reserved]): Case => ({
          book: [
            ...entries,
            ...granted,
            ...meters,
            ...limits,
            ...(JSON.stringify(granted).includes('"purse"') ? [purse] : []),
            ...(JSON.stringify(granted).includes('"fund"') ? [pot] : []),
            ...(JSON.stringify([granted, meters]).includes('"agreement"') ? [{ id: 'deal', ...AGREEMENT }] : []),
          ].map(entry),
          ...facts,
          reserved,
          screenings: Object.fromEntries(
            NOTES.flatMap((note, index) => {
              const said = screenings[index];
              return said === undefined ? [] : [[note, said]];
            }),
          ),
        }),
      ),
  );
