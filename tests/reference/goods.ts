/**
 * Goods codes and their patterns (pricing.md section 5, docs/reference/book.md): prefixes `281` and inclusive ranges of
 * prefixes `301-304`. GNG, HS, CN and TNVED share their first six digits, so that a code in one answers for another up to there.
 */
import type { CodeSystem, GoodsItem } from '@kontor/domain/consignment/schema';
import { NO, type Truth, unknown, YES } from './truth.ts';

const SHARED: readonly CodeSystem[] = ['GNG', 'HS', 'CN', 'TNVED'];
const SHARED_DIGITS = 6;

/** What is known of an item's code in a system: its digits, and whether more digits might follow. */
export type KnownCode = { readonly digits: string; readonly open: boolean };

export function codeOf(item: GoodsItem, system: CodeSystem): KnownCode | undefined {
  const own = item.codes[system];
  if (own !== undefined) return { digits: own, open: false };
  if (!SHARED.includes(system)) return undefined;
  const other = SHARED.map((one) => item.codes[one]).find((code) => code !== undefined);
  return other === undefined ? undefined : { digits: other.slice(0, SHARED_DIGITS), open: true };
}

/** Whether a code begins with something between two prefixes of one length, both included. */
function between({ digits, open }: KnownCode, low: string, high: string): Truth {
  const begin = digits.slice(0, low.length);
  if (begin.length === low.length) return begin >= low && begin <= high ? YES : NO;
  const might = begin >= low.slice(0, begin.length) && begin <= high.slice(0, begin.length);
  return open && might ? unknown() : NO;
}

export function matchesPattern(code: KnownCode, pattern: string): Truth {
  const [low = '', high = low] = pattern.split('-');
  return between(code, low, high);
}

/** How many digits a pattern fixes: "the longest match wins" in a table. */
export const lengthOf = (pattern: string): number => (pattern.split('-')[0] ?? '').length;
