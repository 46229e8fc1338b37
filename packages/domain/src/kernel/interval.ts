import { compare, type Decimal, ONE, add, equals } from './decimal.ts';

/** A numeric interval. An absent bound is open to infinity; which ends are inside is always said. */
export type Interval = {
  readonly lower: Decimal | undefined;
  readonly upper: Decimal | undefined;
  readonly lowerClosed: boolean;
  readonly upperClosed: boolean;
};

/** What is wrong with a list of intervals; indexes are those of the list as given. */
export type IntervalFinding =
  | { readonly kind: 'backward'; readonly index: number }
  | { readonly kind: 'gap'; readonly after: number; readonly before: number }
  | { readonly kind: 'overlap'; readonly first: number; readonly second: number }
  | { readonly kind: 'unreached'; readonly index: number; readonly by: number };

/** Whether a value lies in the interval. */
export function inside(interval: Interval, value: Decimal): boolean {
  if (interval.lower !== undefined) {
    const order = compare(value, interval.lower);
    if (order < 0 || (order === 0 && !interval.lowerClosed)) return false;
  }
  if (interval.upper !== undefined) {
    const order = compare(value, interval.upper);
    if (order > 0 || (order === 0 && !interval.upperClosed)) return false;
  }
  return true;
}

function isBackward({ lower, upper, lowerClosed, upperClosed }: Interval): boolean {
  if (lower === undefined || upper === undefined) return false;
  const order = compare(lower, upper);
  return order > 0 || (order === 0 && !(lowerClosed && upperClosed));
}

/** Orders by lower bound; among equal bounds the closed one begins first. */
function compareStarts(a: Interval, b: Interval): number {
  if (a.lower === undefined || b.lower === undefined) {
    return (a.lower === undefined ? 0 : 1) - (b.lower === undefined ? 0 : 1);
  }
  return compare(a.lower, b.lower) || (a.lowerClosed ? 0 : 1) - (b.lowerClosed ? 0 : 1);
}

/** Whether `a` ends at or after where `b` ends. */
function reachesEndOf(a: Interval, b: Interval): boolean {
  if (a.upper === undefined) return true;
  if (b.upper === undefined) return false;
  const order = compare(a.upper, b.upper);
  return order > 0 || (order === 0 && (a.upperClosed || !b.upperClosed));
}

type Joint = 'gap' | 'overlap' | 'adjacent';

/** How `b`, which starts no earlier, follows `a`. In whole units 200 and 201 are neighbours. */
function joint(a: Interval, b: Interval, whole: boolean): Joint {
  if (a.upper === undefined || b.lower === undefined) return 'overlap';
  const order = compare(a.upper, b.lower);
  if (order > 0) return 'overlap';
  if (order === 0) {
    if (a.upperClosed && b.lowerClosed) return 'overlap';
    return a.upperClosed || b.lowerClosed ? 'adjacent' : 'gap';
  }
  const touching = whole && a.upperClosed && b.lowerClosed && equals(add(a.upper, ONE), b.lower);
  return touching ? 'adjacent' : 'gap';
}

/** Gaps, overlaps, rows that run backward and rows that an earlier one hides entirely, in order of the bounds. */
export function inspectIntervals(list: readonly Interval[], { whole }: { readonly whole: boolean }): IntervalFinding[] {
  const findings: IntervalFinding[] = [];
  const sound: { interval: Interval; index: number }[] = [];
  for (const [index, interval] of list.entries()) {
    if (isBackward(interval)) findings.push({ kind: 'backward', index });
    else sound.push({ interval, index });
  }
  sound.sort((a, b) => compareStarts(a.interval, b.interval) || a.index - b.index);
  let reach = sound[0];
  for (const next of sound.slice(1)) {
    if (reach === undefined) break;
    const how = joint(reach.interval, next.interval, whole);
    if (how === 'overlap') {
      const hidden = reachesEndOf(reach.interval, next.interval);
      findings.push(hidden ? { kind: 'unreached', index: next.index, by: reach.index } : { kind: 'overlap', first: reach.index, second: next.index });
    }
    if (how === 'gap') findings.push({ kind: 'gap', after: reach.index, before: next.index });
    if (!reachesEndOf(reach.interval, next.interval)) reach = next;
  }
  return findings;
}
