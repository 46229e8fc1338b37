import { bookJsonSchema } from '@kontor/domain/office/json-schema';
import { factName } from './fact-names.ts';

const json = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;

/** Every generated file below docs/reference, by its path there, with its text. */
export function publishedFiles(): ReadonlyMap<string, string> {
  return new Map([['book.schema.json', json(bookJsonSchema(factName))]]);
}
