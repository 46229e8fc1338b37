/**
 * What only a person can decide about a file. Asked one after another when there is somebody to ask; otherwise each
 * becomes a refusal that names the key of the profile that answers it.
 */
import { type Place, type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { type Encoding, parseEncoding } from '../file/encoding.ts';
import { type Profile, profileSchema, settingsOf, withColumn } from '../profile/schema.ts';

export type QuestionKind =
  | 'encoding'
  | 'delimiter'
  | 'sheet'
  | 'header'
  | 'field'
  | 'column'
  | 'twoColumns'
  | 'massOf'
  | 'massUnit'
  | 'decimal'
  | 'dateOrder'
  | 'century'
  | 'serial'
  | 'timeZone'
  | 'leadingZeros'
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

/** A key as it stands in the YAML of a profile. */
export const quoted = (title: string): string => JSON.stringify(title);

/** Names of encodings are free text, so that `cp1251` is understood. */
const encodingOf = (answer: string): Encoding | undefined => parseEncoding(answer);

function withHeader(profile: Profile, answer: string): unknown {
  return { ...profile, header: answer === 'none' ? 'none' : { line: Number(answer), rows: 1 } };
}

function withSettings(profile: Profile, question: Question, answer: string): unknown {
  // Not yet known to be valid: the whole profile is parsed afterwards.
  const column = (settings: Readonly<Record<string, unknown>>): unknown => ({
    ...profile,
    columns: { ...profile.columns, [question.subject]: { ...settingsOf(profile, question.subject), ...settings } },
  });
  switch (question.kind) {
    case 'column':
    case 'massOf':
      return column({ field: answer });
    case 'massUnit':
      return column({ unit: answer });
    case 'decimal':
      return column({ decimal: answer });
    case 'dateOrder':
      return column({ order: answer });
    case 'century':
      return column({ century: Number(answer) });
    case 'serial':
      return column({ serial: answer });
    case 'timeZone':
      return column({ timeZone: answer });
    case 'leadingZeros':
      return column({ leadingZeros: answer });
    default:
      return undefined;
  }
}

function applied(profile: Profile, question: Question, answer: string): unknown {
  const { subject } = question;
  switch (question.kind) {
    case 'encoding':
      return { ...profile, encoding: encodingOf(answer) ?? answer };
    case 'delimiter':
      return { ...profile, delimiter: answer };
    case 'sheet':
      return { ...profile, sheet: answer };
    case 'header':
      return withHeader(profile, answer);
    case 'grouping':
      return { ...profile, grouping: answer };
    case 'field':
      return withColumn(profile, answer, { field: subject });
    case 'twoColumns': {
      const others = question.choices.filter((title) => title !== answer);
      return others.reduce(
        (so, title) => withColumn(so, title, { field: 'ignore' }),
        withColumn(profile, answer, { field: subject }),
      );
    }
    case 'default':
      return { ...profile, defaults: { ...profile.defaults, [subject]: answer } };
    case 'party':
      return { ...profile, parties: { ...profile.parties, [subject]: answer } };
    case 'place':
      return { ...profile, places: { ...profile.places, [subject]: answer } };
    case 'value': {
      const field = String(question.params['field']);
      return { ...profile, values: { ...profile.values, [field]: { ...profile.values[field], [subject]: answer } } };
    }
    default:
      return withSettings(profile, question, answer);
  }
}

/** The profile with the answer in it; undefined when the answer is none of the choices or makes no valid profile. */
export function answer(profile: Profile, question: Question, given: string): Profile | undefined {
  const isFixed = question.choices.length > 0 && question.kind !== 'encoding' && question.kind !== 'column';
  if (isFixed && !question.choices.includes(given)) return undefined;
  const parsed = profileSchema.safeParse(applied(profile, question, given));
  return parsed.success ? parsed.data : undefined;
}
