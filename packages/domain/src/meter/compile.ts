/** Compiles a meter as written into its frozen form; every problem is named with its place. */
import type { Locate } from '../book/position.ts';
import { decimal } from '../kernel/decimal.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { fieldNamed } from '../scope/fields.ts';
import { asksOf, PART_SORTS } from '../scope/matching.ts';
import { type Problem, windowForm, windowProblem } from './compile-window.ts';
import type { BaselineForm, CombinationForm, Counted, MeasureForm, MeterForm, MeterKey } from './form.ts';
import { isWork } from './measure.ts';
import type { MeterPartText, MeterShapeText } from './schema.ts';

const UNIT_OF: Readonly<Record<Counted, string>> = {
  mass: 'KGM',
  wagons: 'wagon',
  trains: 'train',
  containers: 'container',
  teu: 'E22',
  pieces: 'H87',
  heads: 'HEA',
  consignments: 'consignment',
  packages: 'XPK',
  'tonne-km': 'TKM',
  'wagon-km': 'wagon-km',
  'train-km': 'train-km',
  'axle-km': 'axle-km',
};

const LEG_KEYS: ReadonlySet<MeterKey> = new Set(['payer', 'carrier', 'payer-group']);
const LEG_FIELDS: ReadonlySet<string> = new Set(['payer', 'payer.group', 'traffic', 'vessel', 'via']);

/** Whether a scope looks at single legs. */
export function looksAtLegs(scope: ScopeForm): boolean {
  switch (scope.kind) {
    case 'all':
    case 'any':
      return scope.of.some(looksAtLegs);
    case 'not':
      return looksAtLegs(scope.of);
    case 'goods':
    case 'crossings':
    case 'direction':
      return false;
    default:
      return ofLeg(scope.field.name);
  }
}

const ofLeg = (field: string): boolean => field.startsWith('leg.') || LEG_FIELDS.has(field);

const keyOfLeg = (key: MeterKey): boolean =>
  typeof key === 'object' ? key.kind === 'fact' && ofLeg(key.field.name) : LEG_KEYS.has(key);

function measureForm(text: NonNullable<MeterShapeText['measure']>): MeasureForm {
  if (typeof text === 'string') return { kind: 'counted', what: text };
  if ('quantity' in text) return { kind: 'quantity', unit: text.quantity };
  return { kind: 'money', charges: text.money.charges, of: text.money.of, currency: text.money.currency };
}

function unitOf(measure: MeasureForm): string {
  switch (measure.kind) {
    case 'counted':
      return UNIT_OF[measure.what];
    case 'quantity':
      return measure.unit;
    case 'money':
      return measure.currency;
  }
}

function baselineForm(text: MeterShapeText['baseline']): BaselineForm | undefined {
  if (text === undefined) return undefined;
  if ('fixed' in text) return { kind: 'fixed', value: decimal(text.fixed) };
  const { whenEmpty } = text;
  if ('meanOf' in text) return { kind: 'mean', of: 'windows', count: text.meanOf, whenEmpty };
  return { kind: 'mean', of: 'years', count: 'lastYears' in text ? text.lastYears : 1, whenEmpty };
}

function ratioForm(text: MeterShapeText['baseline']): MeterForm['ratio'] {
  if (text?.as !== 'ratio') return undefined;
  return { whenZero: text.whenZero === undefined ? undefined : decimal(text.whenZero) };
}

/** A plain number: the unit of a ratio. */
const ONE_UNIT = 'C62';

/** Where a meter is compiled: its id, its place, and the meters of the book that parts of it may name. */
export type MeterPlace = {
  readonly id: string;
  readonly place: Locate;
  readonly path: readonly PropertyKey[];
  readonly named?: (id: string) => MeterForm | undefined;
  /** Whether a name is that of a meter that combines others, and so is no part of one. */
  readonly combines?: (id: string) => boolean;
};

type Build = { readonly text: MeterShapeText; readonly at: MeterPlace; readonly refusals: Refusal[] };

function refuse({ at, refusals }: Build, path: readonly PropertyKey[], { code, params }: Problem): undefined {
  refusals.push(refusal(code, { meter: at.id, ...params }, at.place([...at.path, ...path])));
  return undefined;
}

function keyForms(build: Build): readonly MeterKey[] | undefined {
  const forms: MeterKey[] = [];
  for (const [index, key] of (build.text.key ?? []).entries()) {
    if (typeof key === 'string') forms.push(key);
    else if ('goods' in key) forms.push({ kind: 'goods', system: key.goods, digits: key.digits });
    else {
      const field = fieldNamed(key.fact);
      if (field?.type !== 'text')
        return refuse(build, ['key', index], { code: 'meter.key-fact', params: { fact: key.fact } });
      forms.push({ kind: 'fact', field });
    }
  }
  return Object.freeze([...new Set(forms)]);
}

