import { destinationOf } from '../consignment/destination.ts';
import type { Crossing, GoodsItem } from '../consignment/schema.ts';
import { type Decimal, equals, parseDecimal, toText } from '../kernel/decimal.ts';
import { type GoodsPattern, matchesPattern } from '../kernel/goods-code.ts';
import { inside } from '../kernel/interval.ts';
import { parseLocalDate, weekday } from '../kernel/local-date.ts';
import type { CodePatterns, Direction, ScopeForm } from './compile.ts';
import { type FieldValue, SEVERAL } from './field.ts';
import { codeIn } from './fields.ts';
import type { Subject } from './subject.ts';

/** Three-valued: it applies, it does not (with the first failing condition), or a fact to tell is missing. */
export type Verdict =
  | { readonly kind: 'applies' }
  | {
      readonly kind: 'fails';
      readonly condition: string;
      readonly expected: string;
      readonly actual: string;
      /** Of an amount outside of a band: the end it lies beyond. */
      readonly missed?: Missed;
    }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

export type Missed = {
  readonly side: 'lower' | 'upper';
  readonly closed: boolean;
  readonly bound: Decimal;
  readonly value: Decimal;
};

const APPLIES: Verdict = Object.freeze({ kind: 'applies' });

const shown = (value: FieldValue): string => (typeof value === 'object' ? toText(value) : String(value));

type ValueForm = Extract<ScopeForm, { field: unknown }>;

function numberMatches({ exactly, band }: Extract<ScopeForm, { kind: 'numbers' }>, value: FieldValue): boolean {
  const number: Decimal | undefined = typeof value === 'object' ? value : parseDecimal(String(value));
  if (number === undefined) return false;
  return exactly === undefined ? inside(band, number) : exactly.some((exact) => equals(exact, number));
}

/** Whether one value is among those a form asks for. */
function matches(form: ValueForm, value: FieldValue): boolean {
  switch (form.kind) {
    case 'texts':
      return typeof value === 'string' && form.values.has(value);
    case 'flag':
      return value === form.value;
    case 'numbers':
      return numberMatches(form, value);
    case 'dates':
      return dateMatches(form, value);
  }
}

function allMatch(form: ValueForm, values: readonly FieldValue[]): boolean {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value !== undefined && !matches(form, value)) return false;
  }
  return true;
}

function someMatches(form: ValueForm, values: readonly FieldValue[]): boolean {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value !== undefined && matches(form, value)) return true;
  }
  return false;
}

function failsWith(form: ValueForm, values: readonly FieldValue[]): Verdict {
  const expected = form.kind === 'flag' ? String(form.value) : form.listed;
  const only = values[0];
  const actual = only !== undefined && values.length === 1 ? shown(only) : values.map(shown).join(', ');
  return { kind: 'fails', condition: form.field.name, expected, actual };
}

/** Every value matches and all are known: applies. One that does not: it fails. A list known to be empty has none. */
function everyValue(form: ValueForm, subject: Subject): Verdict {
  const { values, complete } = form.field.read(subject);
  const all = allMatch(form, values);
  if (complete && values.length > 0 && all) return APPLIES;
  if (complete || !all) return failsWith(form, values);
  return { kind: 'missing', fields: [form.field.name] };
}

/** At least one known value matches: applies. None, but some are not known: missing. Else it fails. */
function anyValue(form: ValueForm, subject: Subject): Verdict {
  const { only } = form.field;
  const value = only === undefined ? SEVERAL : only(subject);
  if (value !== SEVERAL) {
    if (value === undefined) return { kind: 'missing', fields: [form.field.name] };
    return matches(form, value) ? APPLIES : failsWith(form, [value]);
  }
  if (form.every) return everyValue(form, subject);
  const { values, complete } = form.field.read(subject);
  if (someMatches(form, values)) return APPLIES;
  return complete ? failsWith(form, values) : { kind: 'missing', fields: [form.field.name] };
}

function missedBy({ band, exactly }: Extract<ScopeForm, { kind: 'numbers' }>, value: FieldValue): Missed | undefined {
  if (exactly !== undefined || typeof value !== 'object') return undefined;
  const { lower, upper, lowerClosed, upperClosed } = band;
  if (lower !== undefined && !inside({ ...band, upper: undefined }, value))
    return { side: 'lower', closed: lowerClosed, bound: lower, value };
  return upper === undefined ? undefined : { side: 'upper', closed: upperClosed, bound: upper, value };
}

