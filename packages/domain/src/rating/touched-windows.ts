/**
 * Which settled windows a re-rating touches: the others need not be settled again (pricing.md section 8). What a leg is
 * entitled to follows from its rating, from the meters a discount reads for it, and from what other discounts take on it; what
 * all legs of a window earn is split among them, so that a window that is touched touches its legs for every later discount.
 */
import type { Consignment } from '../consignment/schema.ts';
import { type DiscountForm, metersOf, tierOf } from '../discount/form.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { contains, monthOf, type Period, quarterOf, yearOf } from '../kernel/period.ts';
import { contributionsOf, countDate } from '../meter/contribution.ts';
import type { MeterForm, MeterReading } from '../meter/form.ts';
import { spansBefore, windowOf } from '../meter/window.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import { discountsInForce } from './rating-book.ts';
import { budgetSource, type Move, meterSource } from './read-index.ts';
import type { Rerated } from './rerate.ts';

/** A window of a discount that settles later or carries a guarantee; without a key, any of them. */
export type TouchedWindow = { readonly discount: string; readonly key: string | undefined; readonly window: Period };

const SPANS = { month: monthOf, quarter: quarterOf, year: yearOf } as const;

/** Kept while one re-rating is looked at. */
type Tracing = {
  readonly rerated: Rerated;
  /** Every leg there is, in the order of acceptance. */
  readonly legs: readonly Subject[];
  /** Legs as they were, of consignments that came out differently. */
  readonly gone: readonly Subject[];
  /** What moved, by source. */
  readonly moves: ReadonlyMap<string, readonly Move[]>;
  /** Notes whose legs may be entitled to something else. */
  readonly dirty: Set<string>;
  readonly found: Map<string, TouchedWindow>;
};

const nameOf = ({ discount, key, window }: TouchedWindow): string => `${discount}\n${key ?? ''}\n${window.from}`;

function legsOf(consignments: readonly Consignment[], { journal }: Rerated): readonly Subject[] {
  const { world } = journal.book;
  return consignments.flatMap((consignment) => consignment.legs.map((leg): Subject => ({ consignment, leg, world })));
}

function movesBySource(moves: readonly Move[]): ReadonlyMap<string, readonly Move[]> {
  const bySource = new Map<string, Move[]>();
  for (const move of moves) {
    const list = bySource.get(move.source) ?? [];
    list.push(move);
    bySource.set(move.source, list);
  }
  return bySource;
}

type Read = Extract<MeterReading, { kind: 'read' }>;

/** The days a reading speaks of: its window, and those it is compared with. */
function spansOf(meter: MeterForm, { window }: Read): readonly Period[] {
  return [window, ...spansBefore(meter, window)];
}

/** Whether a meter moved under the key and in the days it is read for a leg. One that combines others moves with them. */
function hasMoved({ moves, rerated }: Tracing, meter: MeterForm, subject: Subject): boolean {
  const parts = meter.combination?.of ?? [meter];
  const own = parts.flatMap((part) => moves.get(meterSource(part.id)) ?? []);
  if (own.length === 0) return false;
  const reading = rerated.journal.state.readings.within(meter, subject);
  if (reading.kind === 'unreadable') return true;
  const spans = spansOf(meter, reading);
  return own.some(
    ({ key, position }) =>
      (key === undefined || key === reading.key) && spans.some((span) => contains(span, position.date)),
  );
}

/** Whether the discount may speak of a leg at all: it is in force on its day, and its scope does not fail. */
function mayGrant({ rerated }: Tracing, form: DiscountForm, subject: Subject): boolean {
  const { book, terms } = rerated.journal;
  const at = { on: subject.consignment.accepted, knownBy: terms.knownBy };
  return discountsInForce(book, at).freight.includes(form) && evaluateScope(form.scope, subject).kind !== 'fails';
}

function windowOn(
  { rerated }: Tracing,
  form: DiscountForm,
  meter: MeterForm,
  subject: Subject,
): readonly TouchedWindow[] {
  const reading = rerated.journal.state.readings.within(meter, subject);
  return reading.kind === 'read' ? [{ discount: form.id, key: reading.key, window: reading.window }] : [];
}

/** The window in which a discount that settles later settles a leg. */
function settledIn(tracing: Tracing, form: DiscountForm, subject: Subject): readonly TouchedWindow[] {
  const tier = tierOf(form);
  if (tier !== undefined) return windowOn(tracing, form, tier.meter, subject);
  const { consignment, leg, world } = subject;
  const payer = leg === undefined ? undefined : world.payerOf(consignment, leg);
  return [{ discount: form.id, key: payer ?? '', window: SPANS[form.settle ?? 'month'](consignment.accepted) }];
}

function put({ found }: Tracing, windows: readonly TouchedWindow[]): void {
  for (const one of windows) found.set(nameOf(one), one);
}

/** Touches the windows of legs, and by them all other legs in these windows; gives the legs. */
function touchWindows(
  tracing: Tracing,
  form: DiscountForm,
  granted: readonly Subject[],
  isTouched: (subject: Subject) => boolean,
): readonly Subject[] {
  const windows = new Set<string>();
  for (const subject of [...granted.filter(isTouched), ...tracing.gone]) {
    const settled = settledIn(tracing, form, subject);
    put(tracing, settled);
    for (const one of settled) windows.add(nameOf(one));
  }
  return granted.filter((subject) => settledIn(tracing, form, subject).some((one) => windows.has(nameOf(one))));
}

