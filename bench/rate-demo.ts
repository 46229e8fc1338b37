/**
 * How fast the demonstration's journal is rated in full: every charge line with its trace, every discount applied or not with
 * its reason, meters and budgets moving. Each pass has consignments of its own. What is worked out once for many of them lasts over
 * the passes, as over an office's day, but where the book is opened anew for each. It runs what is compiled, as the office does: node scripts/setup.mjs, then npx tsx bench/rate-demo.ts [passes]
 */
import { performance } from 'node:perf_hooks';
import { rateJournal, visitJournal } from '@kontor/domain/rating/rate-journal';
import { compileRatingBook, type RatingBook } from '@kontor/domain/rating/rating-book';
import { demoBook, demoJournal, knownBy, screeningOf } from './demo-journal.ts';

const PASSES = Number(process.argv[2] ?? '6');
const COUNT = demoJournal.length;
const terms = { knownBy, screeningOf };

type Run = (journal: typeof demoJournal, book: RatingBook) => void;

function report(name: string, run: Run, bookOf: () => RatingBook = () => demoBook.rating): void {
  let seconds = Number.POSITIVE_INFINITY;
  let processor = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const journal = demoJournal.map((one) => ({ ...one }));
    const book = bookOf();
    const started = performance.now();
    const cpu = process.cpuUsage();
    run(journal, book);
    const { user, system } = process.cpuUsage(cpu);
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
    processor = Math.min(processor, (user + system) / 1e6);
  }
  const rate = (time: number): string => String(Math.round(COUNT / time)).padStart(7);
  console.log(`${name.padEnd(30)}${rate(seconds)} consignments/s, ${rate(processor)} a second of processor`);
}

const counts = { legs: 0, lines: 0, steps: 0, applied: 0, others: 0 };
visitJournal(demoBook.rating, demoJournal, terms, ({ rating }) => {
  for (const leg of rating.legs) {
    if (!leg.ok) continue;
    counts.legs += 1;
    counts.lines += leg.rating.lines.length;
    for (const line of leg.rating.lines) counts.steps += line.trace.length;
    for (const { kind } of leg.rating.discounts) counts[kind === 'applied' ? 'applied' : 'others'] += 1;
  }
});
const each = (count: number): string => (count / COUNT).toFixed(1);
console.log(
  `${String(COUNT)} consignments; each ${each(counts.legs)} legs, ${each(counts.lines)} lines, ${each(counts.steps)} steps in traces, ${each(counts.applied)} discounts applied, ${each(counts.others)} not`,
);
const handOn: Run = (journal, book) => visitJournal(book, journal, terms, () => undefined);
report('each rating handed on', handOn);
report('the same, book opened anew', handOn, () => compileRatingBook(demoBook.loaded).book);
report('all ratings kept', (journal, book) => rateJournal(book, journal, terms));
