/** How the brief of a day is written for machines. Quantities are whole numbers as text, in the unit beside them. */
import { z } from 'zod';
import { WARNINGS } from '../agreement/answer.ts';
import { UNCLEAR_REASONS } from '../agreement/evidence.ts';
import { STATUSES } from '../agreement/status.ts';
import { writtenWindow } from '../explain/entitlement-schema.ts';
import { writtenCurrency, writtenDay, writtenDecimal, writtenExact } from '../explain/rating-schema.ts';
import { LANGUAGES, wordsSchema } from '../kernel/schema.ts';
import { OPEN_STATES, STANDINGS, VERDICTS } from '../promise/answer.ts';
import { PLAN_VERDICTS } from '../promise/register.ts';
import { MODALITIES } from '../promise/schema.ts';
import { OUTCOMES } from '../restriction/schema.ts';
import { FINDING_REASONS } from '../restriction/screening.ts';
import { guaranteeSchema } from './guarantee-format.ts';

const whole = z.string().regex(/^-?[0-9]+$/u);
const month = z.string().regex(/^[0-9]{4}-[0-9]{2}$/u);
const count = z.int().nonnegative();

const named = {
  id: z.string().describe('Identifier.'),
  name: z.string().describe('Name, in the language of the brief.'),
  synthetic: z.boolean().describe('Whether it is made up.'),
};
const namedSchema = z.strictObject(named);

const sourceSchema = z.strictObject({
  act: z.string().optional().describe('The act, with its number.'),
  date: writtenDay.optional().describe('Day of the act.'),
  address: z.string().optional().describe('Address where it can be read.'),
  note: z.string().optional().describe('What a reader has to know of it.'),
  synthetic: z.boolean().optional().describe('Whether it is made up.'),
});

const stated = {
  id: z.string().describe('The claim: who stated the number.'),
  claimed: writtenDay.describe('Day on which it was stated.'),
  source: sourceSchema.describe('Where it was stated.'),
  quote: wordsSchema.optional().describe('The words in which it was stated.'),
  inForce: z.boolean().describe('Whether this is the number that holds.'),
};

export const claimSchema = z.strictObject({
  ...stated,
  quantity: whole.describe('The number, in the unit of the agreement.'),
  status: z.enum(STATUSES).describe('How far it is fulfilled.'),
  share: writtenExact.optional().describe('Fulfilled of the whole; absent where the whole is nothing.'),
  pace: z
    .strictObject({
      due: whole.describe('Due by the day.'),
      difference: whole.describe('Fulfilled less due.'),
      days: z.int().describe('Days of the schedule ahead, or behind where negative.'),
    })
    .describe('Against the schedule.'),
  due: z
    .array(
      z.strictObject({
        month: month.describe('The month.'),
        inMonth: whole.describe('Due in it.'),
        cumulative: whole.describe('Due by its end.'),
      }),
    )
    .describe('The schedule.'),
  forecast: whole.optional().describe('Expected at the end of the period; absent while it is too early to say.'),
  warnings: z
    .array(
      z.strictObject({
        kind: z.enum(WARNINGS).describe('What it warns of.'),
        by: whole.describe('By how much.'),
      }),
    )
    .describe('Beyond what the tolerance allows.'),
});

const progressSchema = z.strictObject({
  ordered: whole.describe('Ordered.'),
  dispatched: whole.describe('Dispatched.'),
  inTransit: whole.describe('Dispatched and not arrived.'),
  arrived: whole.describe('Arrived.'),
  fulfilled: whole.describe('Counted as fulfilment.'),
});

const agreementSchema = z.strictObject({
  ...named,
  version: z.string().describe('Its version.'),
  asOf: writtenDay.describe('The day of the answer.'),
  period: writtenWindow.describe('Its period.'),
  isOver: z.boolean().describe('Whether the period has ended.'),
  unit: z.string().describe('Unit of all its quantities.'),
  tolerance: writtenExact.describe('Tolerance, as a share of one.'),
  claims: z.array(claimSchema).describe('Numbers stated for it.'),
  progress: progressSchema.describe('How much has moved.'),
  curve: z
    .array(
      z.strictObject({
        month: month.describe('The month.'),
        lastDay: writtenDay.describe('Its last day.'),
        progress: progressSchema.optional().describe('By its end; absent while it has not begun.'),
      }),
    )
    .describe('Month by month.'),
  byOutcome: z
    .strictObject({
      ALLOW: whole.describe('Moved with nothing against it.'),
      FLAG: whole.describe('Moved and was flagged.'),
      HOLD: whole.describe('Moved and was on hold.'),
      REFUSE: whole.describe('Moved and was refused.'),
      unscreened: whole.describe('Moved without a screening.'),
    })
    .describe('What was fulfilled, by the outcome of its screening.'),
  outside: whole.describe('Fulfilled outside the period: not counted.'),
  consignments: count.describe('Consignments counted.'),
  unclear: z
    .array(
      z.strictObject({
        note: z.string().describe('Note of the consignment.'),
        reason: z.enum(UNCLEAR_REASONS).describe('Why it is not counted.'),
        missing: z.array(z.string()).describe('Facts that are missing.'),
      }),
    )
    .describe('Consignments of which it cannot be told what they count.'),
  preconditions: z
    .array(
      z.strictObject({
        name: wordsSchema.describe('What is needed.'),
        leadDays: count.describe('Days it takes.'),
        latestStart: writtenDay.describe('Last day on which it can be begun.'),
        isPast: z.boolean().describe('Whether that day is past.'),
      }),
    )
    .describe('What has to be begun in time.'),
});

