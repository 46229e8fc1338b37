/** What one rule in force says to one subject. The order in which things are asked is written here and nowhere else. */
import { compareCodePoints } from '../kernel/code-point.ts';
import { judgeQuota, type QuotaReader } from '../quota/reading.ts';
import type { World } from '../scope/subject.ts';
import type { PartyDecision, PartyListForm, RestrictionForm, RuleReference } from './form.ts';
import { intervalOf, reviewGap } from './in-force.ts';
import { type ListMatches, matchParties, type PartyRegister, type RoleOfParty } from './match-parties.ts';
import type { Outcome } from './schema.ts';
import { type RuleVerdict, scopeVerdict } from './scope-verdict.ts';
import type { Deferred, Lifted, RuleFinding, ScreeningTime } from './screening.ts';
import { strictest } from './strictest.ts';
import { aspectOf, type ScreeningSubject } from './subject.ts';

/** What judging needs besides the rule. */
export type JudgeContext = {
  readonly subject: ScreeningSubject;
  readonly at: ScreeningTime;
  readonly world: World;
  readonly quotas: QuotaReader;
  /** Lists known by the day, by id. */
  readonly lists: ReadonlyMap<string, PartyListForm>;
  readonly decisions: readonly PartyDecision[];
  readonly register: PartyRegister;
  readonly parties: { readonly known: readonly RoleOfParty[]; readonly missing: readonly string[] };
};

export type Judgement = {
  readonly findings: readonly RuleFinding[];
  readonly lifted?: Lifted;
  readonly deferred?: Deferred;
  /** Lists and decisions that were read. */
  readonly used: readonly RuleReference[];
};

const SILENT: Judgement = Object.freeze({ findings: [], used: [] });

type FindingDetail = Partial<
  Pick<RuleFinding, 'missing' | 'candidates' | 'unknownParties' | 'review' | 'quota' | 'notes' | 'legs'>
>;

/** A finding of a rule, with everything the rule says of itself. */
export function findingOf(
  rule: RestrictionForm,
  at: ScreeningTime,
  found: { readonly outcome: Outcome; readonly reason: RuleFinding['reason'] } & FindingDetail,
): RuleFinding {
  return {
    kind: 'rule',
    rule: { id: rule.id, version: rule.version },
    words: rule.reason,
    missing: [],
    candidates: [],
    unknownParties: [],
    review: undefined,
    quota: undefined,
    notes: [],
    legs: [],
    authority: rule.authority,
    basis: rule.basis,
    sources: rule.sources,
    announced: rule.announced,
    interval: intervalOf(rule, at.knownBy),
    synthetic: rule.reviewed?.synthetic === true || rule.sources.some((source) => source.synthetic === true),
    ...found,
  };
}

/** Facts of sides the subject does not have are not missed: the rule waits until there are such facts. */
function missedBy(subject: ScreeningSubject, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => subject.asks.has(aspectOf(field)));
}

function holdOrDefer(
  rule: RestrictionForm,
  context: JudgeContext,
  fields: readonly string[],
  legs: readonly number[],
): Judgement {
  const missed = missedBy(context.subject, fields);
  if (missed.length === 0)
    return { ...SILENT, deferred: { rule: { id: rule.id, version: rule.version }, missing: fields } };
  const finding = findingOf(rule, context.at, { outcome: 'HOLD', reason: 'missing-facts', missing: fields, legs });
  return { ...SILENT, findings: [finding] };
}

/** Not signed, or without a clear basis: it holds what it speaks of or may speak of, and nothing in it is relied on. */
function judgeUnreviewed(rule: RestrictionForm, context: JudgeContext, verdict: RuleVerdict): Judgement | undefined {
  const review = reviewGap(rule, context.at.knownBy);
  if (review === undefined || verdict.kind === 'fails') return undefined;
  const missing = verdict.kind === 'missing' ? verdict.fields : [];
  if (verdict.kind === 'missing' && missedBy(context.subject, missing).length === 0) {
    return { ...SILENT, deferred: { rule: { id: rule.id, version: rule.version }, missing } };
  }
  const quota = readQuota(rule, context);
  const found = { outcome: 'HOLD', reason: 'needs-legal-review', review, missing, quota, legs: verdict.legs } as const;
  return { ...SILENT, findings: [findingOf(rule, context.at, found)] };
}

function readQuota(rule: RestrictionForm, { quotas, subject, at }: JudgeContext): RuleFinding['quota'] {
  return rule.quota === undefined ? undefined : quotas.read(rule.quota, subject.consignment, at);
}

/** A document with the consignment lifts the rule; so does a contract that is old enough, while old ones are served. */
function liftOf(rule: RestrictionForm, { subject, at }: JudgeContext): Lifted | 'no-contract-date' | undefined {
  const reference = { id: rule.id, version: rule.version };
  const { documents, contract } = subject.consignment;
  const document = rule.liftedBy.toSorted(compareCodePoints).find((name) => documents.includes(name));
  if (document !== undefined) return { rule: reference, by: 'document', detail: document };
  if (rule.windDown === undefined || at.date >= rule.windDown.until) return undefined;
  if (contract?.date === undefined) return 'no-contract-date';
  if (contract.date >= rule.windDown.contractsBefore) return undefined;
  return { rule: reference, by: 'wind-down', detail: rule.windDown.until };
}

