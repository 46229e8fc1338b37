/** Rows and records judged and cut into batches. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import { type LocalDate, parseLocalDate } from '@kontor/domain/kernel/local-date';
import { ok, type Place, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { z } from 'zod';
import type { FileFacts } from '../file/inspect.ts';
import { type JsonRecord, readJson } from '../json/read.ts';
import type { ReadMeter } from '../row.ts';
import type { CellValue } from '../values/cell.ts';
import type { Names } from '../values/names.ts';
import { assemble, parseConsignment } from './assemble.ts';
import type { ImportBatch, Imported, Reject } from './batch.ts';
import { type Group, groupRows } from './groups.ts';
import type { Prepared } from './prepare.ts';
import { recordResolver } from './record-names.ts';
import { rowReader } from './row-facts.ts';
import type { Settled } from './settle-questions.ts';
import type { Table } from './source.ts';

export type BatchInput = {
  readonly facts: FileFacts;
  readonly settled: Settled;
  readonly names: Names;
  readonly check: (consignment: Consignment) => readonly Refusal[];
  readonly batchRows: number;
  readonly meter: ReadMeter;
};

export type BatchStep =
  | { readonly kind: 'batch'; readonly batch: ImportBatch; readonly skipped: number }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

/** A batch being filled. */
type Filling = {
  firstRow: number;
  lastRow: number;
  consignments: Imported[];
  rejects: Reject[];
  warnings: Refusal[];
  skipped: number;
};

const fresh = (firstRow: number): Filling => ({
  firstRow,
  lastRow: firstRow - 1,
  consignments: [],
  rejects: [],
  warnings: [],
  skipped: 0,
});

function handOver(filling: Filling, sha256: string): BatchStep {
  const { skipped, ...content } = filling;
  return { kind: 'batch', batch: { sha256, ...content }, skipped };
}

const located = (reason: Refusal, place: Place): Refusal => ({
  ...reason,
  place: { ...place, ...(reason.place.path === undefined ? {} : { path: reason.place.path }) },
});

type Judged = { readonly errors: readonly Refusal[]; readonly warnings: readonly Refusal[] };

function judge(consignment: Consignment, check: BatchInput['check'], place: Place): Judged {
  const found = check(consignment).map((reason) => located(reason, place));
  return {
    errors: found.filter((reason) => reason.severity === 'error'),
    warnings: found.filter((reason) => reason.severity === 'warning'),
  };
}

/** Every row with reasons of its own has them; the others are rejected because they belong to the same note. */
function rejectGroup(group: Group, reasons: readonly Refusal[], file: string): Reject[] {
  const byLine = new Map<number, Refusal[]>();
  for (const reason of reasons) {
    const line = reason.place.line ?? 0;
    byLine.set(line, [...(byLine.get(line) ?? []), reason]);
  }
  const lines = new Set(group.rows.map(({ row }) => row.line));
  const shared = reasons.filter((reason) => !lines.has(reason.place.line ?? 0));
  return group.rows.map(({ row, ordinal, values }, i): Reject => {
    const own = [...(i === 0 ? shared : []), ...(byLine.get(row.line) ?? [])];
    if (own.length > 0) return { row, ordinal, reasons: own };
    const found = values.get('note');
    const note = typeof found === 'string' ? found : '';
    return { row, ordinal, reasons: [refusal('import.group.with-others', { note }, { file, line: row.line })] };
  });
}

function takeGroup(filling: Filling, group: Group, input: BatchInput, defaults: ReadonlyMap<string, CellValue>): void {
  const { file } = input.facts;
  const first = group.rows[0];
  if (first === undefined) return;
  const place: Place = { ...input.settled.place, line: first.row.line };
  const faults = [...(group.fault === undefined ? [] : [group.fault]), ...group.rows.flatMap((row) => row.faults)];
  const made = faults.length > 0 ? { ok: false as const, refusals: faults } : assemble(group.rows, place, defaults);
  filling.lastRow = group.lastRow;
  if (!made.ok) {
    filling.rejects.push(...rejectGroup(group, made.refusals, file));
    return;
  }
  const { errors, warnings } = judge(made.value, input.check, place);
  filling.warnings.push(...warnings);
  if (errors.length > 0) filling.rejects.push(...rejectGroup(group, errors, file));
  else filling.consignments.push({ consignment: made.value, place, firstRow: first.ordinal, lastRow: group.lastRow });
}

