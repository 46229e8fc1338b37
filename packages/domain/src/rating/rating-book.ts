import { agreementSchema } from '../agreement/schema.ts';
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { type At, entriesOf, inForce } from '../book/select.ts';
import { type BudgetForm, budgetWindow, compileBudget, grantsLater } from '../discount/budget.ts';
import { bookProblems } from '../discount/check.ts';
import { compileDiscount } from '../discount/compile.ts';
import { type DiscountForm, metersOf } from '../discount/form.ts';
import { discountSchema } from '../discount/schema.ts';
import { compareStack } from '../discount/stack.ts';
import { compileStackCap, type StackCapForm } from '../discount/stack-cap.ts';
import { stackCapSchema } from '../discount/stack-cap-schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import { compileExcluded, type ExcludedVolume } from '../meter/excluded.ts';
import { excludedVolumeSchema } from '../meter/excluded-schema.ts';
import { type MeterForm, withParts } from '../meter/form.ts';
import { meterSchema } from '../meter/schema.ts';
import { budgetSchema } from '../quota/schema.ts';
import type { World } from '../scope/subject.ts';
import { worldOf, worldsByKnowledge } from '../scope/world.ts';
import { compileTariff } from '../tariff/compile.ts';
import type { TariffForm } from '../tariff/form.ts';
import { tariffSchema } from '../tariff/schema.ts';
import { agreementForm, type PricedAgreement } from './goods-price.ts';

/** Everything rating needs of a book, compiled once: frozen data that the interpreter walks. */
export type RatingBook = {
  readonly tariffs: readonly TariffForm[];
  readonly discounts: readonly DiscountForm[];
  /** Every meter that the discounts read, each once. */
  readonly meters: readonly MeterForm[];
  readonly budgets: readonly BudgetForm[];
  readonly caps: readonly StackCapForm[];
  readonly agreements: readonly PricedAgreement[];
  /** Volumes excluded from guarantees, in all their versions. */
  readonly excluded: readonly ExcludedVolume[];
  /** Parties and places on a day of acceptance, as known by another: what rating and settlement go by. */
  readonly worldAt: (at: At) => World;
  /** The newest of each, whatever the day: names and regions for what is shown without one. */
  readonly world: World;
  /** Parties and places as written, with the day each was known: what the world says. */
  readonly worldFacts: readonly WorldFact[];
};

export type WorldFact = { readonly raw: unknown; readonly known: LocalDate };

type Compiled<T> = { readonly forms: readonly T[]; readonly refusals: readonly Refusal[] };

/** Compiles all entries of a kind; those that do not compile are left out and named. */
function compileAll<T>(book: LoadedBook, kind: string, compile: (entry: LoadedEntry) => Result<T>): Compiled<T> {
  const forms: T[] = [];
  const refusals: Refusal[] = [];
  for (const entry of book.entries) {
    if (entry.kind !== kind) continue;
    const compiled = compile(entry);
    if (compiled.ok) {
      // A discount read without a key of it may speak of more than was meant: it is looked at by itself, not beside others.
      if (kind !== 'discount' || !entry.mended) forms.push(compiled.value);
      refusals.push(...(compiled.warnings ?? []));
    } else refusals.push(...compiled.refusals);
  }
  return { forms: Object.freeze(forms), refusals };
}

type NamedMeter = { readonly entry: LoadedEntry; readonly form: MeterForm };

/** Meters that combine others are compiled after those, which they name. */
function compileNamedMeters(book: LoadedBook): Compiled<NamedMeter> {
  const combines = (entry: LoadedEntry): boolean => readEntry(entry, meterSchema).of !== undefined;
  const combining = new Set(
    entriesOf(book, 'meter')
      .filter(combines)
      .map(({ id }) => id),
  );
  const round = (forms: readonly NamedMeter[], chosen: (entry: LoadedEntry) => boolean): Compiled<NamedMeter> =>
    compileAll(
      { ...book, entries: book.entries.filter((one) => one.kind === 'meter' && chosen(one)) },
      'meter',
      (entry) => {
        const refusals: Refusal[] = [];
        const at = {
          id: `${entry.id}@${entry.version}`,
          place: entry.place,
          path: [],
          named: meterNamedBy(forms, entry),
          combines: (id: string) => combining.has(id),
        };
        const form = compileMeter(readEntry(entry, meterSchema), at, refusals);
        return form === undefined ? { ok: false, refusals } : { ok: true, value: { entry, form }, warnings: refusals };
      },
    );
  const measuring = round([], (entry) => !combines(entry));
  const combined = round(measuring.forms, combines);
  return {
    forms: [...measuring.forms, ...combined.forms],
    refusals: [...measuring.refusals, ...combined.refusals],
  };
}

