/** Rows of one note gathered into groups, each of which becomes one consignment or one reject. */
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import type { Profile } from '../profile/schema.ts';
import { isBlank, type RawRow, type RowChunk } from '../row.ts';
import type { RowFacts, RowReader } from './row-facts.ts';

export type Group = {
  readonly rows: readonly RowFacts[];
  /** Ordinal up to which the file is used up with this group, blank rows and totals included. */
  readonly lastRow: number;
  /** A fault of the group as a whole. */
  readonly fault: Refusal | undefined;
};

export type GroupChunk =
  | { readonly kind: 'groups'; readonly groups: readonly Group[]; readonly skipped: number; readonly lastRow: number }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

/** A train has some 100 wagons; a note with more rows is a wrongly mapped column. */
export const LONGEST_GROUP = 5000;

type State = {
  open: RowFacts[];
  note: string;
  ordinal: number;
  skipped: number;
  done: Group[];
  stopped: Refusal | undefined;
};

export type GroupInput = {
  readonly rows: AsyncIterable<RowChunk>;
  readonly reader: RowReader;
  readonly grouping: Profile['grouping'];
  /** The last line that belongs to the titles. */
  readonly titlesEnd: number;
  readonly file: string;
};

function closeGroup(state: State, grouping: Profile['grouping'], file: string): void {
  const [first, second] = state.open;
  if (first === undefined) return;
  // Repeated notes past the sample, when nobody has said what they mean.
  const isUndecided = second !== undefined && grouping === undefined;
  const fault = isUndecided
    ? refusal('import.group.undecided', { note: state.note }, { file, line: first.row.line })
    : undefined;
  state.done.push({ rows: state.open, lastRow: state.ordinal, fault });
  state.open = [];
}

function take(state: State, row: RawRow, { reader, grouping, file }: GroupInput): void {
  if (isBlank(row) || reader.isTotal(row)) {
    state.ordinal += 1;
    state.skipped += 1;
    return;
  }
  const note = reader.noteOf(row);
  const goesOn = grouping !== 'rows' && note !== '' && note === state.note && state.open.length > 0;
  if (!goesOn) closeGroup(state, grouping, file);
  state.ordinal += 1;
  state.note = note;
  state.open.push(reader.read(row, state.ordinal));
  if (state.open.length > LONGEST_GROUP) {
    state.stopped = refusal(
      'import.group.too-long',
      { note: note.slice(0, 80), limit: LONGEST_GROUP },
      { file, line: row.line },
    );
  }
}

/** Groups as they complete. Blank rows and rows of totals are counted and skipped; they end no group. */
export async function* groupRows(input: GroupInput): AsyncGenerator<GroupChunk> {
  const state: State = { open: [], note: '', ordinal: 0, skipped: 0, done: [], stopped: undefined };
  const hand = (): GroupChunk => {
    const chunk: GroupChunk = {
      kind: 'groups',
      groups: state.done,
      skipped: state.skipped,
      lastRow: state.done.at(-1)?.lastRow ?? 0,
    };
    [state.done, state.skipped] = [[], 0];
    return chunk;
  };
  for await (const chunk of input.rows) {
    if (chunk.kind === 'stopped') {
      // The note in hand may lack rows that were lost: it is not taken.
      if (state.done.length > 0) yield hand();
      yield chunk;
      return;
    }
    for (const row of chunk.rows) {
      if (row.line > input.titlesEnd) take(state, row, input);
      if (state.stopped !== undefined) break;
    }
    if (state.done.length > 0) yield hand();
    if (state.stopped !== undefined) {
      yield { kind: 'stopped', refusal: state.stopped };
      return;
    }
  }
  closeGroup(state, input.grouping, input.file);
  yield hand();
}
