/**
 * What only a person can decide about a file. Asked one after another when there is somebody to ask; otherwise each
 * becomes a refusal that names the key of the profile that answers it.
 */
import { type Place, type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { IGNORE } from '../columns/fields.ts';
import { type Encoding, parseEncoding } from '../file/encoding.ts';
import { isRecord, type Profile, profileSchema, type Written } from '../profile/schema.ts';

export type QuestionKind =
  | 'encoding'
  | 'delimiter'
  | 'sheet'
  | 'header'
  | 'field'
  | 'column'
  | 'two-columns'
  | 'mass-of'
  | 'mass-unit'
  | 'decimal'
  | 'date-order'
  | 'century'
  | 'serial'
  | 'time-zone'
  | 'leading-zeros'
  | 'grouping'
  | 'default'
  | 'party'
  | 'place'
  | 'value';

/**
 * Texts: `question.<kind>` with `params`; a fixed choice has `question.<kind>.<choice>` where it is no name of its own.
 * An empty list of choices asks for free text.
 */
export type Question = {
  readonly kind: QuestionKind;
  /** Where the answer stands in the profile: `columns."Масса".unit`. */
  readonly key: string;
  /** What is asked about: a column's title, a field, a name. */
  readonly subject: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly choices: readonly string[];
  /** The likeliest answer. Never taken without being given. */
  readonly suggestion?: string;
  /** Unanswered, the rows it touches are rejected, and the rest is imported. */
  readonly isOptional: boolean;
  readonly place: Place;
};

/** The person has had enough: the import ends, and nothing of it is kept. */
export const CANCELLED = Symbol('cancelled');

/** Puts a question to a person; undefined when they will not answer it. `isAnswer` tells whether an answer is possible. */
export type Ask = (
  question: Question,
  isAnswer: (given: string) => boolean,
) => Promise<string | undefined | typeof CANCELLED>;

const OPEN_KINDS: ReadonlySet<QuestionKind> = new Set(['encoding', 'column', 'party', 'place']);

/** Whether something else than the choices may be answered too. */
export const isOpen = ({ kind, choices }: Question): boolean => choices.length === 0 || OPEN_KINDS.has(kind);

const SHOWN_CHOICES = 12;

/** A choice that is a mere sign is quoted, or a list of them could not be read. */
const readable = (choice: string): string => (/[\p{L}\p{N}]/u.test(choice) ? choice : JSON.stringify(choice));

/** The question as a refusal, for when there is nobody to ask. */
export function refusalOf(question: Question): Refusal {
  const shown = question.choices.slice(0, SHOWN_CHOICES).map(readable).join(', ');
  const choices = question.choices.length > SHOWN_CHOICES ? `${shown}, …` : shown;
  const params = { ...question.params, subject: question.subject, key: question.key, choices };
  return refusal(`import.ask.${question.kind}`, params, question.place);
}

/** The key of the question's text in the catalogues. */
export const questionKey = (question: Question): string => `question.${question.kind}`;

const WITH_WORDS: ReadonlySet<QuestionKind> = new Set([
  'decimal',
  'date-order',
  'serial',
  'leading-zeros',
  'grouping',
  'mass-of',
  'mass-unit',
  'delimiter',
]);

/** The key of a choice's text; undefined where the choice is a name and stands for itself. */
export function choiceKey(question: Question, choice: string): string | undefined {
  if (choice === IGNORE || (question.kind === 'header' && choice === 'none')) return `question.choice.${choice}`;
  return WITH_WORDS.has(question.kind) ? `question.${question.kind}.${choiceName(choice)}` : undefined;
}

const SIGNS: Readonly<Record<string, string>> = Object.freeze({
  ',': 'comma',
  '.': 'point',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
});
const choiceName = (choice: string): string => SIGNS[choice] ?? choice;

/** A key as it stands in the YAML of a profile. */
export const quoted = (title: string): string => JSON.stringify(title);

/** Names of encodings are free text, so that `cp1251` is understood. */
const encodingOf = (name: string): Encoding | undefined => parseEncoding(name);

/** Which setting of a column a question is about. */
const SETTINGS: Partial<Record<QuestionKind, string>> = Object.freeze({
  column: 'field',
  'mass-of': 'field',
  'mass-unit': 'unit',
  decimal: 'decimal',
  'date-order': 'order',
  century: 'century',
  serial: 'serial',
  'time-zone': 'timeZone',
  'leading-zeros': 'leadingZeros',
});

function withSetting(profile: Written, title: string, setting: string, value: unknown): Written {
  const known = Object.hasOwn(profile.columns, title) ? profile.columns[title] : undefined;
  const settings = typeof known === 'string' ? { field: known } : { ...(isRecord(known) ? known : {}) };
  return { ...profile, columns: { ...profile.columns, [title]: { ...settings, [setting]: value } } };
}

/** The value of an answer as a profile writes it. */
function valueOf(question: Question, given: string): unknown {
  switch (question.kind) {
    case 'encoding':
      return encodingOf(given) ?? given;
    case 'header':
      return given === 'none' ? 'none' : { line: Number(given), rows: 1 };
    case 'century':
      return Number(given);
    default:
      return given;
  }
}

/** The profile with a value where the answer to a question stands; whether it is valid there is not looked at. */
export function placed(profile: Written, question: Question, value: unknown): Written {
  const { subject, kind } = question;
  switch (kind) {
    case 'encoding':
    case 'delimiter':
    case 'sheet':
    case 'header':
    case 'grouping':
      return { ...profile, [kind]: value };
    case 'default':
      return { ...profile, defaults: { ...profile.defaults, [subject]: value } };
    case 'party':
      return { ...profile, parties: { ...profile.parties, [subject]: value } };
    case 'place':
      return { ...profile, places: { ...profile.places, [subject]: value } };
    case 'value': {
      const field = String(question.params['field']);
      const known = profile.values[field];
      const words = { ...(isRecord(known) ? known : {}), [subject]: value };
      return { ...profile, values: { ...profile.values, [field]: words } };
    }
    default:
      return withSetting(profile, subject, SETTINGS[kind] ?? 'field', value);
  }
}

function applied(profile: Profile, question: Question, given: string): Written {
  const { subject, kind, choices } = question;
  if (kind === 'field') return withSetting(profile, given, 'field', subject);
  if (kind !== 'two-columns') return placed(profile, question, valueOf(question, given));
  const others = choices.filter((title) => title !== given);
  return others.reduce<Written>(
    (so, title) => withSetting(so, title, 'field', IGNORE),
    withSetting(profile, given, 'field', subject),
  );
}

/** The profile with the answer in it; undefined when the answer is none of the choices or makes no valid profile. */
export function answer(profile: Profile, question: Question, given: string): Profile | undefined {
  if (!isOpen(question) && !question.choices.includes(given)) return undefined;
  const parsed = profileSchema.safeParse(applied(profile, question, given));
  return parsed.success ? parsed.data : undefined;
}
