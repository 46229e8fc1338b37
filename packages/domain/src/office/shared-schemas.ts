/**
 * Parts that many entries share, by their name in the published schema: what each means, and the rule behind it. Kinds of
 * entries have theirs in `kind-texts.ts`.
 */
import type { z } from 'zod';
import { claimSchema } from '../agreement/schema.ts';
import { sourceSchema } from '../book/header.ts';
import { consignmentSchema, containerSchema, goodsItemSchema, legSchema, wagonSchema } from '../consignment/schema.ts';
import { conditionSchema, thresholdSchema } from '../discount/condition-schema.ts';
import { discountExampleSchema } from '../discount/example-schema.ts';
import { referenceLegSchema } from '../discount/reference-schema.ts';
import { beneficiarySchema, effectSchema, guaranteeSchema, perSchema, tierSchema } from '../discount/schema.ts';
import { conversionSchema, countedSchema, volumeSchema } from '../discount/terms-schema.ts';
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
import {
  baselineSchema,
  measureSchema,
  meterKeySchema,
  meterPartSchema,
  meterReferenceSchema,
  windowSchema,
} from '../meter/schema.ts';
import {
  crossingsConditionSchema,
  dateConditionSchema,
  directionConditionSchema,
  goodsConditionSchema,
  numberConditionSchema,
  scopeSchema,
} from '../scope/schema.ts';
import { tariffExampleSchema } from '../tariff/example-schema.ts';
import {
  operandSchema,
  partSchema,
  roundingSchema,
  stepSchema,
  tableKeySchema,
  tableSchema,
  taxSchema,
} from '../tariff/schema.ts';

/** What a part means, and the rule of pricing it comes from. */
export type PartText = { readonly schema: z.ZodType; readonly text: string; readonly rule?: string };

const VALUES: Readonly<Record<string, PartText>> = {
  currency: { schema: currencySchema, text: 'ISO 4217 code.' },
  date: { schema: localDateSchema, text: 'Date YYYY-MM-DD.' },
  decimal: {
    schema: decimalTextSchema,
    text: 'Exact decimal with a point, such as 0.551.',
    rule: 'A decimal stays exact from the file to the last unit to pay; no binary float ever carries it.',
  },
  identifier: { schema: identifierSchema, text: 'Identifier of an entry.' },
  money: { schema: moneyTextSchema, text: 'An amount with its currency.', rule: 'Every amount has a currency.' },
  period: {
    schema: periodSchema,
    text: 'Days from one to another.',
    rule: 'Half-open: the first day is inside, the last one named is not, so that periods follow each other without a gap.',
  },
  quantity: { schema: quantityTextSchema, text: 'A quantity with its unit.' },
  source: {
    schema: sourceSchema,
    text: 'Where a statement comes from.',
    rule: 'A public fact carries its source; a figure that has none is marked as synthetic wherever it is shown.',
  },
  unit: { schema: unitSchema, text: 'UN/ECE Recommendation 20 code, or a lower-case count of the railway.' },
  words: { schema: wordsSchema, text: 'A text in the four languages, or one proper name for all.' },
};

const SCOPES: Readonly<Record<string, PartText>> = {
  scope: {
    schema: scopeSchema,
    text: 'Which consignments or legs are meant; all of its conditions must hold. Of several wagons, items, containers or legs one that matches is enough; `{ is: [private], match: all }` asks it of every one. Beside these facts: `extra.NAME`, facts of the operator’s own; `quantity.UNIT`; `value.EUR`, the value of the goods; `amount.gross.EUR` and `amount.running.EUR`, the charge.',
    rule: 'A fact the consignment lacks is no mismatch: the outcome is then not evaluated, and says what is missing.',
  },
  goods: {
    schema: goodsConditionSchema,
    text: 'Goods by code: prefixes (281) and ranges of prefixes with both ends (301-304), by system.',
    rule: 'GNG, HS, CN and TNVED share their first six digits: a code of one answers for another up to there.',
  },
  crossings: {
    schema: crossingsConditionSchema,
    text: 'Border crossings of the way.',
    rule: 'A pair is ordered: the way back is another pair.',
  },
  direction: { schema: directionConditionSchema, text: 'Direction as a region or a country sees it.' },
  'number-condition': { schema: numberConditionSchema, text: 'Single numbers, or a band.' },
  'date-condition': { schema: dateConditionSchema, text: 'Days, months, weekdays, seasons.' },
};

const METERS: Readonly<Record<string, PartText>> = {
  'meter-reference': {
    schema: meterReferenceSchema,
    text: 'A meter: its id, or the meter itself, written in place.',
    rule: 'Before a consignment is rated, a meter holds what precedes it by day of counting and number of the note.',
  },
  measure: { schema: measureSchema, text: 'What is added up. Masses in kilograms, distances in kilometres.' },
  'meter-key': {
    schema: meterKeySchema,
    text: 'What keeps readings apart: consignor, consignee, payer, their groups, a fact, the goods.',
    rule: 'A consignment with several values of a fact is under none of them: its key is missing.',
  },
  'meter-part': { schema: meterPartSchema, text: 'One of several meters read as one.' },
  baseline: {
    schema: baselineSchema,
    text: 'What a total is compared with: a fixed quantity, last year, or a mean.',
    rule: 'The reading is the excess over it, or the growth as a ratio.',
  },
  window: {
    schema: windowSchema,
    text: 'The days a reading covers: exactly one kind of window, and perhaps a lag.',
    rule: 'A window is the meter’s own and may differ from the validity of what reads it.',
  },
};

