/** Under which keys of the catalogues a promise's answer is said. */
import type { OpenState, Standing, Verdict } from './answer.ts';
import type { Modality } from './form.ts';
import type { PlanVerdict } from './register.ts';

export const modalityKey = (modality: Modality): string => `promise.modality.${modality}`;

export const verdictKey = (verdict: Verdict): string => `promise.verdict.${verdict}`;

export const standingKey = (standing: Standing): string => `promise.standing.${standing}`;

/** Filled in with `date` and `ledTo`. */
export const openStateKey = (state: OpenState): string => `promise.state.${state}`;

/** The answer to "is the plan kept?". */
export const planKey = (verdict: PlanVerdict): string => `promise.plan.${verdict}`;

/** Said where the source does not state who supplies whom. */
export const UNKNOWN_DIRECTION_KEY = 'promise.direction.unknown';
