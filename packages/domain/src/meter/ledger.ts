/**
 * The state of all meters over one journal: what each holds under each key, kept as consignments are recorded, corrected
 * and cancelled. One implementation for tiers, guarantees, quotas, budgets, agreements and promises (pricing.md section 6).
 * The order in which consignments arrive makes no difference to any reading.
 */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, type Decimal, divide, isZero, maximum, minimum, ofInteger, subtract, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { intersect, type Period } from '../kernel/period.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject, World } from '../scope/subject.ts';
import { contributionsOf, countDate, type LegCharges } from './contribution.ts';
import type { CombinationForm, ExcludedPart, MeterForm, MeterReading } from './form.ts';
import { keyOf } from './key.ts';
import { comparePositions, createSeries, firstNotBefore, type Position, type Series } from './series.ts';
import { windowOf, windowsBack, yearBefore } from './window.ts';

/** What meters read besides consignments: the book's parties and places, and the periods of its agreements. */
export type MeterWorld = {
  readonly world: World;
  readonly agreementPeriod: (agreement: string) => Period | undefined;
  /** What was excluded from guarantees under a key of a meter in a span. Absent: nothing. */
  readonly excluded?: (meter: MeterForm, key: string, span: Period) => readonly ExcludedPart[];
};

/**
 * Readings of meters, as rating and settlement ask for them. `only`: of the window only the days in this period, and in that
 * of the agreement the consignment names; with no such day the span of the reading is empty.
 */
export type MeterReadings = {
  /** What precedes the subject's consignment in its window (or all of an earlier window, when the meter lags). */
  readonly before: (meter: MeterForm, subject: Subject, only?: Period) => MeterReading;
  /** All that is in the subject's window. */
  readonly within: (meter: MeterForm, subject: Subject, only?: Period) => MeterReading;
};

export type MeterLedger = MeterReadings & {
  /** Records a consignment, or what it has been corrected to. Its charges may follow later. */
  readonly record: (consignment: Consignment) => void;
  /** Records what a consignment's legs were charged: money meters move. */
  readonly charge: (consignment: Consignment, charges: readonly LegCharges[]) => void;
  /** Takes a cancelled consignment out of every meter. */
  readonly remove: (note: string) => void;
  /** What a key holds in a span of days. */
  readonly over: (meter: MeterForm, key: string, span: Period) => MeterReading;
  /** Keys that hold anything, by code point. */
  readonly keys: (meter: MeterForm) => readonly string[];
};

type Unsure = Position & { readonly key: string | undefined; readonly fields: readonly string[] };

/** Told of every reading: which days of which key, and up to where. */
export type ReadWatch = (meter: MeterForm, key: string, from: LocalDate, end: Position | undefined) => void;

/**
 * One meter: a series for each key, and the consignments of which it cannot be told what they add. One that combines others
 * has none of its own: it is read off its parts.
 */
type MeterState = {
  readonly form: MeterForm;
  readonly watch: ReadWatch | undefined;
  readonly parts: readonly MeterState[];
  readonly series: Map<string, Series>;
  readonly unsure: Unsure[];
  /** The window found last: a journal asks for the same day again and again. */
  lastWindow:
    | { readonly date: LocalDate; readonly agreement: string | undefined; readonly span: Period | undefined }
    | undefined;
};

type Placement = { readonly state: MeterState; readonly position: Position; readonly keys: readonly string[] };

const isMoney = (form: MeterForm): boolean => form.measure.kind === 'money';

function seriesOf(state: MeterState, key: string): Series {
  const found = state.series.get(key);
  if (found !== undefined) return found;
  const made = createSeries();
  state.series.set(key, made);
  return made;
}

