/**
 * The file of rejects: the original columns, so that a person can mend the rows and import that file in turn, and after
 * them the row number, the codes and the reasons.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { access, constants, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ok, type Refusal, type Result, refused } from '@kontor/domain/kernel/refusal';
import { REJECT_COLUMNS } from '../columns/assign.ts';
import type { ColumnPlan } from '../columns/plan.ts';
import { csvRow } from '../csv/write.ts';
import { fileRefusal } from '../file/access.ts';
import { jsonLine } from '../json/write.ts';
import { kindOf } from '../row.ts';
import type { Reject } from './batch.ts';

export type RejectsForm = {
  /** Titles of the original columns; undefined for records that are whole consignments, which are written as JSON lines. */
  readonly titles: readonly string[] | undefined;
  readonly delimiter: string;
  readonly columns: readonly ColumnPlan[];
  /** The text of a reason in the reader's language. */
  readonly explain: (reason: Refusal) => string;
};

export type RejectsFile = {
  readonly write: (rejects: readonly Reject[]) => Promise<void>;
  /** Closes the file and gives its final name; undefined when nothing was rejected. */
  readonly close: () => Promise<string | undefined>;
  /** Leaves nothing behind. */
  readonly abandon: () => Promise<void>;
};

/** Numbers of a spreadsheet are written with the column's decimal mark, so that they are read back as they were. */
function cellText(reject: Reject, index: number, columns: readonly ColumnPlan[]): string {
  const text = reject.row.cells[index] ?? '';
  if (kindOf(reject.row, index) !== 'number') return text;
  const mark = columns.find((column) => column.index === index)?.mark;
  return mark === ',' ? text.replace('.', ',') : text;
}

function csvReject(reject: Reject, form: RejectsForm, width: number): string {
  const cells = Array.from({ length: width }, (_, index) => cellText(reject, index, form.columns));
  const codes = reject.reasons.map((reason) => reason.code).join(' ');
  return csvRow([...cells, String(reject.row.line), codes, reject.reasons.map(form.explain).join(' ')], form.delimiter);
}

function jsonReject(reject: Reject, form: RejectsForm): string {
  const why = {
    row: reject.row.line,
    code: reject.reasons.map((reason) => reason.code).join(' '),
    reason: reject.reasons.map(form.explain).join(' '),
  };
  const record = reject.record;
  if (record === undefined) return jsonLine({ kontor: why, text: reject.row.cells[0] ?? '' });
  const { learned } = reject;
  return jsonLine({ ...record, kontor: learned === undefined ? why : { learned, ...why } });
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function isSame(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([stat(a), stat(b)]);
  return left.size === right.size && (await hashOf(a)) === (await hashOf(b));
}

const exists = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * A name that overwrites nobody's mended rows: the wanted one, or with .2, .3 … before its ending. A file that says
 * the same already is kept.
 */
async function putAside(half: string, wanted: string): Promise<string> {
  const ending = extname(wanted);
  const stem = wanted.slice(0, wanted.length - ending.length);
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${stem}.${n}${ending}`;
    if (!(await exists(name))) {
      await rename(half, name);
      return name;
    }
    if (await isSame(half, name)) {
      await rm(half);
      return name;
    }
  }
}

async function put(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Opens a file of rejects; it is made when the first one comes. Refuses a folder that cannot be written to. */
export async function openRejects(wanted: string, form: RejectsForm): Promise<Result<RejectsFile>> {
  try {
    await access(dirname(wanted), constants.W_OK);
  } catch (error) {
    return refused(fileRefusal(error, dirname(wanted)));
  }
  const half = `${dirname(wanted)}/.${basename(wanted)}.part`;
  const width = form.titles?.length ?? 0;
  let stream: WriteStream | undefined;
  const start = async (): Promise<WriteStream> => {
    const opened = createWriteStream(half);
    // The mark makes spreadsheets read UTF-8.
    if (form.titles !== undefined)
      await put(opened, `\uFEFF${csvRow([...form.titles, ...REJECT_COLUMNS], form.delimiter)}`);
    return opened;
  };
  const finish = async (): Promise<void> => {
    if (stream === undefined) return;
    stream.end();
    await once(stream, 'close');
  };
  return ok({
    write: async (rejects) => {
      for (const reject of rejects) {
        stream ??= await start();
        await put(stream, form.titles === undefined ? jsonReject(reject, form) : csvReject(reject, form, width));
      }
    },
    close: async () => {
      if (stream === undefined) return undefined;
      await finish();
      return putAside(half, wanted);
    },
    abandon: async () => {
      await finish();
      await rm(half, { force: true });
    },
  });
}
