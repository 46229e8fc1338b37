/** From a table and a profile to a complete plan of its columns, or the questions that stand in the way. */
import { ok, type Place, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { assignColumns } from '../columns/assign.ts';
import { fieldSpec, partOf } from '../columns/fields.ts';
import { findHeader, type Header, headerOnLine, numberedColumns } from '../columns/header.ts';
import { type ColumnPlan, planColumns } from '../columns/plan.ts';
import type { Profile } from '../profile/schema.ts';
import { type Question, quoted } from '../question/question.ts';
import { kindOf, type RawRow } from '../row.ts';
import { type CellContext, type CellValue, cellRefusal, readCell } from '../values/cell.ts';
import type { Names } from '../values/names.ts';
import type { Table } from './source.ts';

export type Prepared = {
  readonly header: Header;
  readonly columns: readonly ColumnPlan[];
  /** Values of fields that have no column. */
  readonly defaults: ReadonlyMap<string, CellValue>;
};

export type Preparation =
  | { readonly kind: 'ready'; readonly prepared: Prepared; readonly optional: readonly Question[] }
  | { readonly kind: 'asks'; readonly questions: readonly Question[] };

export type PrepareInput = {
  readonly table: Table;
  readonly sample: readonly RawRow[];
  readonly profile: Profile;
  readonly names: Names;
  readonly place: Place;
};

/** At most so many unknown names or words are asked about one after another. */
const MOST_NAMES_ASKED = 40;

function headerOf({ table, sample, profile }: PrepareInput): Header | undefined {
  if (table.titles !== undefined) {
    const columns = table.titles.map((title, index) => ({ index, title, parts: [title] }));
    return { line: 0, rows: 0, lastLine: 0, columns };
  }
  const search = {
    rows: sample,
    known: new Set(Object.keys(profile.columns)),
    ...(table.merges === undefined ? {} : { merges: table.merges }),
  };
  if (profile.header === 'none') return numberedColumns(sample);
  return profile.header === undefined
    ? findHeader(search)
    : headerOnLine(search, profile.header.line, profile.header.rows);
}

function headerQuestion({ sample, place, profile }: PrepareInput): Question {
  const lines = sample.slice(0, 20).map((row) => String(row.line));
  const first = (sample[0]?.cells ?? []).join(' | ').slice(0, 80);
  return {
    kind: 'header',
    key: 'header',
    subject: profile.header === undefined || profile.header === 'none' ? '' : String(profile.header.line),
    params: { first },
    choices: [...lines, 'none'],
    isOptional: false,
    place,
  };
}

/** A leg needs a mode; where the file has no column for it, one value may hold for the whole file. */
function missingModes(columns: readonly ColumnPlan[], profile: Profile, place: Place): readonly Question[] {
  const has = (field: string): boolean =>
    columns.some((column) => column.spec.name === field) || profile.defaults[field] !== undefined;
  return [1, 2, 3, 4, 5, 6, 7, 8, 9]
    .filter((n) => has(`leg${n}.carrier`) && !has(`leg${n}.mode`))
    .map((n): Question => {
      const field = `leg${n}.mode`;
      return {
        kind: 'default',
        key: `defaults.${quoted(field)}`,
        subject: field,
        params: {},
        choices: [...(fieldSpec(field)?.choices ?? [])],
        suggestion: 'rail',
        isOptional: false,
        place,
      };
    });
}

function readDefaults(context: CellContext, place: Place): { values: Map<string, CellValue>; faults: Refusal[] } {
  const values = new Map<string, CellValue>();
  const faults: Refusal[] = [];
  for (const [field, text] of Object.entries(context.profile.defaults)) {
    const spec = fieldSpec(field);
    if (spec === undefined) continue;
    const unit = field.endsWith('_kg') ? ('kg' as const) : undefined;
    const plan = {
      index: 0,
      title: field,
      spec,
      part: partOf(field),
      unit,
      mark: '.',
      dates: {},
      restoresZeros: false,
    } as const;
    const reading = readCell(plan, text, 'text', context);
    if (reading.ok) values.set(field, reading.value);
    else faults.push(cellRefusal(reading, { title: `defaults.${field}`, text, field }, place));
  }
  return { values, faults };
}

type Unknown = {
  readonly kind: 'party' | 'place' | 'value';
  readonly text: string;
  readonly plan: ColumnPlan;
  readonly ids: readonly string[];
};

/** Names and words of the sample that nothing is known of. */
function unknownNames(input: PrepareInput, columns: readonly ColumnPlan[], context: CellContext): readonly Unknown[] {
  const unknown = new Map<string, Unknown>();
  for (const plan of columns) {
    const { type } = plan.spec;
    const isName = type === 'party' || type === 'place' || type === 'places';
    if (!isName && !['choice', 'flag', 'country', 'currency'].includes(type)) continue;
    for (const row of input.sample) {
      const text = (row.cells[plan.index] ?? '').trim();
      if (text === '' || row.line <= 0 || unknown.size >= MOST_NAMES_ASKED) continue;
      const reading = readCell(plan, text, kindOf(row, plan.index), context);
      if (reading.ok || reading.code === 'import.cell.error') continue;
      const kind = type === 'party' ? 'party' : isName ? 'place' : 'value';
      const name = String(reading.params['value'] ?? text);
      const ids = typeof reading.params['ids'] === 'string' ? reading.params['ids'].split(', ') : [];
      unknown.set(`${kind} ${name}`, { kind, text: name, plan, ids });
    }
  }
  return [...unknown.values()];
}

function nameQuestion({ kind, text, plan, ids }: Unknown, place: Place): Question {
  const { name, choices = [], type } = plan.spec;
  const common = { subject: text, isOptional: true, place: { ...place, column: plan.index + 1 } };
  const params = { column: plan.title, field: name };
  if (kind !== 'value')
    return { kind, key: `${kind === 'party' ? 'parties' : 'places'}.${quoted(text)}`, params, choices: ids, ...common };
  return {
    kind,
    key: `values.${quoted(name)}.${quoted(text)}`,
    params,
    choices: type === 'flag' ? ['true', 'false'] : choices,
    ...common,
  };
}

/** Plans the reading of a table. Refuses defaults that cannot be read. */
export function prepare(input: PrepareInput): Result<Preparation> {
  const { profile, place, names } = input;
  const header = headerOf(input);
  if (header === undefined) return ok({ kind: 'asks', questions: [headerQuestion(input)] });
  const sample = input.sample.filter((row) => row.line > header.lastLine);
  if (sample.length === 0) return refused(refusal('import.no-rows', {}, place));
  const inBody = { ...input, sample };
  const assignment = assignColumns({ header, profile, sample, place });
  const planned = planColumns({ assignment, sample, profile, place, serial: input.table.serial });
  const questions = [...assignment.questions, ...planned.questions, ...missingModes(planned.columns, profile, place)];
  if (questions.length > 0) return ok({ kind: 'asks', questions });
  const context = { profile, names };
  const defaults = readDefaults(context, place);
  const [fault, ...others] = defaults.faults;
  if (fault !== undefined) return refused(fault, ...others);
  const optional = unknownNames(inBody, planned.columns, context).map((unknown) => nameQuestion(unknown, place));
  return ok({ kind: 'ready', prepared: { header, columns: planned.columns, defaults: defaults.values }, optional });
}
