/** Thrown inside the reference evaluator where something cannot be reckoned, and caught at the leg, discount or window. */
export class Refused extends Error {
  readonly code: string;
  readonly missing: readonly string[];
  /** The fact that has several values. */
  readonly differs: string | undefined;
  constructor(code: string, missing: readonly string[] = [], differs?: string) {
    super(`${code} ${missing.join(', ')}`);
    this.code = code;
    this.missing = missing;
    this.differs = differs;
  }
}

export const lacking = (...facts: readonly string[]): Refused => new Refused('missing-fact', facts);

/** What was reckoned, or why it could not be; every other error is a mistake of the evaluator and goes on. */
export function attempt<T>(reckon: () => T): { readonly value: T } | { readonly refused: Refused } {
  try {
    return { value: reckon() };
  } catch (error) {
    if (error instanceof Refused) return { refused: error };
    throw error;
  }
}
