/** The quotas of a loaded book, each with a ledger in which nothing has been entered yet. */
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { entriesOf } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import type { MeterForm } from '../meter/form.ts';
import { meterSchema } from '../meter/schema.ts';
import { compileQuota, type QuotaForm } from './form.ts';
import { quotaSchema } from './schema.ts';

/** The newest version of each meter: what a quota names by its id alone. */
function metersOf(book: LoadedBook, refusals: Refusal[]): ReadonlyMap<string, MeterForm> {
  const meters = new Map<string, MeterForm>();
  const entries = entriesOf(book, 'meter').toSorted(
    (a, b) => compareCodePoints(a.known, b.known) || compareCodePoints(a.version, b.version),
  );
  const combines = (entry: LoadedEntry): boolean => readEntry(entry, meterSchema).of !== undefined;
  for (const entry of [...entries.filter((one) => !combines(one)), ...entries.filter(combines)]) {
    const at = { id: entry.id, place: entry.place, path: [], named: (id: string) => meters.get(id) };
    const form = compileMeter(readEntry(entry, meterSchema), at, refusals);
    if (form !== undefined) meters.set(entry.id, form);
  }
  return meters;
}

/** All versions of every quota, by id in the order of code points, with the refusals of those that cannot be compiled. */
export function quotasOf(book: LoadedBook): {
  readonly quotas: ReadonlyMap<string, readonly QuotaForm[]>;
  readonly refusals: readonly Refusal[];
} {
  const refusals: Refusal[] = [];
  const meters = metersOf(book, refusals);
  const quotas = new Map<string, QuotaForm[]>();
  for (const entry of entriesOf(book, 'quota').toSorted((a, b) => compareCodePoints(a.id, b.id))) {
    const compiled = compileQuota(entry, readEntry(entry, quotaSchema), (id) => meters.get(id));
    if (!compiled.ok) refusals.push(...compiled.refusals);
    else quotas.set(entry.id, [...(quotas.get(entry.id) ?? []), compiled.value]);
  }
  return { quotas, refusals };
}
