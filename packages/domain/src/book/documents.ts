/** From the text of one file to the plain values of its documents, with what keeps them from being read. */
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { isText } from './is-text.ts';
import { type Locate, locator } from './position.ts';
import { DEEPEST, MOST_VALUES, plainValue, type ValueProblem } from './yaml-values.ts';

/** A file of the book as text, its path relative to the book's folder and written with slashes. */
export type BookFile = { readonly path: string; readonly text: string };

/**
 * One document: its values, freshly made, and the way from a path in them to line and column. `doubled`: a key stands twice in it,
 * which has been said; it is read on with the later one, so that what else is wrong is said as well.
 */
export type BookDocument = { readonly root: unknown; readonly locate: Locate; readonly doubled: boolean };

/** Longest file read, in UTF-16 units; longer is not an entry but data. */
export const LONGEST_FILE = 4_000_000;

type Read = { readonly documents: readonly BookDocument[]; readonly refusals: readonly Refusal[] };

function placeAt(file: string, lines: LineCounter, offset: number): { file: string; line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

/**
 * What the parser found. A tag the office does not know is an error too: its value would be guessed. Of several errors
 * on a line only the first is told, for the others follow from it. `problem` is the parser's own code; the catalogue
 * says in words what the common ones mean.
 */
function yamlProblems(file: string, { errors, warnings }: Document.Parsed, lines: LineCounter): Refusal[] {
  const found = [...errors, ...warnings];
  // Where the parser's stack ended depends on the machine, so the whole file is named.
  if (found.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    return [refusal('book.too-deep', { most: DEEPEST }, { file, line: 1, column: 1 })];
  }
  const told = new Set<number>();
  return found.flatMap(({ code, pos }): Refusal[] => {
    const place = placeAt(file, lines, pos[0]);
    if (code === 'DUPLICATE_KEY') return [refusal('book.duplicate-key', {}, place)];
    if (told.has(place.line)) return [];
    told.add(place.line);
    return [refusal('book.yaml', { problem: code }, place)];
  });
}

function valueProblem({ kind }: ValueProblem, place: { file: string; line: number; column: number }): Refusal {
  switch (kind) {
    case 'too-deep':
      return refusal('book.too-deep', { most: DEEPEST }, place);
    case 'too-many-values':
      return refusal('book.too-many-values', { most: MOST_VALUES }, place);
    case 'unknown-alias':
      return refusal('book.unknown-alias', {}, place);
  }
}

function readDocument(file: string, document: Document.Parsed, lines: LineCounter): Read {
  const problems = yamlProblems(file, document, lines);
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    problems.push(
      refusal('book.yaml-version', { version: document.directives.yaml.version }, { file, line: 1, column: 1 }),
    );
  }
  const doubled = problems.length > 0;
  if (document.contents === null || problems.some(({ code }) => code !== 'book.duplicate-key'))
    return { documents: [], refusals: problems };
  const { value: root, problem } = plainValue(document.contents, document);
  if (problem !== undefined) {
    const place = placeAt(file, lines, problem.node.range?.[0] ?? 0);
    return { documents: [], refusals: [...problems, valueProblem(problem, place)] };
  }
  return { documents: [{ root, locate: locator(file, document.contents, lines), doubled }], refusals: problems };
}

function parseFile({ path, text }: BookFile): Read {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    logLevel: 'silent',
    prettyErrors: false,
    resolveKnownTags: false,
    stringKeys: true,
  });
  const read = Array.isArray(parsed) ? parsed.map((document) => readDocument(path, document, lines)) : [];
  return { documents: read.flatMap((one) => one.documents), refusals: read.flatMap((one) => one.refusals) };
}

/** Reads every document of a YAML file; one that cannot be read is named with its place and the others stand. */
export function readDocuments(file: BookFile): Read {
  const start = { file: file.path, line: 1, column: 1 };
  const refuse = (code: string, params: Readonly<Record<string, string | number>> = {}): Read => ({
    documents: [],
    refusals: [refusal(code, params, start)],
  });
  if (file.text.length > LONGEST_FILE) return refuse('book.file-too-long', { most: LONGEST_FILE });
  if (file.text.trim() === '') return refuse('book.file-empty');
  if (!isText(file.text)) return refuse('book.file-not-text');
  return parseFile(file);
}
