/** Why a discount does not apply, or what one of its conditions found: values by their names, numbers with their units. */
import type { NotAppliedReason } from '@kontor/domain/charge/rating';
import { parseDecimal } from '@kontor/domain/kernel/decimal';
import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { outcomeKey } from '@kontor/domain/restriction/message-keys';
import { OUTCOMES } from '@kontor/domain/restriction/schema';
import type { Texts } from '../texts/texts.ts';
import { factName, factValues } from './fact-text.ts';
import { chargeText, entryText, type PriceVoice, quantityText } from './price-voice.ts';

type Say = (voice: PriceVoice, value: string, reason: NotAppliedReason) => string;

const measured: Say = ({ texts }, value, { params }) =>
  parseDecimal(value) === undefined ? value : quantityText(texts, value, String(params['unit'] ?? ''));

const dated: Say = ({ texts }, value) => {
  const date = parseLocalDate(value);
  return date === undefined ? value : texts.date(date);
};

const each =
  (separator: string, say: Say): Say =>
  (voice, value, reason) =>
    value
      .split(separator)
      .map((one) => say(voice, one, reason))
      .join(separator);

const valued: Say = (voice, value, { params }) => factValues(voice, String(params['condition'] ?? ''), value);

/** Why something on the way was refused, as part of a sentence; none where there is no more to say. */
const caused: Say = ({ texts }, _value, { cause }) =>
  cause === undefined ? 'none' : texts.say(`refusal.${cause.code}.reason`, cause.params).replace(/\.$/u, '');

/** Parameters of reasons that are said in other words than they are recorded in. */
const SAID: ReadonlyMap<string, Say> = new Map([
  ['actual', valued],
  ['bound', measured],
  ['budget', entryText],
  ['cause', caused],
  ['charges', each(', ', ({ texts }, charge) => chargeText(texts, charge))],
  ['chosen', entryText],
  ['condition', ({ texts }, fact) => factName(texts, fact)],
  ['excluded', measured],
  ['expected', valued],
  ['from', dated],
  ['granted', each(', ', entryText)],
  ['short', measured],
  ['stated', measured],
  ['to', dated],
  ['value', measured],
  ['winner', each(' + ', entryText)],
]);

/** What screening said, where that was asked. */
function screeningSaid(texts: Texts, said: string): string {
  const outcome = OUTCOMES.find((one) => one === said);
  return outcome === undefined ? said : texts.say(outcomeKey(outcome));
}

/** Why a condition fails, or what it found: the same words in either case. */
export function saidText(voice: PriceVoice, reason: NotAppliedReason): string {
  const { code, params } = reason;
  const said: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(params))
    said[key] = typeof value === 'string' ? (SAID.get(key)?.(voice, value, reason) ?? value) : value;
  if (code === 'discount.asked.screening') said['outcome'] = screeningSaid(voice.texts, String(params['outcome']));
  return voice.texts.say(`reason.${code}`, said);
}

/** Facts that are missing, by their names. */
export const missingText = (texts: Texts, missing: readonly string[]): string =>
  texts.say('explain.not-evaluated', { missing: missing.map((name) => factName(texts, name)).join(', ') });
