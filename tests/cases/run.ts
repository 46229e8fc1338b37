/**
 * `npm run cases [-- FILE]`: every published case of the kinds covered, expected beside actual; then, without a file, the
 * worked examples of the rule book books/tr1. Exit 0 when all agree, 1 when not, 2 when the file cannot be read as cases.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADAPTERS, type CaseOutcome, type PublishedCase, readCases, runCase } from './cases.ts';
import { type PricedExample, priceFolder } from './rule-book.ts';

const FILES = ['worked-examples', 'peer-examples'].map((name) =>
  fileURLToPath(new URL(`../../cases/${name}.json`, import.meta.url)),
);
const RULE_BOOK = fileURLToPath(new URL('../../books/tr1', import.meta.url));

const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** The cases of a file; undefined, with the reason on standard error, when it cannot be read as such. */
function casesIn(file: string): readonly PublishedCase[] | undefined {
  try {
    return readCases(file);
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    process.stderr.write(`cannot read published cases from ${file}: ${reason}\n`);
    return undefined;
  }
}

const line = (agrees: boolean, name: string, expected: string, actual: string): string =>
  `    ${agrees ? ' ' : '!'} ${name.padEnd(22)} expected ${expected.padStart(14)}   actual ${actual.padStart(14)}`;

function writeCase({ published, comparisons, agrees, failure }: CaseOutcome): void {
  const corrected = published.status?.includes('corrected') === true ? ' [corrected]' : '';
  write(`${agrees ? 'agrees ' : 'DIFFERS'} ${published.id} (${published.kind})${corrected}  ${published.source}`);
  for (const one of comparisons) write(line(one.agrees, one.name, one.expected, one.actual));
  if (failure !== undefined) write(`    ! ${failure}`);
}

function writeExample({ example, figures }: PricedExample): void {
  const agrees = figures.every((one) => one.agrees);
  write(`${agrees ? 'agrees ' : 'DIFFERS'} ${example.name}  ${example.source ?? ''}`);
  for (const one of figures) write(line(one.agrees, one.what, one.expected, one.actual ?? '—'));
}

/** The second section. True when the book has no errors and every figure of every example comes out of it. */
function throughRuleBook(): boolean {
  const { errors, priced } = priceFolder(RULE_BOOK);
  write('through the rule book books/tr1');
  for (const { code, place } of errors) write(`! ${code} ${place.file ?? ''}:${String(place.line ?? '')}`);
  for (const one of priced) writeExample(one);
  const agreeing = priced.filter(({ figures }) => figures.every((one) => one.agrees)).length;
  write(`${String(agreeing)} of ${String(priced.length)} examples of the rule book agree`);
  write('');
  return errors.length === 0 && agreeing === priced.length && priced.length > 0;
}

function main(file: string | undefined): number {
  // npm starts scripts in the project's folder and says where it was called from.
  const files = file === undefined ? FILES : [resolve(process.env['INIT_CWD'] ?? '.', file)];
  const read = files.map(casesIn);
  const all = read.some((one) => one === undefined) ? undefined : read.flatMap((one) => one ?? []);
  if (all === undefined) return 2;
  const outcomes: CaseOutcome[] = [];
  const uncovered = new Map<string, number>();
  for (const published of all) {
    const outcome = runCase(published);
    if (outcome === undefined) uncovered.set(published.kind, (uncovered.get(published.kind) ?? 0) + 1);
    else outcomes.push(outcome);
  }
  for (const outcome of outcomes) writeCase(outcome);
  write('');
  const sound = file === undefined ? throughRuleBook() : true;
  write(`kinds covered: ${Object.keys(ADAPTERS).join(', ')}`);
  if (uncovered.size > 0)
    write(`kinds not covered yet: ${[...uncovered].map(([kind, count]) => `${kind} (${String(count)})`).join(', ')}`);
  const agreeing = outcomes.filter((one) => one.agrees).length;
  write(`${String(agreeing)} of ${String(outcomes.length)} published cases agree`);
  return sound && agreeing === outcomes.length && outcomes.length > 0 ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
