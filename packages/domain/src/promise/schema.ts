/** Sessions and promises (plan.md): what a half undertakes, with modality and source; status is derived, never typed. */
import { z } from 'zod';
import { claimSchema } from '../agreement/schema.ts';
import { headerShape } from '../book/header.ts';
import { identifierSchema, localDateSchema, periodSchema, wordsSchema } from '../kernel/schema.ts';

export const MODALITIES = ['fact', 'commitment', 'intention', 'capability', 'invitation', 'interest'] as const;

export const promiseSchema = z.strictObject({
  kind: z.literal('promise'),
  ...headerShape,
  session: identifierSchema.optional().describe('Session at which it was undertaken.'),
  item: z.int().positive().optional().describe('Row of the report the promise answers, for the register.'),
  modality: z.enum(MODALITIES).describe('How binding it is.'),
  what: wordsSchema.describe('What is promised, in words.'),
  executor: identifierSchema.optional().describe('Executor first.'),
  coExecutors: z.array(identifierSchema).default([]).describe('Who helps to carry it out.'),
  controller: identifierSchema.optional().describe('Who may remove it from control.'),
  partners: z.array(identifierSchema).default([]).describe('Partners it names.'),
  direction: z
    .strictObject({
      from: z.string().describe('Country or region of origin.'),
      to: z.string().describe('Country or region of destination.'),
    })
    .optional()
    .describe('Direction of supply, when the source states it; absent is unknown and stays unknown.'),
  window: periodSchema.describe('Days in which it is to be kept.'),
  expires: localDateSchema.optional().describe('Day on which an interest or invitation lapses.'),
  nextStep: wordsSchema.optional().describe('What has to be done next.'),
  claims: z.array(claimSchema).default([]).describe('Figures by source; none where the source has none.'),
  inForce: identifierSchema.optional().describe('The claim the halves go by.'),
  agreements: z.array(identifierSchema).default([]).describe('Agreements whose evidence answers it.'),
  quote: wordsSchema.optional().describe('The words of the source.'),
});
export type PromiseText = z.infer<typeof promiseSchema>;

export const sessionSchema = z.strictObject({
  kind: z.literal('session'),
  ...headerShape,
  number: z.int().positive().describe('Number of the session.'),
  date: localDateSchema.describe('Day of the session.'),
  place: identifierSchema.optional().describe('Where it was held.'),
  halves: z.tuple([identifierSchema, identifierSchema]).describe('The two halves of the council.'),
  agenda: z
    .array(
      z.strictObject({
        title: wordsSchema.describe('Title of the item.'),
        promises: z.array(identifierSchema).default([]).describe('Promises it is about.'),
      }),
    )
    .default([])
    .describe('Agenda in order; items carry over until removed from control.'),
});
