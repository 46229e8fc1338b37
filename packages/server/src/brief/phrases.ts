/** What a brief says, whatever it is written on: the terminal's brief and the page say the same words. */
import type { AgreementAnswer, ClaimAnswer } from '@kontor/domain/agreement/answer';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { type Decimal, decimal, HUNDRED, multiply, ofUnits, toText } from '@kontor/domain/kernel/decimal';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { DiscountSum } from '@kontor/domain/office/report';
import type { PromiseAnswer } from '@kontor/domain/promise/answer';
import type { SettlementLine } from '@kontor/domain/settlement/statement';
import type { TurnoverFigures } from '@kontor/domain/turnover/table';
import { type BriefInput, isDemonstration, isMadeUp, namer } from './brief-input.ts';
import type { Held } from './held.ts';

const TENTH = decimal('0.1');
const TONNES_PER_KG = decimal('0.001');

/** The input of a brief with the names of the book at hand. */
export type Voice = BriefInput & {
  readonly name: (id: string) => string;
  /** Follows what is read off a made-up journal: " *", or nothing. */
  readonly star: string;
};

/** A brief's input, ready to speak. */
export const voiceOf = (input: BriefInput): Voice => ({
  ...input,
  name: namer(input),
  star: isDemonstration(input.book) ? ' *' : '',
});

/** A quantity of an agreement: kilograms are shown as tonnes. */
export function amountText({ texts }: Voice, value: bigint, unit: AgreementAnswer['unit']): string {
  if (unit !== 'KGM') return texts.quantity(String(value), unit);
  return texts.quantity(toText(roundTo(ofUnits(value, 3), TENTH, 'half-up')), 'TNE');
}

/** A share (0.25) in percent with one decimal; a dash where there is none. */
export function percentText({ texts }: Voice, share: Decimal | undefined): string {
  return share === undefined ? '—' : texts.percent(toText(roundTo(multiply(share, HUNDRED), TENTH, 'half-up')), 1);
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
export function stateText({ texts, name }: Voice, { state }: PromiseAnswer): string {
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
        agreements: state.ledTo.map(name).join(', '),
      });
  }
}

/** A quantity of a quota; kilograms are shown as tonnes, and a ceiling nobody published is said to be missing. */
export function quotaText({ texts }: Voice, value: Decimal | undefined, unit: string): string {
  if (value === undefined) return texts.say('brief.no-figure');
  if (unit !== 'KGM') return texts.quantity(toText(value), unit);
  return texts.quantity(toText(roundTo(multiply(value, TONNES_PER_KG), TENTH, 'half-up')), 'TNE');
}

/** A mass in tonnes with one decimal, so that a column of them lines up. */
export function massText({ texts }: Pick<Voice, 'texts'>, kg: bigint): string {
  return texts.quantity(toText(ofUnits(kg, 3)), 'TNE', 1);
}

/** What was worth how much, a line for each currency. */
export const valueTexts = ({ texts }: Pick<Voice, 'texts'>, { values }: TurnoverFigures): readonly string[] =>
  values.map((value) => texts.money(value.minor, value.currency));

/** What holds a consignment: a rule by its name, or what every consignment must tell. */
export const heldName = (voice: Voice, { rule }: Held): string =>
  rule === undefined ? voice.texts.say('brief.held.requirement') : marked(voice, rule);

/** What discounts came to in one currency. */
export type Granted = { readonly currency: string; readonly atRating: bigint; readonly atSettlement: bigint };

/** Discounts of all schemes together, by currency: nothing is converted. */
export function grantedSums({ report }: Pick<Voice, 'report'>): readonly Granted[] {
  const currencies = [...new Set(report.discounts.map((sum) => sum.currency))].toSorted(compareCodePoints);
  return currencies.map((currency) => {
    const total = (at: DiscountSum['at']): bigint =>
      report.discounts
        .filter((sum) => sum.currency === currency && sum.at === at)
        .reduce((sum, { amount }) => sum + amount, 0n);
    return { currency, atRating: total('rating'), atSettlement: total('settlement') };
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
