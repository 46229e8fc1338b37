/**
 * What only a person can decide about a file. Asked one after another when there is somebody to ask; otherwise each
 * becomes a refusal that names the key of the profile that answers it.
 */
import { type Place, type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { IGNORE } from '../columns/fields.ts';
import { type Encoding, parseEncoding } from '../file/encoding.ts';
import { type Profile, profileSchema, settingsOf, withColumn } from '../profile/schema.ts';

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

/** Puts a question to a person; undefined when they will not answer. */
export type Ask = (question: Question) => Promise<string | undefined>;

const SHOWN_CHOICES = 12;

/** The question as a refusal, for when there is nobody to ask. */
export function refusalOf(question: Question): Refusal {
  const shown = question.choices.slice(0, SHOWN_CHOICES).join(', ');
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

function withHeader(profile: Profile, given: string): unknown {
  return { ...profile, header: given === 'none' ? 'none' : { line: Number(given), rows: 1 } };
}

function withSettings(profile: Profile, question: Question, given: string): unknown {
  // Not yet known to be valid: the whole profile is parsed afterwards.
  const column = (settings: Readonly<Record<string, unknown>>): unknown => ({
    ...profile,
    columns: { ...profile.columns, [question.subject]: { ...settingsOf(profile, question.subject), ...settings } },
  });
  switch (question.kind) {
    case 'column':
    case 'mass-of':
      return column({ field: given });
    case 'mass-unit':
      return column({ unit: given });
    case 'decimal':
      return column({ decimal: given });
    case 'date-order':
      return column({ order: given });
    case 'century':
      return column({ century: Number(given) });
    case 'serial':
      return column({ serial: given });
    case 'time-zone':
      return column({ timeZone: given });
    case 'leading-zeros':
      return column({ leadingZeros: given });
    default:
      return undefined;
  }
}

function applied(profile: Profile, question: Question, given: string): unknown {
  const { subject } = question;
  switch (question.kind) {
    case 'encoding':
      return { ...profile, encoding: encodingOf(given) ?? given };
    case 'delimiter':
      return { ...profile, delimiter: given };
    case 'sheet':
      return { ...profile, sheet: given };
    case 'header':
      return withHeader(profile, given);
    case 'grouping':
      return { ...profile, grouping: given };
    case 'field':
      return withColumn(profile, given, { field: subject });
    case 'two-columns': {
      const others = question.choices.filter((title) => title !== given);
      return others.reduce(
        (so, title) => withColumn(so, title, { field: 'ignore' }),
        withColumn(profile, given, { field: subject }),
      );
    }
    case 'default':
      return { ...profile, defaults: { ...profile.defaults, [subject]: given } };
    case 'party':
      return { ...profile, parties: { ...profile.parties, [subject]: given } };
    case 'place':
      return { ...profile, places: { ...profile.places, [subject]: given } };
    case 'value': {
      const field = String(question.params['field']);
      return { ...profile, values: { ...profile.values, [field]: { ...profile.values[field], [subject]: given } } };
    }
    default:
      return withSettings(profile, question, given);
  }
}

/** The profile with the answer in it; undefined when the answer is none of the choices or makes no valid profile. */
export function answer(profile: Profile, question: Question, given: string): Profile | undefined {
  const isFixed = question.choices.length > 0 && question.kind !== 'encoding' && question.kind !== 'column';
  if (isFixed && !question.choices.includes(given)) return undefined;
  const parsed = profileSchema.safeParse(applied(profile, question, given));
  return parsed.success ? parsed.data : undefined;
}
