/** How the terminal's brief is set: headings, paragraphs, tables. */
import { type Column, tableLines, WIDTH, wrapTo } from './layout.ts';
import type { Voice } from './phrases.ts';
import type { SourceList } from './source-list.ts';

/** A brief being written, with the sources named so far. */
export type Writer = Voice & { readonly out: string[]; readonly sources: SourceList };

export function heading({ out }: Writer, title: string): void {
  out.push('', title, '─'.repeat(Array.from(title).length));
}

/** The head of a part: the answer, and the register behind it. */
export function partHead({ texts, out }: Writer, key: string): void {
  out.push('', '', '═'.repeat(WIDTH), texts.say(key), '═'.repeat(WIDTH));
}

export function paragraph({ out }: Writer, text: string): void {
  out.push(...wrapTo(text, WIDTH));
}

/** Keys of columns; numbers stand right. */
export const left = ({ texts }: Writer, key: string): Column => ({ title: texts.say(key) });
export const right = ({ texts }: Writer, key: string): Column => ({ title: texts.say(key), right: true });

export function table({ out }: Writer, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  out.push(...tableLines(columns, rows));
}
