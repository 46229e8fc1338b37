/** Gives each column its field: by the profile, else by its title; what stays open becomes a question. */
import type { Place } from '@kontor/domain/kernel/refusal';
import { type ColumnSettings, type Profile, settingsOf } from '../profile/schema.ts';
import { type Question, quoted } from '../question/question.ts';
import type { RawRow } from '../row.ts';
import { FIELD_NAMES, fieldSpec, IGNORE } from './fields.ts';
import type { Column, Header } from './header.ts';
import { type MassUnit, matchTitle } from './titles.ts';

/** A column with the field it fills. `mass` is a field still to be told: of the consignment, the wagon or the item. */
export type Assigned = {
  readonly column: Column;
  readonly field: string;
  readonly unit: MassUnit | undefined;
  readonly settings: ColumnSettings;
};

export type Assignment = { readonly assigned: readonly Assigned[]; readonly questions: readonly Question[] };

export type AssignInput = {
  readonly header: Header;
  readonly profile: Profile;
  readonly sample: readonly RawRow[];
  readonly place: Place;
};

/** Columns that the program itself adds to a file of rejects. */
export const REJECT_COLUMNS = ['kontor.row', 'kontor.code', 'kontor.reason'] as const;
const REQUIRED = ['note', 'accepted'] as const;
/** A title that says mass and not whose. */
export const ANY_MASS = 'mass';
const SHOWN_SAMPLES = 3;

/** A few different values of the column, to show in a question. */
export function samplesOf(sample: readonly RawRow[], index: number): string {
  const values = new Set<string>();
  for (const row of sample) {
    const value = (row.cells[index] ?? '').trim();
    if (value !== '') values.add(value.length > 40 ? `${value.slice(0, 39)}…` : value);
    if (values.size === SHOWN_SAMPLES) break;
  }
  return [...values].join(' | ');
}

const isEmpty = (sample: readonly RawRow[], index: number): boolean => samplesOf(sample, index) === '';

type Told =
  | { readonly kind: 'assigned'; readonly value: Assigned }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'open'; readonly choices: readonly string[] };

function tell(input: AssignInput, column: Column): Told {
  const { profile, sample } = input;
  const settings = settingsOf(profile, column.title);
  const match = matchTitle(column.parts);
  const { unit } = match;
  if (settings.field === IGNORE) return { kind: 'ignored' };
  if (settings.field !== undefined)
    return { kind: 'assigned', value: { column, field: settings.field, unit, settings } };
  if (REJECT_COLUMNS.some((name) => name === column.title)) return { kind: 'ignored' };
  if (match.kind === 'field') return { kind: 'assigned', value: { column, field: match.field, unit, settings } };
  // A column without title or content is a leftover of the spreadsheet; cells that turn up in it later are rejected.
  if (column.parts.length === 0 && isEmpty(sample, column.index)) return { kind: 'ignored' };
  if (match.kind === 'choices') return { kind: 'open', choices: match.fields };
  return profile.otherColumns === IGNORE ? { kind: 'ignored' } : { kind: 'open', choices: [] };
}

/** Titles of legs come without a number: they mean the first leg, unless the file has more than one. */
function numberLegs(all: readonly Assigned[]): {
  readonly sure: readonly Assigned[];
  readonly open: readonly Assigned[];
} {
  const hasMore = all.some((each) => /^leg[2-9]\./.test(each.field));
  if (hasMore)
    return {
      sure: all.filter((each) => !each.field.startsWith('leg.')),
      open: all.filter((each) => each.field.startsWith('leg.')),
    };
  return { sure: all.map((each) => ({ ...each, field: each.field.replace(/^leg\./, 'leg1.') })), open: [] };
}

function columnQuestion(input: AssignInput, column: Column, choices: readonly string[]): Question {
  const [suggestion] = choices;
  const offered = [...new Set([...choices.map((name) => name.replace(/^leg\./, 'leg1.')), IGNORE, ...FIELD_NAMES])];
  return {
    kind: 'column',
    key: `columns.${quoted(column.title)}`,
    subject: column.title,
    params: { samples: samplesOf(input.sample, column.index) },
    choices: offered.filter((name) => name === IGNORE || fieldSpec(name) !== undefined),
    ...(suggestion === undefined || fieldSpec(suggestion) === undefined ? {} : { suggestion }),
    isOptional: false,
    place: { ...input.place, column: column.index + 1 },
  };
}

function twoColumns(input: AssignInput, field: string, titles: readonly string[]): Question {
  return {
    kind: 'two-columns',
    key: `columns.${quoted(titles[0] ?? '')}`,
    subject: field,
    params: { titles: titles.join(' | ') },
    choices: titles,
    isOptional: false,
    place: input.place,
  };
}

function missingField(input: AssignInput, field: string, taken: ReadonlySet<number>): Question {
  const free = input.header.columns.filter(
    (column) => !taken.has(column.index) && !isEmpty(input.sample, column.index),
  );
  return {
    kind: 'field',
    key: `columns."…": ${field}`,
    subject: field,
    params: {},
    choices: free.map((column) => column.title),
    isOptional: false,
    place: input.place,
  };
}

function duplicates(assigned: readonly Assigned[]): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, readonly string[]>();
  for (const { field, column } of assigned) titles.set(field, [...(titles.get(field) ?? []), column.title]);
  return new Map([...titles].filter(([, names]) => names.length > 1));
}

/** Which column fills which field, and what has to be asked before that is settled. */
export function assignColumns(input: AssignInput): Assignment {
  const told = input.header.columns.map((column) => ({ column, ...tell(input, column) }));
  const { sure, open } = numberLegs(told.flatMap((each) => (each.kind === 'assigned' ? [each.value] : [])));
  const taken = new Set([...sure, ...open].map((each) => each.column.index));
  const missing = REQUIRED.filter(
    (field) => !sure.some((each) => each.field === field) && input.profile.defaults[field] === undefined,
  );
  const questions = [
    ...missing.map((field) => missingField(input, field, taken)),
    ...[...duplicates(sure)].map(([field, titles]) => twoColumns(input, field, titles)),
    ...open.map((each) =>
      columnQuestion(
        input,
        each.column,
        ['1', '2', '3'].map((n) => each.field.replace(/^leg\./, `leg${n}.`)),
      ),
    ),
    ...told.flatMap((each) => (each.kind === 'open' ? [columnQuestion(input, each.column, each.choices)] : [])),
  ];
  return { assigned: sure, questions };
}
