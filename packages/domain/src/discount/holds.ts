/** What a condition or an amount came to, three-valued as scopes are: it holds, it fails, or it cannot be told. */
import type { NextTier, NotAppliedReason } from '../charge/rating.ts';
import type { Refusal } from '../kernel/refusal.ts';

/** It holds, it fails for a reason with its numbers, or facts are missing. */
export type Holds =
  | { readonly kind: 'holds' }
  | {
      readonly kind: 'fails';
      readonly reason: NotAppliedReason;
      /** Of a scale whose first step is not reached. */
      readonly next?: NextTier;
    }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

export const HOLDS: Holds = Object.freeze({ kind: 'holds' });

export function fails(code: string, params: NotAppliedReason['params']): Extract<Holds, { kind: 'fails' }> {
  return { kind: 'fails', reason: { code, params } };
}

/** It fails for a refusal met on the way, which says why. */
export function failsBy(code: string, found: Refusal | undefined): Extract<Holds, { kind: 'fails' }> {
  if (found === undefined) return fails(code, { cause: '' });
  const cause = { code: found.code, params: found.params };
  return { kind: 'fails', reason: { code, params: { cause: found.code }, cause } };
}

/** Two answers of which none fails: what both of them lack. */
export function both(first: Holds, second: Holds): Holds {
  if (second.kind !== 'missing') return first;
  if (first.kind !== 'missing') return second;
  return { kind: 'missing', fields: [...new Set([...first.fields, ...second.fields])] };
}

/** All must hold: the first that fails decides, even when others cannot be told; else everything that is missing. */
export function allHold<T>(parts: readonly T[], ask: (part: T) => Holds): Holds {
  let all: Holds = HOLDS;
  for (const part of parts) {
    const one = ask(part);
    if (one.kind === 'fails') return one;
    if (one.kind === 'missing') all = both(all, one);
  }
  return all;
}

/** One that holds is enough; when none does and one cannot be told, what is missing; else the first failure. */
export function anyHolds<T>(parts: readonly T[], ask: (part: T) => Holds): Holds {
  let missing: Holds = HOLDS;
  let failed: Holds | undefined;
  for (const part of parts) {
    const one = ask(part);
    if (one.kind === 'holds') return one;
    if (one.kind === 'missing') missing = both(missing, one);
    else failed ??= one;
  }
  return missing.kind === 'missing' ? missing : (failed ?? HOLDS);
}
