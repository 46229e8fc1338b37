/** The register of a session: is the plan kept? Answered promise by promise, from commitments alone. */
import { type PromiseAnswer, type Standing, type Verdict, worstStanding } from './answer.ts';
import type { Modality } from './form.ts';

/**
 * `broken`: a commitment is. `undetermined`: of one it cannot be said. `behind`: an open one is behind its schedule.
 * `on-schedule`: none is. `kept`: all are. `no-commitment`: there is none.
 */
export const PLAN_VERDICTS = ['kept', 'on-schedule', 'behind', 'undetermined', 'broken', 'no-commitment'] as const;
export type PlanVerdict = (typeof PLAN_VERDICTS)[number];

export type PlanAnswer = {
  readonly verdict: PlanVerdict;
  /** Commitments by their verdict. */
  readonly commitments: Readonly<Record<Verdict, number>>;
  /** Open commitments that are behind their schedule, by id in the register's order. */
  readonly behind: readonly string[];
  readonly broken: readonly string[];
  /** How many promises of each modality the register has. */
  readonly byModality: Readonly<Record<Modality, number>>;
};

function verdictOf(counts: PlanAnswer['commitments'], standing: Standing | undefined): PlanVerdict {
  if (counts.broken > 0) return 'broken';
  if (counts.undetermined > 0) return 'undetermined';
  if (counts.open > 0) return standing === 'behind' ? 'behind' : 'on-schedule';
  return counts.kept > 0 ? 'kept' : 'no-commitment';
}

/** The answer for a register; an intention that comes to nothing is not a broken plan. */
export function answerPlan(answers: readonly PromiseAnswer[]): PlanAnswer {
  const commitments: Record<Verdict, number> = { kept: 0, broken: 0, open: 0, undetermined: 0 };
  const byModality: Record<Modality, number> = {
    fact: 0,
    commitment: 0,
    intention: 0,
    capability: 0,
    invitation: 0,
    interest: 0,
  };
  const behind: string[] = [];
  const broken: string[] = [];
  const standings: (Standing | undefined)[] = [];
  for (const { promise, modality, state } of answers) {
    byModality[modality] += 1;
    if (state.kind !== 'commitment') continue;
    commitments[state.verdict] += 1;
    standings.push(state.standing);
    if (state.standing === 'behind') behind.push(promise.id);
    if (state.verdict === 'broken') broken.push(promise.id);
  }
  return { verdict: verdictOf(commitments, worstStanding(standings)), commitments, behind, broken, byModality };
}
