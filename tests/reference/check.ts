/** Compares so many random cases; the first that differs is shrunk and laid out. */
import fc from 'fast-check';
import { compareCase } from './compare.ts';
import { type Counts, count } from './coverage.ts';
import { bookCase, type Case } from './generate.ts';
import type { Difference } from './side-by-side.ts';

export type Checked = {
  /** How many books, with their consignments, agreed. */
  readonly agreed: number;
  readonly counts: Counts;
  /** The smallest case found that differs, and where. */
  readonly differs?: string | undefined;
};

const sideBySide = ({ where, engine, reference }: Difference): string =>
  `${where}\n  engine    ${engine}\n  reference ${reference}`;

function laidOut(one: Case, seed: number): string {
  const { differences } = compareCase(one);
  return [
    `seed ${String(seed)}`,
    ...differences.map(sideBySide),
    ...one.book.map((entry) => JSON.stringify(entry)),
    `rated on ${one.days.join(', ')}`,
    ...one.facts.map(({ learned, note, consignment }) => {
      const screened = one.screenings[note] ?? 'not screened';
      return `${learned} ${screened} ${consignment === undefined ? `${note} cancelled` : JSON.stringify(consignment)}`;
    }),
  ].join('\n');
}

export function checkCases(seed: number, runs: number): Checked {
  const counts: Counts = new Map();
  let agreed = 0;
  /** After the first that differs come smaller forms of it, which are no runs of their own. */
  let differed = false;
  const property = fc.property(bookCase, (one) => {
    const { problems, differences, features } = compareCase(one);
    fc.pre(problems.length === 0);
    differed ||= differences.length > 0;
    if (differed) return differences.length === 0;
    count(counts, features);
    agreed += 1;
    return true;
  });
  const result = fc.check(property, { seed, numRuns: runs });
  if (!result.failed) return { agreed, counts };
  const [smallest] = result.counterexample ?? [];
  const differs =
    smallest === undefined ? `seed ${String(seed)}: too many books were refused` : laidOut(smallest, seed);
  return { agreed, counts, differs };
}
