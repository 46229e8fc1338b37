/** A table of rows in any format: it can be read from its start any number of times. */
import { ok, type Refusal, type Result, refused } from '@kontor/domain/kernel/refusal';
import { HEADER_SEARCH_ROWS, titlesIn } from '../columns/header.ts';
import { guessDelimiter } from '../csv/delimiter.ts';
import { readCsv } from '../csv/read.ts';
import type { FileFacts } from '../file/inspect.ts';
import { readText } from '../file/text.ts';
import { type JsonRecord, readJson, rowOfRecord } from '../json/read.ts';
import type { Profile } from '../profile/schema.ts';
import { type Question } from '../question/question.ts';
import { isBlank, type RawRow, type ReadMeter, type RowChunk } from '../row.ts';
import { type Merge, readMerges } from '../xlsx/merges.ts';
import { readSheet } from '../xlsx/sheet.ts';
import { openWorkbook, type SheetEntry, type Workbook } from '../xlsx/workbook.ts';

/** Rows looked at before anything is decided. */
export const SAMPLE_ROWS = 5000;

export type Table = {
  readonly kind: 'table';
  readonly rows: (meter: ReadMeter) => AsyncGenerator<RowChunk>;
  readonly bytesTotal: number;
  readonly sheet: string | undefined;
  readonly delimiter: string | undefined;
  readonly merges: readonly Merge[] | undefined;
  /** Titles where the format names its fields itself. */
  readonly titles: readonly string[] | undefined;
  readonly serial: '1900' | '1904' | undefined;
};

/** A JSON file whose records are consignments in full, with their items, wagons and legs. */
export type Records = { readonly kind: 'records'; readonly facts: FileFacts; readonly bytesTotal: number };

export type Opened =
  | { readonly kind: 'source'; readonly source: Table | Records }
  | { readonly kind: 'asks'; readonly question: Question };

const asks = (question: Question): Result<Opened> => ok({ kind: 'asks', question });
const source = (opened: Table | Records): Result<Opened> => ok({ kind: 'source', source: opened });

async function startOfText(facts: FileFacts, encoding: NonNullable<Profile['encoding']>): Promise<Result<string>> {
  let start = '';
  for await (const chunk of readText(facts, encoding, { bytesDone: 0, bytesTotal: 0 })) {
    if (chunk.kind === 'stopped') return refused(chunk.refusal);
    start += chunk.text;
    if (start.length >= 64 * 1024) break;
  }
  // Whole rows only: the last one may be cut.
  return ok(start.length < 64 * 1024 ? start : start.slice(0, start.lastIndexOf('\n') + 1) || start);
}

async function openCsv(
  facts: FileFacts,
  profile: Profile,
  encoding: NonNullable<Profile['encoding']>,
): Promise<Result<Opened>> {
  let { delimiter } = profile;
  if (delimiter === undefined) {
    const start = await startOfText(facts, encoding);
    if (!start.ok) return start;
    const known = new Set(Object.keys(profile.columns));
    const guess = guessDelimiter(start.value, (cells) => titlesIn(cells, known));
    if (guess.kind === 'unclear') {
      const choices = [...guess.candidates];
      const common = { subject: facts.file, params: {}, isOptional: false, place: { file: facts.file } };
      return asks({ kind: 'delimiter', key: 'delimiter', choices, suggestion: guess.likeliest, ...common });
    }
    delimiter = guess.delimiter;
  }
  const form = { encoding, delimiter };
  const shape = { sheet: undefined, delimiter, merges: undefined, titles: undefined, serial: undefined };
  return source({ kind: 'table', rows: (meter) => readCsv(facts, form, meter), bytesTotal: facts.size, ...shape });
}

async function sampleRecords(
  facts: FileFacts,
  encoding: NonNullable<Profile['encoding']>,
): Promise<Result<readonly JsonRecord[]>> {
  const sample: JsonRecord[] = [];
  for await (const chunk of readJson(facts, encoding, { bytesDone: 0, bytesTotal: 0 })) {
    if (chunk.kind === 'stopped') return sample.length === 0 ? refused(chunk.refusal) : ok(sample);
    sample.push(...chunk.records);
    if (sample.length >= SAMPLE_ROWS) break;
  }
  return ok(sample);
}

const isNested = (record: JsonRecord): boolean =>
  Object.entries(record.value ?? {}).some(
    ([name, value]) => name !== 'kontor' && typeof value === 'object' && value !== null,
  );

