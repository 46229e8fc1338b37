import { overTurnover, overUnits, upperSteps, values } from './scale.ts';
import type { CaseBook, Fields } from './words.ts';

/** Bands or sections from, to and rate: each rate applies to its own slice. */
export const tierIncremental = (input: Fields): CaseBook =>
  overTurnover(values(input['value'] ?? input['invoiced']), {
    method: 'incremental',
    bounds: 'upper',
    steps: upperSteps(input['bands'] ?? input['sections']),
  });

/** The same over units, with money per unit. */
export const tierIncrementalQty = (input: Fields): CaseBook =>
  overUnits(values(input['qty']), { method: 'incremental', bounds: 'upper', steps: upperSteps(input['bands']) });
