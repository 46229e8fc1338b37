/** What came into a step of a trace, in the reader's words: names instead of codes, numbers with their units. */
import type { TraceInput, TraceStep } from '@kontor/domain/charge/rating';
import { type Decimal, decimal, multiply, toText } from '@kontor/domain/kernel/decimal';
import type { Texts } from '../texts/texts.ts';
import { factName, factValues } from './fact-text.ts';
import { entryText, type PriceVoice, shown } from './price-voice.ts';

const HUNDRED = decimal('100');

/** A share as percent. */
export const shareText = (texts: Texts, share: Decimal): string => {
  const percent = multiply(share, HUNDRED);
  return percent.den === 1n ? texts.percent(toText(percent)) : shown(texts, share);
};

/** Inputs whose names say their unit. */
const SAYS_UNIT: ReadonlySet<string> = new Set(['fact', 'measured', 'per', 'quantity']);

/** Steps whose rate is a share of the charge. */
const SHARES: ReadonlySet<string> = new Set(['discount-tier-share']);

function valueText(voice: PriceVoice, { step }: TraceStep, kind: string, id: string, input: TraceInput): string {
  const { texts, name } = voice;
  const { value, unit } = input;
  if (typeof value !== 'string') {
    if (kind === 'rate' && SHARES.has(step)) return shareText(texts, value);
    return shown(texts, value, SAYS_UNIT.has(kind) ? undefined : unit);
  }
  if (kind === 'fact') return factValues(voice, id, value);
  if (kind === 'excludes') return name(value);
  return kind === 'reference-tariff' ? entryText(voice, value) : value;
}

/** A route of a comparison: the carrier, and from where to where. */
function routeText({ name }: PriceVoice, route: string): string {
  const [carrier = '', way = ''] = route.split(/ (.*)/u);
  const places = way.split('–').map(name).join(' – ');
  return `${name(carrier)}, ${places}`;
}

function nameText(voice: PriceVoice, kind: string, id: string): string {
  switch (kind) {
    case 'fact':
      return factName(voice.texts, id);
    case 'reference':
      return routeText(voice, id);
    case 'combination':
    case 'excludes':
    case 'offer':
    case 'runner-up':
      return id.split(' + ').map(voice.name).join(' + ');
    default:
      return id;
  }
}

export function inputText(voice: PriceVoice, step: TraceStep, input: TraceInput): string {
  const { texts } = voice;
  const [kind = '', id = ''] = input.label.split(/:(.*)/u);
  const value = valueText(voice, step, kind, id, input);
  const key = `explain.input.${kind.replace(/-\d+/u, '')}`;
  const number = /-(\d+)/u.exec(kind)?.[1] ?? '';
  if (!texts.knows(key)) return `${factName(texts, input.label)} ${value}`;
  return texts.say(key, { name: nameText(voice, kind, id), value, number });
}
