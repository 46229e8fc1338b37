import type { Encoding } from '../file/encoding.ts';
import type { FileFacts } from '../file/inspect.ts';
import { readText } from '../file/text.ts';
import type { ReadMeter, RowChunk } from '../row.ts';
import { csvParser } from './parser.ts';

export type CsvForm = { readonly encoding: Encoding; readonly delimiter: string };

/** Streams the rows of a delimited text file. */
export async function* readCsv(facts: FileFacts, form: CsvForm, meter: ReadMeter): AsyncGenerator<RowChunk> {
  const parser = csvParser(facts.file, form.delimiter);
  for await (const chunk of readText(facts, form.encoding, meter)) {
    if (chunk.kind === 'stopped') {
      yield chunk;
      return;
    }
    const rows = parser.push(chunk.text);
    if (rows.length > 0) yield { kind: 'rows', rows };
    if (parser.stopped() !== undefined) break;
  }
  const rows = parser.end();
  if (rows.length > 0) yield { kind: 'rows', rows };
  const reason = parser.stopped();
  if (reason !== undefined) yield { kind: 'stopped', refusal: reason };
}