/** Adds the consignment to one meter; what can be taken out again later, or undefined when it does not count. */
function place(
  state: MeterState,
  consignment: Consignment,
  world: World,
  charges: readonly LegCharges[],
): Placement | undefined {
  const date = countDate(state.form.countAt, consignment);
  if (date === undefined) return undefined;
  const contributions = contributionsOf(state.form, consignment, world, charges);
  if (contributions.length === 0) return undefined;
  const { note } = consignment;
  const [only] = contributions;
  if (contributions.length === 1 && only?.kind === 'adds') {
    const entry = { date, note, value: only.value };
    seriesOf(state, only.key).put(entry);
    return { state, position: entry, keys: [only.key] };
  }
  const keys: string[] = [];
  for (const one of contributions) {
    if (one.kind === 'missing') {
      const unsure = { date, note, key: one.key, fields: one.fields };
      state.unsure.splice(firstNotBefore(state.unsure, date, note), 0, unsure);
    } else {
      seriesOf(state, one.key).put({ date, note, value: one.value });
      keys.push(one.key);
    }
  }
  return { state, position: { date, note }, keys };
}

function unplace({ state, position, keys }: Placement): void {
  for (const key of keys) state.series.get(key)?.take(position);
  const first = firstNotBefore(state.unsure, position.date, position.note);
  let after = first;
  for (
    let one = state.unsure[after];
    one !== undefined && comparePositions(one, position) === 0;
    one = state.unsure[after]
  )
    after += 1;
  state.unsure.splice(first, after - first);
}

/** Consignments named in a reading that cannot be told whole; more are not needed to see that it cannot. */
const MOST_NAMED = 20;

function unsureIn(
  unsure: readonly Unsure[],
  key: string,
  from: LocalDate,
  end: Position | undefined,
): readonly Unsure[] {
  const found: Unsure[] = [];
  for (let index = firstNotBefore(unsure, from, ''); index < unsure.length && found.length < MOST_NAMED; index += 1) {
    const one = unsure[index];
    if (one === undefined || (end !== undefined && comparePositions(one, end) >= 0)) break;
    if (one.key === undefined || one.key === key) found.push(one);
  }
  return found;
}

type Held = { readonly total: Decimal; readonly unsure: readonly Unsure[] };

const NONE: readonly Unsure[] = Object.freeze([]);
const NOTHING: readonly string[] = Object.freeze([]);

const TOGETHER = { sum: add, lesser: minimum, greater: maximum } as const;

/** The sum, the lesser or the greater of what the parts hold. What is known so far of it can only grow, as theirs can. */
function heldTogether(parts: readonly Held[], how: CombinationForm['how']): Held {
  const [first, ...others] = parts;
  if (first === undefined) return { total: ZERO, unsure: NONE };
  return others.reduce(
    (all, one) => ({ total: TOGETHER[how](all.total, one.total), unsure: [...all.unsure, ...one.unsure] }),
    first,
  );
}

/** What the key holds in the span, up to (not including) the position. */
function held(state: MeterState, key: string, span: Period, before: Position | undefined): Held {
  if (state.form.combination !== undefined)
    return heldTogether(
      state.parts.map((part) => held(part, key, span, before)),
      state.form.combination.how,
    );
  const spanEnd: Position | undefined = span.to === undefined ? undefined : { date: span.to, note: '' };
  const end = earlier(before, spanEnd);
  state.watch?.(state.form, key, span.from, end);
  const total = state.series.get(key)?.sum(span.from, end) ?? ZERO;
  return { total, unsure: state.unsure.length === 0 ? NONE : unsureIn(state.unsure, key, span.from, end) };
}

function earlier(a: Position | undefined, b: Position | undefined): Position | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return comparePositions(a, b) <= 0 ? a : b;
}

/** The baseline of a span: fixed, last year's same days, or the mean of the windows before it. */
function baselineOf(state: MeterState, key: string, span: Period): Held | undefined {
  const { baseline, window } = state.form;
  switch (baseline?.kind) {
    case undefined:
      return undefined;
    case 'fixed':
      return { total: baseline.value, unsure: NONE };
    case 'last-year':
      return held(state, key, yearBefore(span), undefined);
    case 'mean': {
      let total = ZERO;
      let unsure = NONE;
      for (let back = 1; back <= baseline.windows; back += 1) {
        const one = held(state, key, windowsBack(window, span, back), undefined);
        total = add(total, one.total);
        if (one.unsure.length > 0) unsure = [...unsure, ...one.unsure];
      }
      return { total: divide(total, ofInteger(baseline.windows)), unsure };
    }
  }
}

