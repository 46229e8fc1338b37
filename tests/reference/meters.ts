/**
 * Meters (pricing.md section 6): "a measure over the journal: measure, scope, key, window, count at". Every reading goes through
 * the whole journal anew.
 */
import type { Consignment } from '@kontor/domain/consignment/schema';
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import { type Book, inForce } from './book.ts';
import { addDays, addYears, byCodePoint, monthsWindow, type Span, within } from './calendar.ts';
import { factOf } from './facts.ts';
import { measured, measureOf, type RatedLines } from './measures.ts';
import { minus, over, type Rational, rational, total, whole, ZERO } from './rational.ts';
import { attempt, lacking } from './refused.ts';
import { scopeHolds } from './scopes.ts';
import type { View, World } from './world.ts';

/** A consignment of the journal, with the world as of its acceptance and, when it was rated, the lines of its legs. */
export type Recorded = {
  readonly consignment: Consignment;
  readonly world: World;
  readonly rated: readonly RatedLines[];
};

export type Journal = readonly Recorded[];

type CountAt = MeterShapeText['countAt'];

function countDate(consignment: Consignment, countAt: CountAt): string | undefined {
  return countAt === 'accepted' ? consignment.accepted : consignment.dates[countAt];
}

/** "(count-at date, note number by code point)" */
const precedes = (a: Consignment, b: Consignment, countAt: CountAt): boolean => {
  const [x, y] = [countDate(a, countAt) ?? '', countDate(b, countAt) ?? ''];
  return x < y || (x === y && byCodePoint(a.note, b.note) < 0);
};

type KeyText = NonNullable<MeterShapeText['key']>[number];
type KeyName = Extract<KeyText, string>;
type Key = readonly string[];

const KEY_FACTS: Readonly<Record<KeyName, readonly string[]>> = {
  consignor: ['consignor'],
  consignee: ['consignee'],
  payer: ['payer'],
  carrier: ['leg.carrier'],
  agreement: ['agreement'],
  route: ['origin', 'destination'],
  'party-group': ['consignor.group'],
  'consignee-group': ['consignee.group'],
  'payer-group': ['payer.group'],
};

/** Facts that make a key; any text a scope can read may be one. */
function keyFacts(key: KeyText): readonly string[] {
  if (typeof key === 'string') return KEY_FACTS[key];
  if ('fact' in key) return [key.fact];
  throw new Error('keys by goods are not compared');
}

/** Parts of the key of a consignment on a leg: its texts, or the name of what is missing. */
type KeyPart = { readonly text: string } | { readonly missing: string };

/** Who is in no group shares that as a key; who is in several has no one group, and no key. */
function keyParts(meter: MeterShapeText, view: View): readonly KeyPart[] {
  return (meter.key ?? []).flatMap(keyFacts).map((name) => {
    const { values, lacks } = factOf(name, view);
    return lacks || values.length > 1 ? { missing: name } : { text: values[0] ?? '' };
  });
}

const missingIn = (parts: readonly KeyPart[]): readonly string[] =>
  parts.flatMap((part) => ('missing' in part ? [part.missing] : []));

/** The key of the consignment that asks: all of it has to be known. */
function keyOf(meter: MeterShapeText, view: View): readonly string[] {
  const parts = keyParts(meter, view);
  if (missingIn(parts).length > 0) throw lacking(...missingIn(parts));
  return parts.flatMap((part) => ('text' in part ? [part.text] : []));
}

const viewsOf = ({ consignment, world }: Recorded): readonly View[] =>
  consignment.legs.length === 0
    ? [{ consignment, world }]
    : consignment.legs.map((_, leg) => ({ consignment, world, leg }));

/** Whether a consignment counts on a leg, for a key; without all of its key nobody can tell. */
function countsOn(meter: MeterShapeText, view: View, key: Key): boolean {
  const holds = scopeHolds(meter.scope, view);
  if (holds.is === 'no') return false;
  const own = keyParts(meter, view);
  const known = missingIn(own).length === 0;
  if (known && own.some((part, index) => 'text' in part && part.text !== key[index])) return false;
  if (holds.is === 'unknown') throw lacking(...holds.missing);
  if (!known) throw lacking(...missingIn(own));
  return true;
}

