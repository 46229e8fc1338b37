/** Restrictions as written in the book (corridor.md, "Restrictions and screening"). */
import { z } from 'zod';
import { headerShape } from '../book/header.ts';
import { identifierSchema, localDateSchema, periodSchema, wordsSchema } from '../kernel/schema.ts';
import { scopeSchema } from '../scope/schema.ts';

export const OUTCOMES = ['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const restrictionSchema = z.strictObject({
  kind: z.literal('restriction'),
  ...headerShape,
  authority: wordsSchema.describe('Who made the rule.'),
  basis: z
    .strictObject({
      act: z.string().describe('The act.'),
      clear: z.boolean().describe('False where the law is unclear; then the rule is HOLD.'),
    })
    .optional()
    .describe('Legal basis. None, or `unclear`, keeps the rule at HOLD "needs legal review".'),
  announced: localDateSchema.optional().describe('Day of the announcement.'),
  planned: periodSchema.optional().describe('When it was planned to hold.'),
  actual: periodSchema
    .extend({ known: localDateSchema.optional().describe('When its end was known.') })
    .optional()
    .describe('What came of the plan. `known` is when its end was known: absent, the day it ended.'),
  scope: scopeSchema.describe('What it speaks of: modes, places, goods, parties, countries.'),
  partyList: identifierSchema
    .optional()
    .describe('Operator-supplied party list that is matched; a hit is a candidate for a person to decide.'),
  windDown: z
    .strictObject({
      contractsBefore: localDateSchema.describe('Contracts made before this day.'),
      until: localDateSchema.describe('First day on which they may no longer be served.'),
    })
    .optional()
    .describe(
      'Contracts made before a date may be served before another (`until` is the first day on which they may not).',
    ),
  liftedBy: z
    .array(z.string())
    .default([])
    .describe('Documents that lift it: any one of them, when it is with the consignment.'),
  quota: identifierSchema
    .optional()
    .describe(
      'The ceiling the rule is about: REFUSE above it whatever `outcome` says; HOLD or FLAG as `outcome` holds below it too.',
    ),
  outcome: z.enum(['REFUSE', 'HOLD', 'FLAG', 'ALLOW']).describe('What comes of a consignment it speaks of.'),
  reason: wordsSchema.describe('The reason shown.'),
  reviewed: z
    .strictObject({
      by: z.string().describe('Who signed.'),
      on: localDateSchema.describe('When.'),
      synthetic: z.boolean().optional().describe('True where the signature is made up for the demonstration.'),
    })
    .optional()
    .describe('Who signed the rule after legal review, and when. Not signed: HOLD.'),
});
export type RestrictionText = z.infer<typeof restrictionSchema>;

/** A list of parties supplied by the operator, to be matched by id, by name or by owner. */
export const partyListSchema = z.strictObject({
  kind: z.literal('party-list'),
  ...headerShape,
  regime: z.string().describe('Regime the list belongs to.'),
  parties: z
    .array(
      z.strictObject({
        party: identifierSchema.optional().describe('The party of the book, where it is known to be the same.'),
        name: z.string().describe('Name as listed.'),
        owners: z.array(z.string()).optional().describe('Owners as listed.'),
        listed: localDateSchema.describe('Day of listing.'),
        delisted: localDateSchema.optional().describe('First day on which it is no longer listed.'),
      }),
    )
    .describe('Parties on the list.'),
});
export type PartyListText = z.infer<typeof partyListSchema>;

/**
 * A person's decision on a candidate: whether the party of the register is the one on the list. `different` clears this
 * candidate and no other; `same` gives the outcome of the rule that names the list.
 */
export const partyDecisionSchema = z.strictObject({
  kind: z.literal('party-decision'),
  ...headerShape,
  list: identifierSchema.describe('The list.'),
  name: z.string().describe('The name as it stands on the list.'),
  party: identifierSchema.describe('The party of the book.'),
  decision: z.enum(['same', 'different']).describe('Whether they are the same.'),
  by: z.string().describe('Who decided.'),
  on: localDateSchema.describe('When.'),
});
export type PartyDecisionText = z.infer<typeof partyDecisionSchema>;
