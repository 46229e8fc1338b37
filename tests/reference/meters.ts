/**
 * Meters (pricing.md section 6): "a measure over the journal: measure, scope, key, window, count at". Every reading goes through
 * the whole journal anew.
 */
import type { CodeSystem, Consignment } from '@kontor/domain/consignment/schema';
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import { type Book, inForce } from './book.ts';
import {
  addDays,
  addYears,
  byCodePoint,
  cycleWindow,
  endYears,
  monthsWindow,
  overlap,
  type Span,
  weekWindow,
  within,
} from './calendar.ts';
import { factOf } from './facts.ts';
import { codeOf } from './goods.ts';
import { measured, measureOf, partsOf, type RatedLines } from './measures.ts';
import { greater, isZero, lesser, minus, over, type Rational, rational, total, whole, ZERO } from './rational.ts';
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
  return 'fact' in key ? [key.fact] : [];
}

/** Parts of the key of a consignment on a leg: its texts, or the name of what is missing. */
type KeyPart = { readonly text: string } | { readonly missing: string };

const GROUP_OF: Readonly<Record<string, string>> = {
  'consignor.group': 'consignor',
  'consignee.group': 'consignee',
  'payer.group': 'payer',
};

/** Who is in no group stands alone; who is in several has no one group, and no key. Of any other fact, one value tells. */
function factPart(view: View, name: string, byParty: boolean): KeyPart {
  const { values, lacks } = factOf(name, view);
  const party = byParty ? GROUP_OF[name] : undefined;
  if (party !== undefined && !lacks && values.length === 0) return factPart(view, party, false);
  const [first] = new Set(values);
  const told = !lacks && first !== undefined && values.every((one) => one === first);
  return told ? { text: first } : { missing: name };
}

/** The first digits that the codes of all items have in common; a code of fewer digits does not tell. */
function goodsPart(view: View, system: CodeSystem, digits: number): KeyPart {
  const items = view.item === undefined ? view.consignment.items : [view.item];
  const starts = items.map((item) => codeOf(item, system)?.digits.slice(0, digits));
  const [first] = starts;
  const told = first !== undefined && first.length === digits && starts.every((one) => one === first);
  return told ? { text: first } : { missing: `item.${system}` };
}

function keyParts(meter: MeterShapeText, view: View): readonly KeyPart[] {
  return (meter.key ?? []).flatMap((key) => {
    if (typeof key === 'object' && 'goods' in key) return goodsPart(view, key.goods, key.digits);
    return keyFacts(key).map((name) => factPart(view, name, typeof key === 'string'));
  });
}

const missingIn = (parts: readonly KeyPart[]): readonly string[] =>
  parts.flatMap((part) => ('missing' in part ? [part.missing] : []));

