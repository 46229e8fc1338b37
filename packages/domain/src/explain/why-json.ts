/** One discount in full for machines, `kontor.why/1`. */
import type { Question } from '../discount/questions.ts';
import { discountJson, type JsonObject } from './rating-json.ts';
import type { WhyDiscount, WhyHere } from './why-discount.ts';

const questionJson = ({ about, verdict, said, missing, of }: Question): JsonObject => ({
  about,
  verdict,
  code: said?.code ?? null,
  params: said?.params ?? {},
  missing,
  of: of.map(questionJson),
});

const hereJson = ({ leg, currency, questions, outcome, alone }: WhyHere): JsonObject => ({
  leg: leg === undefined ? null : leg + 1,
  currency,
  conditions: questions.map(questionJson),
  outcome: outcome === undefined ? null : discountJson(outcome, currency),
  alone: discountJson(alone, currency),
});

export const whyJson = ({ note, accepted, discount, versions, inForce, here }: WhyDiscount): JsonObject => ({
  schema: 'kontor.why/1',
  note,
  accepted,
  discount,
  versions: versions.map(({ version, valid, known }) => ({
    version,
    from: valid.from,
    to: valid.to ?? null,
    known,
  })),
  inForce: inForce ?? null,
  legs: here.map(hereJson),
});
