/** What screening holds, refuses or flags, and why: one line for each rule and reason. */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { Outcome } from '@kontor/domain/restriction/schema';
import type { Finding, FindingReason } from '@kontor/domain/restriction/screening';
import { severityOf } from '@kontor/domain/restriction/strictest';
import type { BriefInput } from './brief-input.ts';

export type Held = {
  /** The rule of the book; undefined where the consignment lacks what each must tell. */
  readonly rule: string | undefined;
  readonly outcome: Exclude<Outcome, 'ALLOW'>;
  readonly reason: FindingReason;
  readonly consignments: number;
};

const idOf = (finding: Finding): string | undefined => (finding.kind === 'rule' ? finding.rule.id : undefined);

/** Strictest first, then by rule and reason. A consignment with several findings stands under each of them. */
export function heldBy({ report }: Pick<BriefInput, 'report'>): readonly Held[] {
  const groups = new Map<string, Held & { readonly notes: Set<string> }>();
  for (const [note, { findings }] of report.screenings) {
    for (const finding of findings) {
      const { outcome, reason } = finding;
      if (outcome === 'ALLOW') continue;
      const rule = idOf(finding);
      const name = JSON.stringify([rule ?? null, outcome, reason]);
      const group = groups.get(name) ?? { rule, outcome, reason, consignments: 0, notes: new Set<string>() };
      groups.set(name, group);
      group.notes.add(note);
    }
  }
  return [...groups.values()]
    .map(({ notes, ...held }) => ({ ...held, consignments: notes.size }))
    .toSorted(
      (a, b) =>
        severityOf(b.outcome) - severityOf(a.outcome) ||
        compareCodePoints(a.rule ?? '', b.rule ?? '') ||
        compareCodePoints(a.reason, b.reason),
    );
}
