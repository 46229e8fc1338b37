import { OUTCOMES, type Outcome } from './schema.ts';

/** 0 for ALLOW, up to 3 for REFUSE. */
export const severityOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome);

/** REFUSE before HOLD before FLAG before ALLOW; ALLOW when there is nothing. */
export function strictest(outcomes: Iterable<Outcome>): Outcome {
  let worst: Outcome = 'ALLOW';
  for (const outcome of outcomes) if (severityOf(outcome) > severityOf(worst)) worst = outcome;
  return worst;
}
