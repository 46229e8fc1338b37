/** Turnover between the two sides of the council, told apart from whatever else moved. */
import { readEntry } from '@kontor/domain/book/load';
import { entriesOf } from '@kontor/domain/book/select';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { Decimal } from '@kontor/domain/kernel/decimal';
import { partySchema } from '@kontor/domain/party/schema';
import { sessionSchema } from '@kontor/domain/promise/schema';
import { directionOf, type PlaceReader } from '@kontor/domain/turnover/dimensions';
import { type GrowthRow, growthOver } from '@kontor/domain/turnover/growth';
import { NOT_SPECIFIED } from '@kontor/domain/turnover/lines';
import { type TurnoverFigures, type TurnoverRow, turnoverTable } from '@kontor/domain/turnover/table';
import type { Texts } from '../texts/texts.ts';
import type { BriefInput } from './brief-input.ts';

type Compared = Extract<GrowthRow, { kind: 'shown' }>;

/** One line of turnover; growth is of mass, undefined in the first year and where nothing was before. */
export type FlowRow = {
  /** `flow`: between two regions; `direction`: from one side to the other; `year`: both directions. */
  readonly kind: 'flow' | 'direction' | 'year';
  readonly year: string;
  readonly from: string;
  readonly to: string;
  readonly figures: TurnoverFigures;
  readonly growth: Decimal | undefined;
};

/** The name of a region or country; a code nobody has named stands for itself. */
export function endName(texts: Texts, end: string): string {
  if (end === NOT_SPECIFIED) return texts.say('brief.direction-unknown');
  const key = `region.${end}`;
  return texts.knows(key) ? texts.say(key) : end;
}

export const wayName = (texts: Texts, from: string, to: string): string =>
  `${endName(texts, from)} → ${endName(texts, to)}`;

/** The regions or countries of the two halves; empty where the book names no halves. */
function sidesOf({ book }: Pick<BriefInput, 'book'>): readonly string[] {
  const halves = new Set(entriesOf(book, 'session').flatMap((entry) => readEntry(entry, sessionSchema).halves));
  const sides = entriesOf(book, 'party')
    .filter((entry) => halves.has(entry.id))
    .map((entry) => readEntry(entry, partySchema))
    .map(({ region, country }) => region ?? country)
    .filter((side) => side !== undefined);
  return [...new Set(sides)];
}

type Between = {
  /** Consignments from one side to the other, and all the rest. */
  readonly own: readonly Consignment[];
  readonly other: readonly Consignment[];
  /** Knows of a place only the side it lies on. */
  readonly sidePlaces: PlaceReader;
};

/** Without two sides everything is turnover: there is nothing to tell apart. */
function between(input: BriefInput): Between {
  const { report, places } = input;
  const { consignments } = report.journal;
  const sides = sidesOf(input);
  if (sides.length < 2) return { own: consignments, other: [], sidePlaces: places };
  const sideOf = (end: string | undefined): string | undefined =>
    sides.find((side) => end === side || end?.startsWith(`${side}-`));
  const isBetween = (consignment: Consignment): boolean => {
    const { from, to } = directionOf(consignment, places);
    const [a, b] = [sideOf(from), sideOf(to)];
    return a !== undefined && b !== undefined && a !== b;
  };
  const sidePlaces: PlaceReader = (place) => {
    const facts = places(place);
    const side = sideOf(facts?.region ?? facts?.country);
    return side === undefined ? facts : { region: side };
  };
  return {
    own: consignments.filter(isBetween),
    other: consignments.filter((one) => !isBetween(one)),
    sidePlaces,
  };
}

const factsOf = (consignments: readonly Consignment[]): { consignment: Consignment }[] =>
  consignments.map((consignment) => ({ consignment }));

const WAY = ['year', 'from', 'to'] as const;

const shown = (rows: readonly TurnoverRow[]) => rows.filter((row) => row.kind === 'shown');

/** Rows by year with growth. A year that is not over grows against the same days of the year before. */
function rowsOf(
  { report }: BriefInput,
  consignments: readonly Consignment[],
  kind: FlowRow['kind'],
  places: PlaceReader,
): readonly FlowRow[] {
  const options = { dimensions: kind === 'year' ? (['year'] as const) : WAY, places };
  const all = turnoverTable(factsOf(consignments), options);
  const day = report.asOf.slice(5);
  const untilDay = turnoverTable(factsOf(consignments.filter((one) => one.accepted.slice(5) <= day)), options);
  const years = [...new Set(all.map((row) => row.key.year ?? ''))].toSorted(compareCodePoints);
  const growth = new Map<string, Decimal | undefined>();
  for (const year of years) {
    for (const row of growthOver(report.asOf.startsWith(year) ? untilDay : all, Number(year))) {
      if (row.kind === 'shown') growth.set(JSON.stringify(row.key), row.mass_kg.growth);
    }
  }
  return shown(all).map(({ key, figures }) => {
    const { year = '', from = '', to = '' } = key;
    return { kind, year, from, to, figures, growth: growth.get(JSON.stringify(key)) };
  });
}

/** Turnover between the sides: each year, its directions, and under each the regions where there are several. */
export function turnoverRows(input: BriefInput): readonly FlowRow[] {
  const { own, sidePlaces } = between(input);
  const flows = rowsOf(input, own, 'flow', input.places);
  const directions = rowsOf(input, own, 'direction', sidePlaces);
  const under = (direction: FlowRow): readonly FlowRow[] => {
    const lies = (end: string, side: string): boolean => end === side || end.startsWith(`${side}-`);
    const parts = flows.filter(
      (flow) => flow.year === direction.year && lies(flow.from, direction.from) && lies(flow.to, direction.to),
    );
    return parts.length > 1 ? parts : [];
  };
  return rowsOf(input, own, 'year', input.places).flatMap((year) => [
    ...directions.filter((one) => one.year === year.year).flatMap((one) => [one, ...under(one)]),
    year,
  ]);
}

/** What moved otherwise: within one country, or to and from third ones. */
export function otherRows(input: BriefInput): readonly FlowRow[] {
  return rowsOf(input, between(input).other, 'flow', input.places);
}

/** This year against the same days of the last, by direction between the sides and together; `way` is missing in the sum. */
export function thisYear(input: BriefInput): readonly {
  readonly way: { readonly from: string; readonly to: string } | undefined;
  readonly compared: Compared;
}[] {
  const { own, sidePlaces } = between(input);
  const day = input.report.asOf.slice(5);
  const year = Number(input.report.asOf.slice(0, 4));
  const facts = factsOf(own.filter((one) => one.accepted.slice(5) <= day));
  const compare = (rows: readonly TurnoverRow[]) => growthOver(rows, year).filter((row) => row.kind === 'shown');
  const ways = compare(turnoverTable(facts, { dimensions: WAY, places: sidePlaces }));
  const sum = compare(turnoverTable(facts, { dimensions: ['year'], places: sidePlaces }));
  return [
    ...ways.map((compared) => ({ way: { from: compared.key.from ?? '', to: compared.key.to ?? '' }, compared })),
    ...sum.map((compared) => ({ way: undefined, compared })),
  ];
}

/** What moved between the sides in each month, by direction. */
export function monthlyRows(
  input: BriefInput,
): readonly { readonly month: string; readonly from: string; readonly to: string; readonly mass_kg: bigint }[] {
  const { own, sidePlaces } = between(input);
  return shown(turnoverTable(factsOf(own), { dimensions: ['month', 'from', 'to'], places: sidePlaces })).map(
    ({ key: { month = '', from = '', to = '' }, figures }) => ({ month, from, to, mass_kg: figures.mass_kg }),
  );
}
