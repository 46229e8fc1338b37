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
  codes: z.partialRecord(z.enum(CODE_SYSTEMS), z.string()).default({}).describe('Codes by system, leading zeros kept.'),
  name: z.string().optional().describe('Name as on the note.'),
  mass_kg: wholeSchema.optional().describe('Mass in kilograms.'),
  pieces: wholeSchema.optional().describe('Number of pieces.'),
  heads: wholeSchema.optional().describe('Number of heads of livestock.'),
  packages: wholeSchema.optional().describe('Number of packages.'),
  quantities: z
    .array(quantityTextSchema)
    .optional()
    .describe('Further measured quantities, e.g. pounds (LBR) or litres, each in a unit of its own.'),
  value: moneyTextSchema.optional().describe('Value of the goods.'),
  origin: country.optional().describe('Country of origin, ISO 3166-1 alpha-2.'),
  unNumber: z
    .string()
    .regex(/^[0-9]{4}$/u)
    .optional()
    .describe('UN number of dangerous goods, four digits.'),
});

/** A wagon, or a vehicle. `mass_kg` is the mass of the goods in it. */
export const wagonSchema = z.strictObject({
  number: z.string().optional().describe('Number of the wagon.'),
  type: z.string().optional().describe('Type: tank, gondola, covered, platform.'),
  ownership: z.enum(OWNERSHIPS).optional().describe('Whose wagon it is.'),
  model: z.string().optional().describe('Model.'),
  axles: wholeSchema.optional().describe('Number of axles.'),
  capacity_kg: wholeSchema.optional().describe('Capacity in kilograms.'),
  length_m: decimalTextSchema.optional().describe('Length in metres.'),
  tare_kg: wholeSchema.optional().describe('Mass of the empty wagon in kilograms.'),
  mass_kg: wholeSchema.optional().describe('Mass of the goods in it, in kilograms.'),
  loaded: z.boolean().default(true).describe('False for an empty run.'),
});

export const containerSchema = z.strictObject({
  number: z.string().optional().describe('Number of the container.'),
  ownership: z.enum(OWNERSHIPS).optional().describe('Whose container it is.'),
  size_ft: wholeSchema.optional().describe('Length in feet: 20, 40, 45.'),
  type: z.string().optional().describe('Type code, such as 22G1.'),
  mass_kg: wholeSchema.optional().describe('Mass of the goods in it, in kilograms.'),
  loaded: z.boolean().default(true).describe('False for an empty run.'),
});

/** One carrier's part of the way. `payer` is who pays this carrier; absent, the Incoterm decides. */
export const legSchema = z.strictObject({
  carrier: identifierSchema.describe('Carrier.'),
  mode: z.enum(MODES).describe('Mode of transport.'),
  from: identifierSchema.describe('Where the leg begins.'),
  to: identifierSchema.describe('Where it ends.'),
  traffic: z.enum(TRAFFIC).optional().describe('Kind of traffic on this leg, when it is not that of the consignment.'),
  distanceKm: decimalTextSchema.optional().describe('Tariff distance in kilometres.'),
  emptyDistanceKm: decimalTextSchema.optional().describe('Kilometres of the empty run.'),
  payer: identifierSchema.optional().describe('Who pays this carrier; absent, the Incoterm decides.'),
  vessel: z.string().optional().describe('Vessel, by name.'),
  via: z.array(identifierSchema).optional().describe('Places passed on this leg, in order, e.g. ferry terminals.'),
});

export const crossingSchema = z.strictObject({
  place: identifierSchema.describe('Place of the crossing.'),
  role: z.enum(['entry', 'exit', 'transit']).optional().describe('Entry, exit or transit.'),
});

/** Life-cycle dates. Acceptance chooses the rule book and is therefore a field of its own on the record. */
export const lifeDatesSchema = z.strictObject({
  ordered: localDateSchema.optional().describe('Day of the order.'),
  crossed: localDateSchema.optional().describe('Day of the border crossing.'),
  delivered: localDateSchema.optional().describe('Day of delivery.'),
  received: localDateSchema.optional().describe('Day of receipt.'),
});

export const consignmentSchema = z.strictObject({
  note: z.string().min(1).max(64).describe('Number of the consignment note; unique within the journal.'),
  form: z.enum(['SMGS', 'CIM', 'CIM/SMGS', 'CMR', 'BL', 'other']).optional().describe('Form of the note.'),
  accepted: localDateSchema.describe('Date of acceptance for carriage.'),
  kind: z.enum(SHIPMENT_KINDS).optional().describe('Kind of shipment.'),
  traffic: z.enum(TRAFFIC).optional().describe('Kind of traffic.'),
  consignor: identifierSchema.optional().describe('Who sends.'),
  consignee: identifierSchema.optional().describe('Who receives.'),
  incoterm: z
    .strictObject({
      code: z.enum(INCOTERMS).describe('Code of the Incoterm.'),
      place: identifierSchema.optional().describe('Place named with it.'),
    })
    .optional()
    .describe('Incoterm; it says who pays where the note does not.'),
  items: z.array(goodsItemSchema).default([]).describe('Goods on the note.'),
  wagons: z.array(wagonSchema).default([]).describe('Wagons, or vehicles.'),
  containers: z.array(containerSchema).default([]).describe('Containers.'),
  mass_kg: wholeSchema.optional().describe('Total mass of the goods, whole kilograms, as stated on the note.'),
  train: z
    .strictObject({
      type: z.string().optional().describe('Type of the train.'),
      wagons: wholeSchema.optional().describe('Wagons in the train.'),
    })
    .optional()
    .describe(
      'Type of train (e.g. `block-direct`, `block-split`) and the number of wagons it has, when it moves as one.',
    ),
  origin: identifierSchema.optional().describe('Place of dispatch.'),
  destination: identifierSchema.optional().describe('Place of destination.'),
  dispatchCountry: country.optional().describe('Country of dispatch.'),
  destinationCountry: country.optional().describe('Country of destination.'),
  crossings: z.array(crossingSchema).optional().describe('Border crossings in order.'),
  legs: z.array(legSchema).default([]).describe('Legs in order, one for each carrier.'),
  marks: z
    .array(z.string())
    .default([])
    .describe('Marks and codes written on the document, e.g. the number of a discount telegram.'),
  contract: z
    .strictObject({
      number: z.string().optional().describe('Number of the contract.'),
      date: localDateSchema.optional().describe('Date of the contract.'),
    })
    .optional()
    .describe('Contract the transport is under.'),
  agreement: identifierSchema.optional().describe('Agreement it fulfils.'),
  documents: z.array(z.string()).default([]).describe('Documents that go with it.'),
  dates: lifeDatesSchema.default({}).describe('Dates of its life.'),
  diversion: z
    .strictObject({
      at: identifierSchema.optional().describe('Where it was diverted.'),
      date: localDateSchema.describe('When.'),
      destination: identifierSchema.optional().describe('The new destination.'),
      payer: identifierSchema.optional().describe('The new payer.'),
    })
    .optional()
    .describe('Destination or payer changed under way.'),
  extra: z
    .record(z.string(), z.string())
    .optional()
    .describe("Facts that only a tariff of the operator's own knows, read in scopes and tables as `extra.<name>`."),
});

export type GoodsItem = z.infer<typeof goodsItemSchema>;
export type Wagon = z.infer<typeof wagonSchema>;
export type Container = z.infer<typeof containerSchema>;
export type Leg = z.infer<typeof legSchema>;
export type Crossing = z.infer<typeof crossingSchema>;
export type Consignment = z.infer<typeof consignmentSchema>;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];