/** The rule's outcome, or what its quota makes of it: never weaker than an outcome of HOLD or FLAG written in the rule. */
function judgeApplying(rule: RestrictionForm, context: JudgeContext, legs: readonly number[]): Judgement {
  const reading = readQuota(rule, context);
  const rest = { quota: reading, legs };
  if (reading === undefined) {
    return { ...SILENT, findings: [findingOf(rule, context.at, { outcome: rule.outcome, reason: 'rule', ...rest })] };
  }
  const own: Outcome = rule.outcome === 'REFUSE' ? 'ALLOW' : rule.outcome;
  const judged = judgeQuota(reading);
  const findings = judged === undefined ? [] : [findingOf(rule, context.at, { ...judged, ...rest })];
  const outcome = strictest([own, judged?.outcome ?? 'ALLOW']);
  if (judged !== undefined && outcome === judged.outcome) return { ...SILENT, findings };
  return { ...SILENT, findings: [...findings, findingOf(rule, context.at, { outcome: own, reason: 'rule', ...rest })] };
}

type ListJudgement = { readonly matches: ListMatches; readonly list: PartyListForm };

function readList(id: string, context: JudgeContext): ListJudgement | undefined {
  const list = context.lists.get(id);
  if (list === undefined) return undefined;
  const { register, decisions, at } = context;
  const by = { register, decisions, date: at.date, knownBy: at.knownBy };
  return { list, matches: matchParties(list, context.parties.known, by) };
}

/**
 * A rule about listed parties. Nobody found and everybody known: it does not apply, which clears nobody. Parties that are
 * missing or not in the register hold it; so do candidates nobody has decided on.
 */
function judgeParties(rule: RestrictionForm, listId: string, context: JudgeContext, verdict: RuleVerdict): Judgement {
  if (verdict.kind === 'fails') return SILENT;
  const { at } = context;
  const read = readList(listId, context);
  if (read === undefined)
    return { ...SILENT, findings: [findingOf(rule, at, { outcome: 'HOLD', reason: 'list-unknown' })] };
  const { open, same, unknownParties, decisions } = read.matches;
  const used: RuleReference[] = [read.list, ...decisions].map(({ id, version }) => ({ id, version }));
  const findings: RuleFinding[] = [];
  const missing = context.parties.missing;
  if (missing.length > 0) findings.push(findingOf(rule, at, { outcome: 'HOLD', reason: 'missing-facts', missing }));
  if (unknownParties.length > 0)
    findings.push(findingOf(rule, at, { outcome: 'HOLD', reason: 'party-unknown', unknownParties }));
  if (open.length > 0)
    findings.push(findingOf(rule, at, { outcome: 'HOLD', reason: 'party-candidate', candidates: open }));
  if (same.length === 0) return { findings, used };
  const judged = judgeFound(rule, context, verdict);
  const named = judged.findings.map(
    (one) => ({ ...one, candidates: same, reason: one.reason === 'rule' ? 'party-listed' : one.reason }) as const,
  );
  return { ...judged, findings: [...findings, ...named], used };
}

/** The rule speaks of the subject as far as parties go: review, lifts, missing facts and the outcome, in this order. */
function judgeFound(rule: RestrictionForm, context: JudgeContext, verdict: RuleVerdict): Judgement {
  if (verdict.kind === 'fails') return SILENT;
  const unreviewed = judgeUnreviewed(rule, context, verdict);
  if (unreviewed !== undefined) return unreviewed;
  const lift = liftOf(rule, context);
  if (lift !== undefined && lift !== 'no-contract-date') return { ...SILENT, lifted: lift };
  if (rule.outcome === 'ALLOW' && rule.quota === undefined) {
    return verdict.kind === 'missing' ? SILENT : judgeApplying(rule, context, verdict.legs);
  }
  const ofContract = lift === 'no-contract-date' ? ['contract.date'] : [];
  if (verdict.kind === 'missing') return holdOrDefer(rule, context, [...ofContract, ...verdict.fields], verdict.legs);
  if (ofContract.length > 0) {
    const found = { outcome: 'HOLD', reason: 'missing-facts', missing: ofContract, legs: verdict.legs } as const;
    return { ...SILENT, findings: [findingOf(rule, context.at, found)] };
  }
  return judgeApplying(rule, context, verdict.legs);
}

/** What the rule says to the subject: findings, or that something lifts it, or that it must be asked later. */
export function judgeRule(rule: RestrictionForm, context: JudgeContext): Judgement {
  const verdict = scopeVerdict(rule.scope, context.subject.consignment, context.world);
  if (rule.partyList !== undefined) return judgeParties(rule, rule.partyList, context, verdict);
  return judgeFound(rule, context, verdict);
}
