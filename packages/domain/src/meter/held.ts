/** What a key of a meter holds in a span of days, and what it is compared with. */
import { add, type Decimal, divide, maximum, minimum, ofInteger, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { CombinationForm } from './form.ts';
import type { MeterState, Unsure } from './meter-state.ts';
import { comparePositions, firstNotBefore, type Position } from './series.ts';
import { spansBefore } from './window.ts';

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
export function held(state: MeterState, key: string, span: Period, before: Position | undefined): Held {
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

/** Whether anything is counted under the key in the span, or may be. */
function isEmpty(state: MeterState, key: string, span: Period, { unsure }: Held): boolean {
  if (unsure.length > 0) return false;
  const end: Position | undefined = span.to === undefined ? undefined : { date: span.to, note: '' };
  return [state, ...state.parts].every(({ series }) => series.get(key)?.holdsAny(span.from, end) !== true);
}

/** A baseline; `told` unless earlier windows are empty that it needs. */
type Baseline = Held & { readonly told: boolean };

/** The baseline of a span: fixed, or the mean of the same days in earlier years, or of the windows before it. */
export function baselineOf(state: MeterState, key: string, span: Period): Baseline | undefined {
  const { baseline } = state.form;
  if (baseline === undefined) return undefined;
  if (baseline.kind === 'fixed') return { total: baseline.value, unsure: NONE, told: true };
  const { whenEmpty } = baseline;
  let total = ZERO;
  let unsure = NONE;
  let count = 0;
  let told = true;
  for (const before of spansBefore(state.form, span)) {
    const one = held(state, key, before, undefined);
    const empty = whenEmpty !== 'zero' && isEmpty(state, key, before, one);
    if (empty && whenEmpty === 'not-evaluated') told = false;
    if (!empty) count += 1;
    total = add(total, one.total);
    if (one.unsure.length > 0) unsure = [...unsure, ...one.unsure];
  }
  return { total: count < 2 ? total : divide(total, ofInteger(count)), unsure, told: told && count > 0 };
}
