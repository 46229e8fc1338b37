/**
 * What re-rating costs beside rating everything: single corrections in a journal, each another consignment. Shown are how many
 * ratings a correction touches and how its time compares with that of a whole rating. Run:
 * npx tsx bench/rerate.ts [consignments]
 */
import { performance } from 'node:perf_hooks';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { type JournalChanges, keepJournal, rerate } from '@kontor/domain/rating/rerate';
import { benchBook, consignmentAt } from './journal-book.ts';

const COUNT = Number(process.argv[2] ?? '100000');
const CORRECTIONS = 20;

const journal = Array.from({ length: COUNT }, (_, index) => consignmentAt(index, COUNT));
const terms = { knownBy: localDate('2026-01-01'), screeningOf: () => 'ALLOW' as const };

function timed<T>(run: () => T): { readonly seconds: number; readonly result: T } {
  const started = performance.now();
  const result = run();
  return { seconds: (performance.now() - started) / 1000, result };
}

const full = timed(() => rateJournal(benchBook, journal, terms));
const remembered = timed(() => keepJournal(benchBook, journal, terms));
let kept = remembered.result;
console.log(
  `${String(COUNT)} consignments rated in ${full.seconds.toFixed(2)} s, with readings remembered in ${remembered.seconds.toFixed(2)} s`,
);

/** Corrections spread over the journal. */
function correct(name: string, change: (one: Consignment) => JournalChanges): void {
  const seconds: number[] = [];
  const touched: number[] = [];
  for (let round = 0; round < CORRECTIONS; round += 1) {
    const one = kept.rated[Math.floor(((round + 0.5) * COUNT) / CORRECTIONS)]?.consignment;
    if (one === undefined) continue;
    const found = timed(() => rerate(kept, change(one)));
    seconds.push(found.seconds);
    touched.push(found.result.touched.length);
    kept = found.result.journal;
  }
  const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const median = middle(seconds);
  console.log(
    `${name.padEnd(34)}median ${String(middle(touched)).padStart(6)} touched (most ${String(Math.max(...touched))}), ${(median * 1000).toFixed(1)} ms, ${(full.seconds / median).toFixed(0)} times faster than everything`,
  );
}

correct('a mark added, no meter moved', (one) => ({ put: [{ ...one, marks: ['corrected'] }] }));
correct('a mass corrected', (one) => ({
  put: [{ ...one, items: one.items.map((item) => ({ ...item, mass_kg: (item.mass_kg ?? 0) + 500 })) }],
}));
correct('a consignment cancelled', ({ note }) => ({ cancelled: [note] }));
