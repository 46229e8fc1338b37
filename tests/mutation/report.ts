/** The score of a folder as people read it. */
import type { Source } from '../tidy/source.ts';
import type { Line } from './notes.ts';
import type { Mutant } from './operators.ts';

export type Judged = {
  readonly source: Source;
  readonly mutant: Mutant;
  readonly verdict: NonNullable<Line['verdict']>;
};

type Counted = { readonly noticed: number; readonly all: number; readonly score: number };

/** Of a hundred mutants, how many a test notices; those that no test passes count as not noticed. */
export function counted(judged: readonly Judged[]): Counted {
  const noticed = judged.filter(({ verdict }) => verdict === 'killed' || verdict === 'endless').length;
  return { noticed, all: judged.length, score: judged.length === 0 ? 100 : (100 * noticed) / judged.length };
}

const row = (name: string, { noticed, all, score }: Counted): string =>
  `${name.padEnd(44)} ${String(noticed).padStart(5)} of ${String(all).padStart(5)}  ${score.toFixed(1).padStart(5)} %\n`;

const nameOf = ({ path }: Source): string => path.replace('packages/domain/src/', '');

/** A line for each file, and one for the folder. */
export function table(folder: string, judged: readonly Judged[]): string {
  const files = [...new Set(judged.map(({ source }) => nameOf(source)))];
  const rows = files.map((name) => row(name, counted(judged.filter(({ source }) => nameOf(source) === name))));
  return `${rows.join('')}${row(folder, counted(judged))}`;
}

const short = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ');
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
};

/** The mutants nothing noticed, each with its place and both texts. */
export function survivorLines(judged: readonly Judged[]): string {
  return judged
    .filter(({ verdict }) => verdict === 'survived' || verdict === 'uncovered')
    .map(({ source, mutant, verdict }) => {
      const was = short(source.text.slice(mutant.start, mutant.end));
      const at = `${nameOf(source)}:${String(mutant.line)}`;
      return `${at} ${verdict} ${mutant.operator}: ${was} → ${short(mutant.replacement) || '(nothing)'}\n`;
    })
    .join('');
}