/** An amount that a band does not hold says which end it misses. */
function evaluateNumbers(form: Extract<ScopeForm, { kind: 'numbers' }>, subject: Subject): Verdict {
  const verdict = anyValue(form, subject);
  if (verdict.kind !== 'fails' || form.field.amount === undefined) return verdict;
  const value = form.field.read(subject).values[0];
  const missed = value === undefined ? undefined : missedBy(form, value);
  return missed === undefined ? verdict : { ...verdict, missed };
}

type CodeVerdict = 'match' | 'no-match' | 'missing';

/** Whether a code falls under a pattern; one with fewer digits than the pattern may not be able to tell. */
function matchCode(code: string, pattern: GoodsPattern): CodeVerdict {
  const [first, last] = pattern.kind === 'range' ? [pattern.first, pattern.last] : [pattern.digits, pattern.digits];
  if (code.length >= first.length) return matchesPattern(code, pattern) ? 'match' : 'no-match';
  const within = first.slice(0, code.length) <= code && code <= last.slice(0, code.length);
  return within ? 'missing' : 'no-match';
}

function matchPatterns(code: string, patterns: readonly GoodsPattern[]): CodeVerdict {
  let best: CodeVerdict = 'no-match';
  for (let index = 0; index < patterns.length; index += 1) {
    const pattern = patterns[index];
    const verdict = pattern === undefined ? 'no-match' : matchCode(code, pattern);
    if (verdict === 'match') return verdict;
    if (verdict === 'missing') best = verdict;
  }
  return best;
}

/** Whether an item's code is among the patterns of any system named; a system its code is unknown in cannot tell. */
function matchCodes(item: GoodsItem, codes: readonly CodePatterns[]): CodeVerdict {
  let best: CodeVerdict | undefined;
  for (let index = 0; index < codes.length; index += 1) {
    const asked = codes[index];
    const code = asked === undefined ? undefined : codeIn(item, asked.system)?.code;
    if (asked === undefined || code === undefined) continue;
    const verdict = matchPatterns(code, asked.patterns);
    if (verdict === 'match') return verdict;
    if (best === undefined || verdict === 'missing') best = verdict;
  }
  return best ?? 'missing';
}

function itemVerdict(item: GoodsItem, form: Extract<ScopeForm, { kind: 'goods' }>): CodeVerdict {
  const included = form.codes.length === 0 ? 'match' : matchCodes(item, form.codes);
  if (included === 'no-match' || form.except.length === 0) return included;
  const excepted = matchCodes(item, form.except);
  if (excepted === 'match') return 'no-match';
  return excepted === 'missing' ? 'missing' : included;
}

const codesTold = new WeakMap<readonly GoodsItem[], string>();

/** Every code of the goods looked at, with its system; of a consignment as a whole told once. */
function codesOf({ item, consignment }: Subject): string {
  const items = item === undefined ? consignment.items : [item];
  const known = codesTold.get(items);
  if (known !== undefined) return known;
  let text = '';
  for (const { codes } of items)
    for (const [system, code] of Object.entries(codes)) text += `${text === '' ? '' : ', '}${system} ${code}`;
  codesTold.set(items, text);
  return text;
}

function evaluateGoods(form: Extract<ScopeForm, { kind: 'goods' }>, subject: Subject): Verdict {
  const items = subject.item === undefined ? subject.consignment.items : [subject.item];
  // Of the items the worst tells for `all`, the best for `any`; without an item nothing can be told.
  const decisive = form.every ? 'no-match' : 'match';
  let found: CodeVerdict = items.length === 0 ? 'missing' : form.every ? 'match' : 'no-match';
  for (const one of items) {
    const verdict = itemVerdict(one, form);
    if (verdict === 'missing') found = verdict;
    if (verdict !== decisive) continue;
    found = decisive;
    break;
  }
  if (found === 'match') return APPLIES;
  if (found === 'missing') return missingAll([...form.codes, ...form.except].map((entry) => `item.${entry.system}`));
  return { kind: 'fails', condition: 'goods', expected: form.listed, actual: codesOf(subject) };
}