/** The newest version of a meter that was known when the entry naming it was published, else the oldest there is. */
function meterNamedBy(meters: readonly NamedMeter[], by: LoadedEntry): (id: string) => MeterForm | undefined {
  return (id) => {
    const versions = meters
      .filter(({ entry }) => entry.id === id)
      .toSorted((a, b) => compareCodePoints(a.entry.known, b.entry.known));
    return (versions.findLast(({ entry }) => entry.known <= by.known) ?? versions[0])?.form;
  };
}

function metersRead(discounts: readonly DiscountForm[]): readonly MeterForm[] {
  const meters = new Map<string, MeterForm>();
  for (const form of discounts) {
    for (const meter of metersOf(form)) meters.set(meter.id, meter);
    if (form.guarantee !== undefined) for (const meter of withParts(form.guarantee.meter)) meters.set(meter.id, meter);
  }
  return Object.freeze([...meters.values()].toSorted((a, b) => compareCodePoints(a.id, b.id)));
}

function byId(entries: readonly LoadedEntry[]): ReadonlyMap<string, readonly LoadedEntry[]> {
  const versions = new Map<string, LoadedEntry[]>();
  for (const entry of entries) versions.set(entry.id, [...(versions.get(entry.id) ?? []), entry]);
  return versions;
}

function worldFacts({ entries }: LoadedBook): readonly WorldFact[] {
  return entries.filter(({ kind }) => kind === 'party' || kind === 'place').map(({ raw, known }) => ({ raw, known }));
}

function worldsAt(book: LoadedBook): (at: At) => World {
  const worlds = worldsByKnowledge(book);
  let last: { readonly on: LocalDate; readonly knownBy: LocalDate; readonly world: World } | undefined;
  return ({ on, knownBy }) => {
    if (last?.on !== on || last.knownBy !== knownBy) last = { on, knownBy, world: worlds({ date: on, knownBy }) };
    return last.world;
  };
}

/** Compiles a book for rating; entries that do not compile are left out and named in the refusals. */
export function compileRatingBook(book: LoadedBook): {
  readonly book: RatingBook;
  readonly refusals: readonly Refusal[];
} {
  const tariffs = compileAll(book, 'tariff', (entry) => compileTariff(entry, readEntry(entry, tariffSchema)));
  const budgets = compileAll(book, 'budget', (entry) => compileBudget(entry, readEntry(entry, budgetSchema)));
  const meters = compileNamedMeters(book);
  const caps = compileAll(book, 'discount-cap', (entry) => compileStackCap(entry, readEntry(entry, stackCapSchema)));
  const agreements = compileAll(
    book,
    'agreement',
    (entry): Result<PricedAgreement> => ({ ok: true, value: agreementForm(entry, readEntry(entry, agreementSchema)) }),
  );
  const excluded = compileAll(book, 'excluded-volume', (entry) =>
    compileExcluded(entry, readEntry(entry, excludedVolumeSchema)),
  );
  const budgetIds = new Set(book.entries.filter((entry) => entry.kind === 'budget').map((entry) => entry.id));
  const versionsOfTariffs = byId(entriesOf(book, 'tariff'));
  const discounts = compileAll(book, 'discount', (entry) =>
    compileDiscount(entry, readEntry(entry, discountSchema), {
      tariffVersions: (id) => versionsOfTariffs.get(id) ?? [],
      meterNamed: meterNamedBy(meters.forms, entry),
      hasBudget: (id) => budgetIds.has(id),
      grantsLater: (id) => budgets.forms.some((one) => one.id === id && grantsLater(one)),
    }),
  );
  const placeOf = (form: DiscountForm): LoadedEntry | undefined =>
    book.entries.find((entry) => entry.id === form.id && entry.version === form.version && entry.kind === 'discount');
  const problems = bookProblems(discounts.forms, (form, path) => placeOf(form)?.place(path) ?? {});
  const ordered = Object.freeze(discounts.forms.toSorted(compareStack));
  return {
    book: Object.freeze({
      tariffs: tariffs.forms,
      discounts: ordered,
      meters: metersRead(ordered),
      budgets: budgets.forms,
      caps: caps.forms,
      agreements: agreements.forms,
      excluded: excluded.forms,
      worldAt: worldsAt(book),
      world: worldOf(book),
      worldFacts: Object.freeze(worldFacts(book)),
    }),
    refusals: [tariffs, budgets, meters, caps, discounts, excluded]
      .flatMap(({ refusals }) => refusals)
      .concat(problems),
  };
}