const sortedTexts = (texts: Iterable<string>): readonly string[] => [...new Set(texts)].toSorted(compareCodePoints);

const NOT_EXCLUDED: readonly ExcludedPart[] = Object.freeze([]);

/** What a key is asked for: its window, the days of it, and up to where. */
type Asked = {
  readonly key: string;
  readonly window: Period;
  readonly span: Period;
  readonly before: Position | undefined;
};

/** The total, less the baseline or divided by it; undefined where it would be divided by nothing. */
function valueOver({ ratio }: MeterForm, total: Decimal, baseline: Decimal | undefined): Decimal | undefined {
  if (baseline === undefined) return total;
  if (ratio === undefined) return subtract(total, baseline);
  return isZero(baseline) ? ratio.whenZero : divide(total, baseline);
}

function readingOf(state: MeterState, asked: Asked, excluded: MeterWorld['excluded']): MeterReading {
  const { key, window, span, before } = asked;
  const now = held(state, key, span, before);
  const baseline = baselineOf(state, key, span);
  const value = valueOver(state.form, now.total, baseline?.total);
  if (value === undefined) return { kind: 'unreadable', meter: state.form.id, fields: ['baseline'] };
  const unsure = baseline === undefined ? now.unsure : [...now.unsure, ...baseline.unsure];
  return {
    kind: 'read',
    meter: state.form.id,
    unit: state.form.unit,
    key,
    window,
    span,
    total: now.total,
    baseline: baseline?.total,
    value,
    missing: unsure.length === 0 ? NOTHING : sortedTexts(unsure.flatMap((one) => one.fields)),
    notes: unsure.length === 0 ? NOTHING : sortedTexts(unsure.map((one) => one.note)),
    excluded: excluded === undefined ? NOT_EXCLUDED : excluded(state.form, key, span),
  };
}

/** The part of a window that lies in a period and in the agreement's; empty where there is none. */
function partOf(
  window: Period,
  only: Period,
  agreement: string | undefined,
  agreementPeriod: MeterWorld['agreementPeriod'],
): Period {
  const within = intersect(window, only);
  const own = agreement === undefined ? undefined : agreementPeriod(agreement);
  const part = within === undefined || own === undefined ? within : intersect(within, own);
  return part ?? Object.freeze({ from: window.from, to: window.from });
}

type Located =
  | { readonly kind: 'at'; readonly key: string; readonly span: Period; readonly date: LocalDate }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

/** The window of a day, after the lag. */
function windowAt(
  state: MeterState,
  date: LocalDate,
  agreement: string | undefined,
  agreementPeriod: MeterWorld['agreementPeriod'],
): Period | undefined {
  const last = state.lastWindow;
  if (last !== undefined && last.date === date && last.agreement === agreement) return last.span;
  const { window } = state.form;
  const own = windowOf(window, date, agreement === undefined ? undefined : agreementPeriod(agreement));
  const span = own === undefined ? undefined : windowsBack(window, own, window.lag);
  state.lastWindow = { date, agreement, span };
  return span;
}

/** The form whose key the subject has: of several meters read as one, the first whose scope speaks of it. */
function keyedBy(form: MeterForm, subject: Subject): MeterForm {
  const parts = form.combination?.of;
  if (parts === undefined) return form;
  return parts.find((part) => evaluateScope(part.scope, subject).kind === 'applies') ?? parts[0] ?? form;
}

/** Where the subject stands on the meter: its key, its window (after the lag) and its date. */
function locate(state: MeterState, subject: Subject, agreementPeriod: MeterWorld['agreementPeriod']): Located {
  const { form } = state;
  const date = countDate(form.countAt, subject.consignment);
  const key = keyOf(keyedBy(form, subject), subject);
  const span = windowAt(state, date ?? subject.consignment.accepted, subject.consignment.agreement, agreementPeriod);
  if (date === undefined || key.kind === 'missing' || span === undefined) {
    const fields = key.kind === 'missing' ? [...key.fields] : [];
    if (date === undefined) fields.push(`dates.${form.countAt}`);
    if (span === undefined) fields.push('agreement');
    return { kind: 'missing', fields: sortedTexts(fields) };
  }
  return { kind: 'at', key: key.text, span, date };
}

