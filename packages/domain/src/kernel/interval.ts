import { add, compare, type Decimal, isWhole, ONE, subtract } from './decimal.ts';
import { roundTo } from './rounding.ts';

/** A row's span of numbers. An end that is undefined is open to infinity; the flags say whether an end is in it. */
export type Interval = {
  readonly lower: Decimal | undefined;
  readonly upper: Decimal | undefined;
  readonly lowerClosed: boolean;
  readonly upperClosed: boolean;
};

/**
 * What is wrong with a list of rows, by their indexes in it:
 * - `gap`: no row holds the numbers of `span`, between the row `below` and the row `above`;
 * - `overlap`: the rows `first` and `second` (by position) both hold the numbers of `span`;
 * - `never-reached`: rows before this one already hold every number of it, or it holds none;
 * - `backward`: the lower end lies above the upper one.
 */
export type IntervalFinding =
  | { readonly kind: 'gap'; readonly below: number; readonly above: number; readonly span: Interval }
  | { readonly kind: 'overlap'; readonly first: number; readonly second: number; readonly span: Interval }
  | { readonly kind: 'never-reached'; readonly row: number }
  | { readonly kind: 'backward'; readonly row: number };

/** A place between numbers: just below or just above `at`, or before or after all of them. */
type Cut =
  | { readonly kind: 'before-all' }
  | { readonly kind: 'at'; readonly at: Decimal; readonly above: boolean }
  | { readonly kind: 'after-all' };

/** A row that holds at least one number, as all numbers between two cuts. */
type Row = { readonly index: number; readonly from: Cut; readonly to: Cut };

const RANK = { 'before-all': 0, at: 1, 'after-all': 2 } as const;

/** Whether the value lies in the interval. */
export function inside(interval: Interval, value: Decimal): boolean {
  if (interval.lower !== undefined) {
    const order = compare(value, interval.lower);
    if (order < 0 || (order === 0 && !interval.lowerClosed)) return false;
  }
  if (interval.upper === undefined) return true;
  const order = compare(value, interval.upper);
  return order < 0 || (order === 0 && interval.upperClosed);
}

function compareCuts(a: Cut, b: Cut): number {
  if (a.kind !== 'at' || b.kind !== 'at') return RANK[a.kind] - RANK[b.kind];
  return compare(a.at, b.at) || Number(a.above) - Number(b.above);
}

/** The cut among whole numbers, always written as just below the first whole number above it. */
function wholeCut(cut: Cut): Cut {
  if (cut.kind !== 'at') return cut;
  const floor = floorOf(cut.at);
  const next = !cut.above && isWhole(cut.at) ? floor : add(floor, ONE);
  return { kind: 'at', at: next, above: false };
}

function floorOf(value: Decimal): Decimal {
  const toward = roundTo(value, ONE, 'down');
  return compare(toward, value) > 0 ? subtract(toward, ONE) : toward;
}

function cutsOf(interval: Interval, whole: boolean): { readonly from: Cut; readonly to: Cut } {
  const from: Cut =
    interval.lower === undefined
      ? { kind: 'before-all' }
      : { kind: 'at', at: interval.lower, above: !interval.lowerClosed };
  const to: Cut =
    interval.upper === undefined
      ? { kind: 'after-all' }
      : { kind: 'at', at: interval.upper, above: interval.upperClosed };
  return whole ? { from: wholeCut(from), to: wholeCut(to) } : { from, to };
}

/** The numbers between two cuts as an interval; among whole numbers with both ends in it, as people write them. */
function spanBetween(from: Cut, to: Cut, whole: boolean): Interval {
  const lower = from.kind === 'at' ? from.at : undefined;
  const end = to.kind === 'at' ? to.at : undefined;
  return Object.freeze({
    lower,
    upper: whole && end !== undefined ? subtract(end, ONE) : end,
    lowerClosed: from.kind === 'at' && !from.above,
    upperClosed: to.kind === 'at' && (whole || to.above),
  });
}

