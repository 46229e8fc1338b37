/** What a comparison really touched, so that it cannot be empty: counted of what the engine rated and granted. */
import type { AppliedDiscount, LegRating } from '@kontor/domain/charge/rating';
import type { Entitlement } from '@kontor/domain/rating/entitled';
import type { RatedJournal } from '@kontor/domain/rating/rate-journal';
import type { Case } from './generate.ts';
import { isText, type Text } from './generate-values.ts';

/** Every text standing under a key anywhere in an entry. */
function valuesOf(entry: unknown, key: string): readonly string[] {
  if (Array.isArray(entry)) return entry.flatMap((one) => valuesOf(one, key));
  if (entry === null || typeof entry !== 'object') return [];
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]) => [
    ...(name === key && (typeof value === 'string' || typeof value === 'boolean') ? [String(value)] : []),
    ...valuesOf(value, key),
  ]);
}

const keysUnder = (entry: unknown, key: string): readonly string[] => {
  if (Array.isArray(entry)) return entry.flatMap((one) => keysUnder(one, key));
  if (entry === null || typeof entry !== 'object') return [];
  return Object.entries(entry).flatMap(([name, value]: [string, unknown]) => [
    ...(name === key && value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : []),
    ...keysUnder(value, key),
  ]);
};

/** The text under a key of the thing itself, not of what is in it. */
function ownTexts(thing: unknown, key: string): readonly string[] {
  if (thing === null || typeof thing !== 'object') return [];
  const value: unknown = Reflect.get(thing, key);
  return typeof value === 'string' ? [value] : [];
}

/** How conditions are built: by which keys, combined ones looked into. */
function conditionKeys(conditions: unknown): readonly string[] {
  if (Array.isArray(conditions)) return conditions.flatMap(conditionKeys);
  if (!isText(conditions)) return [];
  const { any, all, not, meter: _, scope: __, ...bounds } = conditions;
  const inside = [any, all, not].flatMap(conditionKeys);
  return [
    ...Object.keys(conditions),
    ...valuesOf(bounds, 'per').map((per) => `per ${per}`),
    ...valuesOf(bounds, 'partial'),
    ...inside,
  ];
}

const named = (prefix: string, values: readonly string[]): readonly string[] =>
  values.map((value) => `${prefix} ${value}`);

function ofTariff(rating: LegRating, entry: Text): readonly string[] {
  const steps = rating.lines.flatMap(({ trace }) => trace.map(({ step }) => step));
  return [
    ...named('step', steps),
    ...named('rounding', valuesOf(entry, 'mode')),
    ...named('carry', valuesOf(entry, 'carry')),
    ...named('part per', valuesOf(entry['parts'], 'per')),
    ...named('tariff per', ownTexts(entry, 'per')),
    ...named('table', valuesOf(entry['tables'], 'match')),
    ...named('deficit reaches', valuesOf(entry['parts'], 'reach')),
    ...named(
      'line',
      rating.lines.map(({ source }) => source),
    ),
  ];
}

