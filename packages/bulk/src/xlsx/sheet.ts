/** Streams the rows of a sheet (ECMA-376 part 1, section 18.3.1). */
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { LIMITS } from '../file/limits.ts';
import type { CellKind, RawRow, ReadMeter, RowChunk } from '../row.ts';
import { dateOfSerial, decimalOfCell } from './date-format.ts';
import { type SheetEntry, unescapeText, type Workbook } from './workbook.ts';
import { xmlParser } from './xml.ts';
import { readMember } from './zip.ts';

/** Column number from 0 of a cell's address, such as 27 of 'AB12'; −1 without letters. */
export function columnOf(address: string): number {
  let column = 0;
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

type Cell = { readonly text: string; readonly kind: CellKind };
/** What a cell says before its meaning is known: its value, type and format number. */
type OpenCell = {
  readonly type: string;
  readonly style: number;
  value: string;
  hasFormula: boolean;
  hasValue: boolean;
};

const EMPTY: Cell = { text: '', kind: 'text' };

function numberCell(value: string, isDate: boolean, from1904: boolean): Cell {
  const plain = decimalOfCell(value);
  if (plain === undefined) return { text: value, kind: 'error' };
  const date = isDate ? dateOfSerial(Number(value), from1904) : undefined;
  return date === undefined ? { text: plain, kind: 'number' } : { text: date, kind: 'date' };
}

function meaningOf(cell: OpenCell, book: Workbook): Cell {
  // A formula that was never calculated has no result; its cell looks empty and is not.
  if (cell.hasFormula && !cell.hasValue) return { text: '#FORMULA', kind: 'error' };
  if (!cell.hasValue || cell.value === '') return EMPTY;
  switch (cell.type) {
    case 's': {
      const text = book.sharedTexts[Number(cell.value)];
      return text === undefined ? { text: `#TEXT ${cell.value}`, kind: 'error' } : { text, kind: 'text' };
    }
    case 'str':
    case 'inlineStr':
      return { text: unescapeText(cell.value), kind: 'text' };
    case 'b':
      return { text: cell.value === '1' || cell.value === 'true' ? 'true' : 'false', kind: 'flag' };
    case 'e':
      return { text: cell.value, kind: 'error' };
    case 'd':
      return { text: cell.value.slice(0, 10), kind: 'date' };
    default:
      return numberCell(cell.value, book.dateStyles[cell.style] === true, book.from1904);
  }
}

type State = {
  readonly book: Workbook;
  readonly place: { readonly file: string; readonly path: string };
  rows: RawRow[];
  line: number;
  column: number;
  cells: string[];
  kinds: CellKind[];
  cell: OpenCell | undefined;
  isRead: boolean;
  stopped: Refusal | undefined;
};

function put(state: State, { text, kind }: Cell): void {
  const { cells, kinds, column, place, line } = state;
  if (column >= LIMITS.columns) {
    if (text !== '') state.stopped ??= refusal('file.too-many-columns', { limit: LIMITS.columns }, { ...place, line });
    return;
  }
  while (cells.length < column) {
    cells.push('');
    kinds.push('text');
  }
  cells[column] = text;
  kinds[column] = kind;
}

function openCell(state: State, attributes: Readonly<Record<string, string>>): void {
  const address = attributes['r'];
  state.column = address === undefined ? state.column + 1 : columnOf(address);
  const [type, style] = [attributes['t'] ?? 'n', Number(attributes['s'] ?? 0)];
  state.cell = { type, style, value: '', hasFormula: false, hasValue: false };
}

function onOpen(state: State, name: string, attributes: Readonly<Record<string, string>>): void {
  switch (name) {
    case 'row':
      state.line = Number(attributes['r'] ?? state.line + 1);
      [state.cells, state.kinds, state.column] = [[], [], -1];
      break;
    case 'c':
      openCell(state, attributes);
      break;
    case 'f':
      if (state.cell !== undefined) state.cell.hasFormula = true;
      break;
    case 'v':
    case 't':
      state.isRead = state.cell !== undefined;
      if (state.cell !== undefined) state.cell.hasValue = true;
      break;
    default:
  }
}

function onClose(state: State, name: string): void {
  const { cell, cells, kinds, line, column } = state;
  if (name === 'v' || name === 't') state.isRead = false;
  if (name === 'c' && cell !== undefined) {
    if (column >= 0) put(state, meaningOf(cell, state.book));
    state.cell = undefined;
  }
  if (name === 'row' && cells.length > 0) state.rows.push({ line, cells, kinds });
}

function onText(state: State, piece: string): void {
  if (state.isRead && state.cell !== undefined) state.cell.value += piece;
}

function drain(state: State): readonly RawRow[] {
  const ready = state.rows;
  state.rows = [];
  return ready;
}

/** Streams a sheet's rows; rows and cells without content are skipped, their numbers are not. */
export async function* readSheet(book: Workbook, sheet: SheetEntry, meter: ReadMeter): AsyncGenerator<RowChunk> {
  const { file } = book.zip;
  const place = { file, path: sheet.name };
  const state: State = {
    book,
    place,
    rows: [],
    line: 0,
    column: -1,
    cells: [],
    kinds: [],
    cell: undefined,
    isRead: false,
    stopped: undefined,
  };
  const parser = xmlParser({
    open: (name, attributes) => onOpen(state, name, attributes),
    close: (name) => onClose(state, name),
    text: (piece) => onText(state, piece),
  });
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of readMember(book.zip, sheet.member)) {
    if (chunk.kind === 'stopped') {
      yield chunk;
      return;
    }
    meter.bytesDone += chunk.bytes.length;
    parser.write(decoder.decode(chunk.bytes, { stream: true }));
    const rows = drain(state);
    if (rows.length > 0) yield { kind: 'rows', rows };
    if (state.stopped !== undefined) {
      yield { kind: 'stopped', refusal: state.stopped };
      return;
    }
  }
  parser.close();
  const rows = drain(state);
  if (rows.length > 0) yield { kind: 'rows', rows };
  if (parser.broken() !== undefined) {
    yield { kind: 'stopped', refusal: refusal('file.xlsx-damaged', { file, member: sheet.member.name }, place) };
  }
}
