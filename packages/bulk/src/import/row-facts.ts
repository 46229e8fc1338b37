/** One row read into the values of its fields. */
import { type Place, type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { IGNORE } from '../columns/fields.ts';
import type { ColumnPlan } from '../columns/plan.ts';
import { foldWord, titleTable } from '../columns/titles.ts';
import { settingsOf } from '../profile/schema.ts';
import { kindOf, type RawRow } from '../row.ts';
import { type CellContext, type CellReading, type CellValue, cellRefusal, readCell } from '../values/cell.ts';

export type RowFacts = {
  readonly row: RawRow;
  /** Ordinal of the row among the rows below the titles, from 1. */
  readonly ordinal: number;
  readonly values: ReadonlyMap<string, CellValue>;
  readonly faults: readonly Refusal[];
};

export type RowReader = {
  readonly read: (row: RawRow, ordinal: number) => RowFacts;
  /** The text of the note number, before anything is judged: what groups rows. */
  readonly noteOf: (row: RawRow) => string;
  /** Whether the row only adds up the others. */
  readonly isTotal: (row: RawRow) => boolean;
};

export type RowReaderInput = {
  readonly columns: readonly ColumnPlan[];
  readonly titles: readonly string[];
  readonly context: CellContext;
  readonly place: Place;
};

/** Different texts remembered per column; names and codes repeat, note numbers do not. */
const REMEMBERED = 5000;

/** A copy that does not keep the piece of the file it was cut from in memory. */
const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

type Memory = Map<string, CellReading>;

function remembering(plan: ColumnPlan, context: CellContext): (text: string, row: RawRow) => CellReading {
  const memory: Memory = new Map();
  return (text, row) => {
    const kind = kindOf(row, plan.index);
    const known = kind === 'text' ? memory.get(text) : undefined;
    if (known !== undefined) return known;
    const reading = readCell(plan, text, kind, context);
    if (kind === 'text' && plan.spec.type !== 'text') {
      if (memory.size >= REMEMBERED) memory.clear();
      memory.set(ownCopy(text), reading);
    }
    return reading;
  };
}

/** A cell with content where no column is: the row has shifted, or the table is wider than its titles. */
function strayCell(input: RowReaderInput, row: RawRow, named: ReadonlySet<number>, place: Place): Refusal | undefined {
  for (let index = 0; index < row.cells.length; index += 1) {
    const value = (row.cells[index] ?? '').trim();
    if (value !== '' && !named.has(index))
      return refusal(
        'import.row.stray-cell',
        { value: value.slice(0, 80), number: index + 1 },
        { ...place, column: index + 1 },
      );
  }
  return undefined;
}

/** Columns that may have content: those with a field, those with a title, and those the profile ignores. */
function namedColumns({ columns, titles, context }: RowReaderInput): ReadonlySet<number> {
  const named = new Set(columns.map((column) => column.index));
  titles.forEach((title, index) => {
    if (!/^#[0-9]+$/.test(title) || settingsOf(context.profile, title).field === IGNORE) named.add(index);
  });
  return named;
}

/** Texts that begin with = + - @ were given an apostrophe when the rejects were written; it is taken off again. */
const unprotected = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

export function rowReader(input: RowReaderInput): RowReader {
  const { columns, context } = input;
  const named = namedColumns(input);
  const readers = columns.map((plan) => ({ plan, read: remembering(plan, context) }));
  const isOwnRejects = input.titles.includes('kontor.row');
  const textAt = (row: RawRow, index: number): string => {
    const text = (row.cells[index] ?? '').trim();
    return isOwnRejects ? unprotected(text) : text;
  };
  const note = columns.find((column) => column.spec.name === 'note')?.index ?? -1;
  const totals = new Set(titleTable().totals.map(foldWord));
  // Most notes are numbers: those are not looked up.
  const isTotalWord = (text: string): boolean =>
    !/^[0-9]/.test(text) && totals.has(foldWord(text).replace(/[:.]+$/, ''));

  const read = (row: RawRow, ordinal: number): RowFacts => {
    const values = new Map<string, CellValue>();
    const place = { ...input.place, line: row.line };
    if (row.fault !== undefined) return { row, ordinal, values, faults: [row.fault] };
    const faults: Refusal[] = [];
    for (const { plan, read: readColumn } of readers) {
      const text = textAt(row, plan.index);
      if (text === '') continue;
      const reading = readColumn(text, row);
      if (reading.ok) values.set(plan.spec.name, reading.value);
      else
        faults.push(
          cellRefusal(
            reading,
            { title: plan.title, text, field: plan.spec.name },
            { ...place, column: plan.index + 1 },
          ),
        );
    }
    const stray = strayCell(input, row, named, place);
    if (stray !== undefined) faults.push(stray);
    return { row, ordinal, values, faults };
  };

  return {
    read,
    noteOf: (row) => (note < 0 || row.fault !== undefined ? '' : textAt(row, note)),
    isTotal: (row) => {
      if (row.fault !== undefined) return false;
      const ownNote = textAt(row, note);
      if (ownNote !== '' && !isTotalWord(ownNote)) return false;
      return row.cells.some((cell) => cell !== '' && isTotalWord(cell));
    },
  };
}
