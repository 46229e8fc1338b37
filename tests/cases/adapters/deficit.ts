import { type CaseBook, type Fields, list, text } from './words.ts';

/** Weight brackets with rates per 100 lb; `brackets` print both ends whole, `table` prints each bound once. */
export const deficit = (input: Fields): CaseBook => {
  const printed =
    input['brackets'] === undefined
      ? { rows: input['table'], closed: 'lower', whole: false }
      : { rows: input['brackets'], closed: 'both', whole: true };
  const key = { match: 'belt', from: 'from', to: 'to', closed: printed.closed, whole: printed.whole };
  const weights = [...list(input['weights']), ...(input['weightLb'] === undefined ? [] : [input['weightLb']])];
  return {
    tariff: {
      currency: 'USD',
      tables: {
        rates: {
          columns: ['from', 'to', 'value'],
          rows: list(printed.rows).map((row) => list(row).map(text)),
          keys: { weight: { ...key, fact: 'quantity.LBR' } },
        },
      },
      parts: [
        {
          id: 'freight',
          charge: 'freight',
          steps: [
            {
              step: 'deficit',
              name: 'charge',
              table: 'rates',
              key: 'weight',
              of: { fact: 'quantity.LBR' },
              per: text(input['ratesPer']).split(' ')[0] ?? '',
            },
          ],
        },
      ],
    },
    consignments: weights.map((weight) => ({ items: [{ quantities: [{ value: text(weight), unit: 'LBR' }] }] })),
  };
};
