import { type Refusal } from '@kontor/domain/kernel/refusal';
import type { RawRow } from '../row.ts';
import { columnOf } from './sheet.ts';
import type { SheetEntry, Workbook } from './workbook.ts';
import { readMember } from './zip.ts';

/** A merged block of cells: rows from 1, columns from 0, both ends included. */
export type Merge = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

const MERGE = /<(?:\w+:)?mergeCell\s+[^>]*?ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"/g;
/** Longer than any one `mergeCell` element: what may straddle two pieces. */
const OVERLAP = 200;

/**
 * The merged blocks that begin in the first rows. A sheet lists them after its cells, so this reads it once to the end;
 * doing so also proves the whole sheet undamaged before anything of it is taken.
 */
export async function readMerges(
  book: Workbook,
  sheet: SheetEntry,
  lastRow: number,
): Promise<{ readonly merges: readonly Merge[]; readonly stopped: Refusal | undefined }> {
  const merges = new Map<string, Merge>();
  let tail = '';
  for await (const chunk of readMember(book.zip, sheet.member)) {
    if (chunk.kind === 'stopped') return { merges: [], stopped: chunk.refusal };
    const text = tail + chunk.bytes.toString('latin1');
    if (text.includes('mergeCell')) collect(text, lastRow, merges);
    tail = text.slice(-OVERLAP);
  }
  return { merges: [...merges.values()], stopped: undefined };
}

function collect(text: string, lastRow: number, merges: Map<string, Merge>): void {
  for (const [whole, left = '', top = '', right = '', bottom = ''] of text.matchAll(MERGE)) {
    if (Number(top) > lastRow) continue;
    merges.set(whole, { top: Number(top), bottom: Number(bottom), left: columnOf(left), right: columnOf(right) });
  }
}

/** The rows with each merged block's text in all of its cells, as a reader sees it. Only for rows of titles. */
export function spreadMerges(rows: readonly RawRow[], merges: readonly Merge[]): readonly RawRow[] {
  if (merges.length === 0) return rows;
  const byLine = new Map(rows.map((row) => [row.line, row]));
  return rows.map((row) => {
    const touching = merges.filter((merge) => merge.top <= row.line && row.line <= merge.bottom);
    if (touching.length === 0) return row;
    const cells = [...row.cells];
    for (const { top, left, right } of touching) {
      const text = byLine.get(top)?.cells[left] ?? '';
      for (let column = left; column <= Math.min(right, 999); column += 1) {
        while (cells.length <= column) cells.push('');
        cells[column] = text;
      }
    }
    return { line: row.line, cells };
  });
}
