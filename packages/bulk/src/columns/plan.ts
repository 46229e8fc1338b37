/** How each column of a file is read: its field, and what its title, its values and the profile tell about spelling. */
import type { Place } from '@kontor/domain/kernel/refusal';
import type { Profile } from '../profile/schema.ts';
import { type Question, quoted } from '../question/question.ts';
import { kindOf, type RawRow } from '../row.ts';
import type { DateForm, DateOrder } from '../values/date.ts';
import { readDate } from '../values/date.ts';
import { splitMassUnit } from '../values/mass.ts';
import { type DecimalMark, readNumber } from '../values/number.ts';
import { ANY_MASS, type Assigned, type Assignment, samplesOf } from './assign.ts';
import { type FieldPart, type FieldSpec, fieldSpec, partOf } from './fields.ts';
import type { MassUnit } from './titles.ts';

export type ColumnPlan = {
  readonly index: number;
  readonly title: string;
  readonly spec: FieldSpec;
  readonly part: FieldPart;
  readonly unit: MassUnit | undefined;
  readonly mark: DecimalMark | undefined;
  readonly dates: DateForm;
  readonly restoresZeros: boolean;
};

export type PlanInput = {
  readonly assignment: Assignment;
  readonly sample: readonly RawRow[];
  readonly profile: Profile;
  readonly place: Place;
  /** What a workbook's day numbers count from; undefined for other files, where a bare number needs a question. */
  readonly serial: '1900' | '1904' | undefined;
};

export type Planned = { readonly columns: readonly ColumnPlan[]; readonly questions: readonly Question[] };

/** Everything that can be asked about the way a column is written. */
const SPELLING_KINDS = {
  'mass-of': 'field',
  'mass-unit': 'unit',
  decimal: 'decimal',
  'date-order': 'order',
  century: 'century',
  serial: 'serial',
  'time-zone': 'timeZone',
  'leading-zeros': 'leadingZeros',
} as const;

export const TIME_ZONES = [
  'Europe/Minsk',
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Vilnius',
  'Europe/Berlin',
  'UTC',
];
/** Lighter than this, a wagonload given in kilograms would be a parcel; used for the suggestion only. */
const PARCEL_KG = 300;
const HS_LIKE = { GNG: 8, CN: 8, HS: 6, TNVED: 10 } as const;

type Asked = {
  readonly kind: keyof typeof SPELLING_KINDS;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly choices: readonly string[];
  readonly suggestion?: string;
};

type Spelling = { readonly plan: Partial<ColumnPlan>; readonly asks: readonly Asked[] };

const cellsOf = (input: PlanInput, index: number): readonly { readonly text: string; readonly isNumber: boolean }[] =>
  input.sample.flatMap((row) => {
    const text = (row.cells[index] ?? '').trim();
    return text === '' || row.fault !== undefined ? [] : [{ text, isNumber: kindOf(row, index) === 'number' }];
  });

function spellNumbers(input: PlanInput, assigned: Assigned): Spelling {
  const { settings, column } = assigned;
  if (settings.decimal !== undefined) return { plan: { mark: settings.decimal }, asks: [] };
  const marks = new Set<DecimalMark>();
  let unclear: { readonly text: string; readonly comma: string; readonly point: string } | undefined;
  for (const { text, isNumber } of cellsOf(input, column.index)) {
    if (isNumber) continue;
    const reading = readNumber(splitMassUnit(text).number);
    if (reading.kind === 'number' && reading.mark !== undefined) marks.add(reading.mark);
    if (reading.kind === 'unclear') unclear ??= { text, comma: reading.byMark[','], point: reading.byMark['.'] };
  }
  const [mark] = marks;
  if (marks.size === 1 && mark !== undefined) return { plan: { mark }, asks: [] };
  if (unclear === undefined) return { plan: {}, asks: [] };
  const { text, comma, point } = unclear;
  return { plan: {}, asks: [{ kind: 'decimal', params: { sample: text, comma, point }, choices: [',', '.'] }] };
}

function spellUnit(input: PlanInput, assigned: Assigned): Spelling {
  const unit = assigned.settings.unit ?? assigned.unit;
  if (unit !== undefined) return { plan: { unit }, asks: [] };
  const cells = cellsOf(input, assigned.column.index);
  if (cells.every((cell) => splitMassUnit(cell.text).unit !== undefined)) return { plan: {}, asks: [] };
  const whole = cells
    .map((cell) => Number(cell.text.replace(/[.,].*$/, '').replace(/\D/g, '')))
    .toSorted((a, b) => a - b);
  const median = whole[Math.floor(whole.length / 2)] ?? 0;
  return { plan: {}, asks: [{ kind: 'mass-unit', choices: ['kg', 't'], suggestion: median < PARCEL_KG ? 't' : 'kg' }] };
}

type DateFindings = { readonly orders: ReadonlySet<DateOrder>; readonly needs: ReadonlyMap<string, string> };

function lookAtDates(cells: readonly { readonly text: string }[], form: DateForm): DateFindings {
  const orders = new Set<DateOrder>();
  const needs = new Map<string, string>();
  for (const { text } of cells) {
    const reading = readDate(text, form);
    if (reading.kind === 'date' && reading.order !== undefined && text.includes('/')) orders.add(reading.order);
    if (reading.kind === 'needs' && !needs.has(reading.need)) needs.set(reading.need, text);
  }
  return { orders, needs };
}