/** Meters, and parts of combined ones, that are entries of their own. */
const metersByName = (entry: string): readonly string[] => [
  ...(/"(?:meter|over)":"/u.test(entry) ? ['by id'] : []),
  ...(/[[,]"meter-\d+"/u.test(entry) ? ['part by id'] : []),
];

function ofDiscount(outcome: AppliedDiscount, entry: Text): readonly string[] {
  return [
    `applied at ${outcome.at}`,
    `stage ${outcome.stage}`,
    ...named('effect', ownTexts(entry['effect'], 'kind')),
    ...named('method', valuesOf(entry, 'method')),
    ...named('bounds', valuesOf(entry, 'bounds')),
    ...named('amount', ownTexts(entry['effect'], 'amount')),
    ...named('window', keysUnder(entry, 'window')),
    ...named('calendar', valuesOf(entry, 'calendar')),
    ...named('baseline', [...keysUnder(entry, 'baseline'), ...valuesOf(entry, 'as'), ...valuesOf(entry, 'whenEmpty')]),
    ...named('combined', valuesOf(entry, 'combine')),
    ...named(
      'term',
      ['volume', 'least', 'convert', 'counted'].filter((term) => JSON.stringify(entry).includes(`"${term}":`)),
    ),
    ...named('term', keysUnder(entry, 'counted')),
    ...named('pays', valuesOf(paidBy(entry), 'kind')),
    ...named('equalised over', ownTexts(entry['effect'], 'over')),
    ...named(
      'term',
      ['running', 'gross'].filter((of) => JSON.stringify(entry).includes(`"amount.${of}.`)),
    ),
    ...named('meter', metersByName(JSON.stringify(entry))),
    ...named('rolling to', valuesOf(entry, 'rollingTo')),
    ...named('condition', conditionKeys(entry['when'])),
    ...named(
      'key',
      ['fact', 'goods'].filter((key) => JSON.stringify(entry).includes(`"key":[{"${key}"`)),
    ),
    ...named('counted at', valuesOf(entry, 'countAt')),
    ...named('measure', valuesOf(entry, 'measure')),
    ...named('group', valuesOf(entry['group'], 'choose')),
    ...named(
      'cut',
      outcome.cuts.map(({ by }) => by),
    ),
    ...named(
      'share',
      outcome.shares.map(({ by, role }) => `${role} by ${by}`),
    ),
  ];
}

/** Counted once for every consignment. */
export const COMPARED = 'consignment compared';

const paidBy = ({ effect }: Text): unknown => (isText(effect) ? effect['by'] : undefined);

/** Everything that occurred in one case. */
export function featuresOf({ book, days, facts }: Case, { rated }: RatedJournal): readonly string[] {
  const entryOf = (id: string): Text => book.find((entry) => entry['id'] === id) ?? {};
  const again = days.length > 1 ? 'again after' : 'at once with';
  const moved = facts.flatMap(({ note, consignment }, index) => {
    const before = facts.slice(0, index).findLast((one) => one.note === note);
    if (consignment === undefined) return `rated ${again} a cancellation`;
    return before === undefined ? [] : `rated ${again} a correction`;
  });
  const each = rated.flatMap(({ rating, screening }) => [
    COMPARED,
    `screening ${screening ?? 'none'}`,
    ...rating.legs.flatMap((leg) => {
      if (!leg.ok) return ['leg refused'];
      const { discounts, tariff } = leg.rating;
      return [
        'leg rated',
        ...ofTariff(leg.rating, entryOf(tariff.id)),
        ...named(
          'outcome',
          discounts.map(({ kind }) => kind),
        ),
        ...discounts.flatMap((one) => (one.kind === 'applied' ? ofDiscount(one, entryOf(one.entry.id)) : [])),
      ];
    }),
  ]);
  return [...moved, ...each];
}

function shareOf(book: Case['book'], id: string | undefined): readonly string[] {
  const found = id === undefined ? undefined : book.find((entry) => entry['id'] === id);
  const [share = 'first-come'] = ownTexts(found, 'share');
  return found === undefined ? [] : [share, ...ownTexts(found, 'order').map((order) => `by ${order}`)];
}

/** What came of settlement: rebates with their scales, windows, limits and receivers. */
export function settledFeatures({ book }: Case, settled: readonly Entitlement[]): readonly string[] {
  const effectOf = (id: string): unknown => book.find((entry) => entry['id'] === id)?.['effect'];
  return settled.flatMap((one) => {
    if (one.kind !== 'earned') return ['settled not evaluated'];
    const effect = effectOf(one.entry.id);
    return [
      one.amount === 0n ? 'settled at nothing' : 'settled earned',
      ...named('settled', ownTexts(effect, 'kind')),
      ...named('settled', ownTexts(effect, 'method')),
      ...named('settled by', ownTexts(effect, 'amount')),
      ...named(
        'settled cut',
        one.cuts.map(({ by }) => by),
      ),
      ...named('budget', shareOf(book, one.budget)),
      ...named(
        'settled to',
        one.shares.map(({ role }) => role),
      ),
    ];
  });
}

/** What has to occur in a comparison of some hundred books, or it compares less than it says. */
export const DECLARED: readonly string[] = [
  ...named('screening', ['ALLOW', 'FLAG', 'HOLD', 'REFUSE', 'none']),
  ...named('rated', [
    'again after a correction',
    'again after a cancellation',
    'at once with a correction',
    'at once with a cancellation',
  ]),
  ...named('leg', ['rated', 'refused']),
  ...named(
    'step',
    'lookup multiply divide add subtract piecewise greater-correction maximum minimum clamp convert round blocks free flat-per-step deficit tax'.split(
      ' ',
    ),
  ),
  ...named('rounding', ['half-up', 'half-even', 'up', 'down']),
  ...named('carry', ['rounded', 'full']),
  ...named('part per', ['consignment', 'wagon', 'item', 'container']),
  ...named('tariff per', ['consignment', 'wagon']),
  ...named('table', ['exact', 'belt', 'goods']),
  ...named('deficit reaches', ['next', 'any', 'none']),
  ...named('line', ['tariff', 'discount', 'limit', 'rounding', 'step', 'tax']),
  ...named('outcome', ['applied', 'not-applied', 'not-evaluated']),
  ...named('applied at', ['rating', 'settlement']),
  ...named('stage', ['replace', 'multiply', 'reduce', 'equalise', 'rebate', 'pay']),
  ...named('effect', ['replace', 'multiply', 'reduce', 'tier', 'share', 'percent', 'equalise', 'pay']),
  ...named('equalised over', ['leg', 'consignment']),
  ...named('term', ['volume', 'least', 'convert', 'counted', 'over', 'package', 'running', 'gross']),
  ...named('pays', ['money', 'share', 'percent', 'tier', 'equalise']),
  ...named('method', ['all-units', 'incremental', 'reached-slices', 'reached-steps']),
  ...named('bounds', ['lower', 'upper', 'from-to']),
  ...named('amount', ['percent', 'share', 'coefficient', 'per-unit', 'lump']),
  ...named('window', ['calendar', 'freightYearFrom', 'fixed', 'rollingDays', 'agreement', 'lag']),
  ...named('calendar', ['week', 'month', 'quarter', 'half-year', 'year']),
  ...named('window', ['cycle']),
  ...named('meter', ['by id', 'part by id']),
  ...named('rolling to', ['the-day', 'the-day-before']),
  ...named('condition', ['any', 'all', 'not', 'scope', 'meter', 'per day', 'per month', 'pro-rata']),
  ...named('key', ['fact', 'goods']),
  ...named('baseline', ['fixed', 'lastYear', 'lastYears', 'meanOf', 'ratio', 'left-out', 'not-evaluated']),
  ...named('combined', ['sum', 'lesser', 'greater']),
  ...named('counted at', ['accepted', 'crossed', 'delivered', 'received']),
  ...named(
    'measure',
    'mass wagons trains containers teu pieces heads consignments packages tonne-km wagon-km train-km axle-km'.split(
      ' ',
    ),
  ),
  ...named('group', ['best-for-payer', 'highest-priority', 'best-combination']),
  ...named('cut', ['cap', 'remaining', 'stack-cap', 'corridor-floor', 'corridor-ceiling', 'minimum-charge', 'budget']),
  ...named('share', [
    'payer by invoice',
    'consignee by invoice',
    'consignor by settlement',
    'carrier by settlement',
    'named by settlement',
  ]),
  ...named('settled', [
    'earned',
    'at nothing',
    'not evaluated',
    'replace',
    'multiply',
    'reduce',
    'tier',
    'all-units',
    'incremental',
    'reached-slices',
    'reached-steps',
  ]),
  ...named('settled by', ['percent', 'share', 'coefficient', 'per-unit', 'lump']),
  ...named('settled cut', ['cap', 'remaining', 'stack-cap', 'corridor-floor', 'minimum-charge', 'budget']),
  ...named('budget', ['first-come', 'pro-rata', 'by acceptance', 'by reservation']),
  ...named('settled to', ['payer', 'consignor', 'consignee', 'carrier', 'named']),
];

export type Counts = Map<string, number>;

export function count(counts: Counts, features: readonly string[]): void {
  for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
}

export const neverOccurred = (counts: Counts): readonly string[] => DECLARED.filter((feature) => !counts.has(feature));