/** "a consignment is read under the key of the first of them whose scope speaks of it"; all of it has to be known. */
function keyOf(meter: MeterShapeText, view: View): readonly string[] {
  const meters = partsOf(meter);
  const speaking = meters.find(({ scope }) => scopeHolds(scope, view).is === 'yes') ?? meters[0] ?? meter;
  const parts = keyParts(speaking, view);
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
function contribution(meter: MeterShapeText, recorded: Recorded, key: Key): Held {
  const { consignment, rated } = recorded;
  const { legs: views, scope, key: keyless } = judged(meter, recorded, key);
  const legs = views.flatMap(({ leg }) => leg ?? []);
  const byLegs = goesByLegs(meter);
  const asked = byLegs && legs.length > 0 ? legs.map((leg) => [leg]) : [legs];
  const parts =
    views.length === 0 ? [] : asked.map((some) => attempt(() => measureOf(measured(meter), consignment, some, rated)));
  return {
    counts: parts.some((part) => 'value' in part),
    known: total(parts.flatMap((part) => ('value' in part ? part.value : []))),
    missing: [
      ...keyless,
      ...(byLegs || views.length === 0 ? scope : []),
      ...parts.flatMap((part) => ('refused' in part ? part.refused.missing : [])),
    ],
  };
}

/** Windows: how many months they last and in which month years of them begin. */
/** Meters that are read as one have the same window. */
const windowText = (meter: MeterShapeText): MeterShapeText['window'] => partsOf(meter)[0]?.window;

function calendarWindow(meter: MeterShapeText, date: string, moved: number): Span | undefined {
  const window = windowText(meter) ?? {};
  const { calendar, freightYearFrom, cycle } = window;
  if (cycle !== undefined) return cycleWindow(cycle, date, moved);
  if (freightYearFrom !== undefined) return monthsWindow(date, 12, freightYearFrom, moved);
  if (calendar === undefined) return undefined;
  if (calendar === 'week') return weekWindow(date, moved);
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
  /** Spans outside of which nothing is counted. */
  readonly cut?: readonly Span[];
};

/** The window of a meter that is meant on a day, moved by whole windows: `lag: 1` is the previous one. */
function windowOf({ book, knownBy, meter, view }: Asked, date: string, moved: number): Span {
  const calendar = calendarWindow(meter, date, moved);
  if (calendar !== undefined) return calendar;
  const { fixed, rollingDays, rollingTo } = windowText(meter) ?? {};
  if (fixed !== undefined) return fixed;
  if (rollingDays === undefined) return agreementPeriod(book, view, knownBy);
  const end = addDays(date, (rollingTo === 'the-day-before' ? 0 : 1) + moved * rollingDays);
  return { from: addDays(end, -rollingDays), to: end };
}

/** A sum of what is known, and what is missing of the rest: nothing counts below zero, so it is at least the known part. */
export type Sum = { readonly known: Rational; readonly missing: readonly string[] };

/** The value of a sum that has to be whole. */
export function wholly({ known, missing }: Sum): Rational {
  if (missing.length > 0) throw lacking(...missing);
  return known;
}

/** What stands on a meter, and whether anything was counted at all. */
type Held = Sum & { readonly counts: boolean };

/** Everything on the meter in a span, of consignments that pass a test. */
function sumIn(asked: Asked, key: Key, span: Span, meant: (one: Consignment) => boolean): Held {
  const { combine } = asked.meter;
  if (combine !== undefined) {
    const parts = partsOf(asked.meter).map((meter) => sumIn({ ...asked, meter }, key, span, meant));
    return together(combine, parts);
  }
  const { meter, journal } = asked;
  const inSpan = journal.filter(({ consignment }) => {
    const date = countDate(consignment, meter.countAt);
    return date !== undefined && within(date, span) && meant(consignment);
  });
  return together(
    'sum',
    inSpan.map((one) => contribution(meter, one, key)),
  );
}

/** "a total and a minimum per direction", "the lesser of two directions". */
function together(how: 'sum' | 'lesser' | 'greater', parts: readonly Held[]): Held {
  const values = parts.map(({ known }) => known);
  const [first = ZERO, ...others] = values;
  const known = {
    sum: () => total(values),
    lesser: () => others.reduce(lesser, first),
    greater: () => others.reduce(greater, first),
  };
  return {
    known: known[how](),
    missing: parts.flatMap(({ missing }) => missing),
    counts: parts.some(({ counts }) => counts),
  };
}

type Baseline = NonNullable<MeterShapeText['baseline']>;

/** The windows a baseline looks at: the same in earlier years, or those before it. */
function earlierWindows(asked: Asked, baseline: Baseline, date: string): readonly Span[] {
  const lag = windowText(asked.meter)?.lag ?? 0;
  if ('meanOf' in baseline)
    return Array.from({ length: baseline.meanOf }, (_, index) => windowOf(asked, date, -lag - 1 - index));
  const years = 'lastYears' in baseline ? baseline.lastYears : 1;
  const { from, to } = windowOf(asked, date, -lag);
  return Array.from({ length: years }, (_, index) => ({
    from: addYears(from, -1 - index),
    to: to === undefined ? undefined : endYears(to, -1 - index),
  }));
}

/** "the excess over a baseline (fixed, last year's same window, the mean of the last n)" */
function baselineOf(asked: Asked, key: Key, date: string): Sum {
  const { baseline } = asked.meter;
  if (baseline === undefined) return { known: ZERO, missing: [] };
  if ('fixed' in baseline) return { known: rational(baseline.fixed), missing: [] };
  const held = earlierWindows(asked, baseline, date).map((span) => sumIn(asked, key, span, () => true));
  const isEmpty = (one: Held): boolean => !one.counts && one.missing.length === 0;
  const meant = baseline.whenEmpty === 'left-out' ? held.filter((one) => !isEmpty(one)) : held;
  const untold = meant.length === 0 || (baseline.whenEmpty === 'not-evaluated' && held.some(isEmpty));
  return {
    known: meant.length === 0 ? ZERO : over(total(meant.map(({ known }) => known)), whole(meant.length)),
    missing: [...held.flatMap(({ missing }) => missing), ...(untold ? ['baseline'] : [])],
  };
}

/** The excess over a baseline, or "a growth ratio": the total divided by it. */
function overBaseline({ baseline }: MeterShapeText, held: Sum, compared: Sum): Sum {
  if (baseline === undefined) return held;
  const missing = [...held.missing, ...compared.missing];
  if (baseline.as !== 'ratio') return { known: minus(held.known, compared.known), missing };
  if (!isZero(compared.known)) return { known: over(held.known, compared.known), missing };
  const { whenZero } = baseline;
  return whenZero === undefined
    ? { known: ZERO, missing: [...missing, 'baseline'] }
    : { known: rational(whenZero), missing };
}

export type Reading = {
  readonly key: Key;
  readonly window: Span;
  /** What of the window is counted: all of it, but where it is cut. */
  readonly part: Span;
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
  /** The same without regard to a baseline. */
  readonly all: () => Sum;
};

/** What the consignment itself brings onto a meter on the leg in view. */
function ownOn(meter: MeterShapeText, { view, journal }: Asked, key: Key): Rational {
  const { consignment, leg } = view;
  const self = journal.find((one) => one.consignment.note === consignment.note);
  if (self === undefined || !countsOn(meter, view, key)) return ZERO;
  return measureOf(measured(meter), consignment, leg === undefined ? [] : [leg], self.rated);
}

/** A leg charged in another currency is not on a meter of money. */
function isInCurrency(meter: MeterShapeText, { view, journal }: Asked): boolean {
  const measure = measured(meter);
  if (typeof measure === 'string' || !('money' in measure)) return true;
  const self = journal.find((one) => one.consignment.note === view.consignment.note);
  return self?.rated.find((one) => one.leg === view.leg)?.currency === measure.money.currency;
}

/** Whether a consignment brings its own measure onto the reading: a ratio, and the lesser of two, no one adds to. */
const addsUp = ({ baseline, combine = 'sum' }: MeterShapeText): boolean =>
  baseline?.as !== 'ratio' && combine === 'sum';

/** "Before rating, a meter holds what precedes the consignment by (count-at date, note number by code point)." */
export function readMeter(asked: Asked): Reading {
  const { meter, view } = asked;
  const { consignment } = view;
  const parts = partsOf(meter);
  const countAt = parts[0]?.countAt ?? meter.countAt;
  const date = countDate(consignment, countAt);
  if (date === undefined) throw lacking(`dates.${countAt}`);
  const key = keyOf(meter, view);
  const window = windowOf(asked, date, -(windowText(meter)?.lag ?? 0));
  const part = (asked.cut ?? []).reduce(overlap, window);
  const before = sumIn(asked, key, part, (one) => precedes(one, consignment, countAt));
  const baseline = baselineOf(asked, key, date);
  const compared = (held: Sum): Sum => overBaseline(meter, held, baseline);
  const inWindow = within(date, window);
  const own = (): Rational => (inWindow ? total(parts.map((one) => ownOn(one, asked, key))) : ZERO);
  return {
    key,
    window,
    part,
    before: compared(before),
    counted: () =>
      inWindow && addsUp(meter) && parts.some((one) => isInCurrency(one, asked) && countsOn(one, view, key)),
    after: () => minus(total([wholly(before), own()]), wholly(baseline)),
    own,
    whole: () => compared(sumIn(asked, key, part, () => true)),
    all: () => {
      const held = sumIn(asked, key, window, () => true);
      return meter.baseline?.as === 'ratio' ? compared(held) : held;
    },
  };
}