async function* tableBatches(input: BatchInput, table: Table, prepared: Prepared): AsyncGenerator<BatchStep> {
  const { settled, facts, batchRows, meter } = input;
  const titles = prepared.header.columns.map((column) => column.title);
  const context = { profile: settled.profile, names: input.names };
  const reader = rowReader({ columns: prepared.columns, titles, context, place: settled.place });
  const { lastLine: titlesEnd } = prepared.header;
  let filling = fresh(1);
  for await (const chunk of groupRows({
    rows: table.rows(meter),
    reader,
    grouping: settled.profile.grouping,
    titlesEnd,
    file: facts.file,
  })) {
    if (chunk.kind === 'stopped') {
      if (filling.lastRow >= filling.firstRow) yield handOver(filling, facts.sha256);
      yield chunk;
      return;
    }
    filling.skipped += chunk.skipped;
    for (const group of chunk.groups) {
      takeGroup(filling, group, input, prepared.defaults);
      if (filling.lastRow - filling.firstRow + 1 < batchRows) continue;
      yield handOver(filling, facts.sha256);
      filling = fresh(filling.lastRow + 1);
    }
  }
  if (filling.lastRow >= filling.firstRow || filling.skipped > 0) yield handOver(filling, facts.sha256);
}

const aboutSchema = z.looseObject({ learned: z.unknown() });

function saidLearned(about: unknown): unknown {
  const said = aboutSchema.safeParse(about);
  return said.success ? said.data.learned : undefined;
}

/** The day on which a record says it was learned; undefined when it says nothing. */
function learnedOf(about: unknown, place: Place): Result<LocalDate | undefined> {
  const said = saidLearned(about);
  if (said === undefined) return ok(undefined);
  const day = typeof said === 'string' ? parseLocalDate(said) : undefined;
  if (day !== undefined) return ok(day);
  const path = 'kontor.learned';
  return refused(refusal('book.date-malformed', { path, actual: JSON.stringify(said) }, { ...place, path }));
}

function takeRecord(
  filling: Filling,
  record: JsonRecord,
  input: BatchInput,
  resolveNames: ReturnType<typeof recordResolver>,
): void {
  const ordinal = filling.lastRow + 1;
  const place: Place = { file: input.facts.file, line: record.line };
  filling.lastRow = ordinal;
  const row = { line: record.line, cells: [record.text] };
  if (record.value === undefined) {
    filling.rejects.push({ row, ordinal, reasons: [refusal('import.row.json', {}, place)] });
    return;
  }
  // What is said about the record is no part of it: when it was learned, and the reasons in a file of rejects.
  const { kontor: about, ...content } = record.value;
  const learned = learnedOf(about, place);
  const named = resolveNames(content, place);
  const [fault, ...others] = [...(learned.ok ? [] : learned.refusals), ...named.faults];
  const made = fault === undefined ? parseConsignment(named.record, place) : refused(fault, ...others);
  const judged = made.ok ? judge(made.value, input.check, place) : { errors: made.refusals, warnings: [] };
  filling.warnings.push(...judged.warnings);
  if (made.ok && judged.errors.length === 0) {
    filling.consignments.push({
      consignment: made.value,
      place,
      firstRow: ordinal,
      lastRow: ordinal,
      ...(learned.ok && learned.value !== undefined ? { learned: learned.value } : {}),
    });
  } else filling.rejects.push({ row, ordinal, reasons: judged.errors, record: content, learned: saidLearned(about) });
}

async function* recordBatches(input: BatchInput, facts: FileFacts): AsyncGenerator<BatchStep> {
  let filling = fresh(1);
  const resolveNames = recordResolver({ profile: input.settled.profile, names: input.names });
  for await (const chunk of readJson(facts, facts.encoding ?? 'utf-8', input.meter)) {
    if (chunk.kind === 'stopped') {
      if (filling.lastRow >= filling.firstRow) yield handOver(filling, facts.sha256);
      yield chunk;
      return;
    }
    for (const record of chunk.records) {
      takeRecord(filling, record, input, resolveNames);
      if (filling.lastRow - filling.firstRow + 1 < input.batchRows) continue;
      yield handOver(filling, facts.sha256);
      filling = fresh(filling.lastRow + 1);
    }
  }
  if (filling.lastRow >= filling.firstRow) yield handOver(filling, facts.sha256);
}

/** All batches of a file in order. */
export function batchesOf(input: BatchInput): AsyncGenerator<BatchStep> {
  const { source, prepared } = input.settled;
  if (source.kind === 'records') return recordBatches(input, source.facts);
  if (prepared === undefined) throw new Error('a table without a plan of its columns');
  return tableBatches(input, source, prepared);
}
