/**
 * The demonstration's journal of 2024 and 2025: synthetic movements calibrated to the public totals of the corridor. The same
 * seed gives the same journal, byte for byte; nothing but the seed is read.
 */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { JournalFact } from '@kontor/domain/office/journal';
import { CEMENT_FLOWS, QUOTA_FLOWS, withinQuota } from './cement-flows.ts';
import { type Learned, learnedOf } from './documents.ts';
import { type Flow, type Movement, movementsOf } from './flow.ts';
import { machineMovements } from './machines.ts';
import { randomFor } from './random.ts';
import { TRADE_FLOWS } from './trade-flows.ts';

/** The seed of the demonstration that the project shows. */
export const DEMO_SEED = 20_251_001;

const STAGE = { consignment: 0, correction: 1, cancellation: 2 } as const;

const inOrder = (a: Learned, b: Learned): number =>
  compareCodePoints(a.learned, b.learned) || compareCodePoints(a.note, b.note) || STAGE[a.kind] - STAGE[b.kind];

/** Every movement as it really was. */
function movements(seed: number): Movement[] {
  const ofFlow = (flow: Flow): Movement[] => movementsOf(flow, randomFor(seed, flow.id));
  return [
    ...withinQuota(QUOTA_FLOWS.flatMap(ofFlow)),
    ...CEMENT_FLOWS.flatMap(ofFlow),
    ...TRADE_FLOWS.flatMap(ofFlow),
    ...machineMovements(randomFor(seed, 'machines')),
  ];
}

/** The facts in the order in which they were learned; `order` counts from 1. */
export function makeDemoJournal(seed: number = DEMO_SEED): readonly JournalFact[] {
  const random = randomFor(seed, 'documents');
  const learned = movements(seed).flatMap((movement) => learnedOf(movement, random));
  return learned.toSorted(inOrder).map((fact, index): JournalFact => ({ ...fact, order: index + 1 }));
}