/** The discount's windows of every leg that is touched itself or by a meter read for it. */
function touchSettled(tracing: Tracing, form: DiscountForm): readonly Subject[] {
  const granted = tracing.legs.filter((subject) => mayGrant(tracing, form, subject));
  const meters = metersOf(form);
  const touched = touchWindows(
    tracing,
    form,
    granted,
    (subject) =>
      tracing.dirty.has(subject.consignment.note) || meters.some((meter) => hasMoved(tracing, meter, subject)),
  );
  for (const { consignment } of touched) tracing.dirty.add(consignment.note);
  return touched;
}

/** Whether what is left of a budget, or in which order it grants, may have changed for what settles later. */
function budgetsTouched(
  { rerated, moves }: Tracing,
  touched: ReadonlyMap<DiscountForm, readonly Subject[]>,
): Set<string> {
  const { book } = rerated.journal;
  const budgets = new Set(
    book.budgets.map(({ id }) => id).filter((id) => rerated.whole || moves.has(budgetSource(id))),
  );
  for (const { id, order } of book.budgets) if (rerated.reordered && order !== 'acceptance') budgets.add(id);
  for (const [{ budget }, legs] of touched) if (budget !== undefined && legs.length > 0) budgets.add(budget);
  return budgets;
}

/** Whether a key is counted under by consignments that have not changed: then its promise was and is answered. */
function isKeptKey({ rerated, legs }: Tracing, meter: MeterForm, key: string | undefined): boolean {
  if (meter.key.length === 0) return true;
  const changed = new Set(rerated.changed.map(({ note }) => note));
  const parts = (meter.combination?.of ?? [meter]).filter(({ measure }) => measure.kind !== 'money');
  return legs.some(
    ({ consignment, world }) =>
      !changed.has(consignment.note) &&
      parts.some(
        (part) =>
          countDate(part.countAt, consignment) !== undefined &&
          contributionsOf(part, consignment, world, []).some((one) => one.kind === 'adds' && one.key === key),
      ),
  );
}

/** A promise of one window may be answered by surplus of those before it: then it touches those after it. */
function windowsAfter(tracing: Tracing, form: DiscountForm, touched: TouchedWindow): readonly TouchedWindow[] {
  const { journal } = tracing.rerated;
  const { guarantee } = form;
  if (guarantee === undefined) return [];
  const { failure, cumulative, meter } = guarantee;
  const dependent = cumulative || (failure.kind === 'pay' && failure.makeUp > 0);
  if (meter.window.kind === 'fixed' || meter.window.kind === 'agreement') return [touched];
  // A party that comes or goes is answered in every window that has begun.
  const start = isKeptKey(tracing, meter, touched.key) ? undefined : windowOf(meter.window, form.valid.from, undefined);
  if (!dependent && start === undefined) return [touched];
  const first = start === undefined ? touched : { ...touched, window: start };
  const windows = [touched, first];
  for (let day = first.window.to; day !== undefined && day <= journal.terms.knownBy; ) {
    const window = windowOf(meter.window, day, undefined);
    if (window === undefined) break;
    windows.push({ ...first, window });
    day = window.to;
  }
  return windows;
}

/** Windows of a promise: where its meter moved, and those of the legs granted on its strength. */
function touchGuarantee(tracing: Tracing, form: DiscountForm, legs: readonly Subject[]): void {
  const { guarantee } = form;
  if (guarantee === undefined) return;
  const { meter } = guarantee;
  const parts = meter.combination?.of ?? [meter];
  const moved = parts
    .flatMap((part) => tracing.moves.get(meterSource(part.id)) ?? [])
    .flatMap(({ key, position }): readonly TouchedWindow[] => {
      const window = windowOf(meter.window, position.date, undefined);
      return window === undefined ? [] : [{ discount: form.id, key, window }];
    });
  const changed = tracing.legs.filter(({ consignment }) => tracing.dirty.has(consignment.note));
  const own = [...legs, ...changed, ...tracing.gone].flatMap((subject) => windowOn(tracing, form, meter, subject));
  for (const first of [...moved, ...own]) put(tracing, windowsAfter(tracing, form, first));
}

function tracingOf(rerated: Rerated): Tracing {
  const { journal, changed, whole, moves } = rerated;
  const before = changed.flatMap((one) => (one.before === undefined ? [] : [one.before.consignment]));
  const notes = whole ? journal.rated.map(({ consignment }) => consignment.note) : changed.map(({ note }) => note);
  return {
    rerated,
    legs: legsOf(
      journal.rated.map(({ consignment }) => consignment),
      rerated,
    ),
    gone: legsOf(before, rerated),
    moves: movesBySource(moves),
    dirty: new Set(notes),
    found: new Map(),
  };
}

/** Every window that may settle differently, each once, by discount, key and start. */
export function touchedWindows(rerated: Rerated): readonly TouchedWindow[] {
  if (rerated.changed.length === 0 && rerated.moves.length === 0 && !rerated.whole && !rerated.reordered) return [];
  const tracing = tracingOf(rerated);
  const { discounts } = rerated.journal.book;
  const touched = new Map<DiscountForm, readonly Subject[]>();
  const settled = discounts.filter((form) => form.at === 'settlement' && form.touches.kind === 'charges');
  const grouped = settled.some(({ group }) => group !== undefined);
  // A group may choose another before it in the order: then those before it are looked at again.
  for (let again = true; again; ) {
    const before = tracing.dirty.size;
    for (const form of settled) touched.set(form, touchSettled(tracing, form));
    again = grouped && tracing.dirty.size > before;
  }
  const budgets = budgetsTouched(tracing, touched);
  for (const form of touched.keys()) {
    if (form.budget === undefined || !budgets.has(form.budget)) continue;
    const granted = tracing.legs.filter((subject) => mayGrant(tracing, form, subject));
    touched.set(
      form,
      touchWindows(tracing, form, granted, () => true),
    );
  }
  for (const form of discounts) touchGuarantee(tracing, form, touched.get(form) ?? []);
  return [...tracing.found].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
}
