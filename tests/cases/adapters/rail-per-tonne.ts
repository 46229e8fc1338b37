import { type CaseBook, coefficientSteps, correctionSteps, type Fields, text, vat, wholeRoubles } from './words.ts';

/** A rate per tonne through the chain, times the mass; whole roubles; tax. */
export const railPerTonne = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'RUB',
    parts: [
      {
        id: 'loaded',
        charge: 'freight.loaded',
        steps: [
          { step: 'lookup', name: 'base', value: text(input['base']) },
          ...correctionSteps(input),
          ...coefficientSteps(input['coefficients']),
          { step: 'round', name: 'per tonne', to: { quantum: '0.01', carry: 'full' } },
          { step: 'multiply', name: 'mass', by: { fact: 'quantity.TNE' } },
          wholeRoubles,
        ],
      },
    ],
    tax: vat(input['vat']),
  },
  consignments: [{ items: [{ quantities: [{ value: text(input['massT']), unit: 'TNE' }] }] }],
});
