/** The sides by which turnover is told apart (plan.md, "Turnover"), and how each is read from a consignment. */
import type { Consignment } from '../consignment/schema.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { periodLabel, quarterOf } from '../kernel/period.ts';
import { NOT_SPECIFIED, type TurnoverLine } from './lines.ts';

export const TURNOVER_DIMENSIONS = [
  'year',
  'quarter',
  'month',
  'from',
  'to',
  'chapter',
  'mode',
  'consignor',
  'consignee',
  'agreement',
  'outcome',
] as const;
export type TurnoverDimension = (typeof TURNOVER_DIMENSIONS)[number];

/** What is known of a place: the region (ISO 3166-2), else the country, is one end of a direction. */
export type PlaceReader = (
  place: string,
) => { readonly country?: string | undefined; readonly region?: string | undefined } | undefined;

/** A consignment in the turnover, with the screening outcome it moved with, where it was screened. */
export type TurnoverFact = { readonly consignment: Consignment; readonly outcome?: string | undefined };

export type TurnoverDate = 'accepted' | 'crossed' | 'delivered' | 'received';

/** The date that puts the consignment into a month; undefined while that has not happened. */
export function turnoverDate(consignment: Consignment, at: TurnoverDate): LocalDate | undefined {
  return at === 'accepted' ? consignment.accepted : consignment.dates[at];
}

/** Region of the place, else its country, else the country the note states. */
function endOfFlow(place: string | undefined, country: string | undefined, places: PlaceReader): string {
  const facts = place === undefined ? undefined : places(place);
  return facts?.region ?? facts?.country ?? country ?? NOT_SPECIFIED;
}

/** Both ends of the way of a consignment. */
export function directionOf(
  { origin, dispatchCountry, destination, destinationCountry }: Consignment,
  places: PlaceReader,
): { readonly from: string; readonly to: string } {
  return {
    from: endOfFlow(origin, dispatchCountry, places),
    to: endOfFlow(destination, destinationCountry, places),
  };
}

/** The modes of the legs in the order of the journey, each once: 'rail', 'rail+ferry'. */
export function modeOf(consignment: Consignment): string {
  const modes = [...new Set(consignment.legs.map((leg) => leg.mode))];
  return modes.length === 0 ? NOT_SPECIFIED : modes.join('+');
}

/** The value of one dimension for one line of a consignment. */
export function readDimension(
  dimension: TurnoverDimension,
  of: {
    readonly fact: TurnoverFact;
    readonly line: TurnoverLine;
    readonly date: LocalDate;
    readonly places: PlaceReader;
  },
): string {
  const { consignment, outcome } = of.fact;
  switch (dimension) {
    case 'year':
      return of.date.slice(0, 4);
    case 'quarter':
      return periodLabel(quarterOf(of.date));
    case 'month':
      return of.date.slice(0, 7);
    case 'from':
    case 'to':
      return directionOf(consignment, of.places)[dimension];
    case 'chapter':
      return of.line.chapter;
    case 'mode':
      return modeOf(consignment);
    case 'consignor':
    case 'consignee':
    case 'agreement':
      return consignment[dimension] ?? NOT_SPECIFIED;
    case 'outcome':
      return outcome ?? NOT_SPECIFIED;
  }
}
