/** Engine and reference on one case, figure by figure, as texts that can be laid side by side. */

import type { DiscountOutcome, LegOutcome } from '@kontor/domain/charge/rating';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { entitlements } from '@kontor/domain/rating/entitlement';
import { type JournalTerms, type RatedJournal, rateJournal } from '@kontor/domain/rating/rate-journal';
import type { RatingBook } from '@kontor/domain/rating/rating-book';
import { keepJournal, rerate } from '@kontor/domain/rating/rerate';
import { readBook } from './book.ts';
import { byCodePoint } from './calendar.ts';
import { engineSettled, ownSettled } from './compare-settled.ts';
import { featuresOf, settledFeatures } from './coverage.ts';
import type { Outcome } from './discounts.ts';
import { engineBook } from './engine.ts';
import { type Case, WORLD } from './generate.ts';
import type { Text } from './generate-values.ts';
import { type Facts, type LegResult, rateAll } from './rate.ts';
import { settleAll } from './settle.ts';
import { cutsText, type Difference, differences, type Figures, sharesText, sorted } from './side-by-side.ts';

const SCREENED = ['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const;
type Screened = (typeof SCREENED)[number];

/** Parties and places are the same in every random book, and are read once. */
const { parties, places } = readBook(WORLD);
const world = { parties, places };

const KNOWN_BY = '2026-01-01';

type Asked = {
  /** What settles later is compared by what it comes to, not by what is forecast of it on each leg. */
  readonly later: ReadonlySet<string>;
  /** Of several things that keep a reference route from being priced no rule says which is told. */
  readonly elsewhere: ReadonlySet<string>;
};

const idle = (id: string, kind: string, { elsewhere }: Asked): string =>
  `${id} ${elsewhere.has(id) ? 'does not act' : kind}`;

const engineOutcome = (one: DiscountOutcome, asked: Asked): string => {
  if (one.kind === 'not-applied') return `${idle(one.entry.id, 'not applied', asked)} «${one.reason.code}»`;
  if (one.kind === 'not-evaluated') return `${idle(one.entry.id, 'not evaluated', asked)} «${one.missing.join(' ')}»`;
  const { id } = one.entry;
  return `${id} ${one.at} ${one.stage} base ${String(one.base)} amount ${String(one.amount)} cuts ${cutsText(one.cuts)} to ${sharesText(one.shares)}`;
};

const ownOutcome = (one: Outcome, asked: Asked): string => {
  if (one.kind === 'not-applied') return `${idle(one.id, 'not applied', asked)} «${one.why}»`;
  if (one.kind === 'not-evaluated') return `${idle(one.id, 'not evaluated', asked)} «${one.missing.join(' ')}»`;
  return `${one.id} ${one.at} ${one.stage} base ${String(one.base)} amount ${String(one.amount)} cuts ${cutsText(one.cuts)} to ${sharesText(one.shares)}`;
};

const moneyText = (one: {
  gross: bigint;
  net: bigint;
  tax: bigint;
  payable: bigint;
  payer: string | undefined;
}): string =>
  `payer ${one.payer ?? '?'} gross ${String(one.gross)} net ${String(one.net)} tax ${String(one.tax)} payable ${String(one.payable)}`;

const linesText = (lines: readonly { id: string; source: string; amount: bigint }[]): string =>
  sorted(lines.map(({ id, source, amount }) => `${id} ${source} ${String(amount)}`));

type LineText = { readonly id: string; readonly source: string; readonly amount: bigint };

const isBelowNought = ({ source, amount }: LineText): boolean => source === 'tariff' && amount < 0n;

/** How a discount lies over lines of which one is below nought no rule says: such a leg is compared up to its discounts. */
const beforeDiscounts = ({
  lines,
  gross,
}: {
  readonly lines: readonly LineText[];
  readonly gross: bigint;
}): Figures => [String(gross), linesText(lines.filter(({ source }) => source === 'tariff'))];

function engineLeg(leg: LegOutcome, asked: Asked): Figures {
  if (!leg.ok) return [`refused «${leg.refusals.map(({ code }) => code).join(' ')}»`];
  const { rating } = leg;
  if (rating.lines.some(isBelowNought)) return beforeDiscounts(rating);
  return [
    moneyText(rating),
    linesText(rating.lines),
    ...rating.discounts
      .filter(({ entry }) => !asked.later.has(entry.id))
      .map((one) => engineOutcome(one, asked))
      .toSorted(byCodePoint),
  ];
}

function ownLeg(leg: LegResult, asked: Asked): Figures {
  if (!leg.ok) return [`refused «${leg.refused.message}»`];
  const { figures } = leg;
  if (figures.lines.some(isBelowNought)) return beforeDiscounts(figures);
  return [
    moneyText(figures),
    linesText(figures.lines),
    ...figures.outcomes
      .filter(({ id }) => !asked.later.has(id))
      .map((one) => ownOutcome(one, asked))
      .toSorted(byCodePoint),
  ];
}

const hasBelowNought = ({ rated }: RatedJournal): boolean =>
  rated.some(({ rating }) => rating.legs.some((leg) => leg.ok && leg.rating.lines.some(isBelowNought)));

export type Comparison = {
  /** Problems of the book: such a case says nothing. */
  readonly problems: readonly string[];
  readonly differences: readonly Difference[];
  /** What the engine rated and granted on the way. */
  readonly features: readonly string[];
};

type Fact = { readonly learned: string; readonly note: string; readonly consignment: Consignment | undefined };

const factsOf = ({ facts }: Case): readonly Fact[] =>
  facts
    .toSorted((a, b) => byCodePoint(a.learned, b.learned))
    .map(({ learned, note, consignment }) => ({
      learned,
      note,
      consignment: consignment === undefined ? undefined : consignmentSchema.parse(consignment),
    }));

/** "a correction or cancellation is a new fact that names the old": what stands on a day. */
function standingOn(facts: readonly Fact[], day: string): ReadonlyMap<string, Consignment> {
  const standing = new Map<string, Consignment>();
  for (const { learned, note, consignment } of facts) {
    if (learned > day) continue;
    if (consignment === undefined) standing.delete(note);
    else standing.set(note, consignment);
  }
  return standing;
}

function placeOf(list: readonly string[], note: string): number | undefined {
  const place = list.indexOf(note);
  return place < 0 ? undefined : place;
}

/** The engine's journal on the last day: rated on the first day, and on every later one rated again where facts moved. */
function engineJournal(one: Case, learned: readonly Fact[], book: RatingBook): RatedJournal {
  const screeningOf = ({ note }: Consignment): Screened | undefined =>
    SCREENED.find((outcome) => outcome === one.screenings[note]);
  const reservedAs = (_: string, note: string): number | undefined => placeOf(one.reserved, note);
  const termsOn = (day: string): JournalTerms => ({ knownBy: localDate(day), screeningOf, reservedAs });
  const [first = KNOWN_BY, ...later] = one.days;
  let standing = standingOn(learned, first);
  if (later.length === 0) return rateJournal(book, [...standing.values()], termsOn(first));
  let journal = keepJournal(book, [...standing.values()], termsOn(first));
  for (const day of later) {
    const next = standingOn(learned, day);
    const put = [...next].filter(([note, text]) => standing.get(note) !== text).map(([, text]) => text);
    const cancelled = [...standing.keys()].filter((note) => !next.has(note));
    ({ journal } = rerate(journal, { put, cancelled, terms: termsOn(day) }));
    standing = next;
  }
  return journal;
}

export function compareCase(one: Case): Comparison {
  const { book, errors } = engineBook(one.book);
  if (errors.length > 0) return { problems: errors.map(({ code }) => code), differences: [], features: [] };
  const learned = factsOf(one);
  const journal = engineJournal(one, learned, book);
  const facts: Facts = {
    book: { ...readBook(one.book), ...world },
    consignments: [...standingOn(learned, KNOWN_BY).values()],
    knownBy: KNOWN_BY,
    screeningOf: ({ note }) => one.screenings[note],
    reservedAs: (note) => placeOf(one.reserved, note),
  };
  const own = rateAll(facts);
  const idsWith = (holds: (entry: Text) => boolean): ReadonlySet<string> =>
    new Set(one.book.filter(holds).map(({ id }) => String(id)));
  const effectText = ({ effect }: Text): string => JSON.stringify(effect ?? '');
  const asked: Asked = {
    later: idsWith((entry) => entry['at'] === 'settlement' || effectText(entry).includes('"pay"')),
    elsewhere: idsWith((entry) => effectText(entry).includes('"equalise"')),
  };
  const rated = own.rated.flatMap(({ recorded, legs }) => {
    const { note } = recorded.consignment;
    const engine = journal.rated.find(({ rating }) => rating.note === note);
    return legs.flatMap((leg, number) => {
      const other = engine?.rating.legs[number];
      return differences(
        `${note} leg ${String(number)}`,
        other === undefined ? [] : engineLeg(other, asked),
        ownLeg(leg, asked),
      );
    });
  });
  const notes = differences(
    'notes',
    journal.rated.map(({ rating }) => rating.note),
    own.rated.map(({ recorded }) => recorded.consignment.note),
  );
  const settled = entitlements(book, journal, localDate(KNOWN_BY));
  const settledToo = (): readonly Difference[] => {
    const ours = ownSettled(settleAll(facts, own));
    return differences('settled', engineSettled(settled, ours), ours);
  };
  const found = rated.length > 0 || hasBelowNought(journal) ? [...notes, ...rated] : settledToo();
  return {
    problems: [],
    differences: found,
    features: [...featuresOf(one, journal), ...settledFeatures(one, settled)],
  };
}
