/** `npm run cases [-- FILE]`: every published case of the kinds covered, expected beside actual. */
import { fileURLToPath } from 'node:url';
import { ADAPTERS, type CaseOutcome, readCases, runCase } from './cases.ts';

const [file = fileURLToPath(new URL('../../cases/worked-examples.json', import.meta.url))] = process.argv.slice(2);
const all = readCases(file);
const outcomes: CaseOutcome[] = [];
const uncovered = new Map<string, number>();
for (const published of all) {
  const outcome = runCase(published);
  if (outcome === undefined) uncovered.set(published.kind, (uncovered.get(published.kind) ?? 0) + 1);
  else outcomes.push(outcome);
}
const write = (line: string): void => void process.stdout.write(`${line}\n`);
for (const { published, comparisons, agrees, failure } of outcomes) {
  write(
    `${agrees ? 'agrees ' : 'DIFFERS'} ${published.id} (${published.kind})${published.status?.includes('corrected') === true ? ' [corrected]' : ''}  ${published.source}`,
  );
  for (const one of comparisons)
    write(
      `    ${one.agrees ? ' ' : '!'} ${one.name.padEnd(14)} expected ${one.expected.padStart(14)}   actual ${one.actual.padStart(14)}`,
    );
  if (failure !== undefined) write(`    ! ${failure}`);
}
write('');
write(`kinds covered: ${Object.keys(ADAPTERS).join(', ')}`);
if (uncovered.size > 0)
  write(`kinds not covered yet: ${[...uncovered].map(([kind, count]) => `${kind} (${String(count)})`).join(', ')}`);
const agreeing = outcomes.filter((one) => one.agrees).length;
write(`${String(agreeing)} of ${String(outcomes.length)} published cases agree`);
process.exitCode = agreeing === outcomes.length && outcomes.length > 0 ? 0 : 1;
