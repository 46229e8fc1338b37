/** What a discount brings at settlement over a worked example: earned in all, by consignment and by party, and its guarantee. */
import type { DiscountExample } from '../discount/example-schema.ts';
import type { DiscountForm } from '../discount/form.ts';
import { add, type Decimal, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { ofMinor } from '../kernel/money.ts';
import type { Earned } from './entitled.ts';
import { entitlements } from './entitlement.ts';
import { guaranteeAnswers } from './guarantees.ts';
import { type ExampleFigure, figure } from './price-example.ts';
import type { RatedJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

type Expected = DiscountExample['expected'];

/** The example with its journal rated, and the day by which the book and the journal are known. */
export type SettledExample = {
  readonly book: RatingBook;
  readonly form: DiscountForm;
  readonly note: string;
  readonly journal: RatedJournal;
  readonly knownBy: LocalDate;
};

type Amount = { readonly currency: string; readonly amount: bigint };

const sumOf = (amounts: readonly Amount[]): Decimal =>
  amounts.reduce((sum, { amount, currency }) => add(sum, ofMinor(amount, currency)), ZERO);

const isOf = (form: DiscountForm, { entry }: Pick<Earned, 'entry'>): boolean =>
  entry.id === form.id && entry.version === form.version;

function shareFigures(expected: NonNullable<Expected['shares']>, earned: readonly Earned[]): readonly ExampleFigure[] {
  const shares = earned.flatMap((one) => one.shares.map((share) => ({ ...share, currency: one.currency })));
  const wanted = new Map<string, string>(Object.entries(expected));
  return [...new Set([...wanted.keys(), ...shares.map(({ role }) => role)])].map((role) =>
    figure(`shares.${role}`, wanted.get(role) ?? '0', sumOf(shares.filter((one) => one.role === role))),
  );
}

/** How the promise stands in the window in which the consignment priced earned by it. */
function guaranteeFigures(
  expected: NonNullable<Expected['guarantee']>,
  { book, form, journal, note, knownBy }: SettledExample,
  earned: readonly Earned[],
): readonly ExampleFigure[] {
  const answers = guaranteeAnswers(book, journal, earned, knownBy).filter((one) => isOf(form, one.form.considered));
  const staked = answers.filter(({ group }) => group?.stakes.some((stake) => stake.note === note) === true);
  const chosen = staked.length > 0 ? staked : answers;
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const status = only?.status ?? (chosen.length === 0 ? undefined : chosen.map((one) => one.status).join(', '));
  const found: ExampleFigure[] = [
    { what: 'guarantee.status', expected: expected.status, actual: status, agrees: expected.status === status },
  ];
  for (const name of ['measured', 'short'] as const) {
    const wanted = expected[name];
    if (wanted !== undefined) found.push(figure(`guarantee.${name}`, wanted, only?.answer[name]));
  }
  return found;
}

/** Every figure of settlement that the example names. An amount that cannot be told has no actual value. */
export function settledFigures(expected: Expected, example: SettledExample): readonly ExampleFigure[] {
  const { earned, own, shares, guarantee } = expected;
  if (earned === undefined && own === undefined && shares === undefined && guarantee === undefined) return [];
  const { book, form, journal, note, knownBy } = example;
  const all = entitlements(book, journal, knownBy);
  const ours = all.filter((one) => isOf(form, one));
  const known = ours.filter((one) => one.kind === 'earned');
  const told = known.length === ours.length;
  const found: ExampleFigure[] = [];
  if (earned !== undefined) found.push(figure('earned', earned, told ? sumOf(known) : undefined));
  if (own !== undefined) {
    const legs = known.flatMap(({ legs: parts, currency }) => parts.map((leg) => ({ ...leg, currency })));
    const ownLegs = legs.filter((leg) => leg.note === note);
    // A window that cannot be told is nothing to a note that is entitled in others and in none of those.
    const elsewhere = ownLegs.length > 0 && !ours.some((one) => one.kind !== 'earned' && one.notes.includes(note));
    found.push(figure('own', own, told || elsewhere ? sumOf(ownLegs) : undefined));
  }
  if (shares !== undefined) found.push(...shareFigures(shares, known));
  if (guarantee !== undefined) {
    const rebates = all.filter((one) => one.kind === 'earned');
    found.push(...guaranteeFigures(guarantee, example, rebates));
  }
  return found;
}
