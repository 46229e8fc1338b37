/** Compiles a meter as written into its frozen form; every problem is named with its place. */
import type { Locate } from '../book/position.ts';
import { decimal } from '../kernel/decimal.ts';
import { period } from '../kernel/period.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import type { BaselineForm, Counted, MeasureForm, MeterForm, MeterKey, WindowForm } from './form.ts';
import { isWork } from './measure.ts';
import type { MeterShapeText } from './schema.ts';

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
const LEG_FIELDS: ReadonlySet<string> = new Set(['payer', 'payer.group', 'vessel', 'via']);

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
      return false;
    default:
      return scope.field.name.startsWith('leg.') || LEG_FIELDS.has(scope.field.name);
  }
}

function measureForm(text: MeterShapeText['measure']): MeasureForm {
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

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

function windowForm(text: MeterShapeText['window']): WindowForm | undefined {
  const lag = text.lag ?? 0;
  const kinds: WindowForm[] = [];
  if (text.calendar !== undefined) kinds.push({ kind: 'months', months: MONTHS[text.calendar], from: 1, lag });
  if (text.freightYearFrom !== undefined) kinds.push({ kind: 'months', months: 12, from: text.freightYearFrom, lag });
  if (text.fixed !== undefined) kinds.push({ kind: 'fixed', span: period(text.fixed.from, text.fixed.to), lag });
  if (text.rollingDays !== undefined) kinds.push({ kind: 'rolling', days: text.rollingDays, lag });
  if (text.agreement === true) kinds.push({ kind: 'agreement', lag });
  return kinds.length === 1 ? kinds[0] : undefined;
}

function baselineForm(text: MeterShapeText['baseline']): BaselineForm | undefined {
  if (text === undefined) return undefined;
  if ('fixed' in text) return { kind: 'fixed', value: decimal(text.fixed) };
  return 'lastYear' in text ? { kind: 'last-year' } : { kind: 'mean', windows: text.meanOf };
}

/** Problems of the window: not exactly one kind, ends backward, or earlier windows asked of one that stands alone. */
function windowProblem(
  text: MeterShapeText,
): { readonly code: string; readonly params: Record<string, string | number> } | undefined {
  const { fixed, calendar, freightYearFrom, rollingDays, agreement, lag = 0 } = text.window;
  const given = [fixed, calendar, freightYearFrom, rollingDays, agreement].filter((kind) => kind !== undefined).length;
  if (given !== 1) return { code: 'meter.window-kind', params: { given } };
  if (fixed?.to !== undefined && fixed.to <= fixed.from)
    return { code: 'meter.window-backward', params: { from: fixed.from, to: fixed.to } };
  const alone = fixed !== undefined || agreement !== undefined;
  const looksBack = lag > 0 || (text.baseline !== undefined && 'meanOf' in text.baseline);
  return alone && looksBack ? { code: 'meter.window-alone', params: {} } : undefined;
}

export type MeterPlace = { readonly id: string; readonly place: Locate; readonly path: readonly PropertyKey[] };

/** The meter's form; undefined, with the reasons appended to `refusals`, when it has none. */
export function compileMeter(text: MeterShapeText, at: MeterPlace, refusals: Refusal[]): MeterForm | undefined {
  const problem = windowProblem(text);
  const window = problem === undefined ? windowForm(text.window) : undefined;
  if (problem !== undefined)
    refusals.push(refusal(problem.code, { meter: at.id, ...problem.params }, at.place([...at.path, 'window'])));
  const found: Refusal[] = [];
  const scope = compileScope(text.scope, found);
  refusals.push(...found.map((one) => refusal(one.code, one.params, at.place([...at.path, 'scope']))));
  if (window === undefined || found.length > 0) return undefined;
  const measure = measureForm(text.measure);
  const key = Object.freeze([...new Set(text.key ?? [])]);
  const work = measure.kind === 'money' || (measure.kind === 'counted' && isWork(measure.what));
  return Object.freeze({
    id: at.id,
    measure,
    unit: unitOf(measure),
    scope,
    byLeg: work || looksAtLegs(scope) || key.some((one) => LEG_KEYS.has(one)),
    key,
    window,
    countAt: text.countAt,
    baseline: baselineForm(text.baseline),
  });
}
