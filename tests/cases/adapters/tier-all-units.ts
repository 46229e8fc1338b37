import { overTurnover, upperSteps, values } from './scale.ts';
import { type CaseBook, type Fields, list, text } from './words.ts';

/** Tiers of lower bound and rate, or sections from, to and rate: the step reached applies to the whole. */
export const tierAllUnits = (input: Fields): CaseBook => {
  const lower = list(input['tiers']).map((tier) => ({ from: text(list(tier)[0]), rate: text(list(tier)[1]) }));
  const scale =
    lower.length > 0 ? { bounds: 'lower', steps: lower } : { bounds: 'upper', steps: upperSteps(input['sections']) };
  return overTurnover(values(input['value'] ?? input['invoiced']), { method: 'all-units', ...scale });
};
