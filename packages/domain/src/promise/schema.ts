/** Sessions and promises (plan.md): what a half undertakes, with modality and source; status is derived, never typed. */
import { z } from 'zod';
import { claimSchema } from '../agreement/schema.ts';
import { headerShape } from '../book/header.ts';
import { identifierSchema, localDateSchema, periodSchema, wordsSchema } from '../kernel/schema.ts';

export const MODALITIES = ['fact', 'commitment', 'intention', 'capability', 'invitation', 'interest'] as const;

export const promiseSchema = z.strictObject({
  kind: z.literal('promise'),
  ...headerShape,
  session: identifierSchema.optional(),
  /** Row of the report the promise answers, for the register. */
  item: z.int().positive().optional(),
  modality: z.enum(MODALITIES),
  what: wordsSchema,
  /** Executor first. */
  executor: identifierSchema.optional(),
  coExecutors: z.array(identifierSchema).default([]),
  controller: identifierSchema.optional(),
  partners: z.array(identifierSchema).default([]),
  /** Direction of supply, when the source states it; absent is unknown and stays unknown. */
  direction: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  window: periodSchema,
  expires: localDateSchema.optional(),
  nextStep: wordsSchema.optional(),
  claims: z.array(claimSchema).default([]),
  inForce: identifierSchema.optional(),
  /** Agreements whose evidence answers it. */
  agreements: z.array(identifierSchema).default([]),
  quote: wordsSchema.optional(),
});
export type PromiseText = z.infer<typeof promiseSchema>;

export const sessionSchema = z.strictObject({
  kind: z.literal('session'),
  ...headerShape,
  number: z.int().positive(),
  date: localDateSchema,
  place: identifierSchema.optional(),
  halves: z.tuple([identifierSchema, identifierSchema]),
  /** Agenda in order; items carry over until removed from control. */
  agenda: z.array(z.strictObject({ title: wordsSchema, promises: z.array(identifierSchema).default([]) })).default([]),
});
