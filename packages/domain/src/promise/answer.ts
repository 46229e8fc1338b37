/**
 * How a promise stands on a day (plan.md, "Promises"). Only a commitment can be kept or broken; the others have states of
 * their own. Everything is derived from the answers of agreements; nobody types a percentage.
 */
import type { AgreementAnswer, ClaimAnswer } from '../agreement/answer.ts';
import { type Status, statusOf } from '../agreement/status.ts';
import type { Source } from '../book/header.ts';
import { isWhole, toBigInt } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { convert, type Quantity } from '../kernel/quantity.ts';
import type { Words } from '../kernel/schema.ts';
import type { Modality, PromiseClaim, PromiseForm } from './form.ts';

/**
 * `kept`: fulfilled within tolerance, or above. `broken`: its window is over and it is not. `open`: its window is not
 * over. `undetermined`: nothing measures it, or no number for it is known.
 */
export const VERDICTS = ['kept', 'broken', 'open', 'undetermined'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Where an open commitment stands; undefined before its window. */
export const STANDINGS = ['ahead', 'on-schedule', 'behind'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is neither a commitment nor a fact: until when it is open, and whether it has led to anything. */
export const OPEN_STATES = ['before-window', 'open', 'open-until', 'led-to', 'expired'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

/** The answer to one number stated for a commitment. */
export type PromiseClaimAnswer = {
  readonly id: string;
  /** As stated, exact. */
  readonly quantity: Quantity;
  readonly claimed: LocalDate;
  readonly source: Source;
  readonly quote: Words | undefined;
  readonly inForce: boolean;
  readonly verdict: Verdict;
  /** Undefined when no evidence measures it. */
  readonly status: Status | undefined;
};

/** What one agreement says to the promise. */
export type AgreementStanding = {
  readonly agreement: string;
  readonly verdict: Verdict;
  readonly standing: Standing | undefined;
  readonly status: Status | undefined;
  /** The claim in force, with share, pace and forecast. */
  readonly claim: ClaimAnswer | undefined;
};

export type PromiseState =
  | { readonly kind: 'commitment'; readonly verdict: Verdict; readonly standing: Standing | undefined }
  /** A fact is recorded; what agreements say to it stands beside. */
  | { readonly kind: 'fact' }
  | {
      readonly kind: 'offered';
      readonly state: OpenState;
      /** The day its window begins, or the last day it is open until, as the state needs it. */
      readonly date: LocalDate | undefined;
      readonly ledTo: readonly string[];
    };

export type PromiseAnswer = {
  readonly promise: { readonly id: string; readonly version: string };
  readonly asOf: LocalDate;
  readonly modality: Modality;
  readonly state: PromiseState;
  /** Not stated is unknown, and is not guessed from anything. */
  readonly direction:
    | { readonly kind: 'known'; readonly from: string; readonly to: string }
    | { readonly kind: 'unknown' };
  readonly claims: readonly PromiseClaimAnswer[];
  readonly agreements: readonly AgreementStanding[];
  /** Agreements the promise names that are not known by the day. */
  readonly agreementsNotKnown: readonly string[];
};

function verdictOf(status: Status, isOver: boolean): Verdict {
  if (status === 'complete' || status === 'exceeded') return 'kept';
  return isOver ? 'broken' : 'open';
}

function standingOf(claim: ClaimAnswer, hasBegun: boolean): Standing | undefined {
  if (!hasBegun) return undefined;
  if (claim.pace.difference === 0n) return 'on-schedule';
  return claim.pace.difference > 0n ? 'ahead' : 'behind';
}

function agreementStanding(form: PromiseForm, answer: AgreementAnswer): AgreementStanding {
  const { asOf, period } = answer;
  const claim = answer.claims.find((one) => one.inForce);
  const agreement = answer.agreement.id;
  if (claim === undefined) return { agreement, verdict: 'undetermined', standing: undefined, status: undefined, claim };
  const verdict = verdictOf(claim.status, asOf >= (form.window.to ?? period.to));
  const standing = verdict === 'open' ? standingOf(claim, asOf >= period.from) : undefined;
  return { agreement, verdict, standing, status: claim.status, claim };
}

/** What agreements of one unit have fulfilled together; undefined when their units differ or there are none. */
function together(answers: readonly AgreementAnswer[]): AgreementAnswer | undefined {
  const [first, ...more] = answers;
  if (first === undefined || more.some((answer) => answer.unit !== first.unit)) return undefined;
  const sum = (read: (answer: AgreementAnswer) => bigint): bigint =>
    answers.reduce((total, one) => total + read(one), 0n);
  const progress = {
    ordered: sum((one) => one.progress.ordered),
    dispatched: sum((one) => one.progress.dispatched),
    inTransit: sum((one) => one.progress.inTransit),
    arrived: sum((one) => one.progress.arrived),
    fulfilled: sum((one) => one.progress.fulfilled),
  };
  return { ...first, progress, consignments: answers.reduce((total, one) => total + one.consignments, 0) };
}

/** The status of the promise's own number against what the agreements have fulfilled together. */
function ownStatus(claim: PromiseClaim, form: PromiseForm, all: AgreementAnswer | undefined): Status | undefined {
  const whole = all === undefined ? undefined : convert(claim.quantity, all.unit)?.value;
  if (all === undefined || whole === undefined || !isWhole(whole)) return undefined;
  const { fulfilled, dispatched } = all.progress;
  return statusOf({
    whole: toBigInt(whole),
    tolerance: all.tolerance,
    fulfilled,
    dispatched,
    hasEvidence: all.consignments > 0,
    hasBegun: all.asOf >= form.window.from,
  });
}

/** Claims known by the day; the one in force is the halves' choice, or the latest known while theirs is not. */
function ownClaims(
  form: PromiseForm,
  answers: readonly AgreementAnswer[],
  asOf: LocalDate,
): readonly PromiseClaimAnswer[] {
  const known = form.claims.filter((claim) => claim.claimed <= asOf);
  const chosen = known.some((claim) => claim.id === form.inForce) ? form.inForce : known.at(-1)?.id;
  const all = together(answers);
  const isOver = form.window.to !== undefined && asOf >= form.window.to;
  return known.map((claim) => {
    const status = ownStatus(claim, form, all);
    const verdict = status === undefined ? 'undetermined' : verdictOf(status, isOver);
    return { ...claim, inForce: claim.id === chosen, verdict, status };
  });
}

/** The claims of the only agreement, when the promise states no number of its own: both sources are kept. */
function borrowedClaims(form: PromiseForm, answers: readonly AgreementAnswer[]): readonly PromiseClaimAnswer[] {
  const [only, ...more] = answers;
  if (only === undefined || more.length > 0) return [];
  const isOver = only.asOf >= (form.window.to ?? only.period.to);
  return only.claims.map((claim) => ({
    id: claim.id,
    quantity: { value: { units: claim.quantity, scale: 0, den: 1n }, unit: only.unit },
    claimed: claim.claimed,
    source: claim.source,
    quote: claim.quote,
    inForce: claim.inForce,
    verdict: verdictOf(claim.status, isOver),
    status: claim.status,
  }));
}

const VERDICTS_WORST_FIRST: readonly Verdict[] = ['broken', 'undetermined', 'open', 'kept'];
const STANDINGS_WORST_FIRST: readonly Standing[] = ['behind', 'on-schedule', 'ahead'];

/** The worst of several verdicts; undetermined when there is none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS_WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'undetermined';
}

/** The worst of several standings. */
export function worstStanding(standings: readonly (Standing | undefined)[]): Standing | undefined {
  return STANDINGS_WORST_FIRST.find((standing) => standings.includes(standing));
}

function commitmentState(
  claims: readonly PromiseClaimAnswer[],
  agreements: readonly AgreementStanding[],
  missing: number,
  hasOwn: boolean,
): PromiseState {
  const standing = worstStanding(agreements.map((one) => one.standing));
  const own = claims.find((claim) => claim.inForce);
  const verdict =
    hasOwn && own !== undefined
      ? own.verdict
      : worstVerdict([...agreements.map((one) => one.verdict), ...(missing > 0 ? (['undetermined'] as const) : [])]);
  return { kind: 'commitment', verdict, standing: verdict === 'open' ? standing : undefined };
}

function earliest(...dates: readonly (LocalDate | undefined)[]): LocalDate | undefined {
  return dates.filter((date) => date !== undefined).toSorted((a, b) => (a < b ? -1 : 1))[0];
}

/** Before its window nothing is matched; what it led to outlasts its expiry. */
function offeredState(form: PromiseForm, ledTo: readonly string[], asOf: LocalDate): PromiseState {
  const end = earliest(form.expires, form.window.to);
  const state = (name: OpenState, date: LocalDate | undefined): PromiseState => ({
    kind: 'offered',
    state: name,
    date,
    ledTo,
  });
  if (asOf < form.window.from) return state('before-window', form.window.from);
  if (ledTo.length > 0) return state('led-to', undefined);
  if (end === undefined) return state('open', undefined);
  return asOf >= end ? state('expired', end) : state('open-until', end);
}

function directionOf({ direction }: PromiseForm): PromiseAnswer['direction'] {
  return direction === undefined ? { kind: 'unknown' } : { kind: 'known', ...direction };
}

/** The answer as of a day, from the answers its agreements have as of the same day, by agreement id. */
export function answerPromise(
  form: PromiseForm,
  answers: ReadonlyMap<string, AgreementAnswer>,
  asOf: LocalDate,
): PromiseAnswer {
  const found = form.agreements.flatMap((id) => answers.get(id) ?? []);
  const agreementsNotKnown = form.agreements.filter((id) => !answers.has(id));
  const agreements = found.map((answer) => agreementStanding(form, answer));
  const own = ownClaims(form, found, asOf);
  const claims = own.length > 0 ? own : borrowedClaims(form, found);
  const stateFor = (): PromiseState => {
    switch (form.modality) {
      case 'commitment':
        return commitmentState(claims, agreements, agreementsNotKnown.length, own.length > 0);
      case 'fact':
        return { kind: 'fact' };
      case 'intention':
      case 'capability':
      case 'invitation':
      case 'interest':
        return offeredState(
          form,
          found.map((answer) => answer.agreement.id),
          asOf,
        );
    }
  };
  return Object.freeze({
    promise: { id: form.id, version: form.version },
    asOf,
    modality: form.modality,
    state: stateFor(),
    direction: directionOf(form),
    claims,
    agreements,
    agreementsNotKnown,
  });
}
