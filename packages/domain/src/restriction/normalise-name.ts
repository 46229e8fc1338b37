/**
 * A name as lists are matched by: one Unicode form, no letter case, no quotation marks or punctuation, single spaces,
 * ё as е. Two names that differ in anything else are different names: similarity is for a person to judge.
 */
export function normaliseName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
