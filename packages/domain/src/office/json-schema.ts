/**
 * The published JSON Schema of book entries, made from the schemas the loader reads by, so that an editor completes and
 * checks what the loader accepts. Draft 7: the draft editors of YAML know best.
 */
import { z } from 'zod';
import { sourceSchema } from '../book/header.ts';
import { conditionSchema } from '../discount/condition-schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { MINOR_DIGITS } from '../kernel/currency-table.ts';
import { unitCodes } from '../kernel/quantity.ts';
import {
  currencySchema,
  decimalTextSchema,
  identifierSchema,
  localDateSchema,
  moneyTextSchema,
  periodSchema,
  quantityTextSchema,
  unitSchema,
  wordsSchema,
} from '../kernel/schema.ts';
import { meterReferenceSchema } from '../meter/schema.ts';
import { fieldNamed } from '../scope/fields.ts';
import { scopeSchema } from '../scope/schema.ts';
import { operandSchema, roundingSchema, stepSchema, tableSchema } from '../tariff/schema.ts';
import { HEADER_TEXTS, KIND_TEXTS } from './kind-texts.ts';
import { KINDS } from './kinds.ts';

/** Version of the published schema: raised when a book that was good may no longer be. */
export const BOOK_SCHEMA_VERSION = 1;

type Json = z.core.JSONSchema.BaseSchema;

/** Schemas many entries share, by their name in the definitions. */
const SHARED: Readonly<Record<string, z.ZodType>> = {
  condition: conditionSchema,
  currency: currencySchema,
  date: localDateSchema,
  decimal: decimalTextSchema,
  identifier: identifierSchema,
  meter: meterReferenceSchema,
  money: moneyTextSchema,
  operand: operandSchema,
  period: periodSchema,
  quantity: quantityTextSchema,
  rounding: roundingSchema,
  scope: scopeSchema,
  source: sourceSchema,
  step: stepSchema,
  table: tableSchema,
  unit: unitSchema,
  words: wordsSchema,
};

/** What a check in code cannot tell a schema. A decimal may stand unquoted: it is read from what is written. */
const WRITTEN: ReadonlyMap<z.core.$ZodType, Json> = new Map<z.core.$ZodType, Json>([
  [
    currencySchema,
    { type: 'string', enum: [...MINOR_DIGITS.keys()].toSorted(compareCodePoints), description: 'ISO 4217 code.' },
  ],
  [
    localDateSchema,
    { type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'Date YYYY-MM-DD.' },
  ],
  [
    decimalTextSchema,
    {
      type: ['string', 'number'],
      pattern: '^[+-]?[0-9]+(\\.[0-9]+)?$',
      description: 'Exact decimal with a point, such as 0.551.',
    },
  ],
  [
    identifierSchema,
    {
      type: 'string',
      maxLength: 120,
      pattern: '^[a-z0-9]+([.-][a-z0-9]+)*(/[a-z0-9]+([.-][a-z0-9]+)*)*$',
      description: 'Identifier of an entry.',
    },
  ],
  [
    unitSchema,
    {
      type: 'string',
      enum: [...unitCodes()].toSorted(compareCodePoints),
      description: 'UN/ECE Recommendation 20 code, or a lower-case count of the railway.',
    },
  ],
]);

/** Leaves out what the schema's maker wrote and writes the given in its place. */
function replace(json: Json, written: Json): void {
  for (const key of Object.keys(json)) Reflect.deleteProperty(json, key);
  Object.assign(json, written);
}

/**
 * Names with an open end are patterns; each closed name says its type and unit. A scope passes here once for every
 * schema wrapped around it.
 */
function describeScope(json: Json): void {
  for (const [name, condition] of Object.entries(json.properties ?? {})) {
    const field = fieldNamed(name);
    if (field === undefined || typeof condition === 'boolean') continue;
    condition.description = field.unit === undefined ? `A ${field.type}.` : `A ${field.type} in ${field.unit}.`;
  }
  const open = json.additionalProperties;
  if (open === undefined || json.patternProperties !== undefined) return;
  json.patternProperties = {
    '^extra\\.[A-Za-z][A-Za-z0-9_-]*$': open,
    '^value\\.[A-Z]{3}$': open,
    '^amount\\.(gross|running)\\.[A-Z]{3}(:[a-z][a-z.-]*(\\+[a-z][a-z.-]*)*)?$': open,
    [`^quantity\\.(${unitCodes().join('|')})$`]: open,
  };
  json.additionalProperties = false;
}

/** An `allOf` keeps a description beside a reference, which draft 7 would ignore there. */
function describeKeys(json: Json, texts: Readonly<Record<string, string>>): void {
  const properties = json.properties ?? {};
  for (const [key, description] of Object.entries(texts)) {
    const property = properties[key];
    if (property === undefined || typeof property === 'boolean') continue;
    const { $ref } = property;
    properties[key] = $ref === undefined ? { ...property, description } : { allOf: [{ $ref }], description };
  }
}

function definitions(): Readonly<Record<string, Json>> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(SHARED)) registry.add(schema, { id: `any-${name}` });
  for (const [kind, schema] of Object.entries(KINDS)) registry.add(schema, { id: kind });
  const made = z.toJSONSchema(registry, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/definitions/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const written = WRITTEN.get(zodSchema);
      if (written !== undefined) replace(jsonSchema, written);
      if (jsonSchema.properties?.['leg.carrier'] !== undefined) describeScope(jsonSchema);
    },
  });
  return made.schemas;
}

/** The schema of one document of a book's file: one of the kinds, by its `kind`. */
export function bookJsonSchema(): Json {
  const named: Record<string, Json> = {};
  for (const [name, definition] of Object.entries(definitions())) {
    named[name] = { ...definition };
    delete named[name].$schema;
    delete named[name].$id;
  }
  const kinds = Object.entries(KIND_TEXTS);
  for (const [kind, description] of kinds) {
    const json = named[kind];
    if (json === undefined) continue;
    json.description = description;
    describeKeys(json, HEADER_TEXTS);
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Entry of a Kontor book, version ${BOOK_SCHEMA_VERSION}`,
    description: 'One document of a YAML file of the book. A file may hold several, divided by ---.',
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: kinds.map(([kind]) => kind), description: HEADER_TEXTS['kind'] ?? '' } },
    oneOf: kinds.map(([kind]) => ({ $ref: `#/definitions/${kind}` })),
    definitions: named,
  };
}
