/** Which fields of a published schema do not say what they mean. */
import type { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;

const isObject = (json: unknown): json is Json => json !== null && typeof json === 'object' && !Array.isArray(json);

/** Schemas within a schema that are no fields of it: alternatives, elements, values under names of one's own. */
function inner(json: Json): readonly Json[] {
  const { anyOf = [], oneOf = [], allOf = [], items, additionalProperties } = json;
  return [...anyOf, ...oneOf, ...allOf, ...[items].flat(), additionalProperties].filter(isObject);
}

/** Fields that have no description, by their path. A field of one value only (`kind: tier`) is told by what it belongs to. */
function below(json: Json, path: string): readonly string[] {
  const fields = Object.entries(json.properties ?? {}).flatMap(([name, field]) => {
    if (!isObject(field)) return [];
    const here = `${path}.${name}`;
    const said = typeof field.description === 'string' && field.description !== '';
    return said || field.const !== undefined ? below(field, here) : [here, ...below(field, here)];
  });
  return [...fields, ...inner(json).flatMap((one) => below(one, path))];
}

/** Fields without a description, and definitions without one, of a schema with definitions. */
export function undescribed(schema: Json): readonly string[] {
  const definitions = Object.entries(schema.definitions ?? {});
  const unsaid = definitions
    .filter(([, json]) => isObject(json) && json.description === undefined)
    .map(([name]) => name);
  return [...unsaid, ...definitions.flatMap(([name, json]) => (isObject(json) ? below(json, name) : []))];
}
