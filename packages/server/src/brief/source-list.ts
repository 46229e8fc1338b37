/** Public sources, numbered in the order in which the brief first names them. */
import type { Source } from '@kontor/domain/book/header';
import type { BriefInput } from './brief-input.ts';

export type SourceList = {
  /** "[2]", or nothing for what has no public source. */
  readonly mark: (source: Source) => string;
  /** The marks of the public sources of an entry of the book: " [2] [3]", or nothing. */
  readonly marksOf: (id: string) => string;
  readonly listed: () => readonly Source[];
};

const isPublic = ({ synthetic, act, note, address }: Source): boolean =>
  synthetic !== true && (act ?? note ?? address) !== undefined;

export function sourceList({ book }: Pick<BriefInput, 'book'>): SourceList {
  const numbers = new Map<string, Source>();
  const mark = (source: Source): string => {
    if (!isPublic(source)) return '';
    const name = JSON.stringify([source.act, source.note, source.date, source.address]);
    if (!numbers.has(name)) numbers.set(name, source);
    return `[${String([...numbers.keys()].indexOf(name) + 1)}]`;
  };
  return {
    mark,
    marksOf: (id) => {
      const entries = book.entries.filter((entry) => entry.id === id);
      const marks = entries.flatMap(({ header }) => [header.source].flat().map(mark)).filter((one) => one !== '');
      return [...new Set(marks)].map((one) => ` ${one}`).join('');
    },
    listed: () => [...numbers.values()],
  };
}
