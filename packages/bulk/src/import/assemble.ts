/** The rows of one note made into one consignment. */

import { refusalsOf } from '@kontor/domain/book/issues';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { add, decimal, toText } from '@kontor/domain/kernel/decimal';
import { ok, type Place, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { type FieldPart, partOf } from '../columns/fields.ts';
import type { CellValue } from '../values/cell.ts';
import type { RowFacts } from './row-facts.ts';

type Draft = Record<string, unknown>;
type Values = ReadonlyMap<string, CellValue>;

const textOf = (value: CellValue | undefined): string => (value === undefined ? '' : JSON.stringify(value));
const shown = (value: CellValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Where a field goes: part of the record, number of the leg or crossing (0 for none), name within it. */
type Route = { readonly part: FieldPart | 'leg' | 'crossing'; readonly n: number; readonly name: string };

/** As many as there are columns and defaults; rows in their millions go the same ways. */
const routes = new Map<string, Route>();

function routeOf(field: string): Route {
  const known = routes.get(field);
  if (known !== undefined) return known;
  const [, kind, digit, name = ''] = /^(leg|crossing)([1-9])\.?(.*)$/.exec(field) ?? [];
  const part = partOf(field);
  const plain: Route = { part, n: 0, name: part === 'head' ? field : field.slice(part.length + 1) };
  const route: Route = kind === 'leg' || kind === 'crossing' ? { part: kind, n: Number(digit), name } : plain;
  routes.set(field, route);
  return route;
}

const isOfHead = (field: string): boolean => {
  const { part } = routeOf(field);
  return part === 'head' || part === 'leg' || part === 'crossing';
};

/** The head of the note stands on its first row, or on every row alike. */
function headOf(
  rows: readonly RowFacts[],
  place: Place,
  defaults: Values,
): { head: Map<string, CellValue>; faults: Refusal[] } {
  const head = new Map<string, CellValue>();
  const faults: Refusal[] = [];
  for (const { values, row } of rows) {
    for (const [field, value] of values) {
      if (!isOfHead(field)) continue;
      const before = head.get(field);
      if (before === undefined) head.set(field, value);
      else if (before !== value && textOf(before) !== textOf(value)) {
        const params = { field, first: shown(before), second: shown(value) };
        faults.push(refusal('import.group.conflict', params, { ...place, line: row.line }));
      }
    }
  }
  for (const [field, value] of defaults) if (isOfHead(field) && !head.has(field)) head.set(field, value);
  return { head, faults };
}

/** The values of one part of a row under their own names: `wagon.tare_kg` as `tare_kg`. */
function partValues(values: Values, part: FieldPart): Draft | undefined {
  let found: Draft | undefined;
  for (const [field, value] of values) {
    const route = routeOf(field);
    if (route.part !== part) continue;
    found ??= {};
    found[route.name] = value;
  }
  return found;
}

function withDefaults(draft: Draft | undefined, part: FieldPart, defaults: Values): Draft | undefined {
  return draft === undefined ? undefined : { ...partValues(defaults, part), ...draft };
}

const MEASURES = ['mass_kg', 'pieces', 'heads', 'packages'] as const;
const CODES = new Set(['GNG', 'ETSNG', 'HS', 'CN', 'TNVED']);

/** An item as the record has it: codes together, the value with its currency, quantities with their units. */
function itemOf(flat: Draft): Draft {
  const item: Draft = {};
  const codes: Draft = {};
  const quantities: Draft[] = [];
  for (const [name, value] of Object.entries(flat)) {
    if (CODES.has(name)) codes[name] = value;
    else if (name.startsWith('quantity.')) quantities.push({ unit: name.slice('quantity.'.length), value });
    else if (name !== 'value' && name !== 'currency') item[name] = value;
  }
  if (Object.keys(codes).length > 0) item['codes'] = codes;
  if (quantities.length > 0) item['quantities'] = quantities;
  if (flat['value'] !== undefined) item['value'] = { amount: flat['value'], currency: flat['currency'] };
  return item;
}

const IDENTITY = [...CODES, 'name', 'origin', 'unNumber', 'currency'];
const identityOf = (flat: Draft): string => JSON.stringify(IDENTITY.map((name) => flat[name] ?? null));

function addTexts(a: unknown, b: unknown): unknown {
  if (typeof a !== 'string' || typeof b !== 'string') return a ?? b;
  return toText(add(decimal(a), decimal(b)));
}

/** The same goods on several rows are one item: what is measured adds up. */
function addItem(into: Draft, more: Draft): void {
  for (const measure of MEASURES) {
    const [a, b] = [into[measure], more[measure]];
    if (typeof b === 'number') into[measure] = typeof a === 'number' ? a + b : b;
  }
  for (const name of Object.keys(more)) {
    if (name === 'value' || name.startsWith('quantity.')) into[name] = addTexts(into[name], more[name]);
  }
}

function itemsOf(rows: readonly RowFacts[], defaults: Values): Draft[] {
  const items = new Map<string, Draft>();
  for (const { values } of rows) {
    const flat = withDefaults(partValues(values, 'item'), 'item', defaults);
    if (flat === undefined) continue;
    const identity = identityOf(flat);
    const before = items.get(identity);
    if (before === undefined) items.set(identity, { ...flat });
    else addItem(before, flat);
  }
  const always = items.size === 0 ? partValues(defaults, 'item') : undefined;
  return always === undefined ? [...items.values()].map(itemOf) : [itemOf(always)];
}

type Units = { readonly units: Draft[]; readonly faults: Refusal[] };

/** Wagons or containers: one per row, or one per number; a number told twice must be told alike. */
function unitsOf(rows: readonly RowFacts[], part: 'wagon' | 'container', defaults: Values, place: Place): Units {
  const units: Draft[] = [];
  const faults: Refusal[] = [];
  const byNumber = new Map<string, string>();
  for (const { values, row } of rows) {
    const unit = withDefaults(partValues(values, part), part, defaults);
    if (unit === undefined) continue;
    const number = typeof unit['number'] === 'string' ? unit['number'] : undefined;
    const told = JSON.stringify(unit);
    const before = number === undefined ? undefined : byNumber.get(number);
    if (before === told) continue;
    if (before !== undefined)
      faults.push(refusal('import.group.unit-twice', { number: number ?? '', part }, { ...place, line: row.line }));
    if (number !== undefined) byNumber.set(number, told);
    units.push(unit);
  }
  return { units, faults };
}

/** The values of the legs, or of the crossings, by their number. */
function numbered(head: ReadonlyMap<string, CellValue>, part: 'leg' | 'crossing'): Draft[] {
  const found: Draft[] = [];
  for (const [field, value] of head) {
    const route = routeOf(field);
    if (route.part !== part) continue;
    const draft = (found[route.n] ??= {});
    draft[route.name] = value;
  }
  return found.filter((draft) => draft !== undefined);
}

/** The legs that have a carrier. The only leg of a note runs from its origin to its destination where nothing else is said. */
function legsOf(head: ReadonlyMap<string, CellValue>): Draft[] {
  const legs = numbered(head, 'leg').filter((leg) => leg['carrier'] !== undefined);
  const [only, second] = legs;
  if (only === undefined || second !== undefined) return legs;
  return [{ from: head.get('origin'), to: head.get('destination'), ...only }];
}

function crossingsOf(head: ReadonlyMap<string, CellValue>): Draft[] {
  const listed = head.get('crossings');
  const crossings: Draft[] = Array.isArray(listed) ? listed.map((place: string) => ({ place })) : [];
  for (const { '': place, role } of numbered(head, 'crossing')) {
    if (place !== undefined) crossings.push(role === undefined ? { place } : { place, role });
  }
  return crossings;
}

/** Sets `a.b` in a draft as { a: { b } }. */
function setPath(draft: Draft, field: string, value: CellValue): void {
  const dot = field.indexOf('.');
  if (dot < 0) {
    draft[field] = value;
    return;
  }
  const [outer, inner] = [field.slice(0, dot), field.slice(dot + 1)];
  const before = draft[outer];
  draft[outer] = { ...(typeof before === 'object' ? before : {}), [inner]: value };
}

function sumOf(parts: readonly Draft[]): number | undefined {
  let sum = 0;
  for (const { mass_kg } of parts) {
    if (typeof mass_kg !== 'number') return undefined;
    sum += mass_kg;
  }
  return parts.length === 0 ? undefined : sum;
}

/** A conflict or a fault in any of its rows refuses the note as a whole: half a consignment would be a wrong one. */
export function assemble(rows: readonly RowFacts[], place: Place, defaults: Values): Result<Consignment> {
  const { head, faults } = headOf(rows, place, defaults);
  const wagons = unitsOf(rows, 'wagon', defaults, place);
  const containers = unitsOf(rows, 'container', defaults, place);
  const [fault, ...others] = [...faults, ...wagons.faults, ...containers.faults];
  if (fault !== undefined) return refused(fault, ...others);
  const draft: Draft = {};
  for (const [field, value] of head)
    if (routeOf(field).part === 'head' && field !== 'crossings') setPath(draft, field, value);
  const items = itemsOf(rows, defaults);
  const crossings = crossingsOf(head);
  const legs = legsOf(head);
  // A total that the note does not state is the sum of its parts, when all of them state theirs.
  const mass = draft['mass_kg'] ?? sumOf(items) ?? sumOf(wagons.units) ?? sumOf(containers.units);
  const whole = { ...draft, items, wagons: wagons.units, containers: containers.units, legs };
  return parseConsignment(
    { ...whole, ...(mass === undefined ? {} : { mass_kg: mass }), ...(crossings.length === 0 ? {} : { crossings }) },
    place,
  );
}

/** The draft as a consignment, or each field that is missing or not acceptable. */
export function parseConsignment(draft: unknown, place: Place): Result<Consignment> {
  const parsed = consignmentSchema.safeParse(draft);
  if (parsed.success) return ok(parsed.data);
  const [issue, ...others] = parsed.error.issues.flatMap((each) => {
    const at = { ...place, path: each.path.map(String).join('.') };
    const isMissing = each.code !== 'unrecognized_keys' && valueAt(draft, each.path) === undefined;
    if (isMissing) return [refusal('import.record.missing', { field: at.path || 'record' }, at)];
    return refusalsOf([each], draft, () => at);
  });
  if (issue === undefined) throw new Error('zod refused a consignment without an issue');
  return refused(issue, ...others);
}

function valueAt(draft: unknown, path: readonly PropertyKey[]): unknown {
  let value = draft;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === String(step))?.[1];
  }
  return value;
}
