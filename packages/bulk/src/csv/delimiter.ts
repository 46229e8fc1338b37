import { csvParser, DELIMITERS, type Delimiter } from './parser.ts';

export type DelimiterGuess =
  | { readonly kind: 'certain'; readonly delimiter: Delimiter }
  | { readonly kind: 'unclear'; readonly likeliest: Delimiter; readonly candidates: readonly Delimiter[] };

type Trial = {
  readonly delimiter: Delimiter;
  /** Column titles recognised in the best row. */
  readonly titles: number;
  /** Columns of most rows, and the share of rows that have just as many. */
  readonly columns: number;
  readonly share: number;
};

function commonest(counts: readonly number[]): { readonly value: number; readonly share: number } {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  let [value, most] = [0, 0];
  for (const [count, times] of tally) {
    if (times > most || (times === most && count > value)) [value, most] = [count, times];
  }
  return { value, share: counts.length === 0 ? 0 : most / counts.length };
}

function attempt(text: string, delimiter: Delimiter, titlesIn: (cells: readonly string[]) => number): Trial {
  const parser = csvParser('', delimiter);
  const rows = [...parser.push(text), ...parser.end()].filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  const { value, share } = commonest(rows.map((row) => row.cells.length));
  const titles = Math.max(0, ...rows.slice(0, 40).map((row) => titlesIn(row.cells)));
  return { delimiter, titles, columns: value, share };
}

/**
 * Finds the delimiter in the first rows. Recognised titles decide, because decimal commas can be as regular as
 * delimiters; without titles, the only delimiter that splits the rows evenly. Otherwise a person is asked.
 */
export function guessDelimiter(start: string, titlesIn: (cells: readonly string[]) => number): DelimiterGuess {
  const trials = DELIMITERS.map((delimiter) => attempt(start, delimiter, titlesIn));
  const mostTitles = Math.max(...trials.map((trial) => trial.titles));
  const withTitles = trials.filter((trial) => trial.titles === mostTitles && mostTitles >= 2);
  if (withTitles.length === 1 && withTitles[0] !== undefined) {
    return { kind: 'certain', delimiter: withTitles[0].delimiter };
  }
  const even = trials.filter((trial) => trial.columns >= 2 && trial.share > 0.5);
  const ordered = even.toSorted((a, b) => b.columns * b.share - a.columns * a.share);
  const [best] = ordered;
  // A file of one column has no delimiter to get wrong.
  if (best === undefined) return { kind: 'certain', delimiter: ',' };
  if (even.length === 1) return { kind: 'certain', delimiter: best.delimiter };
  return { kind: 'unclear', likeliest: best.delimiter, candidates: ordered.map((trial) => trial.delimiter) };
}
