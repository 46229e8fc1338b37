/**
 * The state of all meters over one journal: what each holds under each key, kept as consignments are recorded, corrected
 * and cancelled. One implementation for tiers, guarantees, quotas, budgets, agreements and promises (pricing.md section 6).
 * The order in which consignments arrive makes no difference to any reading.
 */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { type Decimal, divide, isZero, subtract } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { intersect, type Period } from '../kernel/period.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject, World } from '../scope/subject.ts';
import { countDate, type LegCharges } from './contribution.ts';
import type { ExcludedPart, MeterForm, MeterReading } from './form.ts';
import { baselineOf, held } from './held.ts';
import { keyOf } from './key.ts';
import { type MeterState, type Placement, place, type ReadWatch, statesOf, unplace } from './meter-state.ts';
import type { Position } from './series.ts';
import { windowOf, windowsBack } from './window.ts';

/** What meters read besides consignments: the book's parties and places, and the periods of its agreements. */
export type MeterWorld = {
  readonly worldOf: (consignment: Consignment) => World;
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
  /** What a key holds in a window, or of it in the days of a period. */
  readonly over: (meter: MeterForm, key: string, window: Period, only?: Period) => MeterReading;
  /** Keys that hold anything, by code point. */
  readonly keys: (meter: MeterForm) => readonly string[];
};

const NOTHING: readonly string[] = Object.freeze([]);

const isMoney = (form: MeterForm): boolean => form.measure.kind === 'money';

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
  const untold = baseline === undefined || baseline.told ? NOTHING : ['baseline'];
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
    missing: unsure.length === 0 ? untold : sortedTexts([...unsure.flatMap((one) => one.fields), ...untold]),
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

/** A ledger over the meters given; asking it for another meter is a mistake of the program. */
export function createLedger(meters: readonly MeterForm[], around: MeterWorld, watch?: ReadWatch): MeterLedger {
  const { worldOf, agreementPeriod, excluded } = around;
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
    const before = into.get(consignment.note);
    if (before !== undefined) for (const old of before) unplace(old);
    const placements: Placement[] = [];
    const world = worldOf(consignment);
    for (const state of group) place(state, consignment, world, charges, placements);
    if (placements.length > 0) into.set(consignment.note, placements);
    else if (before !== undefined) into.delete(consignment.note);
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
    over: (meter, key, window, only) => {
      const span = only === undefined ? window : partOf(window, only, undefined, agreementPeriod);
      return readingOf(stateOf(meter), { key, window, span, before: undefined }, excluded);
    },
    keys: (meter) => keysOf(stateOf(meter)),
  };
}