function keysOf({ series, parts }: MeterState): readonly string[] {
  const filled = [...series].filter(([, one]) => one.entries().length > 0);
  return sortedTexts([...filled.map(([key]) => key), ...parts.flatMap(keysOf)]);
}

/** A state for each meter and each part of one, those that combine after their parts. */
function statesOf(meters: readonly MeterForm[], watch: ReadWatch | undefined): ReadonlyMap<string, MeterState> {
  const states = new Map<string, MeterState>();
  const parts = meters.flatMap((form) => form.combination?.of ?? []);
  for (const form of [...meters.filter((one) => one.combination === undefined), ...parts])
    states.set(form.id, { form, watch, parts: [], series: new Map(), unsure: [], lastWindow: undefined });
  for (const form of meters) {
    if (form.combination === undefined) continue;
    const own = form.combination.of.flatMap((part) => states.get(part.id) ?? []);
    states.set(form.id, { form, watch, parts: own, series: new Map(), unsure: [], lastWindow: undefined });
  }
  return states;
}

/** A ledger over the meters given; asking it for another meter is a mistake of the program. */
export function createLedger(meters: readonly MeterForm[], around: MeterWorld, watch?: ReadWatch): MeterLedger {
  const { world, agreementPeriod, excluded } = around;
  const states = statesOf(meters, watch);
  const measuring = [...states.values()].filter(({ form }) => form.combination === undefined);
  const counted = measuring.filter(({ form }) => !isMoney(form));
  const money = measuring.filter(({ form }) => isMoney(form));
  const placedCounts = new Map<string, readonly Placement[]>();
  const placedMoney = new Map<string, readonly Placement[]>();

  const stateOf = (meter: MeterForm): MeterState => {
    const state = states.get(meter.id);
    if (state === undefined) throw new RangeError(`the ledger does not keep the meter ${meter.id}`);
    return state;
  };

  const replace = (
    into: Map<string, readonly Placement[]>,
    group: readonly MeterState[],
    consignment: Consignment,
    charges: readonly LegCharges[],
  ): void => {
    if (group.length === 0) return;
    for (const old of into.get(consignment.note) ?? []) unplace(old);
    const placements: Placement[] = [];
    for (const state of group) {
      const placement = place(state, consignment, world, charges);
      if (placement !== undefined) placements.push(placement);
    }
    if (placements.length > 0) into.set(consignment.note, placements);
    else into.delete(consignment.note);
  };

  const read = (meter: MeterForm, subject: Subject, whole: boolean, only: Period | undefined): MeterReading => {
    const state = stateOf(meter);
    const at = locate(state, subject, agreementPeriod);
    if (at.kind === 'missing') return { kind: 'unreadable', meter: meter.id, fields: at.fields };
    const { note, agreement } = subject.consignment;
    const before = whole ? undefined : { date: at.date, note };
    const span = only === undefined ? at.span : partOf(at.span, only, agreement, agreementPeriod);
    return readingOf(state, { key: at.key, window: at.span, span, before }, excluded);
  };

  return {
    before: (meter, subject, only) => read(meter, subject, false, only),
    within: (meter, subject, only) => read(meter, subject, true, only),
    record: (consignment) => replace(placedCounts, counted, consignment, []),
    charge: (consignment, charges) => replace(placedMoney, money, consignment, charges),
    remove: (note) => {
      for (const map of [placedCounts, placedMoney]) {
        for (const old of map.get(note) ?? []) unplace(old);
        map.delete(note);
      }
    },
    over: (meter, key, span) => readingOf(stateOf(meter), { key, window: span, span, before: undefined }, excluded),
    keys: (meter) => keysOf(stateOf(meter)),
  };
}
