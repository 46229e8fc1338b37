/** Figures as texts, in one form for engine and reference, and what differs between two lists of them. */
import { byCodePoint } from './calendar.ts';

export type Figures = readonly string[];

export const sorted = (list: readonly string[]): string => list.toSorted(byCodePoint).join(', ');

type Shared = { readonly party: string; readonly role: string; readonly amount: bigint; readonly by: string };

export const sharesText = (shares: readonly Shared[]): string =>
  sorted(shares.map(({ party, role, amount, by }) => `${role} ${party} ${String(amount)} ${by}`));

export const cutsText = (cuts: readonly { readonly by: string; readonly amount: bigint }[]): string =>
  sorted(cuts.map(({ by, amount }) => `${by} ${String(amount)}`));

export type Difference = { readonly where: string; readonly engine: string; readonly reference: string };

/** What stands in «» helps a reader and is not compared: the two word their reasons differently. */
const bare = (text: string): string => text.replace(/ «.*»/u, '');

export function differences(where: string, engine: Figures, reference: Figures): readonly Difference[] {
  const length = Math.max(engine.length, reference.length);
  return Array.from({ length }, (_, index) => ({
    where,
    engine: engine[index] ?? 'nothing',
    reference: reference[index] ?? 'nothing',
  })).filter((one) => bare(one.engine) !== bare(one.reference));
}
