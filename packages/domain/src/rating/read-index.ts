/**
 * What each rating has read of meters and budgets: days of a key, up to a position. Turned round it tells whom a change at a
 * position can touch, without looking at anybody else. Readings that reach beyond the reader itself on something ratings move
 * (money, budgets) are noted: then an order of re-rating by what was read does not exist.
 */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { ReadWatch } from '../meter/meter-state.ts';
import { comparePositions, type Position } from '../meter/series.ts';

/** What moved: a position under a key of a meter or a budget; without a key, under any of them. */
export type Move = { readonly source: string; readonly key: string | undefined; readonly position: Position };

/** Who read, up to where: undefined is without end. Kept in the order of the end, then of the reader's note. */
type Reading = { readonly reader: string; readonly end: Position | undefined };

/** Readings that begin on one day. */
type Bucket = { readonly from: LocalDate; readonly readings: Reading[] };

type Placed = { readonly bucket: Bucket; readonly reading: Reading };

export type ReadIndex = {
  /** What is read from now on is read by this consignment; what it read before is forgotten. */
  readonly begin: (reader: Consignment) => void;
  /** What is read from now on is read by nobody. */
  readonly rest: () => void;
  readonly forget: (note: string) => void;
  readonly meterRead: ReadWatch;
  readonly budgetRead: (budget: string, window: Period, before: Position | undefined) => void;
  /** Notes of those that read what a move changes. */
  readonly readersOf: (move: Move) => readonly string[];
  /** Whether it has read any meter. */
  readonly readsMeters: (note: string) => boolean;
  readonly looksAhead: () => boolean;
};

export const budgetSource = (budget: string): string => `budget ${budget}`;
export const meterSource = (meter: string): string => `meter ${meter}`;

function compareEnds(a: Position | undefined, b: Position | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return comparePositions(a, b);
}

const compareReadings = (a: Reading, b: Reading): number =>
  compareEnds(a.end, b.end) || compareCodePoints(a.reader, b.reader);

/** The first index whose reading is not before, as `before` tells. */
function firstNot(readings: readonly Reading[], before: (one: Reading) => boolean): number {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = readings[middle];
    if (one !== undefined && before(one)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(readings: Reading[], reading: Reading): void {
  const last = readings.at(-1);
  if (last === undefined || compareReadings(last, reading) < 0) {
    readings.push(reading);
    return;
  }
  const index = firstNot(readings, (one) => compareReadings(one, reading) < 0);
  const there = readings[index];
  if (there === undefined || compareReadings(there, reading) !== 0) readings.splice(index, 0, reading);
}

function takeOut({ bucket, reading }: Placed): void {
  const index = firstNot(bucket.readings, (one) => compareReadings(one, reading) < 0);
  const there = bucket.readings[index];
  if (there !== undefined && compareReadings(there, reading) === 0) bucket.readings.splice(index, 1);
}

/** Buckets of one key; of a calendar window there are few, of a rolling one as many as days. */
type Buckets = Map<LocalDate, Bucket>;

function readersIn(buckets: Buckets, position: Position): readonly string[] {
  const found: string[] = [];
  for (const { from, readings } of buckets.values()) {
    if (from > position.date) continue;
    const first = firstNot(readings, (one) => one.end !== undefined && comparePositions(one.end, position) <= 0);
    for (let index = first; index < readings.length; index += 1) {
      const one = readings[index];
      if (one !== undefined) found.push(one.reader);
    }
  }
  return found;
}

type Sources = Map<string, Map<string, Buckets>>;

function bucketAt(sources: Sources, source: string, key: string, from: LocalDate): Bucket {
  const keys = sources.get(source) ?? new Map<string, Buckets>();
  sources.set(source, keys);
  const buckets: Buckets = keys.get(key) ?? new Map<LocalDate, Bucket>();
  keys.set(key, buckets);
  const bucket = buckets.get(from) ?? { from, readings: [] };
  buckets.set(from, bucket);
  return bucket;
}

export function createReadIndex(): ReadIndex {
  const sources: Sources = new Map();
  const placed = new Map<string, Placed[]>();
  const onMeters = new Set<string>();
  let current: { readonly position: Position; readonly places: Placed[] } | undefined;
  let ahead = false;

  const forget = (note: string): void => {
    for (const one of placed.get(note) ?? []) takeOut(one);
    placed.delete(note);
    onMeters.delete(note);
  };

  const read = (source: string, key: string, from: LocalDate, end: Position | undefined): void => {
    if (current === undefined) return;
    const bucket = bucketAt(sources, source, key, from);
    const reading = { reader: current.position.note, end };
    insert(bucket.readings, reading);
    current.places.push({ bucket, reading });
  };

  const noteAhead = (end: Position | undefined): void => {
    if (current !== undefined && compareEnds(end, current.position) > 0) ahead = true;
  };

  return {
    begin: ({ note, accepted }) => {
      forget(note);
      current = { position: { date: accepted, note }, places: [] };
      placed.set(note, current.places);
    },
    rest: () => {
      current = undefined;
    },
    forget,
    meterRead: (meter, key, from, end) => {
      if (current === undefined) return;
      if (meter.measure.kind === 'money') noteAhead(end);
      onMeters.add(current.position.note);
      read(meterSource(meter.id), key, from, end);
    },
    budgetRead: (budget, window, before) => {
      const end = before ?? (window.to === undefined ? undefined : { date: window.to, note: '' });
      noteAhead(end);
      read(budgetSource(budget), '', window.from, end);
    },
    readersOf: ({ source, key, position }) => {
      const keys = sources.get(source);
      if (keys === undefined) return [];
      if (key === undefined) return [...keys.values()].flatMap((buckets) => readersIn(buckets, position));
      const buckets = keys.get(key);
      return buckets === undefined ? [] : readersIn(buckets, position);
    },
    readsMeters: (note) => onMeters.has(note),
    looksAhead: () => ahead,
  };
}
