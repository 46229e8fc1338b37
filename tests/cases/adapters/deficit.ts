import { values } from './scale.ts';
import { type CaseBook, type Fields, list, step, text, units } from './words.ts';

/** `brackets` print both ends in whole pounds, `table` prints each bound once. */
const BRACKETS = { closed: 'both', whole: true };
const TABLE = { closed: 'lower', whole: false };

/** Weight brackets with rates per so many pounds, and one consignment for each weight. */
export const deficit = (input: Fields): CaseBook => {
  const of = { fact: 'quantity.LBR' };
  const ends = input['brackets'] === undefined ? TABLE : BRACKETS;
  const weight = { match: 'belt', from: 'from', to: 'to', ...ends, ...of };
  const printed = list(input['brackets'] ?? input['table']).map((row) => list(row).map(text));
  const rates = { columns: ['from', 'to', 'value'], rows: printed, keys: { weight } };
  const per = text(input['ratesPer']).split(' ')[0] ?? '';
  const charge = step('deficit', 'charge', { table: 'rates', key: 'weight', of, per });
  const parts = [{ id: 'freight', charge: 'freight', steps: [charge] }];
  const weights = values(input['weights'] ?? input['weightLb']);
  return {
    tariff: { currency: 'USD', tables: { rates }, parts },
    consignments: weights.map((pounds) => units('LBR', pounds)),
  };
};
