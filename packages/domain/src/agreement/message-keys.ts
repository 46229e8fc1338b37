/** Under which keys of the catalogues an agreement's answer is said. */
import type { Warning } from './answer.ts';
import type { UnclearEvidence } from './evidence.ts';
import type { Status } from './status.ts';

export const statusKey = (status: Status): string => `agreement.status.${status}`;

/** Filled in with `by`, a quantity with its unit. */
export const warningKey = (kind: Warning['kind']): string => `agreement.warning.${kind}`;

/** Filled in with `note` and `missing`. */
export const unclearKey = (reason: UnclearEvidence['reason']): string => `agreement.unclear.${reason}`;
