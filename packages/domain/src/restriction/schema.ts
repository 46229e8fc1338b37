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
  authority: wordsSchema,
  /** Legal basis. None, or `unclear`, keeps the rule at HOLD "needs legal review". */
  basis: z.strictObject({ act: z.string(), clear: z.boolean() }).optional(),
  announced: localDateSchema.optional(),
  planned: periodSchema.optional(),
  /** What came of the plan. `known` is when its end was known: absent, the day it ended. */
  actual: periodSchema.extend({ known: localDateSchema.optional() }).optional(),
  /** What it speaks of: modes, places, goods, parties, countries. */
  scope: scopeSchema,
  /** Operator-supplied party list that is matched; a hit is a candidate for a person to decide. */
  partyList: identifierSchema.optional(),
  /** Contracts made before a date may be served before another (`until` is the first day on which they may not). */
  windDown: z.strictObject({ contractsBefore: localDateSchema, until: localDateSchema }).optional(),
  /** Documents that lift it: any one of them, when it is with the consignment. */
  liftedBy: z.array(z.string()).default([]),
  /** The ceiling the rule is about: REFUSE above it whatever `outcome` says; HOLD or FLAG as `outcome` holds below it too. */
  quota: identifierSchema.optional(),
  outcome: z.enum(['REFUSE', 'HOLD', 'FLAG', 'ALLOW']),
  reason: wordsSchema,
  /** Who signed the rule after legal review, and when. Not signed: HOLD. */
  reviewed: z.strictObject({ by: z.string(), on: localDateSchema, synthetic: z.boolean().optional() }).optional(),
});
export type RestrictionText = z.infer<typeof restrictionSchema>;

/** A list of parties supplied by the operator, to be matched by id, by name or by owner. */
export const partyListSchema = z.strictObject({
  kind: z.literal('party-list'),
  ...headerShape,
  regime: z.string(),
  parties: z.array(
    z.strictObject({
      party: identifierSchema.optional(),
      name: z.string(),
      owners: z.array(z.string()).optional(),
      listed: localDateSchema,
      delisted: localDateSchema.optional(),
    }),
  ),
});
export type PartyListText = z.infer<typeof partyListSchema>;

/**
 * A person's decision on a candidate: whether the party of the register is the one on the list. `different` clears this
 * candidate and no other; `same` gives the outcome of the rule that names the list.
 */
export const partyDecisionSchema = z.strictObject({
  kind: z.literal('party-decision'),
  ...headerShape,
  list: identifierSchema,
  /** The name as it stands on the list. */
  name: z.string(),
  party: identifierSchema,
  decision: z.enum(['same', 'different']),
  by: z.string(),
  on: localDateSchema,
});
export type PartyDecisionText = z.infer<typeof partyDecisionSchema>;
