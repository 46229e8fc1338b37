/** A name without letter case, quotation marks, ё and runs of spaces. The legal form stays: it tells two firms apart. */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/["'«»„“”‚‘’`]/g, ' ')
    .replace(/[\s\u00A0]+/g, ' ')
    .trim();
}
