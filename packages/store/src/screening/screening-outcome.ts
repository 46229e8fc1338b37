import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { contentHash, type Json } from '../journal/canonical-json.ts';

/** From the strictest to the mildest (corridor.md, restrictions and screening). */
export type ScreeningOutcome = 'REFUSE' | 'HOLD' | 'FLAG' | 'ALLOW';

/** At which gate it was asked. */
export type ScreeningReason = 'import' | 'quote' | 'booking' | 'departure' | 'payout';

/** What a screening answered. */
export type NewScreening = {
  /** The document number of what was screened. */
  readonly subject: string;
  /** The fact that was screened; null where there is none yet, as for a quote. */
  readonly factSeq: bigint | null;
  readonly outcome: ScreeningOutcome;
  readonly reason: ScreeningReason;
  /** The day for which it was asked. */
  readonly at: LocalDate;
  /** The book entries it used, each with its version. */
  readonly entryVersions: Json;
  /** The findings behind the outcome. */
  readonly body: Json;
};

export type Screening = NewScreening & { readonly region: string; readonly id: bigint };

/** Screened again with the same answer from the same entries, it is the same outcome. */
export function screeningHash({ factSeq, outcome, entryVersions, body }: NewScreening): Buffer {
  return contentHash({ factSeq: factSeq === null ? null : String(factSeq), outcome, entryVersions, body });
}
