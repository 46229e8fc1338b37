/**
 * How fast the exact kernel adds, multiplies and rounds, beside the same work on plain bigints of fixed scale (the
 * floor: no exact type can be faster) and on floats (which are fast and wrong). Run: npx tsx bench/kernel.ts
 */
import { performance } from 'node:perf_hooks';
import { add, type Decimal, decimal, divide, multiply, ofUnits, toText, ZERO } from '@kontor/domain/kernel/decimal';
import { roundTo } from '@kontor/domain/kernel/rounding';

const ROUNDS = 400;
const INPUTS = 2_500;
const PASSES = 5;

const CENT = decimal('0.01');
const COEFFICIENT = decimal('0.551');
const SEVEN = decimal('7');

/** Charges from 10.00 to some thousands, the same on every run. */
const minors: readonly bigint[] = Array.from({ length: INPUTS }, (_, n) => BigInt(1000 + ((n * 7919) % 500_000)));
const charges: readonly Decimal[] = minors.map((minor) => ofUnits(minor, 2));
const floats: readonly number[] = minors.map((minor) => Number(minor) / 100);

type Contender = { readonly name: string; readonly run: () => string };

const contenders: readonly Contender[] = [
  { name: 'decimal: multiply, round half-up, add', run: () => total((charge) => multiply(charge, COEFFICIENT)) },
  { name: 'decimal: divide by 7, round half-up, add', run: () => total((charge) => divide(charge, SEVEN)) },
  { name: 'bigint of fixed scale: multiply, round half-up, add', run: bigintTotal },
  { name: 'float: multiply, Math.round, add', run: floatTotal },
];

function total(step: (charge: Decimal) => Decimal): string {
  let sum = ZERO;
  for (const charge of charges) sum = add(sum, roundTo(step(charge), CENT, 'half-up'));
  return toText(sum);
}

function bigintTotal(): string {
  let sum = 0n;
  for (const minor of minors) sum += (minor * 551n + 500n) / 1000n;
  return toText(ofUnits(sum, 2));
}

function floatTotal(): string {
  let sum = 0;
  for (const charge of floats) sum += Math.round(charge * 0.551 * 100) / 100;
  return String(sum);
}

/** The best of several passes, in thousand chains (one multiply or divide, one round, one add) per second. */
function measure(run: () => string): { readonly perSecond: number; readonly answer: string } {
  let best = Number.POSITIVE_INFINITY;
  let answer = '';
  for (let pass = 0; pass < PASSES; pass += 1) {
    const start = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) answer = run();
    best = Math.min(best, performance.now() - start);
  }
  return { perSecond: (ROUNDS * INPUTS * 1000) / best, answer };
}

for (const { name, run } of contenders) {
  const { perSecond, answer } = measure(run);
  const speed = `${(perSecond / 1e6).toFixed(2)} M/s`.padStart(12);
  console.log(`${name.padEnd(54)}${speed}   sum ${answer}`);
}
