import { type LoadedBook, readEntry } from '../book/load.ts';
import { entriesOf } from '../book/select.ts';
import type { LegRating } from '../charge/rating.ts';
import { type Decimal, equals, parseDecimal, toText } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { TariffExample } from '../tariff/example-schema.ts';
import { tariffSchema } from '../tariff/schema.ts';
import { rateConsignment } from './rate-consignment.ts';
import type { RatingBook } from './rating-book.ts';

/** One figure of an example: what it must be and what it came to; no actual figure means there is none. */
export type ExampleFigure = {
  readonly what: string;
  readonly expected: string;
  readonly actual: string | undefined;
  readonly agrees: boolean;
};

export const figure = (what: string, expected: string, actual: Decimal | undefined): ExampleFigure => {
  const wanted = parseDecimal(expected);
  const agrees = wanted !== undefined && actual !== undefined && equals(wanted, actual);
  return { what, expected, actual: actual === undefined ? undefined : toText(actual), agrees };
};

function figuresOf(expected: TariffExample['expected'], rating: LegRating): ExampleFigure[] {
  const money = (minor: bigint | undefined): Decimal | undefined =>
    minor === undefined ? undefined : ofMinor(minor, rating.currency);
  const line = (id: string): LegRating['lines'][number] | undefined => rating.lines.find((one) => one.id === id);
  const found: ExampleFigure[] = [];
  for (const [id, steps] of Object.entries(expected.steps ?? {})) {
    for (const [name, text] of Object.entries(steps))
      found.push(figure(`${id}.${name}`, text, line(id)?.trace.find((step) => step.name === name)?.after));
  }
  for (const [id, text] of Object.entries(expected.lines ?? {})) found.push(figure(id, text, money(line(id)?.amount)));
  for (const name of ['net', 'tax', 'payable'] as const) {
    const text = expected[name];
    if (text !== undefined) found.push(figure(name, text, money(rating[name])));
  }
  return found;
}

/** Prices one example and compares every figure it names, each exactly. */
export function priceExample(book: RatingBook, example: TariffExample, knownBy: LocalDate): readonly ExampleFigure[] {
  const outcome = rateConsignment(book, example.consignment, { knownBy }).legs[example.leg];
  const codes = outcome === undefined || outcome.ok ? [] : outcome.refusals.map((one) => one.code);
  if (example.expected.refusal !== undefined) {
    const wanted = example.expected.refusal;
    return [
      { what: 'refusal', expected: wanted, actual: codes.join(', ') || undefined, agrees: codes.includes(wanted) },
    ];
  }
  if (outcome?.ok === true) return figuresOf(example.expected, outcome.rating);
  return [
    { what: 'price', expected: example.expected.net ?? '', actual: codes.join(', ') || undefined, agrees: false },
  ];
}

/** Prices all examples of all tariffs of a book; a figure that is off is a refusal at the example's place. A tariff of which a table could not be read has no figures yet. */
export function checkExamples(book: RatingBook, loaded: LoadedBook): readonly Refusal[] {
  return entriesOf(loaded, 'tariff').flatMap((entry) => {
    const { tables, examples } = readEntry(entry, tariffSchema);
    if (Object.keys(tables).some((name) => !entry.tables.has(name))) return [];
    return examples.flatMap((example, index) =>
      priceExample(book, example, entry.known)
        .filter((one) => !one.agrees)
        .map(({ what, expected, actual = '' }) =>
          refusal(
            'tariff.example-off',
            { name: example.name, what, expected, actual },
            entry.place(['examples', index]),
          ),
        ),
    );
  });
}
