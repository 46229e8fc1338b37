/** What one meter holds: a series for each key, and the consignments of which it cannot be told what they add. */
import type { Consignment } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Period } from '../kernel/period.ts';
import type { World } from '../scope/subject.ts';
import { contributionsOf, countDate, type LegCharges } from './contribution.ts';
import type { MeterForm } from './form.ts';
import { comparePositions, createSeries, firstNotBefore, type Position, type Series } from './series.ts';

export type Unsure = Position & { readonly key: string | undefined; readonly fields: readonly string[] };

/** Told of every reading: which days of which key, and up to where. */
export type ReadWatch = (meter: MeterForm, key: string, from: LocalDate, end: Position | undefined) => void;

/**
 * One meter: a series for each key, and the consignments of which it cannot be told what they add. One that combines others
 * has none of its own: it is read off its parts.
 */
export type MeterState = {
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

/** Where something was put: in the series of a key, or without a key among what is unsure. */
export type Placement = { readonly state: MeterState; readonly position: Position; readonly key: string | undefined };

function seriesOf(state: MeterState, key: string): Series {
  const found = state.series.get(key);
  if (found !== undefined) return found;
  const made = createSeries();
  state.series.set(key, made);
  return made;
}

/** Adds the consignment to one meter; what can be taken out again later is noted. */
export function place(
  state: MeterState,
  consignment: Consignment,
  world: World,
  charges: readonly LegCharges[],
  placed: Placement[],
): void {
  const date = countDate(state.form.countAt, consignment);
  if (date === undefined) return;
  const { note } = consignment;
  for (const one of contributionsOf(state.form, consignment, world, charges)) {
    if (one.kind === 'missing') {
      const unsure = { date, note, key: one.key, fields: one.fields };
      state.unsure.splice(firstNotBefore(state.unsure, date, note), 0, unsure);
      placed.push({ state, position: unsure, key: undefined });
    } else {
      const entry = { date, note, value: one.value };
      seriesOf(state, one.key).put(entry);
      placed.push({ state, position: entry, key: one.key });
    }
  }
}

export function unplace({ state, position, key }: Placement): void {
  if (key !== undefined) {
    state.series.get(key)?.take(position);
    return;
  }
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

/** A state for each meter and each part of one, those that combine after their parts. */
export function statesOf(meters: readonly MeterForm[], watch: ReadWatch | undefined): ReadonlyMap<string, MeterState> {
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
