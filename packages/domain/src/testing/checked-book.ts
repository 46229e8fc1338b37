/** What `check` says of a book written out in a test: one line for each problem, with all that it names. */
import { loadBook } from '../book/load.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { checkBook } from '../office/check-book.ts';
import { KINDS } from '../office/kinds.ts';
import { compileRatingBook } from '../rating/rating-book.ts';

const WORDS = '{ en: a, de: a, ru: a, be: a }';
const HEAD = `title: ${WORDS}\nsource: { note: made up, synthetic: true }\nvalid: { from: 2025-01-01, to: 2026-01-01 }`;

/** A refusal with all that it names: `severity file path code name=value …`. */
export function problemLine({ code, params, place, severity }: Refusal): string {
  const figures = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  const path = place.path === undefined || place.path === '' ? '-' : place.path;
  return [severity, place.file ?? '-', path, code, ...figures].join(' ');
}

/** Problems of entries in YAML, each given what it does not state itself. */
export function checkProblems(entries: readonly string[]): readonly string[] {
  const files = entries.map((entry, index) => {
    const lines = HEAD.split('\n').filter((line) => !entry.includes(`\n${line.split(':')[0] ?? ''}:`));
    return { path: `${String(index)}.yaml`, text: `${entry.trim()}\n${lines.join('\n')}\n` };
  });
  const { book, refusals } = loadBook(files, KINDS);
  const compiled = compileRatingBook(book);
  return [...refusals, ...checkBook(book, compiled.book)].map(problemLine);
}
