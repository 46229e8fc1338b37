import { type CaseBook, type Fields, fields, railSteps, step, text, vat, wholeRoubles } from './words.ts';

/** Loaded run, empty run per axle, wagon; a reduction in money; whole roubles; tax. */
export const railChainThreeParts = (input: Fields): CaseBook => {
  const empty = fields(input['emptyPerAxle']);
  const axles = step('multiply', 'axles', { by: text(empty['axles']) });
  return {
    tariff: {
      currency: 'RUB',
      parts: [
        { id: 'loaded', charge: 'freight.loaded', steps: railSteps(fields(input['loaded'])) },
        { id: 'empty', charge: 'freight.empty', steps: [...railSteps(empty), axles] },
        { id: 'wagon', charge: 'wagon', steps: railSteps(fields(input['wagonPart'])) },
      ],
      total: [step('subtract', 'reduction', { value: text(input['reduction']) }), wholeRoubles],
      tax: vat(input['vat']),
    },
    consignments: [{}],
  };
};
