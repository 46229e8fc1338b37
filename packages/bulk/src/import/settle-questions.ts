/** Opens a file and has everything decided that must be: by the profile, by the person, or refused question by question. */
import { ok, type Place, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { FileFacts } from '../file/inspect.ts';
import { profileDraft } from '../profile/draft.ts';
import type { Profile } from '../profile/schema.ts';
import { type Ask, answer, CANCELLED, type Question, refusalOf } from '../question/question.ts';
import type { RawRow } from '../row.ts';
import type { Names } from '../values/names.ts';
import { type Prepared, prepare } from './prepare.ts';
import { openSource, type Records, sampleRows, type Table } from './source.ts';

export type Settled = {
  readonly source: Table | Records;
  /** Undefined for records that are consignments already. */
  readonly prepared: Prepared | undefined;
  /** The profile with every answer given. */
  readonly profile: Profile;
  readonly place: Place;
};

export type SettleInput = {
  readonly facts: FileFacts;
  readonly profile: Profile;
  readonly names: Names;
  readonly ask?: Ask | undefined;
  readonly onUnanswered?: ((draft: string) => void) | undefined;
};

/** More answers than any file needs; stops one that never ends. */
const MOST_QUESTIONS = 2000;

type Round =
  | { readonly kind: 'settled'; readonly settled: Settled; readonly optional: readonly Question[] }
  | { readonly kind: 'asks'; readonly questions: readonly Question[] };

/** What has been opened is kept between rounds, so that an answer about a column does not read the file anew. */
type Kept = { readonly profile: Profile; readonly source: Table | Records; readonly rows: readonly RawRow[] };

const opensAlike = (a: Profile, b: Profile): boolean =>
  a.encoding === b.encoding && a.delimiter === b.delimiter && a.sheet === b.sheet;

async function openSampled(facts: FileFacts, profile: Profile): Promise<Result<Kept | Question>> {
  const opened = await openSource(facts, profile);
  if (!opened.ok) return opened;
  if (opened.value.kind === 'asks') return ok(opened.value.question);
  const { source } = opened.value;
  if (source.kind === 'records') return ok({ profile, source, rows: [] });
  const sample = await sampleRows(source);
  if (sample.stopped !== undefined && sample.rows.length === 0) return refused(sample.stopped);
  if (sample.rows.length === 0) return refused(refusal('file.empty', { file: facts.file }, { file: facts.file }));
  return ok({ profile, source, rows: sample.rows });
}

function round(kept: Kept, input: SettleInput, profile: Profile): Result<Round> {
  const { source } = kept;
  const { file } = input.facts;
  if (source.kind === 'records') {
    return ok({ kind: 'settled', settled: { source, prepared: undefined, profile, place: { file } }, optional: [] });
  }
  const place: Place = source.sheet === undefined ? { file } : { file, path: source.sheet };
  const prepared = prepare({ table: source, sample: kept.rows, profile, names: input.names, place });
  if (!prepared.ok) return prepared;
  if (prepared.value.kind === 'asks') return ok(prepared.value);
  const { optional } = prepared.value;
  return ok({ kind: 'settled', settled: { source, prepared: prepared.value.prepared, profile, place }, optional });
}

function unanswered(input: SettleInput, profile: Profile, questions: readonly Question[]): Result<never> {
  input.onUnanswered?.(profileDraft(profile, questions));
  const [first, ...others] = questions.map(refusalOf);
  if (first === undefined) throw new Error('refused for open questions, but there are none');
  return refused(first, ...others);
}

/** The profile with the answer; whoever is named may be named in any way the book knows, but must be in it. */
function answered(profile: Profile, question: Question, given: string, names: Names): Profile | undefined {
  const text = given.trim() === '' ? given : given.trim();
  if (question.kind !== 'party' && question.kind !== 'place') return answer(profile, question, text);
  const [id, other] = question.kind === 'party' ? names.party(text) : names.place(text);
  return id === undefined || other !== undefined ? undefined : answer(profile, question, id);
}

/** Asks one question; undefined when it stays open. An answer that makes no sense is asked for once more. */
async function askOne(
  ask: Ask,
  question: Question,
  profile: Profile,
  names: Names,
): Promise<Profile | undefined | typeof CANCELLED> {
  const withAnswer = (given: string): Profile | undefined => answered(profile, question, given, names);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const given = await ask(question, (text) => withAnswer(text) !== undefined);
    if (given === undefined || given === CANCELLED) return given;
    const next = withAnswer(given);
    if (next !== undefined) return next;
  }
  return undefined;
}

/**
 * Every question is asked through `ask`; without it, or when one stays unanswered, the result is refused with one
 * refusal per open question, each naming the key of the profile that answers it. Unknown names do not refuse the file:
 * where nobody names them, their rows are rejected.
 */
export async function settleQuestions(input: SettleInput): Promise<Result<Settled>> {
  let { profile } = input;
  let kept: Kept | undefined;
  const passedOver = new Set<string>();
  for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
    const state = await look(kept, input, profile);
    if (!state.ok) return state;
    kept = state.value.kept;
    const { round: now } = state.value;
    const open = now.kind === 'asks' ? now.questions : now.optional.filter((each) => !passedOver.has(each.key));
    const [question] = open;
    if (now.kind === 'settled' && (question === undefined || input.ask === undefined)) return ok(now.settled);
    if (question === undefined || input.ask === undefined) return unanswered(input, profile, open);
    const next = await askOne(input.ask, question, profile, input.names);
    if (next === CANCELLED) return refused(refusal('import.cancelled', { file: input.facts.file }));
    if (next !== undefined) profile = next;
    else if (question.isOptional) passedOver.add(question.key);
    else return unanswered(input, profile, open);
  }
  return refused(refusal('import.too-many-questions', { limit: MOST_QUESTIONS }, { file: input.facts.file }));
}

type Look = { readonly kept: Kept | undefined; readonly round: Round };

/** Where things stand under a profile: opens the file where that is not done yet. */
async function look(kept: Kept | undefined, input: SettleInput, profile: Profile): Promise<Result<Look>> {
  let current = kept;
  if (current === undefined || !opensAlike(current.profile, profile)) {
    const opened = await openSampled(input.facts, profile);
    if (!opened.ok) return opened;
    if (!('source' in opened.value)) return ok({ kept: undefined, round: { kind: 'asks', questions: [opened.value] } });
    current = opened.value;
  }
  const state = round(current, input, profile);
  return state.ok ? ok({ kept: current, round: state.value }) : state;
}
