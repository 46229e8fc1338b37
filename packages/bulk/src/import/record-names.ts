/** Names and codes in a JSON record, where its reader expects ids of the book. */
import { isIdentifier } from '@kontor/domain/kernel/identifier';
import type { Place, Refusal } from '@kontor/domain/kernel/refusal';
import { isRecord } from '../profile/schema.ts';
import { type CellContext, cellRefusal, type IdReading, resolve } from '../values/cell.ts';
import type { NameKind } from '../values/names.ts';

const ANY = '*';
const PATHS: readonly (readonly [NameKind, readonly string[]])[] = [
  ['party', ['consignor']],
  ['party', ['consignee']],
  ['party', ['legs', ANY, 'carrier']],
  ['party', ['legs', ANY, 'payer']],
  ['party', ['diversion', 'payer']],
  ['place', ['origin']],
  ['place', ['destination']],
  ['place', ['incoterm', 'place']],
  ['place', ['crossings', ANY, 'place']],
  ['place', ['legs', ANY, 'from']],
  ['place', ['legs', ANY, 'to']],
  ['place', ['legs', ANY, 'via', ANY]],
  ['place', ['diversion', 'at']],
  ['place', ['diversion', 'destination']],
];

/** Replaces the texts at a path; what is of another shape is left for the schema to judge. */
function mapAt(
  value: unknown,
  path: readonly string[],
  at: string,
  map: (text: string, at: string) => string,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return typeof value === 'string' ? map(value, at) : value;
  if (step === ANY) {
    if (!Array.isArray(value)) return value;
    return value.map((each: unknown, index) => mapAt(each, rest, `${at}.${index}`, map));
  }
  if (!isRecord(value) || value[step] === undefined) return value;
  return { ...value, [step]: mapAt(value[step], rest, at === '' ? step : `${at}.${step}`, map) };
}

/** Different names remembered: they repeat from record to record. */
const REMEMBERED = 5000;

export type Resolved = { readonly record: unknown; readonly faults: readonly Refusal[] };

/**
 * Resolves names, UN/LOCODEs and station codes to ids. An id that the book does not have is left as it is: a rule book
 * prices by distance and need not know every station. A name or a code that leads nowhere is a fault.
 */
export function recordResolver(context: CellContext): (record: unknown, place: Place) => Resolved {
  const memory = new Map<string, IdReading>();
  const read = (kind: NameKind, text: string): IdReading => {
    if (context.names.has(kind, text)) return { ok: true, value: text };
    const key = `${kind} ${text}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const found = resolve(kind, text, context);
    const isForeignId = !found.ok && isIdentifier(text) && /[a-z]/.test(text);
    const reading: IdReading = isForeignId ? { ok: true, value: text } : found;
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(key, reading);
    return reading;
  };
  return (record, place) => {
    const faults: Refusal[] = [];
    let resolved = record;
    for (const [kind, path] of PATHS) {
      resolved = mapAt(resolved, path, '', (text, at) => {
        const reading = read(kind, text);
        if (reading.ok) return reading.value;
        faults.push(cellRefusal(reading, { title: at, text, field: at }, { ...place, path: at }));
        return text;
      });
    }
    return { record: resolved, faults };
  };
}
