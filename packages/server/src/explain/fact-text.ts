/** Facts of a consignment in the reader's words: what they are called, and the values they have. */
import { amountAsked } from '@kontor/domain/scope/amounts';
import type { Texts } from '../texts/texts.ts';
import { chargeText, type PriceVoice } from './price-voice.ts';

/** Facts that have one of a few values, by the kind of value; each value has its words under `choice.KIND.VALUE`. */
export const CHOICE_KINDS: ReadonlyMap<string, string> = new Map([
  ['container.loaded', 'flag'],
  ['container.ownership', 'ownership'],
  ['destination.role', 'place'],
  ['direction', 'direction'],
  ['diverted', 'flag'],
  ['kind', 'kind'],
  ['leg.from.role', 'place'],
  ['leg.mode', 'mode'],
  ['leg.to.role', 'place'],
  ['leg.traffic', 'traffic'],
  ['origin.role', 'place'],
  ['traffic', 'traffic'],
  ['wagon.loaded', 'flag'],
  ['wagon.ownership', 'ownership'],
  ['wagon.type', 'wagon'],
]);

const PARTIES: ReadonlySet<string> = new Set(['consignee', 'consignor', 'leg.carrier', 'payer']);
const ENTRIES: ReadonlySet<string> = new Set([
  'agreement',
  'crossings',
  'destination',
  'leg.from',
  'leg.to',
  'origin',
  'via',
]);

const NOT = '≠ ';

/** A fact by its name; facts of the operator's own have no others than their codes. */
export function factName(texts: Texts, name: string): string {
  const amount = amountAsked(name);
  if (amount !== undefined) {
    const { of, currency, charges } = amount;
    const kinds = charges?.map((charge) => chargeText(texts, charge)).join(', ') ?? 'all';
    return texts.say('field.amount', { of, currency, charges: kinds });
  }
  return texts.knows(`field.${name}`) ? texts.say(`field.${name}`) : name;
}

/** One value: a choice by its words, a party by its title and code, a place or agreement by its title, else as it is written. */
function valueText({ texts, name }: PriceVoice, fact: string, value: string): string {
  const key = `choice.${CHOICE_KINDS.get(fact) ?? ''}.${value}`;
  if (texts.knows(key)) return texts.say(key);
  const title = name(value);
  if (title === value) return value;
  if (PARTIES.has(fact)) return `${title} (${value})`;
  return ENTRIES.has(fact) ? title : value;
}

/** Values of a fact as the domain lists them, each once: `a, b`, `a → b`, or what is not allowed, `≠ a`. */
export function factValues(voice: PriceVoice, fact: string, listed: string): string {
  if (listed.startsWith(NOT))
    return voice.texts.say('choice.other-than', { values: factValues(voice, fact, listed.slice(NOT.length)) });
  if (fact === 'direction') return directionText(voice, listed);
  if (!CHOICE_KINDS.has(fact) && !PARTIES.has(fact) && !ENTRIES.has(fact)) return listed;
  const values = listed.split(', ').map((one) =>
    one
      .split(' → ')
      .map((value) => valueText(voice, fact, value))
      .join(' → '),
  );
  return [...new Set(values)].join(', ');
}

/** A region with the directions asked for, or with the way the consignment takes. */
function directionText(voice: PriceVoice, listed: string): string {
  const [region = '', rest = ''] = listed.split(/: (.*)/u);
  const way = rest.split(' → ');
  const said =
    way.length > 1
      ? way.map((place) => voice.name(place)).join(' → ')
      : rest
          .split(', ')
          .map((one) => valueText(voice, 'direction', one))
          .join(', ');
  return `${region}: ${said}`;
}
