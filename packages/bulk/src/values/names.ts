/** From the names people write to the ids of the book: ids themselves, names in four languages, station and port codes. */

import type { Words } from '@kontor/domain/kernel/schema';
import type { PlaceText } from '@kontor/domain/network/schema';
import type { PartyText } from '@kontor/domain/party/schema';
import { foldName } from './fold-name.ts';
import { nearNames, type WrittenName, writtenName } from './near-names.ts';

export type NameKind = 'party' | 'place';

/** Who and where a text may mean. */
export type Names = {
  /** Several when it is ambiguous, none when unknown. */
  readonly party: (text: string) => readonly string[];
  readonly place: (text: string) => readonly string[];
  /** Whether the book has such an id. */
  readonly has: (kind: NameKind, id: string) => boolean;
  /** Whose names are written nearly like a text that is unknown. To be offered to a person, never to be taken. */
  readonly near: (kind: NameKind, text: string) => readonly string[];
};

const inAllLanguages = (words: Words | undefined): readonly string[] =>
  words === undefined ? [] : typeof words === 'string' ? [words] : Object.values(words);

type Index = Map<string, Set<string>>;

function put(index: Index, name: string | undefined, id: string): void {
  const key = foldName(name ?? '');
  if (key === '') return;
  const ids = index.get(key) ?? new Set();
  index.set(key, ids.add(id));
}

const CODE_IN_BRACKETS = /^(.*?)\s*[([]\s*([A-Za-z]{2}\s?[A-Za-z0-9]{3}|[0-9]{5,7})\s*[)\]]$/u;

function lookUp(index: Index, text: string): readonly string[] {
  const whole = index.get(foldName(text));
  if (whole !== undefined) return [...whole];
  const [, name = '', code = ''] = CODE_IN_BRACKETS.exec(text.trim()) ?? [];
  const [byName, byCode] = [index.get(foldName(name)) ?? [], index.get(foldName(code)) ?? []];
  // 'Brest (140007)': the code decides for an unknown name; a name that contradicts its code is ambiguous.
  return [...new Set([...byName, ...byCode])];
}

/** Station codes are written with or without their check digit: six digits or five. */
function putStationCode(index: Index, code: string | undefined, id: string): void {
  put(index, code, id);
  if (code !== undefined && /^[0-9]{6}$/.test(code)) put(index, code.slice(0, 5), id);
}

/** A resolver over the parties and places of a book. */
export function namesOf(book: { readonly parties: Iterable<PartyText>; readonly places: Iterable<PlaceText> }): Names {
  const parties: Index = new Map();
  const places: Index = new Map();
  const ids = { party: new Set<string>(), place: new Set<string>() };
  const written: Record<NameKind, WrittenName[]> = { party: [], place: [] };
  for (const { id, title, short, identifiers } of book.parties) {
    const names = [id, ...inAllLanguages(title), ...inAllLanguages(short)];
    for (const name of [...names, ...identifiers.map((each) => each.id)]) put(parties, name, id);
    written.party.push(...names.map((name) => writtenName(name, id)));
    ids.party.add(id);
  }
  for (const { id, title, locode, codes } of book.places) {
    const names = [id, ...inAllLanguages(title)];
    for (const name of names) put(places, name, id);
    written.place.push(...names.map((name) => writtenName(name, id)));
    ids.place.add(id);
    put(places, locode, id);
    put(places, locode?.replaceAll(/[\s-]/g, ''), id);
    if (locode !== undefined) put(places, `${locode.slice(0, 2)} ${locode.replaceAll(/[\s-]/g, '').slice(2)}`, id);
    putStationCode(places, codes?.ESR, id);
    putStationCode(places, codes?.UIC, id);
  }
  return {
    party: (text) => lookUp(parties, text),
    place: (text) => lookUp(places, text),
    has: (kind, id) => ids[kind].has(id),
    near: (kind, text) => nearNames(written[kind], text),
  };
}
