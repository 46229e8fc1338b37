/**
 * Three-valued truth (pricing.md section 5): "A fact the consignment lacks is not a mismatch: the outcome is not evaluated,
 * missing X, and shown." Kleene's logic: a conjunction fails when one part fails, whatever is missing elsewhere.
 */
export type Truth =
  | { readonly is: 'yes' }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly missing: readonly string[] };

export const YES: Truth = { is: 'yes' };
export const NO: Truth = { is: 'no' };
export const unknown = (...missing: readonly string[]): Truth => ({ is: 'unknown', missing });
export const truth = (value: boolean): Truth => (value ? YES : NO);

const missingOf = (parts: readonly Truth[]): readonly string[] => [
  ...new Set(parts.flatMap((one) => (one.is === 'unknown' ? one.missing : []))),
];

export function allOf(parts: readonly Truth[]): Truth {
  if (parts.some((one) => one.is === 'no')) return NO;
  return parts.some((one) => one.is === 'unknown') ? unknown(...missingOf(parts)) : YES;
}

export function anyOf(parts: readonly Truth[]): Truth {
  if (parts.some((one) => one.is === 'yes')) return YES;
  return parts.some((one) => one.is === 'unknown') ? unknown(...missingOf(parts)) : NO;
}

export function notOf(part: Truth): Truth {
  if (part.is === 'unknown') return part;
  return part.is === 'yes' ? NO : YES;
}
