/**
 * How long one quote takes where the demonstration's journal is at hand: a consignment more, rated as meters and budgets stand
 * before it, its explanation made and written for machines. Run: npx tsx bench/quote.ts [quotes]
 */
import { performance } from 'node:perf_hooks';
import { explainRating } from '@kontor/domain/explain/explain-rating';
import { ratingJson } from '@kontor/domain/explain/rating-json';
import { openAnew } from '@kontor/domain/rating/rate-consignment';
import { rateOne, visitJournal } from '@kontor/domain/rating/rate-journal';
import { demoBook, demoJournal, knownBy, screeningOf } from './demo-journal.ts';

const QUOTES = Number(process.argv[2] ?? '3000');
const WARMING = 500;

const terms = { knownBy, screeningOf };
const state = visitJournal(demoBook.rating, demoJournal, terms, () => undefined);
const times: number[] = [];
const processor: number[] = [];
let written = 0;
for (let index = 0; index < QUOTES + WARMING; index += 1) {
  const like = demoJournal[(index * 7919) % demoJournal.length];
  if (like === undefined) continue;
  const consignment = { ...like, note: `${like.note}-Q` };
  const cpu = process.cpuUsage();
  const started = performance.now();
  // A quote is asked for once: nothing of it is kept.
  const asked = { ...terms, screeningOf: () => screeningOf(like) };
  const { rating } = rateOne(demoBook.rating, state, consignment, asked, openAnew);
  const nodes = explainRating(rating);
  written += JSON.stringify(ratingJson(rating)).length + nodes.length;
  if (index < WARMING) continue;
  times.push(performance.now() - started);
  const { user, system } = process.cpuUsage(cpu);
  processor.push((user + system) / 1000);
}

function spread(list: readonly number[]): string {
  const sorted = list.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(3);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

console.log(
  `${String(times.length)} quotes after ${String(demoJournal.length)} consignments, ${String(Math.round(written / (QUOTES + WARMING)))} characters each`,
);
console.log(`by the wall         ${spread(times)}`);
console.log(`time of processor   ${spread(processor)}`);