/** What of a book is in force on a day: discounts in the order of the stack, by what they act on, and budgets. */
export type InForce = {
  readonly freight: readonly DiscountForm[];
  readonly goods: readonly DiscountForm[];
  /** Caps over several discounts, in the order of their ids. */
  readonly caps: readonly StackCapForm[];
  /** Budgets by id, each with its window on that day. */
  readonly budgets: ReadonlyMap<string, OpenBudget>;
};

export type OpenBudget = { readonly form: BudgetForm; readonly window: Period };

/** By day and knowledge. What is asked again and again, as by a journal, is found only once. */
type Days = {
  readonly found: Map<string, InForce>;
  /** Lists of discounts by what they hold: most days have that of the day before, and what is known of a list lasts. */
  readonly lists: Map<string, readonly DiscountForm[]>;
  readonly places: ReadonlyMap<DiscountForm, number>;
  last: { readonly at: At; readonly inForce: InForce } | undefined;
};

const inForceByBook = new WeakMap<RatingBook, Days>();

function openBudgets(book: RatingBook, at: At): readonly OpenBudget[] {
  return inForce(book.budgets, at).flatMap((form): OpenBudget[] => {
    const window = budgetWindow(form, at.on);
    return window === undefined ? [] : [{ form, window }];
  });
}

/** The one list of these discounts of a book. */
function listed(forms: readonly DiscountForm[], { lists, places }: Days): readonly DiscountForm[] {
  const key = forms.map((form) => places.get(form)).join(' ');
  const list = lists.get(key) ?? Object.freeze(forms);
  lists.set(key, list);
  return list;
}

function findInForce(book: RatingBook, at: At, days: Days): InForce {
  const discounts = inForce(book.discounts, at);
  const on = (kind: DiscountForm['touches']['kind']): readonly DiscountForm[] =>
    listed(
      discounts.filter((form) => form.touches.kind === kind),
      days,
    );
  return Object.freeze({
    freight: on('charges'),
    goods: on('goods-price'),
    caps: inForce(book.caps, at).toSorted((a, b) => compareCodePoints(a.id, b.id)),
    budgets: new Map(openBudgets(book, at).map((budget) => [budget.form.id, budget])),
  });
}

/** Days remembered of one book, each by a day of knowledge; beyond it what is remembered begins anew. */
const MOST_DAYS = 20_000;

const newDays = ({ discounts }: RatingBook): Days => ({
  found: new Map(),
  lists: new Map(),
  places: new Map(discounts.map((form, place) => [form, place])),
  last: undefined,
});

/** The discounts and budgets valid on a day of acceptance, by the book as known by another. */
export function discountsInForce(book: RatingBook, at: At): InForce {
  const days = inForceByBook.get(book) ?? newDays(book);
  const { last } = days;
  if (last !== undefined && last.at.on === at.on && last.at.knownBy === at.knownBy) return last.inForce;
  inForceByBook.set(book, days);
  const day = `${at.on} ${at.knownBy}`;
  const found = days.found.get(day) ?? findInForce(book, at, days);
  if (days.found.size >= MOST_DAYS) days.found.clear();
  days.found.set(day, found);
  days.last = { at, inForce: found };
  return found;
}

export const budgetInForce = (book: RatingBook, id: string, at: At): OpenBudget | undefined =>
  discountsInForce(book, at).budgets.get(id);
