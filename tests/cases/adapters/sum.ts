import { type CaseBook, type Fields, list, step, text } from './words.ts';

/** Wagons at their rates, added up. */
export const sum = (input: Fields): CaseBook => {
  const steps = (pair: Fields[string]): Fields[] => [
    step('lookup', 'rate', { value: text(list(pair)[1]) }),
    step('multiply', 'wagons', { by: text(list(pair)[0]) }),
  ];
  const parts = list(input['parts']).map((pair, index) => ({
    id: `wagons${String(index + 1)}`,
    charge: 'freight',
    steps: steps(pair),
  }));
  return { tariff: { currency: 'RUB', parts }, consignments: [{}] };
};
