import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import type { CopyValue } from '../connection/copy-rows.ts';
import { canonicalJson, findUnstorable } from './canonical-json.ts';
import { factHash, type NewFact } from './fact.ts';

/** A fact of a batch with its place in it and its hash. */
export type StagedFact = { readonly index: number; readonly hash: Buffer; readonly fact: NewFact };

/** An original whose number another original of the same batch already has, with another content. */
export type RivalInBatch = StagedFact;

export type StagedBatch = {
  readonly staged: readonly StagedFact[];
  readonly duplicates: number;
  readonly rivals: readonly RivalInBatch[];
};

const KIND = /^[a-z]+(?:-[a-z]+)*$/;

/** Why a fact cannot be written at all. Refuses: journal.kind-malformed, journal.subject-missing, journal.unstorable. */
export function checkFact(fact: NewFact): Refusal | undefined {
  const { kind, subject, source, replaces } = fact;
  const place = { file: source.file, record: subject, ...(source.row === null ? {} : { line: source.row }) };
  if (!KIND.test(kind)) return refusal('journal.kind-malformed', { kind }, place);
  if (subject === '' || replaces === '') return refusal('journal.subject-missing', { kind }, place);
  const found = findUnstorable({ subject, replaces, file: source.file, body: fact.body });
  if (found === undefined) return undefined;
  return refusal('journal.unstorable', { subject, path: found.path, why: found.why }, place);
}

/**
 * Takes out what repeats inside the batch, so that the database need only compare with what it holds: the first of
 * two equal facts stays, and of two originals with one number and different contents the first.
 */
export function stageBatch(facts: readonly NewFact[]): StagedBatch {
  const seen = new Set<string>();
  const originals = new Set<string>();
  const staged: StagedFact[] = [];
  const rivals: RivalInBatch[] = [];
  let duplicates = 0;
  for (const [index, fact] of facts.entries()) {
    const hash = factHash(fact);
    const key = hash.toString('latin1'); // the hash covers kind and subject
    if (seen.has(key)) {
      duplicates += 1;
      continue;
    }
    seen.add(key);
    const name = `${fact.kind}\0${fact.subject}`;
    const isRival = fact.replaces === null && originals.has(name);
    if (fact.replaces === null) originals.add(name);
    (isRival ? rivals : staged).push({ index, hash, fact });
  }
  return { staged, duplicates, rivals };
}

/** The columns of the staging table, in the order of {@link stagingRow}. */
export const STAGING_COLUMNS =
  'position, kind, subject, happened, learned, replaces, content_hash, source_file, source_row, body';

export function stagingRow({ index, hash, fact }: StagedFact): readonly CopyValue[] {
  const { kind, subject, happened, learned, replaces, source, body } = fact;
  return [index, kind, subject, happened, learned, replaces, hash, source.file, source.row, canonicalJson(body)];
}
