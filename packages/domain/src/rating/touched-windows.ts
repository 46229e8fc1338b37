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
import { type KnownLater, knownLater } from './known-later.ts';
import { windowsBy } from './promise-windows.ts';
import { discountsInForce } from './rating-book.ts';
import { budgetSource, type Move, meterSource } from './read-index.ts';
import type { Rerated } from './rerate.ts';
import { outcomesChanged } from './settled-changes.ts';

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
  /** Notes whose legs may be entitled to something else of one discount. */
  readonly told: ReadonlyMap<string, ReadonlySet<string>>;
  /** What another day of knowledge changes by itself. */
  readonly later: KnownLater;
  readonly found: Map<string, TouchedWindow>;
};

const nameOf = ({ discount, key, window }: TouchedWindow): string => `${discount}\n${key ?? ''}\n${window.from}`;

function legsOf(consignments: readonly Consignment[], { journal }: Rerated): readonly Subject[] {
  return consignments.flatMap((consignment) => {
    const world = journal.state.worldOf(consignment);
    return consignment.legs.map((leg): Subject => ({ consignment, leg, world }));
  });
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

/** Whether other volumes are excluded than before from what a meter is asked for on a leg. */
function isExcludedAnew({ rerated, later }: Tracing, meter: MeterForm, subject: Subject): boolean {
  if (!later.mayExclude) return false;
  const reading = rerated.journal.state.readings.within(meter, subject);
  return reading.kind === 'read' && later.excludes(meter, reading.key, [reading.window]);
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

/** Whether the discount may speak of a leg at all: it is, or was, in force on its day, and its scope does not fail. */
function mayGrant({ rerated, later }: Tracing, form: DiscountForm, subject: Subject): boolean {
  const { book, terms } = rerated.journal;
  const at = { on: subject.consignment.accepted, knownBy: terms.knownBy };
  const inForce = discountsInForce(book, at).freight.includes(form) || later.isInForce(form, at.on);
  return inForce && evaluateScope(form.scope, subject).kind !== 'fails';
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
  const read = tier === undefined ? [] : windowOn(tracing, form, tier.meter, subject);
  // What is compared with a baseline may be told now and not have been, or the other way round.
  if (read.length > 0 && tier?.meter.baseline === undefined) return read;
  const { consignment, leg, world } = subject;
  const payer = leg === undefined ? undefined : world.payerOf(consignment, leg);
  const settled = { discount: form.id, key: payer ?? '', window: SPANS[form.settle ?? 'month'](consignment.accepted) };
  return [...read, settled];
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
      tracing.dirty.has(subject.consignment.note) ||
      tracing.told.get(subject.consignment.note)?.has(form.id) === true ||
      tracing.later.touches(form, subject.consignment.accepted) ||
      meters.some((meter) => hasMoved(tracing, meter, subject) || isExcludedAnew(tracing, meter, subject)),
  );
  for (const { consignment } of touched) tracing.dirty.add(consignment.note);
  return touched;
}

/** Whether what is left of a budget, or in which order it grants, may have changed for what settles later. */
function budgetsTouched(tracing: Tracing, touched: ReadonlyMap<DiscountForm, readonly Subject[]>): Set<string> {
  const { rerated, moves, gone } = tracing;
  const { book } = rerated.journal;
  const budgets = new Set(
    book.budgets.map(({ id }) => id).filter((id) => rerated.whole || moves.has(budgetSource(id))),
  );
  for (const { id, order } of book.budgets) if (rerated.reordered && order !== 'acceptance') budgets.add(id);
  for (const [form, legs] of touched) {
    if (form.budget === undefined) continue;
    // What a leg that is gone took of it is free again, though none of its window is left.
    if (legs.length > 0 || gone.some((subject) => mayGrant(tracing, form, subject))) budgets.add(form.budget);
  }
  return budgets;
}

/** Of a budget shared pro rata the windows in which it grants since. */
function touchRationed(tracing: Tracing, form: DiscountForm, touched: Map<DiscountForm, readonly Subject[]>): void {
  const granted = tracing.legs.filter(
    (subject) => mayGrant(tracing, form, subject) && tracing.later.isRationed(form, subject.consignment.accepted),
  );
  if (granted.length === 0) return;
  for (const subject of granted) put(tracing, settledIn(tracing, form, subject));
  touched.set(form, [...(touched.get(form) ?? []), ...granted]);
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
function withDependent({ rerated }: Tracing, form: DiscountForm, touched: TouchedWindow): readonly TouchedWindow[] {
  const { guarantee } = form;
  if (guarantee === undefined) return [];
  const { failure, cumulative } = guarantee;
  const dependent = cumulative || (failure.kind === 'pay' && failure.makeUp > 0);
  return dependent ? windowsFrom(rerated, guarantee.meter, touched) : [touched];
}

/** A window and all that have begun after it. */
function windowsFrom(
  { journal }: Rerated,
  { window: form }: MeterForm,
  first: TouchedWindow,
): readonly TouchedWindow[] {
  const windows = [first];
  if (form.kind === 'fixed' || form.kind === 'agreement') return windows;
  for (let day = first.window.to; day !== undefined && day <= journal.terms.knownBy; ) {
    const window = windowOf(form, day, undefined);
    if (window === undefined) break;
    windows.push({ ...first, window });
    day = window.to;
  }
  return windows;
}

/** A party that comes or goes is answered in every window that has begun. */
function windowsAfter(tracing: Tracing, form: DiscountForm, touched: TouchedWindow): readonly TouchedWindow[] {
  const { guarantee } = form;
  if (guarantee === undefined) return [];
  const { meter } = guarantee;
  const alone = meter.window.kind === 'fixed' || meter.window.kind === 'agreement';
  if (alone || isKeptKey(tracing, meter, touched.key)) return withDependent(tracing, form, touched);
  const start = windowOf(meter.window, form.valid.from, undefined);
  const first = start === undefined ? touched : { ...touched, window: start };
  return [touched, ...windowsFrom(tracing.rerated, meter, first)];
}

/** Windows of agreements, which come from the legs alone, that have been answered since. */
function answeredSince(tracing: Tracing, form: DiscountForm): readonly TouchedWindow[] {
  const { guarantee } = form;
  if (guarantee?.meter.window.kind !== 'agreement') return [];
  return tracing.legs
    .flatMap((subject) => windowOn(tracing, form, guarantee.meter, subject))
    .filter(({ window }) => tracing.later.isAnswered(guarantee, window));
}

/** Windows of a promise of which other volumes are excluded since. */
function excludedSince({ rerated, later }: Tracing, form: DiscountForm): readonly TouchedWindow[] {
  const meter = form.guarantee?.meter;
  if (meter === undefined || !later.mayExclude) return [];
  const { book, state, terms } = rerated.journal;
  const keys = meter.key.length === 0 ? [''] : state.meters.keys(meter);
  return windowsBy(book, form, terms.knownBy).flatMap((window) =>
    keys
      .filter((key) => later.excludes(meter, key, [window]))
      .map((key): TouchedWindow => ({ discount: form.id, key, window })),
  );
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
  const promised = tracing.later.promises(form).map((window) => ({ discount: form.id, key: undefined, window }));
  for (const first of [...moved, ...own]) put(tracing, windowsAfter(tracing, form, first));
  for (const first of [...answeredSince(tracing, form), ...promised, ...excludedSince(tracing, form)])
    put(tracing, withDependent(tracing, form, first));
}

function tracingOf(rerated: Rerated): Tracing {
  const { journal, changed, whole, moves } = rerated;
  const told = changed.map((one) => ({ ...one, outcomes: outcomesChanged(one) }));
  const different = told.filter(({ outcomes }) => outcomes === undefined);
  const before = different.flatMap((one) => (one.before === undefined ? [] : [one.before.consignment]));
  const notes = whole ? journal.rated.map(({ consignment }) => consignment.note) : different.map(({ note }) => note);
  return {
    rerated,
    legs: legsOf(
      journal.rated.map(({ consignment }) => consignment),
      rerated,
    ),
    gone: legsOf(before, rerated),
    moves: movesBySource(moves),
    dirty: new Set(notes),
    told: new Map(told.flatMap(({ note, outcomes }) => (outcomes === undefined ? [] : [[note, outcomes] as const]))),
    found: new Map(),
    later: knownLater(rerated.before, { book: journal.book, knownBy: journal.terms.knownBy }),
  };
}

/** Every window that may settle differently, each once, by discount, key and start. */
export function touchedWindows(rerated: Rerated): readonly TouchedWindow[] {
  const { changed, moves, whole, reordered, before, journal } = rerated;
  const sameKnowledge = before.book === journal.book && before.knownBy === journal.terms.knownBy;
  if (changed.length === 0 && moves.length === 0 && !whole && !reordered && sameKnowledge) return [];
  const tracing = tracingOf(rerated);
  const { discounts } = rerated.journal.book;
  const touched = new Map<DiscountForm, readonly Subject[]>();
  const settled = discounts.filter((form) => form.at === 'settlement' && form.touches.kind === 'charges');
  const grouped = settled.some(({ group }) => group !== undefined);
  // A group may choose another before it in the order: then those before it are looked at again.
  for (let again = true; again; ) {
    const known = tracing.dirty.size;
    for (const form of settled) touched.set(form, touchSettled(tracing, form));
    again = grouped && tracing.dirty.size > known;
  }
  const budgets = budgetsTouched(tracing, touched);
  for (const form of touched.keys()) {
    if (form.budget === undefined) continue;
    if (!budgets.has(form.budget)) {
      touchRationed(tracing, form, touched);
      continue;
    }
    const granted = tracing.legs.filter((subject) => mayGrant(tracing, form, subject));
    touched.set(
      form,
      touchWindows(tracing, form, granted, () => true),
    );
  }
  for (const form of discounts) touchGuarantee(tracing, form, touched.get(form) ?? []);
  return [...tracing.found].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
}