/** Work and money are of single legs; everything else is of the consignment as a whole. */
function goesByLegs(meter: MeterShapeText): boolean {
  const measure = measured(meter);
  return typeof measure === 'string' ? measure.endsWith('-km') : 'money' in measure;
}

/** What keeps a consignment from being counted for certain: its scope cannot be told on a leg, or its key is missing there. */
type Doubts = { readonly legs: readonly View[]; readonly scope: readonly string[]; readonly key: readonly string[] };

function judged(meter: MeterShapeText, recorded: Recorded, key: Key): Doubts {
  const views = viewsOf(recorded).map((view) => ({ view, counts: attempt(() => countsOn(meter, view, key)) }));
  const doubted = views.flatMap(({ view, counts }) => ('refused' in counts ? [{ view, refused: counts.refused }] : []));
  const inScope = (view: View): boolean => scopeHolds(meter.scope, view).is === 'yes';
  return {
    legs: views.flatMap(({ view, counts }) => ('value' in counts && counts.value ? [view] : [])),
    scope: doubted.filter(({ view }) => !inScope(view)).flatMap(({ refused }) => refused.missing),
    key: doubted.filter(({ view }) => inScope(view)).flatMap(({ refused }) => refused.missing),
  };
}

/**
 * What one consignment brings. One leg that counts is enough for what is of the consignment as a whole; work and money are
 * added up by legs, as far as they are known.
 */
function contribution(meter: MeterShapeText, recorded: Recorded, key: Key): Sum {
  const { consignment, rated } = recorded;
  const { legs: views, scope, key: keyless } = judged(meter, recorded, key);
  const legs = views.flatMap(({ leg }) => leg ?? []);
  const byLegs = goesByLegs(meter);
  const asked = byLegs && legs.length > 0 ? legs.map((leg) => [leg]) : [legs];
  const parts =
    views.length === 0 ? [] : asked.map((some) => attempt(() => measureOf(measured(meter), consignment, some, rated)));
  return {
    known: total(parts.flatMap((part) => ('value' in part ? part.value : []))),
    missing: [
      ...keyless,
      ...(byLegs || views.length === 0 ? scope : []),
      ...parts.flatMap((part) => ('refused' in part ? part.refused.missing : [])),
    ],
  };
}

/** Windows: how many months they last and in which month years of them begin. */
function calendarWindow({ window = {} }: MeterShapeText, date: string, moved: number): Span | undefined {
  const { calendar, freightYearFrom } = window;
  if (freightYearFrom !== undefined) return monthsWindow(date, 12, freightYearFrom, moved);
  if (calendar === undefined) return undefined;
  if (calendar === 'week') throw new Error('weeks are not compared');
  return monthsWindow(date, { month: 1, quarter: 3, 'half-year': 6, year: 12 }[calendar], 1, moved);
}

function agreementPeriod(book: Book, view: View, knownBy: string): Span {
  const id = view.consignment.agreement;
  if (id === undefined) throw lacking('agreement');
  const found = inForce(book.agreements, { on: view.consignment.accepted, knownBy }).find((one) => one.id === id);
  if (found === undefined) throw lacking('agreement');
  return found.period;
}

export type Asked = {
  readonly book: Book;
  readonly knownBy: string;
  readonly journal: Journal;
  readonly meter: MeterShapeText;
  readonly view: View;
};

/** The window of a meter that is meant on a day, moved by whole windows: `lag: 1` is the previous one. */
function windowOf({ book, knownBy, meter, view }: Asked, date: string, moved: number): Span {
  const calendar = calendarWindow(meter, date, moved);
  if (calendar !== undefined) return calendar;
  const { fixed, rollingDays } = meter.window ?? {};
  if (fixed !== undefined) return fixed;
  if (rollingDays === undefined) return agreementPeriod(book, view, knownBy);
  const end = addDays(date, 1 + moved * rollingDays);
  return { from: addDays(end, -rollingDays), to: end };
}

