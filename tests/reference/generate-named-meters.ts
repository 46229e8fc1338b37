/** Meters written in place become entries of their own now and then, which what reads them names. */
import { isText, listOf, type Text } from './generate-values.ts';

type Hoisted = { readonly granted: readonly Text[]; readonly meters: readonly Text[] };

const METER_KEYS: readonly string[] = ['meter', 'over'];

/** Of the meters of these discounts, and of the parts of combined ones, those that `named` says, by turns, get an id. */
export function nameMeters(granted: readonly Text[], named: readonly boolean[]): Hoisted {
  const meters: Text[] = [];
  let turn = 0;
  const byName = (meter: Text): unknown => {
    turn += 1;
    if (named[turn % named.length] !== true) return meter;
    const id = `meter-${String(turn)}`;
    meters.push({ kind: 'meter', id, ...meter });
    return id;
  };
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (!isText(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => {
        if (key === 'of' && Array.isArray(one)) return [key, listOf(one).map(byName)];
        const within = inside(one);
        return [key, METER_KEYS.includes(key) && isText(within) ? byName(within) : within];
      }),
    );
  };
  return {
    granted: granted.map((entry) =>
      Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, inside(value)])),
    ),
    meters,
  };
}
