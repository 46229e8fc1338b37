/**
 * Which rules speak on a day, by what was known then (corridor.md, "Restrictions and screening"): the actual interval
 * once it is known, else the planned one, else the validity of the entry.
 */
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contains, type Period } from '../kernel/period.ts';
import type { RestrictionForm } from './form.ts';

export const INTERVAL_KINDS = ['actual', 'planned', 'valid'] as const;

/** The interval a rule was believed to have on a day, and what that rests on. */
export type RuleInterval = { readonly kind: (typeof INTERVAL_KINDS)[number]; readonly span: Period };

/**
 * The interval as known on `knownBy`. An actual interval whose end is not yet known lends its start; its end is the
 * planned one while that lies ahead. Without a plan, or past it, the rule holds until further notice.
 */
export function intervalOf(rule: RestrictionForm, knownBy: LocalDate): RuleInterval {
  const { actual, planned } = rule;
  if (actual === undefined || actual.span.from > knownBy) {
    return planned === undefined ? { kind: 'valid', span: rule.valid } : { kind: 'planned', span: planned };
  }
  if (actual.known !== undefined && actual.known <= knownBy) return { kind: 'actual', span: actual.span };
  const ahead = planned?.to !== undefined && planned.to > knownBy && planned.to > actual.span.from;
  return { kind: 'actual', span: { from: actual.span.from, to: ahead ? planned.to : undefined } };
}

/** Why a rule is not relied on, so that it holds: nobody signed it, or its basis is absent or unclear. */
export const REVIEW_GAPS = ['not-signed', 'no-basis', 'unclear-basis'] as const;
export type ReviewGap = (typeof REVIEW_GAPS)[number];

/** What a rule lacks of a legal review on a day; undefined when it lacks nothing. A later signature is not known yet. */
export function reviewGap(rule: RestrictionForm, knownBy: LocalDate): ReviewGap | undefined {
  if (rule.basis === undefined) return 'no-basis';
  if (!rule.basis.clear) return 'unclear-basis';
  const signed = rule.reviewed !== undefined && rule.reviewed.by.trim() !== '' && rule.reviewed.on <= knownBy;
  return signed ? undefined : 'not-signed';
}

/** Newest first: by the day it was known, then the start of its validity, then its version. */
function newestFirst(a: RestrictionForm, b: RestrictionForm): number {
  return (
    compareCodePoints(b.known, a.known) ||
    compareCodePoints(b.valid.from, a.valid.from) ||
    compareCodePoints(b.version, a.version)
  );
}

const beginsBy = (rule: RestrictionForm, { date, knownBy }: RuleDay): boolean =>
  rule.valid.from <= date || intervalOf(rule, knownBy).span.from <= date;

/**
 * The newest version that has begun, and the ones before it down to the first that is signed: a version nobody has
 * signed does not put an end to the signed one it would replace.
 */
function reliedOn(versions: readonly RestrictionForm[], at: RuleDay): readonly RestrictionForm[] {
  const begun = versions.filter((rule) => beginsBy(rule, at)).toSorted(newestFirst);
  const signed = begun.findIndex((rule) => reviewGap(rule, at.knownBy) === undefined);
  return signed < 0 ? begun : begun.slice(0, signed + 1);
}

/** The day asked about, and the day up to which facts and rules are known. */
export type RuleDay = { readonly date: LocalDate; readonly knownBy: LocalDate };

/**
 * The rules that speak on the day, by code point of id and version. A rule that a signed one names as superseded is
 * silent from that one's start on.
 */
export function rulesInForce(rules: readonly RestrictionForm[], at: RuleDay): readonly RestrictionForm[] {
  const byId = new Map<string, RestrictionForm[]>();
  for (const rule of rules) {
    if (rule.known > at.knownBy) continue;
    const versions = byId.get(rule.id);
    if (versions === undefined) byId.set(rule.id, [rule]);
    else versions.push(rule);
  }
  const speaking = [...byId.values()].flatMap((versions) => reliedOn(versions, at));
  const signed = speaking.filter((rule) => reviewGap(rule, at.knownBy) === undefined);
  const silenced = new Set(signed.flatMap((rule) => rule.supersedes.filter((id) => id !== rule.id)));
  return speaking
    .filter((rule) => !silenced.has(rule.id) && contains(intervalOf(rule, at.knownBy).span, at.date))
    .toSorted((a, b) => compareCodePoints(a.id, b.id) || compareCodePoints(a.version, b.version));
}