/** Whether one of the listed is in the set; a set nobody asked for holds anything. */
const holdsOne = (set: readonly string[] | undefined, list: readonly string[]): boolean =>
  set === undefined || list.some((place) => set.includes(place));

/** Whether what needs no role holds: one of the ordered pairs, and any crossing of a set. */
function passedAsAsked(form: Extract<ScopeForm, { kind: 'crossings' }>, places: readonly string[]): boolean {
  const paired =
    form.pairs.length === 0 ||
    form.pairs.some(([first, second]) => {
      const start = places.indexOf(first);
      return start >= 0 && places.indexOf(second, start + 1) > start;
    });
  return paired && holdsOne(form.any, places);
}

/** Whether a crossing with the role is in the set; a set nobody asked for holds anything. */
function passedInRole(set: readonly string[] | undefined, role: string, crossings: readonly Crossing[]): boolean {
  return set === undefined || crossings.some((crossing) => crossing.role === role && set.includes(crossing.place));
}

function evaluateCrossings(form: Extract<ScopeForm, { kind: 'crossings' }>, subject: Subject): Verdict {
  const crossings = subject.consignment.crossings;
  if (crossings === undefined) return { kind: 'missing', fields: ['crossings'] };
  const places = crossings.map((crossing) => crossing.place);
  const passed = passedAsAsked(form, places);
  if (passed && passedInRole(form.entry, 'entry', crossings) && passedInRole(form.exit, 'exit', crossings))
    return APPLIES;
  const rolesUnknown = crossings.some((crossing) => crossing.role === undefined);
  if (passed && rolesUnknown) return { kind: 'missing', fields: ['crossings.role'] };
  return { kind: 'fails', condition: 'crossings', expected: form.listed, actual: places.join(' → ') };
}

type DatesForm = Extract<ScopeForm, { kind: 'dates' }>;

function inSeason({ yearly }: DatesForm, day: string): boolean {
  if (yearly === undefined) return true;
  const { from, to } = yearly;
  return from <= to ? from <= day && day <= to : day >= from || day <= to;
}

/** Whether a date falls into the span and the seasons asked for. */
function dateMatches(form: DatesForm, value: FieldValue): boolean {
  const { since, before, months, weekdays } = form;
  const date = typeof value === 'string' ? parseLocalDate(value) : undefined;
  if (date === undefined || (since !== undefined && date < since)) return false;
  if (before !== undefined && date >= before) return false;
  if (months !== undefined && !months.has(Number(date.slice(5, 7)))) return false;
  return (weekdays === undefined || weekdays.has(weekday(date))) && inSeason(form, date.slice(5));
}

/** Whether a place lies in a region or country; undefined when the book does not tell. */
function liesIn(subject: Subject, place: string | undefined, of: string): boolean | undefined {
  const facts = place === undefined ? undefined : subject.world.place(place);
  if (facts?.region === of || facts?.country === of) return true;
  return facts?.country === undefined || (facts.region === undefined && of.startsWith(`${facts.country}-`))
    ? undefined
    : false;
}

function evaluateDirection(form: Extract<ScopeForm, { kind: 'direction' }>, subject: Subject): Verdict {
  const { origin, destination } = subject.consignment;
  const from = liesIn(subject, origin, form.of);
  const to = liesIn(subject, destination, form.of);
  const possible = DIRECTIONS.filter((one) => (from ?? one.from) === one.from && (to ?? one.to) === one.to);
  const asked = possible.filter((one) => form.is.has(one.name));
  if (asked.length === possible.length) return APPLIES;
  const unknown = [
    ...(from === undefined ? ['origin.region'] : []),
    ...(to === undefined ? ['destination.region'] : []),
  ];
  if (asked.length > 0) return { kind: 'missing', fields: unknown };
  return { kind: 'fails', condition: 'direction', expected: form.listed, actual: directionOf(form, subject) };
}

const DIRECTIONS: readonly { readonly name: Direction; readonly from: boolean; readonly to: boolean }[] = [
  { name: 'outbound', from: true, to: false },
  { name: 'inbound', from: false, to: true },
  { name: 'within', from: true, to: true },
  { name: 'outside', from: false, to: false },
];

