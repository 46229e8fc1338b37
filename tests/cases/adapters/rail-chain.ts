import { type CaseBook, type Fields, railSteps, vat, wholeRoubles } from './words.ts';

/** Base, correction, coefficients in order, each at full precision; the consignment to the whole rouble; tax last. */
export const railChain = (input: Fields): CaseBook => ({
  tariff: {
    currency: 'RUB',
    parts: [{ id: 'loaded', charge: 'freight.loaded', steps: [...railSteps(input), wholeRoubles] }],
    tax: vat(input['vat']),
  },
  consignments: [{}],
});
