/** Every kind of entry a book may hold, with its schema. This is the one list; the rooms know only their own kinds. */
import { agreementSchema } from '../agreement/schema.ts';
import type { KindRegistry } from '../book/load.ts';
import { discountSchema } from '../discount/schema.ts';
import { stackCapSchema } from '../discount/stack-cap-schema.ts';
import { excludedVolumeSchema } from '../meter/excluded-schema.ts';
import { meterSchema } from '../meter/schema.ts';
import { linkSchema, placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import { promiseSchema, sessionSchema } from '../promise/schema.ts';
import { budgetSchema, quotaSchema } from '../quota/schema.ts';
import { partyDecisionSchema, partyListSchema, restrictionSchema } from '../restriction/schema.ts';
import { tariffSchema } from '../tariff/schema.ts';

/** By `kind`, in the order of the alphabet. */
export const KINDS = Object.freeze({
  agreement: agreementSchema,
  budget: budgetSchema,
  discount: discountSchema,
  'discount-cap': stackCapSchema,
  'excluded-volume': excludedVolumeSchema,
  link: linkSchema,
  meter: meterSchema,
  party: partySchema,
  'party-decision': partyDecisionSchema,
  'party-list': partyListSchema,
  place: placeSchema,
  promise: promiseSchema,
  quota: quotaSchema,
  restriction: restrictionSchema,
  session: sessionSchema,
  tariff: tariffSchema,
} satisfies KindRegistry);