/** The way of the consignment, with the region asked about. */
function directionOf(form: Extract<ScopeForm, { kind: 'direction' }>, { consignment, leg }: Subject): string {
  return `${form.of}: ${consignment.origin ?? ''} → ${destinationOf(consignment, leg) ?? ''}`;
}

/** What the subject has where the form looks, for a reader of the verdict. */
function actualOf(form: ScopeForm, subject: Subject): string {
  switch (form.kind) {
    case 'goods':
      return codesOf(subject);
    case 'crossings':
      return (subject.consignment.crossings ?? []).map((crossing) => crossing.place).join(' → ');
    case 'direction':
      return directionOf(form, subject);
    case 'all':
    case 'any':
      return form.of.map((part) => actualOf(part, subject)).join('; ');
    case 'not':
      return actualOf(form.of, subject);
    default:
      return form.field.read(subject).values.map(shown).join(', ');
  }
}

/** What the form asks for, in signs that need no language. */
function listedOf(form: ScopeForm): string {
  switch (form.kind) {
    case 'all':
    case 'any':
      return form.of.map(listedOf).join('; ');
    case 'not':
      return `≠ ${listedOf(form.of)}`;
    case 'flag':
      return String(form.value);
    default:
      return form.listed;
  }
}

/** Name of what a form asks about: its field, or its own kind. */
const nameOf = (form: ScopeForm): string => ('field' in form ? form.field.name : form.kind);

function negate(verdict: Verdict, form: ScopeForm, subject: Subject): Verdict {
  switch (verdict.kind) {
    case 'applies':
      return {
        kind: 'fails',
        condition: nameOf(form),
        expected: `≠ ${listedOf(form)}`,
        actual: actualOf(form, subject),
      };
    case 'fails':
      return APPLIES;
    case 'missing':
      return verdict;
  }
}

/** Facts that are missing, each once, in the order in which they were asked for. */
const missingAll = (fields: readonly string[]): Verdict => ({ kind: 'missing', fields: [...new Set(fields)] });

/** What a scope asks and what it finds, whatever the verdict. */
export const askedBy = (
  form: ScopeForm,
  subject: Subject,
): { readonly condition: string; readonly expected: string; readonly actual: string } => ({
  condition: nameOf(form),
  expected: listedOf(form),
  actual: actualOf(form, subject),
});

/** All must hold: the first that fails decides, even when others are missing. */
function evaluateAll(parts: readonly ScopeForm[], subject: Subject): Verdict {
  let missing: string[] | undefined;
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) continue;
    const verdict = evaluateScope(part, subject);
    if (verdict.kind === 'fails') return verdict;
    if (verdict.kind === 'missing') missing = [...(missing ?? []), ...verdict.fields];
  }
  return missing === undefined ? APPLIES : missingAll(missing);
}

/** One is enough; when none holds and one cannot tell, what it lacks is missing. */
function evaluateAny(parts: readonly ScopeForm[], subject: Subject): Verdict {
  let missing: string[] | undefined;
  let failed: Verdict | undefined;
  for (const part of parts) {
    const verdict = evaluateScope(part, subject);
    if (verdict.kind === 'applies') return verdict;
    if (verdict.kind === 'missing') missing = [...(missing ?? []), ...verdict.fields];
    else failed ??= verdict;
  }
  if (missing !== undefined) return missingAll(missing);
  return failed ?? { kind: 'fails', condition: 'any', expected: '', actual: '' };
}

/** Whether a scope speaks of the subject (pricing.md section 5). A missing fact is never a mismatch. */
export function evaluateScope(form: ScopeForm, subject: Subject): Verdict {
  switch (form.kind) {
    case 'all':
      return evaluateAll(form.of, subject);
    case 'any':
      return evaluateAny(form.of, subject);
    case 'not':
      return negate(evaluateScope(form.of, subject), form.of, subject);
    case 'texts':
    case 'flag':
    case 'dates':
      return anyValue(form, subject);
    case 'numbers':
      return evaluateNumbers(form, subject);
    case 'goods':
      return evaluateGoods(form, subject);
    case 'crossings':
      return evaluateCrossings(form, subject);
    case 'direction':
      return evaluateDirection(form, subject);
  }
}
