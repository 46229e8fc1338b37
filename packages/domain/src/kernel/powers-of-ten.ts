/** Powers that rates, coefficients and money meet in practice; larger ones are rare enough to compute. */
const CACHED: readonly bigint[] = Object.freeze(Array.from({ length: 257 }, (_, exponent) => 10n ** BigInt(exponent)));

/** 10^exponent for a whole exponent >= 0. */
export function powerOfTen(exponent: number): bigint {
  return CACHED[exponent] ?? 10n ** BigInt(exponent);
}
