import {
  type CaseBook,
  coefficientSteps,
  correctionSteps,
  type Fields,
  fields,
  text,
  vat,
  wholeRoubles,
} from './words.ts';

const part = (id: string, charge: string, input: Fields, ...more: readonly Fields[]) => ({
  id,
  charge,
  steps: [
    { step: 'lookup', name: 'base', value: text(input['base']) },
    ...correctionSteps(input),
    ...coefficientSteps(input['coefficients']),
    ...more,
  ],
});

/** Loaded run, empty run per axle, wagon; a reduction in money; whole roubles; tax. */
export const railChainThreeParts = (input: Fields): CaseBook => {
  const empty = fields(input['emptyPerAxle']);
  const parts = [
    part('loaded', 'freight.loaded', fields(input['loaded'])),
    part('empty', 'freight.empty', empty, { step: 'multiply', name: 'axles', by: text(empty['axles']) }),
    part('wagon', 'wagon', fields(input['wagonPart'])),
  ];
  return {
    tariff: {
      currency: 'RUB',
      parts,
      total: [{ step: 'subtract', name: 'reduction', value: text(input['reduction']) }, wholeRoubles],
      tax: vat(input['vat']),
    },
    consignments: [{}],
  };
};
