import { type CaseBook, type Fields, railSteps, step, units, vat, wholeRoubles } from './words.ts';

/** A rate per tonne through the chain, times the mass; whole roubles; tax. */
export const railPerTonne = (input: Fields): CaseBook => {
  const steps = [
    ...railSteps(input),
    { step: 'round', name: 'per tonne', to: { quantum: '0.01', carry: 'full' } },
    step('multiply', 'mass', { by: { fact: 'quantity.TNE' } }),
    wholeRoubles,
  ];
  const parts = [{ id: 'loaded', charge: 'freight.loaded', steps }];
  return {
    tariff: { currency: 'RUB', parts, tax: vat(input['vat']) },
    consignments: [units('TNE', input['massT'])],
  };
};