async function* flatRows(
  facts: FileFacts,
  encoding: NonNullable<Profile['encoding']>,
  titles: readonly string[],
  meter: ReadMeter,
): AsyncGenerator<RowChunk> {
  for await (const chunk of readJson(facts, encoding, meter)) {
    if (chunk.kind === 'stopped') yield chunk;
    else yield { kind: 'rows', rows: chunk.records.map((record) => rowOfRecord(record, titles, facts.file)) };
  }
}

async function openJson(facts: FileFacts, encoding: NonNullable<Profile['encoding']>): Promise<Result<Opened>> {
  const sample = await sampleRecords(facts, encoding);
  if (!sample.ok) return sample;
  if (sample.value.some(isNested))
    return source({ kind: 'records', facts: { ...facts, encoding }, bytesTotal: facts.size });
  const titles = [...new Set(sample.value.flatMap((record) => Object.keys(record.value ?? {})))];
  const rows = (meter: ReadMeter): AsyncGenerator<RowChunk> => flatRows(facts, encoding, titles, meter);
  const shape = { sheet: undefined, delimiter: undefined, merges: undefined, serial: undefined };
  return source({ kind: 'table', rows, bytesTotal: facts.size, titles, ...shape });
}

async function hasRows(book: Workbook, sheet: SheetEntry): Promise<boolean> {
  for await (const chunk of readSheet(book, sheet, { bytesDone: 0, bytesTotal: 0 })) {
    // A damaged sheet is no empty one: it is left to be chosen, and then refused.
    if (chunk.kind === 'stopped' || chunk.rows.some((row) => !isBlank(row))) return true;
  }
  return false;
}

/** The sheet the profile names, or the only visible one with rows; undefined when a person has to say. */
async function chooseSheet(book: Workbook, named: string | undefined): Promise<SheetEntry | readonly string[]> {
  const byName = book.sheets.find((sheet) => sheet.name === named);
  if (byName !== undefined) return byName;
  const visible = book.sheets.filter((sheet) => !sheet.isHidden);
  const filled: SheetEntry[] = [];
  for (const sheet of visible) if (await hasRows(book, sheet)) filled.push(sheet);
  const [only, second] = filled.length > 0 ? filled : visible;
  if (named === undefined && only !== undefined && second === undefined) return only;
  return (filled.length > 0 ? filled : book.sheets).map((sheet) => sheet.name);
}

async function openXlsx(facts: FileFacts, profile: Profile): Promise<Result<Opened>> {
  const book = await openWorkbook(facts.file);
  if (!book.ok) return book;
  const sheet = await chooseSheet(book.value, profile.sheet);
  if (!('name' in sheet)) {
    const common = { subject: profile.sheet ?? facts.file, params: {}, isOptional: false, place: { file: facts.file } };
    return asks({ kind: 'sheet', key: 'sheet', choices: sheet, ...common });
  }
  const found = await readMerges(book.value, sheet, HEADER_SEARCH_ROWS);
  if (found.stopped !== undefined) return refused(found.stopped);
  return source({
    kind: 'table',
    rows: (meter) => readSheet(book.value, sheet, meter),
    bytesTotal: sheet.member.unpackedBytes,
    sheet: sheet.name,
    delimiter: undefined,
    merges: found.merges,
    titles: undefined,
    serial: book.value.from1904 ? '1904' : '1900',
  });
}

/** Opens a file for reading by rows, or asks the first thing that must be known. */
export async function openSource(facts: FileFacts, profile: Profile): Promise<Result<Opened>> {
  if (facts.format === 'xlsx') return openXlsx(facts, profile);
  const encoding = profile.encoding ?? facts.encoding;
  if (encoding === undefined) {
    const choices = ['windows-1251', 'ibm866', 'koi8-r', 'windows-1252'];
    const suggestion = facts.likeliest ?? 'windows-1251';
    const common = { subject: facts.file, params: {}, isOptional: false, place: { file: facts.file } };
    return asks({ kind: 'encoding', key: 'encoding', choices, suggestion, ...common });
  }
  return facts.format === 'json' ? openJson(facts, encoding) : openCsv(facts, profile, encoding);
}

/** The first rows of a table, blank ones left out. */
export async function sampleRows(
  table: Table,
): Promise<{ readonly rows: readonly RawRow[]; readonly stopped: Refusal | undefined }> {
  const rows: RawRow[] = [];
  for await (const chunk of table.rows({ bytesDone: 0, bytesTotal: 0 })) {
    if (chunk.kind === 'stopped') return { rows, stopped: chunk.refusal };
    for (const row of chunk.rows) if (!isBlank(row)) rows.push(row);
    if (rows.length >= SAMPLE_ROWS) break;
  }
  return { rows, stopped: undefined };
}
