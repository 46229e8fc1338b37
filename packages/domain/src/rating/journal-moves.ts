/** What a consignment that came, changed or went moves on meters: where a reading may come out differently. */
import type { Consignment } from '../consignment/schema.ts';
import { toText } from '../kernel/decimal.ts';
import { type Contribution, contributionsOf, countDate, type LegCharges } from '../meter/contribution.ts';
import type { MeterForm } from '../meter/form.ts';
import type { Position } from '../meter/series.ts';
import type { World } from '../scope/subject.ts';
import { type Move, meterSource } from './read-index.ts';

/** A consignment as it counts: money only with its charges. */
export type Counting = { readonly consignment: Consignment; readonly charges: readonly LegCharges[] };

type WorldOf = (consignment: Consignment) => World;

type Held = { readonly position: Position; readonly key: string | undefined; readonly text: string };

const textOf = (one: Contribution): string => (one.kind === 'adds' ? toText(one.value) : `? ${one.fields.join(' ')}`);

/** What it holds on a meter, each thing by position, key and value. */
function heldOn(form: MeterForm, counting: Counting | undefined, worldOf: WorldOf): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  if (counting === undefined) return held;
  const { consignment, charges } = counting;
  const date = countDate(form.countAt, consignment);
  if (date === undefined) return held;
  for (const one of contributionsOf(form, consignment, worldOf(consignment), charges)) {
    const text = textOf(one);
    const key = one.key;
    held.set(`${date}\n${key ?? '\n'}\n${text}`, { position: { date, note: consignment.note }, key, text });
  }
  return held;
}

/** Where the meters differ between the consignment as it counted and as it counts; what is the same moves nothing. */
export function movesBetween(
  meters: readonly MeterForm[],
  worldOf: WorldOf,
  before: Counting | undefined,
  after: Counting | undefined,
): readonly Move[] {
  return meters.flatMap((form) => {
    const [was, is] = [heldOn(form, before, worldOf), heldOn(form, after, worldOf)];
    const differing = [...[...was].filter(([name]) => !is.has(name)), ...[...is].filter(([name]) => !was.has(name))];
    return differing.map(([, { key, position }]): Move => ({ source: meterSource(form.id), key, position }));
  });
}
