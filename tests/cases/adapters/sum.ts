import { type CaseBook, type Fields, list, text } from './words.ts';

/** Wagons at their rates, added up. */
export const sum = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'RUB',
    parts: list(input['parts']).map((pair, index) => ({
      id: `wagons${String(index + 1)}`,
      charge: 'freight',
      steps: [
        { step: 'lookup', name: 'rate', value: text(list(pair)[1]) },
        { step: 'multiply', name: 'wagons', by: text(list(pair)[0]) },
      ],
    })),
  },
  consignments: [{}],
});
