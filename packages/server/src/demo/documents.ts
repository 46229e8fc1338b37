/** How the office learns of a movement: notes that come back after weeks, masses put right, notes cancelled. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import { addDays, type LocalDate } from '@kontor/domain/kernel/local-date';
import type { Movement } from './flow.ts';
import type { Random } from './random.ts';

/** A fact before it has its place in the order of its day. */
export type Learned = { readonly note: string; readonly learned: LocalDate } & (
  | { readonly kind: 'consignment' | 'correction'; readonly consignment: Consignment }
  | { readonly kind: 'cancellation' }
);

const PER_MILLE = 1000;
const LATE = 40;
const MASS_CORRECTED = 28;
const CANCELLED = 9;
const OWNER_MISSING = 2;

/** The note as it left the sender, with nothing yet of what happened on the way. */
function dispatched(consignment: Consignment): Consignment {
  const { ordered } = consignment.dates;
  return { ...consignment, dates: ordered === undefined ? {} : { ordered } };
}

/** The mass first written down: the first wagon's was misread by some hundred kilograms; some notes lack the wagons' owner too. */
function misread(consignment: Consignment, kg: number): Consignment {
  const [first, ...others] = consignment.wagons;
  const [item, ...items] = consignment.items;
  if (first === undefined || item === undefined) return consignment;
  const wagons = [{ ...first, mass_kg: (first.mass_kg ?? 0) - kg }, ...others];
  const ownerless = kg % OWNER_MISSING === 0;
  return {
    ...consignment,
    mass_kg: (consignment.mass_kg ?? 0) - kg,
    items: [{ ...item, mass_kg: (item.mass_kg ?? 0) - kg }, ...items],
    containers: consignment.containers.map((container, index) =>
      index === 0 ? { ...container, mass_kg: (container.mass_kg ?? 0) - kg } : container,
    ),
    wagons: ownerless ? wagons.map(({ ownership: _owner, ...wagon }) => wagon) : wagons,
  };
}

/**
 * What is learned of one movement, and when. Notes under an agreement are known from the day after acceptance and again
 * when the goods have arrived; others when the note comes back.
 */
export function learnedOf({ consignment, tracked, faultless }: Movement, random: Random): Learned[] {
  const { note, accepted } = consignment;
  const received = consignment.dates.received ?? accepted;
  const late = !faultless && random.below(PER_MILLE) < LATE;
  const back = addDays(received, late ? random.between(21, 60) : random.between(1, 4));
  const chance = faultless ? PER_MILLE : random.below(PER_MILLE);
  const kg = random.between(120, 900);
  if (chance < CANCELLED) {
    return [
      { note, kind: 'consignment', learned: addDays(accepted, 1), consignment: dispatched(consignment) },
      { note, kind: 'cancellation', learned: addDays(accepted, random.between(2, 9)) },
    ];
  }
  const facts: Learned[] = [];
  if (tracked)
    facts.push({ note, kind: 'consignment', learned: addDays(accepted, 1), consignment: dispatched(consignment) });
  const arrived = tracked ? 'correction' : 'consignment';
  if (chance >= CANCELLED + MASS_CORRECTED) return [...facts, { note, kind: arrived, learned: back, consignment }];
  const corrected = addDays(back, random.between(6, 35));
  return [
    ...facts,
    { note, kind: arrived, learned: back, consignment: misread(consignment, kg) },
    { note, kind: 'correction', learned: corrected, consignment },
  ];
}
