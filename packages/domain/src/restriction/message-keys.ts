/** Under which keys of the catalogues a screening is said, and with what. */
import { add, toText } from '../kernel/decimal.ts';
import type { QuotaReading } from '../quota/reading.ts';
import type { RuleInterval } from './in-force.ts';
import type { Outcome } from './schema.ts';
import type { Finding, Lifted, MatchedBy, Purpose, RuleFinding } from './screening.ts';

export const outcomeKey = (outcome: Outcome): string => `screening.outcome.${outcome}`;

/** Filled in with {@link findingParams}. */
export const reasonKey = (reason: Finding['reason']): string => `screening.reason.${reason}`;

export const reviewKey = (gap: NonNullable<RuleFinding['review']>): string => `screening.review.${gap}`;

export const matchKey = (by: MatchedBy): string => `screening.match.${by}`;

export const intervalKey = (kind: RuleInterval['kind']): string => `screening.interval.${kind}`;

/** Filled in with `detail`. */
export const liftedKey = (by: Lifted['by']): string => `screening.lifted.${by}`;

export const purposeKey = (purpose: Purpose): string => `screening.purpose.${purpose}`;

/** Said under every screening that is ALLOW, and under every list on which nobody was found. */
export const NO_CLEARANCE_KEY = 'screening.no-clearance';

/** Said of a rule that waits for facts the subject does not have yet; filled in with `missing`. */
export const DEFERRED_KEY = 'screening.deferred';

/** Amounts as exact text in `unit`; what a surface shows it may format anew from the reading itself. */
function quotaParams(reading: QuotaReading | undefined): Readonly<Record<string, string>> {
  if (reading === undefined) return { quota: '', after: '', ceiling: '', unit: '' };
  if (reading.kind !== 'balance') return { quota: reading.quota, after: '', ceiling: '', unit: '' };
  const after = add(add(reading.consumed, reading.reserved), reading.requested);
  return { quota: reading.quota, after: toText(after), ceiling: toText(reading.ceiling), unit: reading.unit };
}

function ruleParams(finding: RuleFinding): Readonly<Record<string, string>> {
  const reading = finding.quota;
  const ofMeasure = reading?.kind === 'no-measure' ? reading.missing : [];
  return {
    rule: finding.rule.id,
    missing: [...finding.missing, ...ofMeasure].join(', '),
    candidates: finding.candidates.map((one) => `${one.party} = ${one.name}`).join(', '),
    parties: finding.unknownParties.join(', '),
    notes: finding.notes.join(', '),
    ...quotaParams(reading),
  };
}

/** Everything the text of a finding may fill in; lists joined with commas. */
export function findingParams(finding: Finding): Readonly<Record<string, string>> {
  const legs = finding.legs.join(', ');
  if (finding.kind === 'rule') return { ...ruleParams(finding), legs };
  return { missing: finding.missing.join(', '), legs };
}
