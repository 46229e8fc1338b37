import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDocuments } from '@kontor/domain/book/documents';
import { bookJsonSchema } from '@kontor/domain/office/json-schema';
import { formatJsonSchema, MACHINE_FORMATS } from '@kontor/domain/office/machine-formats';
import { ROOT } from '../house/root.mjs';
import { bookPages } from './book-pages.ts';
import { gatherExamples } from './examples.ts';
import { factName } from './fact-names.ts';
import { formatPage } from './format-pages.ts';
import { definitionsOf } from './json.ts';

const json = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;

/** Where the examples of fields come from: books, the notices of the tests, then the guide. The first that has a field is taken. */
const EXAMPLE_FOLDERS = ['books/notices', 'books/demo', 'books/tr1', 'tests/notices/unseen'];
const GUIDE = 'docs/how-to/discounts.md';

/** Pieces of YAML as a page prints them. */
const printed = (page: string): readonly string[] =>
  [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gmu)].map(([, text = '']) => text);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function exampleEntries(): readonly unknown[] {
  const files = EXAMPLE_FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .map((name) => read(`${folder}/${name}`)),
  );
  return [...files, ...printed(read(GUIDE))].flatMap((text) =>
    readDocuments({ path: '', text }).documents.map(({ root }) => root),
  );
}

/** Every generated file below docs/reference, by its path there, with its text. */
export function publishedFiles(): ReadonlyMap<string, string> {
  const book = bookJsonSchema(factName);
  const definitions = definitionsOf(book);
  const examples = gatherExamples(exampleEntries(), definitions);
  const pages = [...bookPages(definitions, examples)].map(([path, text]) => [`book/${path}`, text] as const);
  const forms = Object.entries(MACHINE_FORMATS).flatMap(([name, format]) => {
    const schema = formatJsonSchema(format);
    return [[`${name}.schema.json`, json(schema)] as const, [`${name}.md`, formatPage(name, schema)] as const];
  });
  return new Map([['book.schema.json', json(book)], ...pages, ...forms]);
}
