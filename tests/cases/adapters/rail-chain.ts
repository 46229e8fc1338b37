import { type CaseBook, coefficientSteps, correctionSteps, type Fields, text, vat, wholeRoubles } from './words.ts';

/** Base, correction, coefficients in order, each at full precision; the consignment to the whole rouble; tax last. */
export const railChain = (input: Fields): CaseBook => ({
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
          wholeRoubles,
        ],
      },
    ],
    tax: vat(input['vat']),
  },
  consignments: [{}],
});
