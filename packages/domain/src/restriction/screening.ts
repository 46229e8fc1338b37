/** What a screening answers (corridor.md, "Restrictions and screening"): an outcome and everything it rests on. */
import type { Source } from '../book/header.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { Words } from '../kernel/schema.ts';
import type { QuotaReading } from '../quota/reading.ts';
import type { RuleReference } from './form.ts';
import type { ReviewGap, RuleInterval } from './in-force.ts';
import type { Outcome } from './schema.ts';

export const PURPOSES = ['quote', 'booking', 'departure', 'payout', 'offer', 'match', 'agreement', 'discount'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The day asked about (of acceptance, of departure, of payout), the day of knowledge, and what the answer is for. */
export type ScreeningTime = { readonly date: LocalDate; readonly knownBy: LocalDate; readonly purpose: Purpose };

/** How a name on a list and a party of the register came together. */
export const MATCHES = ['id', 'name', 'owner', 'shared-owner'] as const;
export type MatchedBy = (typeof MATCHES)[number];

/** Somebody who may be on a list: for a person to decide. */
export type Candidate = {
  readonly list: RuleReference;
  /** The name as it stands on the list. */
  readonly name: string;
  readonly party: string;
  readonly roles: readonly string[];
  readonly by: MatchedBy;
  /** The owner through whom they came together. */
  readonly via?: string;
};

/** Why a finding has its outcome; texts in the catalogues under `screening.reason.<reason>`. */
export const FINDING_REASONS = [
  'rule',
  'needs-legal-review',
  'missing-facts',
  'party-candidate',
  'party-listed',
  'party-unknown',
  'list-unknown',
  'quota-left',
  'quota-near',
  'quota-exceeded',
  'quota-unknown',
  'quota-no-ceiling',
  'quota-no-measure',
  'suspected-splitting',
  'payer-unknown',
] as const;
export type FindingReason = (typeof FINDING_REASONS)[number];

/** Reasons that come from no rule of the book: nothing can be computed without the fact, whatever the book says. */
export type RequirementReason = Extract<FindingReason, 'payer-unknown'>;

/** What one rule says to the subject. */
export type RuleFinding = {
  readonly kind: 'rule';
  readonly rule: RuleReference;
  readonly outcome: Outcome;
  readonly reason: Exclude<FindingReason, RequirementReason>;
  /** The rule's own words. */
  readonly words: Words;
  /** Names of the facts that are missing (scope/fields.ts), by code point. */
  readonly missing: readonly string[];
  readonly candidates: readonly Candidate[];
  /** Parties the register does not hold, so that nothing could be matched. */
  readonly unknownParties: readonly string[];
  readonly review: ReviewGap | undefined;
  readonly quota: QuotaReading | undefined;
  /** Notes that look like one consignment split, by code point; empty but for that finding. */
  readonly notes: readonly string[];
  /** Legs the rule speaks of, counted from 1; empty when the subject has none. */
  readonly legs: readonly number[];
  readonly authority: Words;
  readonly basis: { readonly act: string; readonly clear: boolean } | undefined;
  readonly sources: readonly Source[];
  readonly announced: LocalDate | undefined;
  readonly interval: RuleInterval;
  /** The rule was signed by an invented reviewer, or has an invented source: shown wherever the finding is. */
  readonly synthetic: boolean;
};

/**
 * What every consignment must tell and this one does not (pricing.md section 2). No authority and no act stand behind it:
 * it holds until the fact is there.
 */
export type RequirementFinding = {
  readonly kind: 'requirement';
  readonly outcome: 'HOLD';
  readonly reason: RequirementReason;
  readonly missing: readonly string[];
  /** Legs that lack it, counted from 1. */
  readonly legs: readonly number[];
};

export type Finding = RuleFinding | RequirementFinding;

/** A rule that would apply and does not, because of a document or an old contract. */
export type Lifted = {
  readonly rule: RuleReference;
  readonly by: 'document' | 'wind-down';
  /** The document, or the first day on which old contracts are no longer served. */
  readonly detail: string;
};

/** A rule that speaks of things the subject does not have yet (the transport of a mere offer): asked again later. */
export type Deferred = { readonly rule: RuleReference; readonly missing: readonly string[] };

/**
 * The answer. ALLOW says that no rule known on the day, of those asked, speaks against it; it is no clearance, and
 * neither is a list on which nobody was found.
 */
export type Screening = {
  readonly subject: string;
  readonly outcome: Outcome;
  /** Strictest first, what rests on no rule before the rest, then by rule and reason. */
  readonly findings: readonly Finding[];
  readonly lifted: readonly Lifted[];
  readonly deferred: readonly Deferred[];
  /** Every rule, list and decision in force that was asked, by code point. */
  readonly versions: readonly RuleReference[];
  /** Parties of the subject whose owners the register does not name: they were matched by name alone. */
  readonly ownersNotKnown: readonly string[];
  readonly at: ScreeningTime;
};

/** What rules of the book say, without what holds whatever they say. */
export const ruleFindings = ({ findings }: Pick<Screening, 'findings'>): readonly RuleFinding[] =>
  findings.filter((finding) => finding.kind === 'rule');
