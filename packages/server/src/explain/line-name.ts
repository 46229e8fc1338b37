/** What a line of a price is called, in text and in pictures. */
import type { ChargeLine } from '@kontor/domain/charge/rating';
import { inLanguage } from '../texts/language.ts';
import { chargeText, type PriceVoice } from './price-voice.ts';

/** A limit by its words and the discount it cut, a discount by its title, a step by its own name, else the kind of charge. */
export function lineName({ texts, name }: PriceVoice, { id, source, charge, entry, trace }: ChargeLine): string {
  const limit = /^limit:([^:]+):/u.exec(id)?.[1];
  if (limit !== undefined) return `${texts.say(`explain.limit.${limit}`)}: ${name(entry.id)}`;
  if (id === 'minimum-charge') return texts.say('explain.limit.minimum-charge');
  if (source === 'discount') return name(entry.id);
  const title = source === 'step' ? trace.at(-1)?.title : undefined;
  return title === undefined ? chargeText(texts, charge) : inLanguage(title, texts.language);
}
