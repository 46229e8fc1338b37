import { readFileSync } from 'node:fs';
import { equals, parseDecimal } from '@kontor/domain/kernel/decimal';
import { z } from 'zod';
import {
  additionalVolume,
  allocateDecimal,
  allocateInteger,
  capacityPlusBase,
  graduatedPercentage,
  graduatedPlusBase,
  indexTable,
  packages,
  percentPerEvent,
  rebateGraduated,
  volumePlusBase,
} from './adapters/amounts.ts';
import {
  gatedCoefficient,
  minDistance,
  quota,
  retroSettlement,
  shortest,
  target,
  tierPerLine,
} from './adapters/conditions.ts';
import { convert } from './adapters/convert.ts';
import { deficit } from './adapters/deficit.ts';
import {
  deltaCurrentPeriod,
  guarantee,
  minimumCommitment,
  periodPreserving,
  periodPreservingCap,
  retroPrice,
} from './adapters/over-time.ts';
import { railChain } from './adapters/rail-chain.ts';
import { railChainThreeParts } from './adapters/rail-chain-3-parts.ts';
import { railPerTonne } from './adapters/rail-per-tonne.ts';
import {
  conditionRetest,
  conflict,
  fixedAcross,
  lanes,
  percentByOrder,
  percentsAcross,
  percentWithCap,
  sequentialPercents,
  stacking,
} from './adapters/stacking.ts';
import { sum } from './adapters/sum.ts';
import { tier } from './adapters/tier.ts';
import { tierAllUnits } from './adapters/tier-all-units.ts';
import { tierIncremental, tierIncrementalQty } from './adapters/tier-incremental.ts';
import { graduated, graduatedAndVolume, graduatedWithPrior, volume } from './adapters/usage.ts';
import { type CaseBook, type Fields, type Json, list, text } from './adapters/words.ts';
import { rateCase } from './engine.ts';
import { type Output, outputOf } from './outputs.ts';

/** Adapters by kind of case: what the runner covers. */
export const ADAPTERS: Readonly<Record<string, (input: Fields) => CaseBook>> = {
  'rail-chain': railChain,
  'rail-chain-3-parts': railChainThreeParts,
  'rail-per-tonne': railPerTonne,
  deficit,
  convert,
  sum,
  tier,
  'tier-incremental': tierIncremental,
  'tier-incremental-qty': tierIncrementalQty,
  'tier-all-units': tierAllUnits,
  'tier-incremental-per-line': tierPerLine,
  target,
  'retro-settlement': retroSettlement,
  'gated-coefficient': gatedCoefficient,
  'min-distance': minDistance,
  shortest,
  quota,
  graduated,
  volume,
  graduated_and_volume: graduatedAndVolume,
  graduated_with_prior: graduatedWithPrior,
  stacking,
  stack_sequential_pct: sequentialPercents,
  stack_condition_retest: conditionRetest,
  pct_across_sequential: percentsAcross,
  fixed_across: fixedAcross,
  percent_with_cap: percentWithCap,
  tiered_percent_on_order_total: percentByOrder,
  lanes,
  conflict,
  package: packages,
  percentage_per_event_min_max: percentPerEvent,
  graduated_percentage: graduatedPercentage,
  graduated_plus_base: graduatedPlusBase,
  volume_plus_base: volumePlusBase,
  capacity_plus_base: capacityPlusBase,
  rebate_graduated: rebateGraduated,
  'additional-volume': additionalVolume,
  'index-table': indexTable,
  allocate_integer: allocateInteger,
  allocate_decimal: allocateDecimal,
  guarantee,
  minimum_commitment: minimumCommitment,
  retro_delta_current_period: deltaCurrentPeriod,
  retro_period_preserving: periodPreserving,
  retro_period_preserving_cap: periodPreservingCap,
  'retro-price': retroPrice,
};

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const caseSchema = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.record(z.string(), json),
  /** Figures by name; a figure or a list alone is what the case gives. */
  expected: z.union([z.record(z.string(), json), z.string(), z.number(), z.array(json)]),
  source: z.string(),
  status: z.string().optional(),
});
const fileSchema = z.object({ cases: z.array(caseSchema) });
export type PublishedCase = z.infer<typeof caseSchema>;

/** One expected value beside the actual one. */
type Comparison = {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly agrees: boolean;
};
export type CaseOutcome = {
  readonly published: PublishedCase;
  readonly comparisons: readonly Comparison[];
  readonly agrees: boolean;
  readonly failure?: string;
};

export const readCases = (file: string): readonly PublishedCase[] =>
  fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).cases;

function same(expected: string, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  const [left, right] = [parseDecimal(expected), parseDecimal(actual)];
  return left !== undefined && right !== undefined ? equals(left, right) : expected === actual;
}

function compareOne(name: string, expected: Json, actual: Output): Comparison {
  const several = figuresIn(expected);
  if (several !== undefined) {
    const values = several.map(text);
    const given = actual === undefined || typeof actual === 'string' ? [] : actual;
    const agrees = values.length === given.length && values.every((value, index) => same(value, given[index]));
    return { name, expected: values.join(' '), actual: given.join(' '), agrees };
  }
  const one = typeof actual === 'string' ? actual : undefined;
  return { name, expected: text(expected), actual: one ?? '—', agrees: same(text(expected), one) };
}

/** What a case gives without a name, by kind of case; else what is given. */
const UNNAMED: Readonly<Record<string, string>> = {
  lanes: 'net',
  minimum_commitment: 'due',
  conflict: 'error',
  allocate_integer: 'parts',
  allocate_decimal: 'parts',
  percent_with_cap: 'discountByLine',
  fixed_across: 'discountByLine',
};

/** The figures a case expects, by name; those within others by both names. */
export function figuresOf({ expected, kind }: PublishedCase): Readonly<Record<string, Json>> {
  if (typeof expected !== 'object' || Array.isArray(expected)) return { [UNNAMED[kind] ?? 'given']: expected };
  const named = Object.entries(expected).map(([name, value]): [string, Json][] => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[name, value]];
    return Object.entries(value).map(([inner, figure]) => [`${name}.${inner}`, figure ?? null]);
  });
  return Object.fromEntries(named.flat());
}

/** A list of figures; of pairs with a name, the figures. */
const figuresIn = (expected: Json): readonly Json[] | undefined =>
  Array.isArray(expected)
    ? list(expected).map((one) => (Array.isArray(one) ? (list(one).at(-1) ?? null) : one))
    : undefined;

/** Runs a case through the general engine and compares every value it expects. */
export function runCase(published: PublishedCase): CaseOutcome | undefined {
  const adapter = ADAPTERS[published.kind];
  if (adapter === undefined) return undefined;
  try {
    const result = rateCase(published.id.toLowerCase(), adapter(published.input));
    const comparisons = Object.entries(figuresOf(published)).map(([name, expected]) =>
      compareOne(name, expected, outputOf(name, published.input, result)),
    );
    return { published, comparisons, agrees: comparisons.length > 0 && comparisons.every((one) => one.agrees) };
  } catch (error) {
    return {
      published,
      comparisons: [],
      agrees: false,
      failure: error instanceof Error ? error.message : String(error),
    };
  }
}
