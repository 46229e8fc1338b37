/** What a subject must tell whatever the book says (pricing.md section 2): today, who pays each leg of its transport. */
import type { World } from '../scope/subject.ts';
import type { RequirementFinding } from './screening.ts';
import type { ScreeningSubject } from './subject.ts';

/** Holds the legs whose payer neither the note nor the Incoterm names. */
export function missingPayers({ consignment, asks }: ScreeningSubject, world: World): readonly RequirementFinding[] {
  if (!asks.has('transport')) return [];
  const legs = consignment.legs.flatMap((leg, index) =>
    world.payerOf(consignment, leg) === undefined ? [index + 1] : [],
  );
  if (legs.length === 0) return [];
  return [{ kind: 'requirement', outcome: 'HOLD', reason: 'payer-unknown', missing: ['leg.payer'], legs }];
}
