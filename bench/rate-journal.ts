/**
 * How fast a journal is rated with full outcomes: every charge line, trace, applied and not applied discount with its
 * reason, meters and budgets moving. One tariff with a distance table, fifteen discounts of every effect, six meters, one
 * budget. Run: npx tsx bench/rate-journal.ts [consignments]
 */
import { performance } from 'node:perf_hooks';
import { localDate } from '@kontor/domain/kernel/local-date';
import { type RatedConsignment, rateJournal, visitJournal } from '@kontor/domain/rating/rate-journal';
import { benchBook as book, consignmentAt } from './journal-book.ts';

const COUNT = Number(process.argv[2] ?? '20000');
const PASSES = 4;

const journal = Array.from({ length: COUNT }, (_, index) => consignmentAt(index, COUNT));
const terms = { knownBy: localDate('2026-01-01'), screeningOf: () => 'ALLOW' as const };

type Pass = { readonly seconds: number; readonly processor: number };

/** Best of several passes: wall time, and processor time of all threads. */
function measure(run: () => void): Pass {
  let best: Pass = { seconds: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < PASSES; pass += 1) {
    const started = performance.now();
    const cpu = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - started) / 1000;
    best = { seconds: Math.min(best.seconds, seconds), processor: Math.min(best.processor, (user + system) / 1e6) };
  }
  return best;
}

function report(name: string, { seconds, processor }: Pass): void {
  const rate = (time: number): string => String(Math.round(COUNT / time)).padStart(7);
  console.log(`${name.padEnd(44)}${rate(seconds)} consignments/s, ${rate(processor)} a second of processor`);
}

let net = 0n;
let applied = 0;
let others = 0;
function count({ rating }: RatedConsignment): void {
  for (const leg of rating.legs) {
    if (!leg.ok) throw new Error(JSON.stringify(leg.refusals));
    net += leg.rating.net;
    for (const outcome of leg.rating.discounts) {
      if (outcome.kind === 'applied') applied += 1;
      else others += 1;
    }
  }
}

visitJournal(book, journal, terms, count);
console.log(
  `${String(COUNT)} consignments, ${(applied / COUNT).toFixed(1)} discounts applied and ${(others / COUNT).toFixed(1)} not, each, net ${String(net)} EUR cents`,
);
report(
  'each rating handed on',
  measure(() => visitJournal(book, journal, terms, () => undefined)),
);
report(
  'all ratings kept',
  measure(() => rateJournal(book, journal, terms)),
);
