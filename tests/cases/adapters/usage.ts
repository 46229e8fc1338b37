/** Prices of usage as other systems publish them: graduated, by volume, with flat fees and a base. */
import { buyers, fromTo, onUnits, overUnits, upTo, values } from './scale.ts';
import { type CaseBook, type Fields, units } from './words.ts';

const GRADUATED = { method: 'incremental' };
const VOLUME = { method: 'all-units' };

/** The steps of a usage price in whichever of the three forms it is printed; whole units unless printed as adjacent. */
function steps(input: Fields): Fields {
  const both = input['ranges_from_to_unit_flat'];
  if (both !== undefined)
    return { bounds: 'from-to', whole: input['adjacent'] !== true, steps: fromTo(both), flatAtZero: true };
  return { bounds: 'upper', steps: upTo(input['up_to_unit_flat'] ?? input['tiers']) };
}

export const graduated = (input: Fields): CaseBook =>
  overUnits(values(input['units']), { ...GRADUATED, ...steps(input) });

export const volume = (input: Fields): CaseBook => overUnits(values(input['units']), { ...VOLUME, ...steps(input) });

export const graduatedAndVolume = (input: Fields): CaseBook => ({
  discounts: [
    { id: 'graduated', order: 1, ...onUnits({ ...GRADUATED, ...steps(input) }) },
    { id: 'volume', order: 2, ...onUnits({ ...VOLUME, ...steps(input) }) },
  ],
  consignments: buyers(values(input['units'])),
});

/** Units that come after others of the same window, priced as they come. */
export const graduatedWithPrior = (input: Fields): CaseBook => ({
  discounts: [{ ...onUnits({ ...GRADUATED, ...steps(input) }), at: 'rating' }],
  history: [{ consignor: 'buyer', ...units('C62', input['prior_units']) }],
  consignments: [{ consignor: 'buyer', ...units('C62', input['units']) }],
});