/** A sum of what is known, and what is missing of the rest: nothing counts below zero, so it is at least the known part. */
export type Sum = { readonly known: Rational; readonly missing: readonly string[] };

/** The value of a sum that has to be whole. */
export function wholly({ known, missing }: Sum): Rational {
  if (missing.length > 0) throw lacking(...missing);
  return known;
}

/** Everything on the meter in a span, of consignments that pass a test. */
function sumIn({ meter, journal }: Asked, key: Key, span: Span, meant: (one: Consignment) => boolean): Sum {
  const inSpan = journal.filter(({ consignment }) => {
    const date = countDate(consignment, meter.countAt);
    return date !== undefined && within(date, span) && meant(consignment);
  });
  const parts = inSpan.map((one) => contribution(meter, one, key));
  return { known: total(parts.map(({ known }) => known)), missing: parts.flatMap(({ missing }) => missing) };
}

/** "the excess over a baseline (fixed, last year's same window, the mean of the last n)" */
function baselineOf(asked: Asked, key: Key, date: string, lag: number): Rational | undefined {
  const { baseline } = asked.meter;
  if (baseline === undefined) return undefined;
  if ('fixed' in baseline) return rational(baseline.fixed);
  const everything = (): boolean => true;
  if ('meanOf' in baseline) {
    const windows = Array.from({ length: baseline.meanOf }, (_, index) => windowOf(asked, date, -lag - 1 - index));
    return over(total(windows.map((span) => wholly(sumIn(asked, key, span, everything)))), whole(baseline.meanOf));
  }
  const { from, to } = windowOf(asked, date, -lag);
  const lastYear = { from: addYears(from, -1), to: to === undefined ? undefined : addYears(to, -1) };
  return wholly(sumIn(asked, key, lastYear, everything));
}

export type Reading = {
  readonly key: Key;
  readonly window: Span;
  /** What precedes the consignment, less the baseline where there is one; below zero where that is not reached. */
  readonly before: Sum;
  /** Whether the meter counts the consignment itself, on the leg in view. */
  readonly counted: () => boolean;
  /** What precedes it, and the consignment itself, less the baseline. */
  readonly after: () => Rational;
  /** The consignment's own measure, of work and money that of the leg in view. */
  readonly own: () => Rational;
  /** The whole window, whatever precedes what: as a settlement sees it. */
  readonly whole: () => Sum;
};

/** "Before rating, a meter holds what precedes the consignment by (count-at date, note number by code point)." */
export function readMeter(asked: Asked): Reading {
  const { meter, view, journal } = asked;
  const { consignment } = view;
  const date = countDate(consignment, meter.countAt);
  if (date === undefined) throw lacking(`dates.${meter.countAt}`);
  const key = keyOf(meter, view);
  const lag = meter.window?.lag ?? 0;
  const window = windowOf(asked, date, -lag);
  const before = sumIn(asked, key, window, (one) => precedes(one, consignment, meter.countAt));
  const baseline = baselineOf(asked, key, date, lag) ?? ZERO;
  const above = ({ known, missing }: Sum): Sum => ({ known: minus(known, baseline), missing });
  const own = (): Rational => {
    const self = journal.find((one) => one.consignment.note === consignment.note);
    if (self === undefined || !within(date, window) || !countsOn(meter, view, key)) return ZERO;
    return measureOf(measured(meter), consignment, view.leg === undefined ? [] : [view.leg], self.rated);
  };
  return {
    key,
    window,
    before: above(before),
    counted: () => within(date, window) && countsOn(meter, view, key),
    after: () => minus(total([wholly(before), own()]), baseline),
    own,
    whole: () => above(sumIn(asked, key, window, () => true)),
  };
}
