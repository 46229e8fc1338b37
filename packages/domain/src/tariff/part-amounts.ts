/** What is known while the parts of a tariff are run one after the other for one leg or wagon. */
import type { Decimal } from '../kernel/decimal.ts';
import type { Subject } from '../scope/subject.ts';
import type { PartForm } from './form.ts';
import { type OneOfMany, subjectsOf } from './subjects.ts';

/** What parts came to so far: as a whole, and for each wagon, item or container they were run for. */
export type PartAmounts = {
  readonly whole: Map<string, Decimal>;
  each: Map<string, Map<string, Decimal>> | undefined;
  /** What the part before was run for: mostly the same. */
  last: { readonly per: PartForm['per']; readonly subjects: readonly OneOfMany[] } | undefined;
};

export function subjectsFor(amounts: PartAmounts, per: PartForm['per'], subject: Subject): readonly OneOfMany[] {
  if (amounts.last?.per !== per) amounts.last = { per, subjects: subjectsOf(per, subject) };
  return amounts.last.subjects;
}

/** Within a part run for each wagon an earlier such part means that wagon's amount, else the part's whole amount. */
export function partsSeenBy(amounts: PartAmounts, key: string): ReadonlyMap<string, Decimal> {
  const own = key === '' ? undefined : amounts.each?.get(key);
  return own === undefined ? amounts.whole : new Map([...amounts.whole, ...own]);
}
