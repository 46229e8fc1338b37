/** The key under which a consignment or a leg counts: one reading per combination (pricing.md section 6). */
import { destinationOf } from '../consignment/destination.ts';
import type { Field } from '../scope/field.ts';
import { codeIn } from '../scope/fields.ts';
import type { Subject } from '../scope/subject.ts';
import type { MeterForm, MeterKey } from './form.ts';
import { countedParts } from './matching-measure.ts';

/** Between the parts of a key; no identifier has it. */
const SEPARATOR = '|';

/** The text of a key from its parts. */
export function joinKey(parts: readonly string[]): string {
  return parts.join(SEPARATOR);
}

type GoodsKey = Extract<MeterKey, { kind: 'goods' }>;

type KeyPart = { readonly kind: 'part'; readonly text: string } | { readonly kind: 'missing'; readonly field: string };

const part = (text: string | undefined, field: string): KeyPart =>
  text === undefined ? { kind: 'missing', field } : { kind: 'part', text };

/** The one group a party is in. In several the group is not determined, in none it is a group of its own. */
function groupPart(party: string | undefined, subject: Subject, field: string): KeyPart {
  if (party === undefined) return { kind: 'missing', field };
  const groups = subject.world.party(party)?.groups;
  if (groups === undefined || groups.length > 1) return { kind: 'missing', field: `${field}.group` };
  return { kind: 'part', text: groups[0] ?? party };
}

function payerOf({ consignment, leg, world }: Subject): string | undefined {
  return leg === undefined ? undefined : world.payerOf(consignment, leg);
}

/** The one value a fact has: with several, or with some not known, the key is missing. */
function factPart(field: Field, subject: Subject): KeyPart {
  const { values, complete } = field.read(subject);
  const [first] = values;
  const one = complete && typeof first === 'string' && values.every((value) => value === first);
  return one ? { kind: 'part', text: first } : { kind: 'missing', field: field.name };
}

/** The first digits that the codes of all items have in common; a code with fewer digits does not tell. */
function goodsPart({ system, digits }: GoodsKey, { consignment, item }: Subject): KeyPart {
  const items = item === undefined ? consignment.items : [item];
  const starts = new Set(items.map((one) => codeIn(one, system)?.code.slice(0, digits)));
  const [start] = starts;
  const one = starts.size === 1 && start !== undefined && start.length === digits;
  return one ? { kind: 'part', text: start } : { kind: 'missing', field: `item.${system}` };
}

function keyPart(key: MeterKey, subject: Subject): KeyPart {
  if (typeof key === 'object') return key.kind === 'fact' ? factPart(key.field, subject) : goodsPart(key, subject);
  const { consignment, leg } = subject;
  switch (key) {
    case 'consignor':
      return part(consignment.consignor, key);
    case 'consignee':
      return part(consignment.consignee, key);
    case 'payer':
      return part(payerOf(subject), key);
    case 'carrier':
      return part(leg?.carrier, 'leg.carrier');
    case 'agreement':
      return part(consignment.agreement, key);
    case 'route': {
      const { origin } = consignment;
      const destination = destinationOf(consignment, undefined);
      if (origin === undefined) return { kind: 'missing', field: 'origin' };
      return part(destination === undefined ? undefined : `${origin}>${destination}`, 'destination');
    }
    case 'party-group':
      return groupPart(consignment.consignor, subject, 'consignor');
    case 'consignee-group':
      return groupPart(consignment.consignee, subject, 'consignee');
    case 'payer-group':
      return groupPart(payerOf(subject), subject, 'payer');
  }
}

export type KeyOf =
  | { readonly kind: 'key'; readonly text: string }
  | { readonly kind: 'missing'; readonly fields: readonly string[] };

const WHOLE: KeyOf = Object.freeze({ kind: 'key', text: '' });

/** The subject's key on the meter; the empty text when the meter has one reading for the whole. */
export function keyOf(form: MeterForm, whole: Subject): KeyOf {
  if (form.key.length === 0) return WHOLE;
  const subject = countedParts(form, whole);
  const first = form.key[0];
  if (form.key.length === 1 && first !== undefined) {
    const found = keyPart(first, subject);
    return found.kind === 'part' ? { kind: 'key', text: found.text } : { kind: 'missing', fields: [found.field] };
  }
  const texts: string[] = [];
  const fields: string[] = [];
  for (const key of form.key) {
    const found = keyPart(key, subject);
    if (found.kind === 'part') texts.push(found.text);
    else fields.push(found.field);
  }
  return fields.length > 0 ? { kind: 'missing', fields } : { kind: 'key', text: joinKey(texts) };
}
