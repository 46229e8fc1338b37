import { type CaseBook, type Fields, text } from './words.ts';

/** A rate in centimes times units, converted to francs; express is a multiple of it. */
export const convert = (input: Fields): CaseBook => {
  const francs = { step: 'convert', name: 'to francs', divide: '100', to: 'CHF', round: '0.01' };
  const chf = [
    { step: 'lookup', name: 'rate', value: text(input['rateCentimes']) },
    { step: 'multiply', name: 'units', by: { fact: 'quantity.C62' } },
    francs,
  ];
  const express = [
    { step: 'lookup', name: 'ordinary', value: { part: 'chf' } },
    { step: 'multiply', name: 'express', by: text(input['express'] ?? '1') },
  ];
  return {
    tariff: {
      currency: 'CHF',
      parts: [
        { id: 'chf', charge: 'freight', steps: chf },
        { id: 'express', charge: 'freight', steps: express },
      ],
    },
    consignments: [{ items: [{ quantities: [{ value: text(input['units']), unit: 'C62' }] }] }],
  };
};
