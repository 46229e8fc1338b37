/** How a posted entry of the ledger, with what it follows from, is written for machines. */
import { z } from 'zod';
import { entitlementSchema, writtenWindow } from '../explain/entitlement-schema.ts';
import { writtenCurrency, writtenDay, writtenDecimal } from '../explain/rating-schema.ts';

export const postedEntrySchema = z.strictObject({
  key: z.string().describe('What names the entry for ever.'),
  kind: z
    .enum(['accrual', 'settlement', 'withhold', 'release'])
    .describe('What it does: set aside, settle, withhold a payout, let it go.'),
  period: z.string().describe('The quarter it is posted into.'),
  booked: writtenDay.describe('Day of booking.'),
  document: z.string().describe('The document it comes from.'),
  refersTo: z.string().nullable().describe('Key of the entry it corrects, pays or takes back.'),
  discount: z.string().describe('The discount.'),
  grantor: z.string().describe('Who grants it.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
  party: z.string().describe('Who receives.'),
  window: writtenWindow.describe('The window.'),
  withheld: z.string().nullable().describe('What screening said to the payout, where it is withheld.'),
  currency: writtenCurrency.describe('Currency of the amounts.'),
  postings: z
    .array(
      z.strictObject({
        account: z.string().describe('The account.'),
        amount: writtenDecimal.describe('A debit is positive, a credit negative.'),
      }),
    )
    .describe('Both sides.'),
});

export const entriesSchema = z.strictObject({
  schema: z.literal('kontor.entries/1').describe('Name and version of this form.'),
  entries: z.array(postedEntrySchema).describe('Every entry of settlements, in the order of the ledger.'),
});

export const entrySchema = z.strictObject({
  schema: z.literal('kontor.entry/1').describe('Name and version of this form.'),
  entry: postedEntrySchema.describe('The entry.'),
  knownBy: writtenDay
    .nullable()
    .describe('Day of knowledge; null where an older version posted it without what it follows from.'),
  book: z.string().nullable().describe('What the book that was used is known by.'),
  earned: z.array(entitlementSchema).describe('What it follows from; nothing where no more is earned.'),
});
