/** Prices the worked examples of discounts, each with its own short history, by the code that rates everything else. */
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { entriesOf } from '../book/select.ts';
import type { DiscountOutcome, LegOutcome } from '../charge/rating.ts';
import type { DiscountExample, HeldText } from '../discount/example-schema.ts';
import type { DiscountForm } from '../discount/form.ts';
import { discountSchema } from '../discount/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, decimal, divide } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import { periodLabel } from '../kernel/period.ts';
import { convert, isUnit } from '../kernel/quantity.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import type { MeterForm, MeterReading } from '../meter/form.ts';
import { type ExampleFigure, figure } from './price-example.ts';
import { settledFigures } from './price-settled-example.ts';
import { rateConsignment } from './rate-consignment.ts';
import { rateJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';
import type { RatingReadings } from './rating-state.ts';

/** What a meter holds beside the journal, in its own unit. */
type Held = { readonly meter: MeterForm; readonly text: HeldText; readonly value: Decimal };

/** Meters of the discount by the name an example may give them: written in place by their place, others by their id. */
function metersOf(book: RatingBook, form: DiscountForm): ReadonlyMap<string, MeterForm> {
  const own = `${form.id}@${form.version}#`;
  const named = book.meters.map((meter): [string, MeterForm] => [
    meter.id.startsWith(own) ? meter.id.slice(own.length) : (meter.id.split('@')[0] ?? meter.id),
    meter,
  ]);
  return new Map(named.filter(([, meter]) => meter.id.startsWith(own) || !meter.id.includes('#')));
}

/** The meter an example speaks of; of several the only one written in place. */
function meterFor(meters: ReadonlyMap<string, MeterForm>, name: string | undefined): MeterForm | undefined {
  if (name !== undefined) return meters.get(name);
  const own = [...meters.values()].filter((meter) => meter.id.includes('#'));
  const all = own.length > 0 ? own : [...meters.values()];
  return all.length === 1 ? all[0] : undefined;
}

/** The value in the meter's own unit; undefined when its unit does not convert. */
function inMeterUnit({ effect }: DiscountForm, meter: MeterForm, { value, unit }: HeldText): Decimal | undefined {
  const written = decimal(value);
  if (unit === undefined)
    return effect.kind === 'tier' && effect.meter.id === meter.id ? divide(written, effect.factor) : written;
  if (unit === meter.unit) return written;
  return isUnit(unit) && isUnit(meter.unit) ? convert({ value: written, unit }, meter.unit)?.value : undefined;
}

function isHeld({ meter, text }: Held, asked: MeterForm, reading: Extract<MeterReading, { kind: 'read' }>): boolean {
  if (meter.id !== asked.id) return false;
  if (text.key !== undefined && text.key !== reading.key) return false;
  return text.window === undefined || text.window === periodLabel(reading.span);
}

/** Readings of a journal before which meters held something already. */
function withHistory(readings: RatingReadings, history: readonly Held[]): RatingReadings {
  const more = (meter: MeterForm, reading: MeterReading): MeterReading => {
    if (reading.kind !== 'read') return reading;
    return history
      .filter((one) => isHeld(one, meter, reading))
      .reduce((sum, { value }) => ({ ...sum, total: add(sum.total, value), value: add(sum.value, value) }), reading);
  };
  return {
    ...readings,
    before: (meter, subject, only) => more(meter, readings.before(meter, subject, only)),
    within: (meter, subject, only) => more(meter, readings.within(meter, subject, only)),
  };
}

type Priced = { readonly leg: LegOutcome | undefined; readonly currency: string; readonly outcome: Found };
type Found = DiscountOutcome | undefined;

function pricedOf(rating: ReturnType<typeof rateConsignment>, form: DiscountForm, at: DiscountExample['leg']): Priced {
  const leg = at === 'goods' ? undefined : rating.legs[at];
  const place = at === 'goods' ? rating.goods : leg?.ok === true ? leg.rating : undefined;
  const outcome = place?.discounts.find(({ entry }) => entry.id === form.id && entry.version === form.version);
  return { leg, currency: place?.currency ?? '', outcome };
}

const text = (what: string, expected: string, actual: string | undefined): ExampleFigure => ({
  what,
  expected,
  actual,
  agrees: expected === actual,
});

const list = (names: readonly string[]): string => names.toSorted(compareCodePoints).join(', ');

function cutFigures(expected: NonNullable<DiscountExample['expected']['cuts']>, { outcome, currency }: Priced) {
  const cuts = outcome?.kind === 'applied' ? outcome.cuts : [];
  const names = new Set([...Object.keys(expected), ...cuts.map(({ by }) => by)]);
  return [...names].map((by) => {
    const amount = cuts.filter((one) => one.by === by).reduce((sum, one) => sum + one.amount, 0n);
    return figure(
      `cuts.${by}`,
      new Map<string, string>(Object.entries(expected)).get(by) ?? '0',
      outcome?.kind === 'applied' ? ofMinor(amount, currency) : undefined,
    );
  });
}

function outcomeFigures(expected: DiscountExample['expected'], priced: Priced): readonly ExampleFigure[] {
  const { outcome, leg, currency } = priced;
  const codes = leg?.ok === false ? leg.refusals.map((one) => one.code) : [];
  const absent = codes.length > 0 ? codes.join(', ') : 'not-in-force';
  const found: ExampleFigure[] = [text('outcome', expected.outcome, outcome?.kind ?? absent)];
  const reason = outcome?.kind === 'not-applied' ? outcome.reason : undefined;
  if (expected.reason !== undefined) found.push(text('reason', expected.reason, reason?.code));
  const failed = reason?.params['condition'];
  if (expected.condition !== undefined)
    found.push(text('condition', expected.condition, failed === undefined ? undefined : String(failed)));
  if (expected.missing !== undefined)
    found.push(text('missing', list(expected.missing), list(outcome?.kind === 'not-evaluated' ? outcome.missing : [])));
  if (expected.amount !== undefined) {
    const amount = outcome?.kind === 'applied' ? ofMinor(outcome.amount, currency) : undefined;
    found.push(figure('amount', expected.amount, amount));
  }
  if (expected.cuts !== undefined) found.push(...cutFigures(expected.cuts, priced));
  for (const name of ['net', 'payable'] as const) {
    const wanted = expected[name];
    const amount = leg?.ok === true ? ofMinor(leg.rating[name], currency) : undefined;
    if (wanted !== undefined) found.push(figure(name, wanted, amount));
  }
  return found;
}

type At = { readonly book: RatingBook; readonly form: DiscountForm; readonly knownBy: LocalDate };

/** Prices one example of a discount and compares every figure it names, each exactly. */
function priceDiscountExample(
  { book: whole, form, knownBy: published }: At,
  example: DiscountExample,
  history: readonly Held[],
): readonly ExampleFigure[] {
  const { consignment, screening, expected, knownBy = published } = example;
  const book = example.alone ? { ...whole, discounts: [form] } : whole;
  const consignments = [...example.journal.filter(({ note }) => note !== consignment.note), consignment];
  const journal = rateJournal(book, consignments, { knownBy, screeningOf: () => screening });
  const readings = withHistory(journal.state.readings, history);
  const rating = rateConsignment(book, consignment, { knownBy, screening, readings });
  const figures = outcomeFigures(expected, pricedOf(rating, form, example.leg));
  const settled = { ...journal, state: { ...journal.state, readings } };
  const { note } = consignment;
  return [...figures, ...settledFigures(expected, { book, form, note, journal: settled, knownBy })];
}

/** The history of an example in its meters; what cannot be told apart is refused at its place. */
function historyOf(
  entry: LoadedEntry,
  form: DiscountForm,
  meters: ReadonlyMap<string, MeterForm>,
  { history }: DiscountExample,
  index: number,
): { readonly held: readonly Held[]; readonly refusals: readonly Refusal[] } {
  const held: Held[] = [];
  const refusals: Refusal[] = [];
  for (const [position, one] of history.entries()) {
    const place = entry.place(['examples', index, 'history', position]);
    const meter = meterFor(meters, one.meter);
    const value = meter === undefined ? undefined : inMeterUnit(form, meter, one);
    if (meter === undefined)
      refusals.push(
        refusal('discount.example-meter', { meter: one.meter ?? 'none', known: [...meters.keys()].join(', ') }, place),
      );
    else if (value === undefined)
      refusals.push(
        refusal(
          'discount.unit-of-meter',
          { discount: form.id, unit: one.unit ?? '', meter: meter.id, expected: meter.unit },
          place,
        ),
      );
    else held.push({ meter, text: one, value });
  }
  return { held, refusals };
}

/** A worked example with what became of each figure it names, or with what keeps it from being priced. */
export type PricedDiscountExample = {
  readonly example: DiscountExample;
  readonly figures: readonly ExampleFigure[];
  readonly refusals: readonly Refusal[];
};

/** Prices the worked examples of one discount of the book, in their order; none of a discount that does not compile. */
export function priceDiscountExamples(book: RatingBook, entry: LoadedEntry): readonly PricedDiscountExample[] {
  const { examples } = readEntry(entry, discountSchema);
  const form = book.discounts.find((one) => one.id === entry.id && one.version === entry.version);
  if (form === undefined || examples.length === 0) return [];
  const meters = metersOf(book, form);
  return examples.map((example, index) => {
    const { held, refusals } = historyOf(entry, form, meters, example, index);
    if (refusals.length > 0) return { example, figures: [], refusals };
    return { example, figures: priceDiscountExample({ book, form, knownBy: entry.known }, example, held), refusals };
  });
}

function checkEntry(book: RatingBook, entry: LoadedEntry): readonly Refusal[] {
  return priceDiscountExamples(book, entry).flatMap(({ example, figures, refusals }, index) => [
    ...refusals,
    ...figures
      .filter((one) => !one.agrees)
      .map(({ what, expected, actual = '' }) =>
        refusal(
          'discount.example-off',
          { discount: entry.id, name: example.name, what, expected, actual },
          entry.place(['examples', index, 'expected', what.split('.')[0] ?? what]),
        ),
      ),
  ]);
}

/** Prices all examples of all discounts of a book; a figure that is off is a refusal at its place. */
export function checkDiscountExamples(book: RatingBook, loaded: LoadedBook): readonly Refusal[] {
  return entriesOf(loaded, 'discount').flatMap((entry) => checkEntry(book, entry));
}
