/**
 * The published JSON Schema of book entries, made from the schemas the loader reads by, so that an editor completes and
 * checks what the loader accepts. Draft 7: the draft editors of YAML know best.
 */
import { z } from 'zod';
import { compareCodePoints } from '../kernel/code-point.ts';
import { MINOR_DIGITS } from '../kernel/currency-table.ts';
import { unitCodes } from '../kernel/quantity.ts';
import { currencySchema, decimalTextSchema, identifierSchema, localDateSchema, unitSchema } from '../kernel/schema.ts';
import { fieldNamed } from '../scope/fields.ts';
import { KIND_RULES, KIND_TEXT, KIND_TEXTS } from './kind-texts.ts';
import { KINDS } from './kinds.ts';
import { SHARED } from './shared-schemas.ts';

/** Version of the published schema: raised when a book that was good may no longer be. */
export const BOOK_SCHEMA_VERSION = 1;

type Json = z.core.JSONSchema.BaseSchema;

/** What a check in code cannot tell a schema. A decimal may stand unquoted: it is read from what is written. */
const WRITTEN: ReadonlyMap<z.core.$ZodType, Json> = new Map<z.core.$ZodType, Json>([
  [currencySchema, { type: 'string', enum: [...MINOR_DIGITS.keys()].toSorted(compareCodePoints) }],
  [localDateSchema, { type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' }],
  [
    decimalTextSchema,
    {
      type: ['string', 'number'],
      pattern: '^[+-]?[0-9]+(\\.[0-9]+)?$',
    },
  ],
  [
    identifierSchema,
    {
      type: 'string',
      maxLength: 120,
      pattern: '^[a-z0-9]+([.-][a-z0-9]+)*(/[a-z0-9]+([.-][a-z0-9]+)*)*$',
    },
  ],
  [
    unitSchema,
    {
      type: 'string',
      enum: [...unitCodes()].toSorted(compareCodePoints),
    },
  ],
]);

/** Leaves out what the schema's maker wrote and writes the given in its place. */
function replace(json: Json, written: Json): void {
  for (const key of Object.keys(json)) Reflect.deleteProperty(json, key);
  Object.assign(json, written);
}

/** What the facts of a scope mean, in words: from a catalogue. */
export type FactNames = (fact: string) => string | undefined;

const TYPES = { text: 'text', number: 'number', date: 'date', flag: 'true or false' } as const;

/** Names with an open end are patterns; each closed name says what it means, its type and unit. */
function describeScope(json: Json, names: FactNames): void {
  for (const [name, condition] of Object.entries(json.properties ?? {})) {
    const field = fieldNamed(name);
    if (field === undefined || typeof condition === 'boolean') continue;
    const type = field.unit === undefined ? TYPES[field.type] : `${TYPES[field.type]} in ${field.unit}`;
    const { $ref, ...rest } = condition;
    const description = `${names(name) ?? name} (${type})`;
    replace(condition, $ref === undefined ? { ...rest, description } : { allOf: [{ $ref }], description });
  }
  const open = json.additionalProperties;
  if (open === undefined) return;
  json.patternProperties = {
    '^extra\\.[A-Za-z][A-Za-z0-9_-]*$': open,
    '^value\\.[A-Z]{3}$': open,
    '^amount\\.(gross|running)\\.[A-Z]{3}(:[a-z][a-z.-]*(\\+[a-z][a-z.-]*)*)?$': open,
    [`^quantity\\.(${unitCodes().join('|')})$`]: open,
  };
  json.additionalProperties = false;
}

function definitions(): Readonly<Record<string, Json>> {
  const registry = z.registry<{ id: string }>();
  for (const [name, { schema }] of Object.entries(SHARED)) registry.add(schema, { id: `any-${name}` });
  for (const [kind, schema] of Object.entries(KINDS)) registry.add(schema, { id: kind });
  const made = z.toJSONSchema(registry, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/definitions/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const written = WRITTEN.get(zodSchema);
      if (written !== undefined) replace(jsonSchema, written);
      // Left out where something inside is transformed; the default is what stands in its place all the same.
      if (zodSchema instanceof z.ZodDefault && jsonSchema.$ref === undefined) {
        jsonSchema.default = z.json().parse(zodSchema.def.defaultValue);
      }
    },
  });
  return made.schemas;
}

/** A rule stands in `$comment`, which editors do not show beside what a key means. */
function describePart(json: Json | undefined, description: string, rule: string | undefined): void {
  if (json === undefined) return;
  json.description = description;
  if (rule !== undefined) json.$comment = rule;
}

/** The schema of one document of a book's file: one of the kinds, by its `kind`. */
export function bookJsonSchema(names: FactNames = () => undefined): Json {
  const named: Record<string, Json> = {};
  for (const [name, definition] of Object.entries(definitions())) {
    named[name] = { ...definition };
    delete named[name].$schema;
    delete named[name].$id;
  }
  for (const [name, { text, rule }] of Object.entries(SHARED)) describePart(named[`any-${name}`], text, rule);
  const rules: Readonly<Record<string, string>> = KIND_RULES;
  const kinds = Object.entries(KIND_TEXTS);
  for (const [kind, description] of kinds) {
    const json = named[kind];
    describePart(json, description, rules[kind]);
    const property = json?.properties?.['kind'];
    if (property !== undefined && typeof property !== 'boolean') property.description = KIND_TEXT;
  }
  const scope = named['any-scope'];
  if (scope !== undefined) describeScope(scope, names);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Entry of a Kontor book, version ${BOOK_SCHEMA_VERSION}`,
    description: 'One document of a YAML file of the book. A file may hold several, divided by ---.',
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: kinds.map(([kind]) => kind), description: KIND_TEXT } },
    oneOf: kinds.map(([kind]) => ({ $ref: `#/definitions/${kind}` })),
    definitions: named,
  };
}
