/**
 * The consignment: one transport under one note, the grain of everything (pricing.md section 2).
 * The schema is the shape of one record in JSON lines, in the journal and in the API. Masses are whole kilograms,
 * distances are decimal text in kilometres, dates are calendar dates at the place of acceptance.
 */
import { z } from 'zod';
import {
  decimalTextSchema,
  identifierSchema,
  localDateSchema,
  moneyTextSchema,
  quantityTextSchema,
  wholeSchema,
} from '../kernel/schema.ts';

export const CODE_SYSTEMS = ['GNG', 'ETSNG', 'HS', 'CN', 'TNVED'] as const;
export const TRAFFIC = ['domestic', 'export', 'import', 'transit'] as const;
export const SHIPMENT_KINDS = ['wagonload', 'group', 'block-train', 'container', 'small'] as const;
export const MODES = ['rail', 'road', 'sea', 'ferry', 'inland-waterway'] as const;
export const OWNERSHIPS = ['carrier', 'common', 'private', 'leased'] as const;
export const INCOTERMS = ['EXW', 'FCA', 'FAS', 'FOB', 'CFR', 'CIF', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'] as const;

const country = z.string().regex(/^[A-Z]{2}$/u, { error: 'country.malformed' });

/** One kind of goods on the note. `codes` may name one system or several; none at all is missing data, not an error. */
export const goodsItemSchema = z.strictObject({
  codes: z.partialRecord(z.enum(CODE_SYSTEMS), z.string()).default({}),
  name: z.string().optional(),
  mass_kg: wholeSchema.optional(),
  pieces: wholeSchema.optional(),
  heads: wholeSchema.optional(),
  packages: wholeSchema.optional(),
  /** Further measured quantities, e.g. pounds (LBR) or litres, each in a unit of its own. */
  quantities: z.array(quantityTextSchema).optional(),
  value: moneyTextSchema.optional(),
  /** Country of origin, ISO 3166-1 alpha-2. */
  origin: country.optional(),
  /** UN number of dangerous goods, four digits. */
  unNumber: z
    .string()
    .regex(/^[0-9]{4}$/u)
    .optional(),
});

/** A wagon, or a vehicle. `mass_kg` is the mass of the goods in it. */
export const wagonSchema = z.strictObject({
  number: z.string().optional(),
  type: z.string().optional(),
  ownership: z.enum(OWNERSHIPS).optional(),
  model: z.string().optional(),
  axles: wholeSchema.optional(),
  capacity_kg: wholeSchema.optional(),
  length_m: decimalTextSchema.optional(),
  tare_kg: wholeSchema.optional(),
  mass_kg: wholeSchema.optional(),
  loaded: z.boolean().default(true),
});

export const containerSchema = z.strictObject({
  number: z.string().optional(),
  ownership: z.enum(OWNERSHIPS).optional(),
  size_ft: wholeSchema.optional(),
  type: z.string().optional(),
  mass_kg: wholeSchema.optional(),
  loaded: z.boolean().default(true),
});

/** One carrier's part of the way. `payer` is who pays this carrier; absent, the Incoterm decides. */
export const legSchema = z.strictObject({
  carrier: identifierSchema,
  mode: z.enum(MODES),
  from: identifierSchema,
  to: identifierSchema,
  traffic: z.enum(TRAFFIC).optional(),
  /** Tariff distance in kilometres. */
  distanceKm: decimalTextSchema.optional(),
  emptyDistanceKm: decimalTextSchema.optional(),
  payer: identifierSchema.optional(),
  vessel: z.string().optional(),
  /** Places passed on this leg, in order, e.g. ferry terminals. */
  via: z.array(identifierSchema).optional(),
});

export const crossingSchema = z.strictObject({
  place: identifierSchema,
  role: z.enum(['entry', 'exit', 'transit']).optional(),
});

/** Life-cycle dates. Acceptance chooses the rule book and is therefore a field of its own on the record. */
export const lifeDatesSchema = z.strictObject({
  ordered: localDateSchema.optional(),
  crossed: localDateSchema.optional(),
  delivered: localDateSchema.optional(),
  received: localDateSchema.optional(),
});

export const consignmentSchema = z.strictObject({
  /** Number of the consignment note; unique within the journal. */
  note: z.string().min(1).max(64),
  form: z.enum(['SMGS', 'CIM', 'CIM/SMGS', 'CMR', 'BL', 'other']).optional(),
  /** Date of acceptance for carriage. */
  accepted: localDateSchema,
  kind: z.enum(SHIPMENT_KINDS).optional(),
  traffic: z.enum(TRAFFIC).optional(),
  consignor: identifierSchema.optional(),
  consignee: identifierSchema.optional(),
  incoterm: z.strictObject({ code: z.enum(INCOTERMS), place: identifierSchema.optional() }).optional(),
  items: z.array(goodsItemSchema).default([]),
  wagons: z.array(wagonSchema).default([]),
  containers: z.array(containerSchema).default([]),
  /** Total mass of the goods, whole kilograms, as stated on the note. */
  mass_kg: wholeSchema.optional(),
  /** Type of train (e.g. `block-direct`, `block-split`) and the number of wagons it has, when it moves as one. */
  train: z.strictObject({ type: z.string().optional(), wagons: wholeSchema.optional() }).optional(),
  origin: identifierSchema.optional(),
  destination: identifierSchema.optional(),
  dispatchCountry: country.optional(),
  destinationCountry: country.optional(),
  crossings: z.array(crossingSchema).optional(),
  legs: z.array(legSchema).default([]),
  /** Marks and codes written on the document, e.g. the number of a discount telegram. */
  marks: z.array(z.string()).default([]),
  contract: z.strictObject({ number: z.string().optional(), date: localDateSchema.optional() }).optional(),
  agreement: identifierSchema.optional(),
  documents: z.array(z.string()).default([]),
  dates: lifeDatesSchema.default({}),
  diversion: z
    .strictObject({
      at: identifierSchema.optional(),
      date: localDateSchema,
      destination: identifierSchema.optional(),
      payer: identifierSchema.optional(),
    })
    .optional(),
  /** Facts that only a tariff of the operator's own knows, read in scopes and tables as `extra.<name>`. */
  extra: z.record(z.string(), z.string()).optional(),
});

export type GoodsItem = z.infer<typeof goodsItemSchema>;
export type Wagon = z.infer<typeof wagonSchema>;
export type Container = z.infer<typeof containerSchema>;
export type Leg = z.infer<typeof legSchema>;
export type Crossing = z.infer<typeof crossingSchema>;
export type Consignment = z.infer<typeof consignmentSchema>;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];
