/** What discounts granted on the strength of a guarantee have given: by key and window of the guarantee, leg by leg. */
import type { EntryReference, LegRating, Share } from '../charge/rating.ts';
import type { DiscountForm } from '../discount/form.ts';
import type { GuaranteeForm } from '../discount/guarantee.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import { countDate, coversCharge } from '../meter/contribution.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { Earned } from './entitled.ts';
import { isInForce } from './promise-windows.ts';
import type { RatedConsignment, RatedJournal } from './rate-journal.ts';
import type { RatingBook } from './rating-book.ts';

/** A leg a discount was granted on, with what it brought and to whom. */
export type Stake = {
  readonly note: string;
  readonly accepted: LocalDate;
  readonly leg: number;
  readonly currency: string;
  readonly base: bigint;
  readonly amount: bigint;
  readonly shares: readonly Share[];
};

/** All of one key and window. `fees`: charges payable on the legs the guarantee counts, with a discount or without. */
export type StakeGroup = {
  readonly key: string;
  readonly span: Period;
  readonly stakes: Stake[];
  readonly fees: Map<string, bigint>;
};

/** What is left of the charges a discount touches. */
function feesOn(form: DiscountForm, rating: LegRating): bigint {
  const { touches } = form;
  if (touches.kind !== 'charges') return 0n;
  return rating.lines
    .filter((line) => line.source !== 'tax' && coversCharge(touches.charges, line.charge))
    .reduce((sum, line) => sum + line.amount, 0n);
}

const isOf = (entry: EntryReference, form: DiscountForm): boolean =>
  entry.id === form.id && entry.version === form.version;

function grantedNow(form: DiscountForm, rating: LegRating): Pick<Stake, 'base' | 'amount' | 'shares'> | undefined {
  const outcome = rating.discounts.find((one) => isOf(one.entry, form));
  return outcome?.kind === 'applied' && outcome.at === 'rating' ? outcome : undefined;
}

/** Rebates of the form, by note and leg. */
function rebatesOf(form: DiscountForm, earned: readonly Earned[]): ReadonlyMap<string, Earned['legs'][number]> {
  const legs = earned.filter((one) => isOf(one.entry, form)).flatMap((one) => one.legs);
  return new Map(legs.map((leg) => [`${leg.note}\n${String(leg.leg)}`, leg]));
}

type Gathering = {
  readonly book: RatingBook;
  readonly form: DiscountForm;
  readonly guarantee: GuaranteeForm;
  readonly journal: RatedJournal;
  readonly rebates: ReadonlyMap<string, Earned['legs'][number]> | undefined;
  readonly groups: Map<string, StakeGroup>;
  readonly knownBy: LocalDate;
};

function gatherLeg(at: Gathering, { consignment }: RatedConsignment, index: number, rating: LegRating): void {
  const { form, guarantee } = at;
  const found = consignment.legs[index];
  const subject: Subject = {
    consignment,
    world: at.journal.state.worldOf(consignment),
    ...(found === undefined ? {} : { leg: found }),
  };
  const granted =
    at.rebates === undefined ? grantedNow(form, rating) : at.rebates.get(`${consignment.note}\n${String(index)}`);
  if (granted === undefined && guarantee.failure.kind !== 'pay') return;
  const counted = countDate(guarantee.meter.countAt, consignment);
  // Of a window that counts in part, what lies outside of the days of this version is not promised for.
  if (guarantee.proRata && counted !== undefined && !isInForce(at.book, form, counted, at.knownBy)) return;
  const reading = at.journal.state.readings.within(guarantee.meter, subject);
  if (reading.kind === 'unreadable') return;
  const group = groupOf(at.groups, reading.key, reading.span);
  const { currency } = rating;
  if (evaluateScope(guarantee.meter.scope, subject).kind === 'applies')
    group.fees.set(currency, (group.fees.get(currency) ?? 0n) + feesOn(form, rating));
  if (granted === undefined) return;
  const { base, amount, shares } = granted;
  const { note, accepted } = consignment;
  group.stakes.push({ note, accepted, leg: index, currency, base, amount, shares });
}

/** The stakes of one discount. A leg that has not got as far as the meter's date belongs to no window yet. */
export function stakesOf(
  book: RatingBook,
  form: DiscountForm,
  journal: RatedJournal,
  { earned, knownBy }: { readonly earned: readonly Earned[]; readonly knownBy: LocalDate },
): ReadonlyMap<string, StakeGroup> {
  const { guarantee } = form;
  const groups = new Map<string, StakeGroup>();
  if (guarantee === undefined) return groups;
  const rebates = form.at === 'settlement' ? rebatesOf(form, earned) : undefined;
  const at: Gathering = { book, form, guarantee, journal, rebates, groups, knownBy };
  for (const one of journal.rated) {
    for (const [index, leg] of one.rating.legs.entries()) if (leg.ok) gatherLeg(at, one, index, leg.rating);
  }
  return groups;
}

export const groupKey = (key: string, span: Period): string => `${key}\n${span.from}\n${span.to ?? ''}`;

function groupOf(groups: Map<string, StakeGroup>, key: string, span: Period): StakeGroup {
  const name = groupKey(key, span);
  const group = groups.get(name) ?? { key, span, stakes: [], fees: new Map() };
  groups.set(name, group);
  return group;
}