const verdict = z.enum(VERDICTS);
const standing = z.enum(STANDINGS).optional();
const status = z.enum(STATUSES).optional();

const promiseStateSchema = z.union([
  z.strictObject({
    kind: z.literal('commitment'),
    verdict: verdict.describe('Whether it is kept.'),
    standing: standing.describe('Where an open one stands; absent before its window.'),
  }),
  z.strictObject({ kind: z.literal('fact') }),
  z.strictObject({
    kind: z.literal('offered'),
    state: z.enum(OPEN_STATES).describe('Whether it is open.'),
    date: writtenDay.optional().describe('The day its window begins, or until which it is open.'),
    ledTo: z.array(z.string()).describe('Agreements it has led to.'),
  }),
]);

const promiseSchema = z.strictObject({
  id: z.string().describe('Identifier.'),
  version: z.string().describe('Its version.'),
  item: count.describe('Item of the register.'),
  what: z.string().describe('What was undertaken, in the language of the brief.'),
  asOf: writtenDay.describe('The day of the answer.'),
  modality: z.enum(MODALITIES).describe('How it was stated: only a commitment is kept or broken.'),
  state: promiseStateSchema.describe('How it stands.'),
  direction: z
    .union([
      z.strictObject({
        kind: z.literal('known'),
        from: z.string().describe('From which region.'),
        to: z.string().describe('To which region.'),
      }),
      z.strictObject({ kind: z.literal('unknown') }),
    ])
    .describe('In which direction; not stated is unknown.'),
  claims: z
    .array(
      z.strictObject({
        ...stated,
        quantity: z
          .strictObject({ value: writtenExact.describe('How much.'), unit: z.string().describe('Unit.') })
          .describe('As stated.'),
        verdict: verdict.describe('Whether this number is kept.'),
        status: status.describe('How far it is fulfilled; absent where nothing measures it.'),
      }),
    )
    .describe('Numbers stated for it.'),
  agreements: z
    .array(
      z.strictObject({
        agreement: z.string().describe('The agreement.'),
        verdict: verdict.describe('Whether it is kept.'),
        standing: standing.describe('Where it stands.'),
        status: status.describe('How far it is fulfilled.'),
        claim: claimSchema.optional().describe('The number in force.'),
      }),
    )
    .describe('What its agreements say to it.'),
  agreementsNotKnown: z.array(z.string()).describe('Agreements it names that are not known by the day.'),
});

const planSchema = z.strictObject({
  verdict: z.enum(PLAN_VERDICTS).describe('Of the plan as a whole.'),
  commitments: z.record(verdict, count).describe('Commitments by their verdict.'),
  behind: z.array(z.string()).describe('Open commitments that are behind.'),
  broken: z.array(z.string()).describe('Commitments that are broken.'),
  byModality: z.record(z.enum(MODALITIES), count).describe('Promises by the way they were stated.'),
});

const quotaSchema = z.strictObject({
  ...named,
  key: z.string().describe('Whose account; empty where there is one.'),
  window: writtenWindow.describe('The window.'),
  version: z.string().describe('Version of the quota that governs it.'),
  unit: z.string().describe('Unit of the amounts.'),
  consumed: writtenExact.describe('Crossed.'),
  reserved: writtenExact.describe('Reserved and not crossed yet.'),
  ceiling: writtenExact.optional().describe('The ceiling; absent while no figure is known.'),
  left: writtenExact.optional().describe('Left; absent without a ceiling.'),
  over: writtenExact.describe('By how much the ceiling is exceeded.'),
  near: z.boolean().describe('Whether the share that is flagged is reached.'),
  firstRefusedOn: writtenDay.optional().describe('First day on which a reservation did not fit.'),
  published: z
    .array(
      z.strictObject({
        on: writtenDay.describe('The day of the figure.'),
        consumed: writtenExact.describe('Consumed, as published.'),
        source: z.string().describe('Where.'),
      }),
    )
    .describe('Published figures, to compare.'),
  ranOutOn: writtenDay.optional().describe('First day on which it was known to be used up.'),
});

