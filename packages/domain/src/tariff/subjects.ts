/** What parts of a tariff are run for: the leg, or each wagon, item or container, equal ones together. */
import type { Wagon } from '../consignment/schema.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { Subject } from '../scope/subject.ts';
import type { PartForm } from './form.ts';

/** What a line comes to for one wagon, item or container, or for several equal ones together; exactly, before it is rounded. */
export type EachAmount = {
  readonly line: string;
  readonly per: PartForm['per'];
  readonly subject: Subject;
  readonly exact: Decimal;
};

/** What tells wagons, items and containers apart, by each: every part of every leg asks for it. */
const factsOfEach = new WeakMap<object, string>();

function factsOf(per: PartForm['per'], one: object): string {
  const known = factsOfEach.get(one);
  if (known !== undefined) return known;
  const facts = `${per} ${JSON.stringify({ ...one, number: '' })}`;
  factsOfEach.set(one, facts);
  return facts;
}

/** One wagon of a leg, without the spread that a part of every leg would pay for. */
function ofWagon(subject: Subject, wagon: Wagon): Subject {
  const { consignment, leg, world, item, container, amounts } = subject;
  const plain = leg !== undefined && item === undefined && container === undefined && amounts === undefined;
  return plain ? { consignment, leg, wagon, world } : { ...subject, wagon };
}

/** One subject of a part, known among its equals by its key, and how many of them there are. */
export type OneOfMany = { readonly key: string; readonly subject: Subject; readonly times: number };

/**
 * The subjects a part is run for: the leg itself, or each different wagon, item or container with how often it occurs. Where
 * the whole tariff is run for each wagon, a part per wagon is run for that wagon.
 */
export function subjectsOf(per: PartForm['per'], subject: Subject): readonly OneOfMany[] {
  if (per === 'consignment') return [{ key: '', subject, times: 1 }];
  const { wagons, items, containers } = subject.consignment;
  const wagon = subject.wagon ?? wagons[0];
  // A single wagon is told apart from nothing.
  if (per === 'wagon' && wagon !== undefined && (wagons.length === 1 || subject.wagon !== undefined))
    return [{ key: per, subject: ofWagon(subject, wagon), times: 1 }];
  const groups = new Map<string, { key: string; subject: Subject; times: number }>();
  const put = <T extends object>(one: T, narrowed: (one: T) => Subject): void => {
    const key = factsOf(per, one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, subject: narrowed(one), times: 1 });
    else group.times += 1;
  };
  if (per === 'wagon') for (const one of wagons) put(one, (own) => ofWagon(subject, own));
  if (per === 'item') for (const one of items) put(one, (item) => ({ ...subject, item }));
  if (per === 'container') for (const one of containers) put(one, (container) => ({ ...subject, container }));
  return [...groups.values()];
}