const DISCOUNTS: Readonly<Record<string, PartText>> = {
  effect: {
    schema: effectSchema,
    text: 'What a discount does.',
    rule: 'Stages follow each other always alike: replace, multiply, reduce, equalise, rebates. A scale belongs to the stage of its amount.',
  },
  tier: {
    schema: tierSchema,
    text: 'A scale.',
    rule: 'From now on, all-units reads the meter before the consignment, or with it; incremental splits the consignment. Over a whole window it settles as a rebate.',
  },
  condition: {
    schema: conditionSchema,
    text: 'A comparison on a meter, a scope, or all, any, not of conditions.',
    rule: 'One alternative that holds is enough even where others cannot be told; one part of all that fails decides.',
  },
  threshold: { schema: thresholdSchema, text: 'A bound: a quantity, or money.' },
  guarantee: {
    schema: guaranteeSchema,
    text: 'A guaranteed volume.',
    rule: 'The discount is granted on the strength of the promise, which is answered when its window has ended. Volume excluded for a reason lowers what is asked for.',
  },
  per: { schema: perSchema, text: 'What a rate is for one of.' },
  counted: {
    schema: countedSchema,
    text: 'How a quantity is counted before a rate is multiplied with it: less what is free, up to a greatest, in started packages.',
  },
  volume: {
    schema: volumeSchema,
    text: 'Only a part of the volume earns: above one bound, up to another.',
    rule: 'The consignment that straddles a bound is split, its charge pro rata to the measure.',
  },
  conversion: { schema: conversionSchema, text: 'A published coefficient between two currencies.' },
  beneficiary: {
    schema: beneficiarySchema,
    text: 'Who receives: a party of the consignment, a party by name, or several with shares.',
    rule: 'Shares are split exactly; odd units go to the largest remainder unless it is said otherwise.',
  },
  'reference-leg': { schema: referenceLegSchema, text: 'One leg of a reference route, priced before discounts.' },
  'discount-example': {
    schema: discountExampleSchema,
    text: 'A worked example: what went before, a consignment, and what is expected.',
    rule: 'A book in which an example is off by the smallest unit is refused.',
  },
};

const TARIFFS: Readonly<Record<string, PartText>> = {
  part: { schema: partSchema, text: 'A part of the charge, such as the loaded run; each is a line.' },
  step: {
    schema: stepSchema,
    text: 'One named step.',
    rule: 'Steps run in the order written; each leaves a line in the trace.',
  },
  operand: {
    schema: operandSchema,
    text: 'Something with a value: a decimal, a row of a table, a fact, a quantity, an earlier step or part.',
  },
  rounding: {
    schema: roundingSchema,
    text: 'How a value is rounded: a quantum, or quantum, mode and carry.',
    rule: 'Nothing rounds unless the tariff says so; a line without a rule is rounded half-up to the minor unit, once, at its end.',
  },
  table: {
    schema: tableSchema,
    text: 'A table: rows in a CSV file, or in place.',
    rule: 'Loading a table tells of gaps, overlaps and rows that are never reached.',
  },
  'table-key': { schema: tableKeySchema, text: 'How a column of a table is compared.' },
  tax: {
    schema: taxSchema,
    text: 'A rule of tax.',
    rule: 'Tax comes last, and a later rebate reverses it at the rate it was charged with.',
  },
  'tariff-example': {
    schema: tariffExampleSchema,
    text: 'A worked example: a consignment and what it must come to.',
    rule: 'A book in which an example is off by the smallest unit is refused.',
  },
};

const CONSIGNMENTS: Readonly<Record<string, PartText>> = {
  consignment: {
    schema: consignmentSchema,
    text: 'One transport under one note; also a line of a JSON-lines file.',
    rule: 'The day of acceptance chooses the rule book. The payer of a leg is the one named, else the Incoterm says it, else the consignment is on hold.',
  },
  'goods-item': { schema: goodsItemSchema, text: 'One kind of goods on the note.' },
  wagon: { schema: wagonSchema, text: 'A wagon, or a vehicle.' },
  container: { schema: containerSchema, text: 'A container.' },
  leg: { schema: legSchema, text: 'One carrier’s part of the way.' },
  claim: {
    schema: claimSchema,
    text: 'What one source says of a quantity.',
    rule: 'Sources that disagree are all kept; the halves choose the one in force.',
  },
};

/** By name, as `any-<name>` in the definitions of the published schema. */
export const SHARED: Readonly<Record<string, PartText>> = Object.freeze({
  ...VALUES,
  ...SCOPES,
  ...METERS,
  ...DISCOUNTS,
  ...TARIFFS,
  ...CONSIGNMENTS,
});
