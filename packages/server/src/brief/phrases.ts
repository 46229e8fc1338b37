/** What a brief says, whatever it is written on: the terminal's brief and the page say the same words. */
import type { AgreementAnswer, ClaimAnswer } from '@kontor/domain/agreement/answer';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { type Decimal, decimal, HUNDRED, multiply, ofUnits, toText } from '@kontor/domain/kernel/decimal';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { PromiseAnswer } from '@kontor/domain/promise/answer';
import type { Outcome } from '@kontor/domain/restriction/schema';
import { ruleFindings } from '@kontor/domain/restriction/screening';
import type { SettlementLine } from '@kontor/domain/settlement/statement';
import { growthOver } from '@kontor/domain/turnover/growth';
import { type TurnoverFigures, turnoverTable } from '@kontor/domain/turnover/table';
import { type BriefInput, isMadeUp, namer } from './brief-input.ts';

const TENTH = decimal('0.1');
const TONNES_PER_KG = decimal('0.001');

/** The input of a brief with the names of the book at hand. */
export type Voice = BriefInput & { readonly name: (id: string) => string };

/** A brief's input, ready to speak. */
export const voiceOf = (input: BriefInput): Voice => ({ ...input, name: namer(input) });

/** A quantity of an agreement: kilograms are shown as tonnes. */
export function amountText({ texts }: Voice, value: bigint, unit: AgreementAnswer['unit']): string {
  if (unit !== 'KGM') return texts.quantity(String(value), unit);
  return texts.quantity(toText(roundTo(ofUnits(value, 3), TENTH, 'half-up')), 'TNE');
}

/** A share (0.25) in percent with one decimal; a dash where there is none. */
export function percentText({ texts }: Voice, share: Decimal | undefined): string {
  return share === undefined ? '—' : texts.percent(toText(roundTo(multiply(share, HUNDRED), TENTH, 'half-up')));
}

/** Names carry the mark that says when the figures beside them are made up. */
export const marked = (voice: Voice, id: string): string => `${voice.name(id)}${isMadeUp(voice.book, id) ? ' *' : ''}`;

/** Where a claim comes from, in words. */
export function sourceText({ texts }: Voice, { source }: ClaimAnswer): string {
  return source.synthetic === true ? texts.say('brief.synthetic') : (source.note ?? source.act ?? source.address ?? '');
}

/** How far ahead of its schedule a claim is, or behind. */
export function paceText(voice: Voice, claim: ClaimAnswer, unit: AgreementAnswer['unit']): string {
  const { difference } = claim.pace;
  if (difference === 0n) return voice.texts.say('brief.on-schedule');
  const amount = amountText(voice, difference < 0n ? -difference : difference, unit);
  return voice.texts.say(difference < 0n ? 'brief.behind' : 'brief.ahead', { amount });
}

/** How a promise stands. */
export function stateText({ texts }: Voice, { state }: PromiseAnswer): string {
  switch (state.kind) {
    case 'commitment': {
      const verdict = texts.say(`brief.verdict.${state.verdict}`);
      return state.standing === undefined ? verdict : `${verdict}, ${texts.say(`brief.standing.${state.standing}`)}`;
    }
    case 'fact':
      return texts.say('brief.recorded');
    case 'offered':
      return texts.say(`brief.offered.${state.state}`, {
        date: state.date === undefined ? '' : texts.date(state.date),
        agreements: state.ledTo.join(', '),
      });
  }
}

/** A quantity of a quota; kilograms are shown as tonnes, and a ceiling nobody published is said to be missing. */
export function quotaText({ texts }: Voice, value: Decimal | undefined, unit: string): string {
  if (value === undefined) return texts.say('brief.no-figure');
  if (unit !== 'KGM') return texts.quantity(toText(value), unit);
  return texts.quantity(toText(roundTo(multiply(value, TONNES_PER_KG), TENTH, 'half-up')), 'TNE');
}

/** Rules that had something to say in screening, by id, with the first outcome and how many consignments they spoke of. */
export function screenedRules({
  report,
}: BriefInput): readonly { readonly rule: string; readonly outcome: Outcome; readonly count: number }[] {
  const rules = new Map<string, { outcome: Outcome; count: number }>();
  for (const screening of report.screenings.values()) {
    for (const finding of ruleFindings(screening)) {
      const one = rules.get(finding.rule.id) ?? { outcome: finding.outcome, count: 0 };
      one.count += 1;
      rules.set(finding.rule.id, one);
    }
  }
  return [...rules].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([rule, one]) => ({ rule, ...one }));
}

/** Turnover of a direction in a year; growth is of mass, undefined in the first year and where nothing was before. */
export type YearlyTurnover = {
  readonly year: string;
  readonly from: string;
  readonly to: string;
  readonly figures: TurnoverFigures;
  readonly isFirstYear: boolean;
  readonly growth: Decimal | undefined;
};

/** Turnover by year and direction, by code point. A year that is not over grows against the same days of the year before. */
export function yearlyTurnover({ report, places }: BriefInput): readonly YearlyTurnover[] {
  const facts = report.journal.consignments.map((consignment) => ({ consignment }));
  const options = { dimensions: ['year', 'from', 'to'], places } as const;
  const rows = turnoverTable(facts, options);
  const day = report.asOf.slice(5);
  const untilDay = turnoverTable(
    facts.filter(({ consignment }) => consignment.accepted.slice(5) <= day),
    options,
  );
  const years = [...new Set(rows.map((row) => row.key.year ?? ''))].toSorted(compareCodePoints);
  const growth = new Map<string, Decimal | undefined>();
  for (const year of years) {
    for (const row of growthOver(report.asOf.startsWith(year) ? untilDay : rows, Number(year))) {
      if (row.kind === 'shown') growth.set(JSON.stringify(row.key), row.mass_kg.growth);
    }
  }
  return rows.flatMap((row) => {
    if (row.kind === 'confidential') return [];
    const { year = '', from = '', to = '' } = row.key;
    const grown = growth.get(JSON.stringify(row.key));
    return [{ year, from, to, figures: row.figures, isFirstYear: year === years[0], growth: grown }];
  });
}

/** What a quarter's settlement posted in one currency. */
export type SettledRow = {
  readonly quarter: string;
  readonly cut: LocalDate;
  /** The first currency of its quarter. */
  readonly isFirst: boolean;
  readonly paid: string;
  readonly withheld: string;
  /** Of both, what came over from earlier windows. */
  readonly carried: string;
};

/** What each quarter's settlement posted, by currency: paid, withheld, and carried over from earlier windows. */
export function settledRows({ texts, settlements = [] }: Pick<Voice, 'texts' | 'settlements'>): readonly SettledRow[] {
  return settlements.flatMap(({ quarter, cut, lines }) => {
    const currencies = [...new Set(lines.map((line) => line.currency))].toSorted(compareCodePoints);
    return currencies.map((currency, index) => {
      const own = lines.filter((line) => line.currency === currency);
      const sum = (of: (line: SettlementLine) => bigint): string =>
        texts.money(
          own.reduce((total, line) => total + of(line), 0n),
          currency,
        );
      return {
        quarter,
        cut,
        isFirst: index === 0,
        paid: sum((line) => line.paid),
        withheld: sum((line) => line.held),
        carried: sum((line) => (line.carried ? line.now : 0n)),
      };
    });
  });
}
