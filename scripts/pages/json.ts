/** Looking at a published JSON Schema: what a reference leads to, which alternatives there are. */
import type { z } from 'zod';

export type Json = z.core.JSONSchema.BaseSchema;
export type Definitions = ReadonlyMap<string, Json>;

export const isSchema = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The definitions of a schema by name. */
export const definitionsOf = (schema: Json): Definitions =>
  new Map(Object.entries(schema.definitions ?? {}).filter((entry): entry is [string, Json] => isSchema(entry[1])));

/** The definition a schema is nothing but a reference to; a description may stand beside the reference. */
export function referenceOf(json: Json): string | undefined {
  const [only] = json.allOf?.length === 1 ? json.allOf : [json];
  const ref = isSchema(only) ? only.$ref : undefined;
  return ref?.replace('#/definitions/', '');
}

/** The schema itself, or the definition it refers to. */
export function resolved(json: Json, definitions: Definitions): Json {
  const name = referenceOf(json);
  return name === undefined ? json : (definitions.get(name) ?? json);
}

export const alternativesOf = (json: Json): readonly Json[] =>
  [...(json.anyOf ?? []), ...(json.oneOf ?? [])].filter(isSchema);

export const fieldsOf = (json: Json): readonly (readonly [string, Json])[] =>
  Object.entries(json.properties ?? {}).filter((entry): entry is [string, Json] => isSchema(entry[1]));

/** What tells an alternative from the others: the key and value of its first field of one value only. */
export function markOf(json: Json): { readonly key: string; readonly value: string } | undefined {
  const marked = fieldsOf(json).find(
    ([, field]) => typeof field.const === 'string' || typeof field.const === 'boolean',
  );
  return marked === undefined ? undefined : { key: marked[0], value: String(marked[1].const) };
}

export const nameOf = (definition: string): string => definition.replace(/^any-/u, '');
