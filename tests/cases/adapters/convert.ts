import { type CaseBook, type Fields, step, text, units } from './words.ts';

/** A rate in centimes times units, converted to francs; express is a multiple of it. */
export const convert = (input: Fields): CaseBook => {
  const chf = [
    step('lookup', 'rate', { value: text(input['rateCentimes']) }),
    step('multiply', 'units', { by: { fact: 'quantity.C62' } }),
    step('convert', 'to francs', { divide: '100', to: 'CHF', round: '0.01' }),
  ];
  const express = [
    step('lookup', 'ordinary', { value: { part: 'chf' } }),
    step('multiply', 'express', { by: text(input['express'] ?? '1') }),
  ];
  const charge = 'freight';
  const parts = [
    { id: 'chf', charge, steps: chf },
    { id: 'express', charge, steps: express },
  ];
  return { tariff: { currency: 'CHF', parts }, consignments: [units('C62', input['units'])] };
};
