/** What screening reads of a loaded book. */
import { type LoadedBook, type LoadedEntry, readEntry } from '../book/load.ts';
import { entriesOf } from '../book/select.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import type { Words } from '../kernel/schema.ts';
import { partySchema } from '../party/schema.ts';
import { worldsByKnowledge } from '../scope/world.ts';
import { compilePartyDecision, compilePartyList, compileRestriction } from './form.ts';
import { normaliseName } from './normalise-name.ts';
import { partyDecisionSchema, partyListSchema, restrictionSchema } from './schema.ts';
import type { RegisteredParty, ScreeningBook } from './screen.ts';

const textsOf = (words: Words | undefined): readonly string[] =>
  words === undefined ? [] : typeof words === 'string' ? [words] : [words.en, words.de, words.ru, words.be];

function registered(entry: LoadedEntry): RegisteredParty {
  const { title, short, owners } = readEntry(entry, partySchema);
  const { id, version, known, valid, header } = entry;
  return Object.freeze({
    id,
    version,
    known,
    valid,
    header,
    names: new Set([...textsOf(title), ...textsOf(short)].map(normaliseName).filter((name) => name !== '')),
    owners,
  });
}

function registerOf(book: LoadedBook): ReadonlyMap<string, readonly RegisteredParty[]> {
  const register = new Map<string, RegisteredParty[]>();
  for (const entry of entriesOf(book, 'party')) {
    const versions = register.get(entry.id);
    if (versions === undefined) register.set(entry.id, [registered(entry)]);
    else versions.push(registered(entry));
  }
  return register;
}

/** The screening book, with the refusals of entries that cannot be compiled: those are not in it. */
export function screeningBookOf(book: LoadedBook): {
  readonly book: ScreeningBook;
  readonly refusals: readonly Refusal[];
} {
  const refusals: Refusal[] = [];
  const held = <T>(result: Result<T>): readonly T[] => {
    if (result.ok) return [result.value];
    refusals.push(...result.refusals);
    return [];
  };
  const rules = entriesOf(book, 'restriction').flatMap((entry) =>
    held(compileRestriction(entry, readEntry(entry, restrictionSchema))),
  );
  const lists = entriesOf(book, 'party-list').flatMap((entry) =>
    held(compilePartyList(entry, readEntry(entry, partyListSchema))),
  );
  const decisions = entriesOf(book, 'party-decision').map((entry) =>
    compilePartyDecision(entry, readEntry(entry, partyDecisionSchema)),
  );
  const screening: ScreeningBook = {
    rules,
    lists,
    decisions,
    register: registerOf(book),
    world: worldsByKnowledge(book),
  };
  return { book: Object.freeze(screening), refusals };
}
