/** Engine and reference on one case, figure by figure, as texts that can be laid side by side. */

import type { DiscountOutcome, LegOutcome } from '@kontor/domain/charge/rating';
import { type Consignment, consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { rateJournal } from '@kontor/domain/rating/rate-journal';
import { readBook } from './book.ts';
import { byCodePoint } from './calendar.ts';
import { featuresOf } from './coverage.ts';
import type { Outcome } from './discounts.ts';
import { engineBook } from './engine.ts';
import { type Case, WORLD } from './generate.ts';
import { type LegResult, rateAll } from './rate.ts';

const KNOWN_BY = '2026-01-01';

type Figures = readonly string[];

const sorted = (list: readonly string[]): string => list.toSorted(byCodePoint).join(', ');

type Shared = { readonly party: string; readonly role: string; readonly amount: bigint; readonly by: string };

const sharesText = (shares: readonly Shared[]): string =>
  sorted(shares.map(({ party, role, amount, by }) => `${role} ${party} ${String(amount)} ${by}`));

const cutsText = (cuts: readonly { readonly by: string; readonly amount: bigint }[]): string =>
  sorted(cuts.map(({ by, amount }) => `${by} ${String(amount)}`));

const engineOutcome = (one: DiscountOutcome): string => {
  if (one.kind === 'not-applied') return `${one.entry.id} not applied «${one.reason.code}»`;
  if (one.kind === 'not-evaluated') return `${one.entry.id} not evaluated «${one.missing.join(' ')}»`;
  const { id } = one.entry;
  return `${id} ${one.at} ${one.stage} base ${String(one.base)} amount ${String(one.amount)} cuts ${cutsText(one.cuts)} to ${sharesText(one.shares)}`;
};

const ownOutcome = (one: Outcome): string => {
  if (one.kind === 'not-applied') return `${one.id} not applied «${one.why}»`;
  if (one.kind === 'not-evaluated') return `${one.id} not evaluated «${one.missing.join(' ')}»`;
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

function engineLeg(leg: LegOutcome, later: ReadonlySet<string>): Figures {
  if (!leg.ok) return [`refused «${leg.refusals.map(({ code }) => code).join(' ')}»`];
  const { rating } = leg;
  if (rating.lines.some(isBelowNought)) return beforeDiscounts(rating);
  return [
    moneyText(rating),
    linesText(rating.lines),
    ...rating.discounts
      .filter(({ entry }) => !later.has(entry.id))
      .map(engineOutcome)
      .toSorted(byCodePoint),
  ];
}

function ownLeg(leg: LegResult, later: ReadonlySet<string>): Figures {
  if (!leg.ok) return [`refused «${leg.refused.message}»`];
  const { figures } = leg;
  if (figures.lines.some(isBelowNought)) return beforeDiscounts(figures);
  return [
    moneyText(figures),
    linesText(figures.lines),
    ...figures.outcomes
      .filter(({ id }) => !later.has(id))
      .map(ownOutcome)
      .toSorted(byCodePoint),
  ];
}

export type Difference = { readonly where: string; readonly engine: string; readonly reference: string };

/** What stands in «» helps a reader and is not compared: the two word their reasons differently. */
const bare = (text: string): string => text.replace(/ «.*»/u, '');

function differences(where: string, engine: Figures, reference: Figures): readonly Difference[] {
  const length = Math.max(engine.length, reference.length);
  return Array.from({ length }, (_, index) => ({
    where,
    engine: engine[index] ?? 'nothing',
    reference: reference[index] ?? 'nothing',
  })).filter((one) => bare(one.engine) !== bare(one.reference));
}

export type Comparison = {
  /** Problems of the book: such a case says nothing. */
  readonly problems: readonly string[];
  readonly differences: readonly Difference[];
  /** What the engine rated and granted on the way. */
  readonly features: readonly string[];
};

export function compareCase(one: Case): Comparison {
  const { book, errors } = engineBook(one.book);
  if (errors.length > 0) return { problems: errors.map(({ code }) => code), differences: [], features: [] };
  const consignments = one.consignments.map((text): Consignment => consignmentSchema.parse(text));
  const screenings = new Map(consignments.map(({ note }, index) => [note, one.screenings[index]]));
  const journal = rateJournal(book, consignments, {
    knownBy: localDate(KNOWN_BY),
    screeningOf: ({ note }) => SCREENED.find((outcome) => outcome === screenings.get(note)),
  });
  const own = rateAll({
    book: readBook([...WORLD, ...one.book]),
    consignments,
    knownBy: KNOWN_BY,
    screeningOf: ({ note }) => screenings.get(note),
  });
  /** What settles later is compared by what it comes to, not by what is forecast of it on each leg. */
  const later = new Set(one.book.filter(({ at }) => at === 'settlement').map(({ id }) => String(id)));
  const found = journal.rated.flatMap(({ rating }, index) =>
    rating.legs.flatMap((leg, number) => {
      const other = own[index]?.legs[number];
      return differences(
        `${rating.note} leg ${String(number)}`,
        engineLeg(leg, later),
        other === undefined ? [] : ownLeg(other, later),
      );
    }),
  );
  return { problems: [], differences: found, features: featuresOf(one, journal) };
}

const SCREENED = ['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const;