/** Whether the matching parts alone count: then the scope must ask of parts, and the measure be one that notes state of parts. */
function partsForm(build: Build, scope: ScopeForm, measure: MeasureForm): MeterForm['parts'] {
  const { parts = 'whole' } = build.text;
  if (parts === 'whole') return parts;
  const asked = PART_SORTS.some((sort) => asksOf(scope, sort));
  if (!asked) refuse(build, ['parts'], { code: 'meter.parts-not-asked', params: {} });
  if (measure.kind === 'money') refuse(build, ['parts'], { code: 'meter.parts-money', params: {} });
  return parts;
}

/** What measures: a measure with its scope, key and window. */
function measuringForm(build: Build): MeterForm | undefined {
  const { text, at, refusals } = build;
  if (text.measure === undefined || text.window === undefined)
    return refuse(build, [], { code: 'meter.measure-missing', params: {} });
  const looksBack = text.baseline !== undefined && 'meanOf' in text.baseline;
  const problem = windowProblem(text.window, looksBack);
  if (problem !== undefined) refuse(build, ['window'], problem);
  const window = problem === undefined ? windowForm(text.window) : undefined;
  const found: Refusal[] = [];
  const scope = compileScope(text.scope, found);
  refusals.push(...found.map((one) => refusal(one.code, one.params, at.place([...at.path, 'scope']))));
  const key = keyForms(build);
  if (window === undefined || key === undefined || found.length > 0) return undefined;
  const measure = measureForm(text.measure);
  const work = measure.kind === 'money' || (measure.kind === 'counted' && isWork(measure.what));
  const ratio = ratioForm(text.baseline);
  return Object.freeze({
    id: at.id,
    measure,
    unit: ratio === undefined ? unitOf(measure) : ONE_UNIT,
    scope,
    parts: partsForm(build, scope, measure),
    byLeg: work || looksAtLegs(scope) || key.some(keyOfLeg),
    key,
    window,
    countAt: text.countAt,
    baseline: baselineForm(text.baseline),
    ratio,
    combination: undefined,
  });
}

function partForm(build: Build, part: MeterPartText, index: number): MeterForm | undefined {
  const { at, refusals } = build;
  const path = ['of', index];
  const unknown = (name: string): undefined => {
    const code = at.combines?.(name) === true ? 'meter.part-derived' : 'meter.part-unknown';
    return refuse(build, path, { code, params: { part: name } });
  };
  const form =
    typeof part === 'string'
      ? (at.named?.(part) ?? unknown(part))
      : compileMeter(part, { ...at, id: `${at.id}#of.${String(index)}`, path: [...at.path, ...path] }, refusals);
  if (form !== undefined && (form.combination !== undefined || form.baseline !== undefined))
    return refuse(build, path, { code: 'meter.part-derived', params: { part: form.id } });
  return form;
}

const sameWindow = (a: MeterForm, b: MeterForm): boolean => JSON.stringify(a.window) === JSON.stringify(b.window);

/** In what two meters differ that are to be read as one; undefined when in nothing. */
function differing(a: MeterForm, b: MeterForm): string | undefined {
  if (a.unit !== b.unit) return 'unit';
  if (!sameWindow(a, b)) return 'window';
  if (a.countAt !== b.countAt) return 'countAt';
  return a.key.length === b.key.length ? undefined : 'key';
}

const MEASURING = ['measure', 'scope', 'parts', 'key', 'window'] as const;

function combinedForm(build: Build, how: CombinationForm['how']): MeterForm | undefined {
  const { text, at } = build;
  const stray = MEASURING.find((key) => text[key] !== undefined);
  if (stray !== undefined) return refuse(build, [stray], { code: 'meter.combined-measures', params: { key: stray } });
  const parts = (text.of ?? []).map((part, index) => partForm(build, part, index));
  const of = parts.filter((part) => part !== undefined);
  const [first, ...others] = of;
  if (first === undefined || of.length < parts.length) return undefined;
  for (const [index, other] of others.entries()) {
    const key = differing(first, other);
    if (key !== undefined) return refuse(build, ['of', index + 1], { code: 'meter.parts-differ', params: { key } });
  }
  const scope: ScopeForm = { kind: 'any', of: of.map((part) => part.scope) };
  const ratio = ratioForm(text.baseline);
  const alone = first.window.kind === 'fixed' || first.window.kind === 'agreement';
  if (alone && text.baseline !== undefined && 'meanOf' in text.baseline)
    return refuse(build, ['baseline'], { code: 'meter.window-alone', params: {} });
  return Object.freeze({
    ...first,
    id: at.id,
    unit: ratio === undefined ? first.unit : ONE_UNIT,
    scope,
    parts: 'whole',
    byLeg: of.some((part) => part.byLeg),
    baseline: baselineForm(text.baseline),
    ratio,
    combination: { how, of: Object.freeze(of) },
  });
}

/** The meter's form; undefined, with the reasons appended to `refusals`, when it has none. */
export function compileMeter(text: MeterShapeText, at: MeterPlace, refusals: Refusal[]): MeterForm | undefined {
  const build: Build = { text, at, refusals };
  if (text.combine === undefined && text.of === undefined) return measuringForm(build);
  if (text.combine === undefined || text.of === undefined)
    return refuse(build, [], { code: 'meter.combined-halfway', params: {} });
  return combinedForm(build, text.combine);
}
