import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { LIMITS } from '../file/limits.ts';
import { readMember, type Zip, type ZipMember } from './zip.ts';

export type XmlHandler = {
  readonly open: (name: string, attributes: SaxesTagPlain['attributes']) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** A name without its namespace prefix: some programs write `x:row` for `row`. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

export type XmlPush = {
  readonly write: (text: string) => void;
  readonly close: () => void;
  /** Why the XML cannot be read, once it cannot. */
  readonly broken: () => string | undefined;
};

/** A pushed XML parser. Entities are the five of XML; document types are not read, so none can be defined. */
export function xmlParser(handler: XmlHandler): XmlPush {
  let broken: string | undefined;
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('opentag', (tag) => handler.open(local(tag.name), tag.attributes));
  if (handler.close !== undefined) parser.on('closetag', (tag) => handler.close?.(local(tag.name)));
  if (handler.text !== undefined) parser.on('text', handler.text);
  parser.on('error', (error) => {
    broken ??= error.message;
  });
  return {
    write: (text) => {
      if (broken === undefined) parser.write(text);
    },
    close: () => {
      if (broken === undefined) parser.close();
    },
    broken: () => broken,
  };
}

/** Reads a whole member through the handler; undefined when it went well. `enough` ends the reading early. */
export async function parseMember(
  zip: Zip,
  member: ZipMember,
  handler: XmlHandler,
  options: { readonly limit?: number; readonly enough?: () => Refusal | undefined } = {},
): Promise<Refusal | undefined> {
  const decoder = new TextDecoder('utf-8');
  const parser = xmlParser(handler);
  for await (const chunk of readMember(zip, member, options.limit ?? LIMITS.partBytes)) {
    if (chunk.kind === 'stopped') return chunk.refusal;
    parser.write(decoder.decode(chunk.bytes, { stream: true }));
    const reason = options.enough?.();
    if (reason !== undefined) return reason;
    if (parser.broken() !== undefined) break;
  }
  parser.close();
  return parser.broken() === undefined
    ? undefined
    : refusal('file.xlsx-damaged', { file: zip.file, member: member.name }, { file: zip.file });
}
