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

type RowReader = {
  readonly handler: Parameters<typeof xmlParser>[0];
  readonly drain: () => RawRow[];
  readonly stopped: () => Refusal | undefined;
};

function rowReader(book: Workbook, place: { readonly file: string; readonly path: string }): RowReader {
  let rows: RawRow[] = [];
  let [line, column] = [0, -1];
  let [cells, kinds]: [string[], CellKind[]] = [[], []];
  let cell: OpenCell | undefined;
  let isRead = false;
  let stopped: Refusal | undefined;

  const put = ({ text, kind }: Cell): void => {
    if (column >= LIMITS.columns) {
      stopped ??=
        text === '' ? undefined : refusal('file.tooManyColumns', { limit: LIMITS.columns }, { ...place, line });
      return;
    }
    while (cells.length < column) {
      cells.push('');
      kinds.push('text');
    }
    cells[column] = text;
    kinds[column] = kind;
  };

  const open = (name: string, attributes: Record<string, string>): void => {
    switch (name) {
      case 'row':
        line = Number(attributes['r'] ?? line + 1);
        [cells, kinds, column] = [[], [], -1];
        break;
      case 'c': {
        const address = attributes['r'];
        column = address === undefined ? column + 1 : columnOf(address);
        cell = {
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          value: '',
          hasFormula: false,
          hasValue: false,
        };
        break;
      }
      case 'f':
        if (cell !== undefined) cell.hasFormula = true;
        break;
      case 'v':
      case 't':
        isRead = cell !== undefined;
        if (cell !== undefined) cell.hasValue = true;
        break;
      case 'rPh':
        isRead = false;
    }
  };
  const close = (name: string): void => {
    if (name === 'v' || name === 't') isRead = false;
    if (name === 'c' && cell !== undefined) {
      if (column >= 0) put(meaningOf(cell, book));
      cell = undefined;
    }
    if (name === 'row' && cells.length > 0) rows.push({ line, cells, kinds });
  };
  const text = (piece: string): void => {
    if (isRead && cell !== undefined) cell.value += piece;
  };
  return {
    handler: { open, close, text },
    drain: () => {
      const ready = rows;
      rows = [];
      return ready;
    },
    stopped: () => stopped,
  };
}

/** Streams a sheet's rows; rows and cells without content are skipped, their numbers are not. */
export async function* readSheet(book: Workbook, sheet: SheetEntry, meter: ReadMeter): AsyncGenerator<RowChunk> {
  const { file } = book.zip;
  const place = { file, path: sheet.name };
  const reader = rowReader(book, place);
  const parser = xmlParser(reader.handler);
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of readMember(book.zip, sheet.member)) {
    if (chunk.kind === 'stopped') {
      yield chunk;
      return;
    }
    meter.bytesDone += chunk.bytes.length;
    parser.write(decoder.decode(chunk.bytes, { stream: true }));
    const rows = reader.drain();
    if (rows.length > 0) yield { kind: 'rows', rows };
    const reason = reader.stopped();
    if (reason !== undefined) {
      yield { kind: 'stopped', refusal: reason };
      return;
    }
  }
  parser.close();
  const rows = reader.drain();
  if (rows.length > 0) yield { kind: 'rows', rows };
  if (parser.broken() !== undefined) {
    yield { kind: 'stopped', refusal: refusal('file.xlsxDamaged', { file, member: sheet.member.name }, place) };
  }
}