function spellDates(input: PlanInput, { settings, column }: Assigned): Spelling {
  const { order, century, timeZone } = settings;
  const form: DateForm = { order, century, timeZone, serial: settings.serial ?? input.serial };
  const cells = cellsOf(input, column.index);
  const first = lookAtDates(cells, form);
  const shown = [...first.orders].filter((each) => each !== 'ymd');
  const [onlyOrder] = shown;
  // One day above 12 tells how the whole column is written, as long as no other contradicts it.
  const dates = first.needs.has('order') && shown.length === 1 ? { ...form, order: onlyOrder } : form;
  const { needs } = dates === form ? first : lookAtDates(cells, dates);
  const asks: Asked[] = [];
  const ask = (need: string, asked: Asked): void => {
    const sample = needs.get(need);
    if (sample !== undefined) asks.push({ ...asked, params: { sample } });
  };
  ask('order', { kind: 'date-order', choices: ['dmy', 'mdy'], suggestion: 'dmy' });
  ask('century', { kind: 'century', choices: ['2000', '1900'], suggestion: '2000' });
  ask('serial', { kind: 'serial', choices: ['1900', '1904'], suggestion: '1900' });
  ask('time-zone', { kind: 'time-zone', choices: TIME_ZONES });
  return { plan: { dates }, asks };
}

function spellCodes(input: PlanInput, { settings, column }: Assigned, spec: FieldSpec): Spelling {
  if (settings.leadingZeros !== undefined)
    return { plan: { restoresZeros: settings.leadingZeros === 'restore' }, asks: [] };
  const digits = Object.entries(HS_LIKE).find(([system]) => system === spec.choices?.[0])?.[1];
  const short = cellsOf(input, column.index).find(({ text }) => /^[0-9]+$/.test(text) && text.length + 1 === digits);
  if (short === undefined || digits === undefined) return { plan: {}, asks: [] };
  const params = { sample: short.text, restored: `0${short.text}`, digits };
  return { plan: {}, asks: [{ kind: 'leading-zeros', params, choices: ['restore', 'keep'], suggestion: 'restore' }] };
}

function spell(input: PlanInput, assigned: Assigned, spec: FieldSpec): Spelling {
  switch (spec.type) {
    case 'mass': {
      const [numbers, unit] = [spellNumbers(input, assigned), spellUnit(input, assigned)];
      return { plan: { ...numbers.plan, ...unit.plan }, asks: [...unit.asks, ...numbers.asks] };
    }
    case 'whole':
    case 'decimal':
      return spellNumbers(input, assigned);
    case 'date':
      return spellDates(input, assigned);
    case 'code':
      return spellCodes(input, assigned, spec);
    default:
      return { plan: {}, asks: [] };
  }
}

function questionOf(input: PlanInput, { column }: Assigned, { kind, params, choices, suggestion }: Asked): Question {
  return {
    kind,
    key: `columns.${quoted(column.title)}.${SPELLING_KINDS[kind]}`,
    subject: column.title,
    params: { samples: samplesOf(input.sample, column.index), ...params },
    choices,
    ...(suggestion === undefined ? {} : { suggestion }),
    isOptional: false,
    place: { ...input.place, column: column.index + 1 },
  };
}

/** Whether rows in a row share their note: then somebody has to say whether they are one consignment. */
function repeatsNotes(input: PlanInput): string | undefined {
  const note = input.assignment.assigned.find((each) => each.field === 'note')?.column.index;
  if (note === undefined) return undefined;
  let before = '';
  for (const row of input.sample) {
    const now = (row.cells[note] ?? '').trim();
    if (now !== '' && now === before) return now;
    before = now;
  }
  return undefined;
}

function groupingQuestion(input: PlanInput, note: string): Question {
  return {
    kind: 'grouping',
    key: 'grouping',
    subject: note,
    params: {},
    choices: ['consecutive', 'rows'],
    suggestion: 'consecutive',
    isOptional: false,
    place: input.place,
  };
}

/** Whose mass a plain 'mass' is: with one row per note there is no difference. */
function settleMass(input: PlanInput, assigned: Assigned): { readonly field: string } | Asked {
  const isTaken = (field: string): boolean => input.assignment.assigned.some((each) => each.field === field);
  if (assigned.field !== ANY_MASS) return { field: assigned.field };
  if (input.profile.grouping !== 'consecutive') return { field: isTaken('mass_kg') ? 'item.mass_kg' : 'mass_kg' };
  const suggestion = isTaken('wagon.number') ? 'wagon.mass_kg' : 'item.mass_kg';
  return { kind: 'mass-of', choices: ['mass_kg', 'wagon.mass_kg', 'item.mass_kg'], suggestion };
}

/** The plan of all columns, and what must be known before a row can be read. */
export function planColumns(input: PlanInput): Planned {
  const questions: Question[] = [];
  const columns: ColumnPlan[] = [];
  const repeated = input.profile.grouping === undefined ? repeatsNotes(input) : undefined;
  if (repeated !== undefined) questions.push(groupingQuestion(input, repeated));
  for (const assigned of input.assignment.assigned) {
    const settled = settleMass(input, assigned);
    if ('kind' in settled) questions.push(questionOf(input, assigned, settled));
    const spec = fieldSpec('kind' in settled ? 'mass_kg' : settled.field);
    if (spec === undefined) continue;
    const { plan, asks } = spell(input, assigned, spec);
    questions.push(...asks.map((asked) => questionOf(input, assigned, asked)));
    const { index, title } = assigned.column;
    columns.push({
      index,
      title,
      spec,
      part: partOf(spec.name),
      unit: undefined,
      mark: undefined,
      dates: {},
      restoresZeros: false,
      ...plan,
    });
  }
  return { columns, questions };
}