const discountSumSchema = z.strictObject({
  discount: namedSchema.describe('The discount.'),
  grantor: namedSchema.describe('Who grants it.'),
  currency: writtenCurrency.describe('Currency.'),
  at: z.enum(['rating', 'settlement']).describe('On the invoice, or settled later.'),
  synthetic: z.boolean().describe('Whether its figures are made up.'),
  consignments: count.describe('Consignments it was granted on.'),
  barred: count.describe('Consignments that met its conditions and were barred by screening.'),
  amount: writtenDecimal.describe('What it came to.'),
});

const settlementSchema = z.strictObject({
  quarter: z.string().describe('The quarter.'),
  settled: writtenDay.describe('Day by which it was settled.'),
  lines: z
    .array(
      z.strictObject({
        discount: z.string().describe('The discount.'),
        grantor: z.string().describe('Who grants it.'),
        synthetic: z.boolean().describe('Whether its figures are made up.'),
        party: z.string().describe('Who receives.'),
        currency: writtenCurrency.describe('Currency of the amounts.'),
        window: z.string().describe('The window it is earned in.'),
        earned: writtenDecimal.describe('Earned in the window so far.'),
        before: writtenDecimal.describe('Posted before.'),
        now: writtenDecimal.describe('Posted now.'),
        paid: writtenDecimal.describe('Paid out.'),
        held: writtenDecimal.describe('Held back.'),
        withheld: z.enum(OUTCOMES).nullable().describe('What screening withholds it for.'),
        carried: z.boolean().describe('Whether it belongs to an earlier window.'),
      }),
    )
    .describe('What was settled.'),
});

const flowSchema = z.strictObject({
  kind: z.enum(['flow', 'direction', 'year']).describe('Between two regions, one direction, or both together.'),
  year: z.string().describe('The year.'),
  from: z.string().describe('From which region or country; empty where it is both directions.'),
  to: z.string().describe('To which; empty where it is both directions.'),
  consignments: count.describe('Consignments.'),
  mass_kg: whole.describe('Mass, kg.'),
  pieces: whole.describe('Pieces.'),
  heads: whole.describe('Heads.'),
  values: z
    .array(
      z.strictObject({ currency: writtenCurrency.describe('Currency.'), amount: writtenDecimal.describe('Value.') }),
    )
    .describe('Value of the goods, by currency.'),
  lacking: z
    .strictObject({
      mass: count.describe('Consignments without a mass.'),
      value: count.describe('Consignments without a value.'),
    })
    .describe('What the figures leave out.'),
  growth: writtenExact.optional().describe('Growth of mass over the year before, as a share of one.'),
});

const outcomeSchema = z.strictObject({
  consignments: count.describe('Consignments.'),
  mass_kg: whole.describe('Their mass, kg.'),
});

export const briefSchema = z.strictObject({
  schema: z.literal('kontor.brief/1').describe('Name and version of this form.'),
  asOf: writtenDay.describe('What was known on this day.'),
  language: z.enum(LANGUAGES).describe('Language of the names.'),
  session: z
    .strictObject({
      id: z.string().describe('Identifier.'),
      title: z.string().describe('Title, in the language of the brief.'),
      date: writtenDay.describe('Day of the session.'),
    })
    .nullable()
    .describe('The session it is written for.'),
  journal: z
    .strictObject({
      facts: count.describe('Facts known.'),
      consignments: count.describe('Consignments that stand.'),
      corrected: count.describe('Corrected.'),
      cancelled: count.describe('Cancelled.'),
    })
    .describe('What it rests on.'),
  plan: planSchema.describe('The plan as a whole.'),
  agreements: z.array(agreementSchema).describe('Agreements.'),
  promises: z.array(promiseSchema).describe('The register of promises.'),
  screening: z
    .strictObject({
      outcomes: z
        .strictObject({
          ALLOW: outcomeSchema.describe('With nothing against them.'),
          FLAG: outcomeSchema.describe('Flagged.'),
          HOLD: outcomeSchema.describe('On hold.'),
          REFUSE: outcomeSchema.describe('Refused.'),
        })
        .describe('Consignments by outcome.'),
      held: z
        .array(
          z.strictObject({
            rule: namedSchema.nullable().describe('The rule; null where the consignment lacks what each must tell.'),
            outcome: z.enum(OUTCOMES).describe('What it says.'),
            reason: z.enum(FINDING_REASONS).describe('Why.'),
            consignments: count.describe('How many.'),
          }),
        )
        .describe('What is held, and why.'),
    })
    .describe('Screening.'),
  quotas: z.array(quotaSchema).describe('Quotas.'),
  discounts: z.array(discountSumSchema).describe('Discounts.'),
  guarantees: z.array(guaranteeSchema).describe('Promised volumes.'),
  settlements: z.array(settlementSchema).describe('Quarters settled by the day.'),
  turnover: z
    .strictObject({
      between: z.array(flowSchema).describe('Between the two sides.'),
      other: z.array(flowSchema).describe('All other.'),
    })
    .describe('Turnover.'),
  unpriced: z.record(z.string(), count).describe('Legs without a price, by the code of the reason.'),
});
