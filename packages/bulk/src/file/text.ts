import type { Refusal } from '@kontor/domain/kernel/refusal';
import type { ReadMeter } from '../row.ts';
import { readBytes } from './bytes.ts';
import type { Encoding } from './encoding.ts';
import type { FileFacts } from './inspect.ts';

/** A piece of decoded text, or why there is no more. */
export type TextChunk =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'stopped'; readonly refusal: Refusal };

/** Streams a file's text without its byte order mark, counting bytes on disk into the meter. */
export async function* readText(
  facts: Pick<FileFacts, 'file' | 'gzip'>,
  encoding: Encoding,
  meter: ReadMeter,
): AsyncGenerator<TextChunk> {
  const decoder = new TextDecoder(encoding);
  const onPacked = (bytes: Buffer): void => {
    meter.bytesDone += bytes.length;
  };
  for await (const chunk of readBytes(facts.file, { gzip: facts.gzip, onPacked })) {
    if (chunk.kind === 'stopped') {
      yield chunk;
      return;
    }
    const text = decoder.decode(chunk.bytes, { stream: true });
    if (text !== '') yield { kind: 'text', text };
  }
  const rest = decoder.decode();
  if (rest !== '') yield { kind: 'text', text: rest };
}