function isBackward(interval: Interval): boolean {
  return interval.lower !== undefined && interval.upper !== undefined && compare(interval.lower, interval.upper) > 0;
}

/** Gaps and overlaps, going up through the rows by where they begin. */
function inspectUpward(rows: readonly Row[], whole: boolean): readonly IntervalFinding[] {
  const findings: IntervalFinding[] = [];
  let furthest: Row | undefined;
  for (const row of rows.toSorted((a, b) => compareCuts(a.from, b.from) || a.index - b.index)) {
    if (furthest === undefined) {
      furthest = row;
      continue;
    }
    const order = compareCuts(furthest.to, row.from);
    if (order < 0) {
      const span = spanBetween(furthest.to, row.from, whole);
      findings.push(Object.freeze({ kind: 'gap', below: furthest.index, above: row.index, span }));
    }
    const endsFirst = compareCuts(row.to, furthest.to) < 0;
    if (order > 0) {
      const span = spanBetween(row.from, endsFirst ? row.to : furthest.to, whole);
      const [first, second] = [Math.min(furthest.index, row.index), Math.max(furthest.index, row.index)];
      findings.push(Object.freeze({ kind: 'overlap', first, second, span }));
    }
    if (!endsFirst) furthest = row;
  }
  return findings;
}

/** Index of the first of the disjoint, ascending spans that ends at or after the cut. */
function firstTouching(spans: readonly Omit<Row, 'index'>[], cut: Cut): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span !== undefined && compareCuts(span.to, cut) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows whose every number a row before them already holds, when the first row that fits is taken. */
function neverReached(rows: readonly Row[]): readonly IntervalFinding[] {
  const findings: IntervalFinding[] = [];
  const covered: Omit<Row, 'index'>[] = [];
  for (const row of rows) {
    let { from, to } = row;
    const start = firstTouching(covered, from);
    let end = start;
    for (let span = covered[end]; span !== undefined && compareCuts(span.from, to) <= 0; span = covered[end]) {
      if (compareCuts(span.from, row.from) <= 0 && compareCuts(row.to, span.to) <= 0) {
        findings.push(Object.freeze({ kind: 'never-reached', row: row.index }));
      }
      if (compareCuts(span.from, from) < 0) from = span.from;
      if (compareCuts(span.to, to) > 0) to = span.to;
      end += 1;
    }
    covered.splice(start, end - start, { from, to });
  }
  return findings;
}

/** The row a finding is reported at: the later of two. */
function rowOf(finding: IntervalFinding): number {
  switch (finding.kind) {
    case 'gap':
      return finding.above;
    case 'overlap':
      return finding.second;
    case 'never-reached':
    case 'backward':
      return finding.row;
  }
}

/**
 * What is wrong with the rows of a table, by row (pricing.md §1: loading a table reports gaps, overlaps and rows never
 * reached). `whole` says that only whole numbers occur: then 1–200 and 201–400 leave no gap. Where several rows
 * overlap, each is reported once, against the one that reaches furthest of those that begin below it. What lies below
 * the lowest and above the highest row is no gap: whether a table must start or end anywhere is its owner's rule.
 */
export function inspectIntervals(
  list: readonly Interval[],
  options: { readonly whole: boolean },
): readonly IntervalFinding[] {
  const findings: IntervalFinding[] = [];
  const rows: Row[] = [];
  for (const [index, interval] of list.entries()) {
    const { from, to } = cutsOf(interval, options.whole);
    if (isBackward(interval)) findings.push(Object.freeze({ kind: 'backward', row: index }));
    else if (compareCuts(from, to) >= 0) findings.push(Object.freeze({ kind: 'never-reached', row: index }));
    else rows.push({ index, from, to });
  }
  findings.push(...inspectUpward(rows, options.whole), ...neverReached(rows));
  return findings.toSorted((a, b) => rowOf(a) - rowOf(b));
}
