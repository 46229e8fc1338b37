/** The profile that would answer open questions, ready to be saved and filled in. */
import { stringify } from 'yaml';
import { IGNORE } from '../columns/fields.ts';
import { placed, type Question } from '../question/question.ts';
import { profileText } from './profile-file.ts';
import type { Profile, Written } from './schema.ts';

const SHOWN_CHOICES = 8;
/** Stands in the draft for a title that only the person knows. */
const SOME_TITLE = '…';

/** What is written at a place of the draft: a value, or nothing, which no profile accepts; beside it what is possible. */
type Gap = { readonly value: string; readonly choices: readonly string[] };

/** Holds the place of a gap until the text around it stands. */
const mark = (index: number): string => `GAP_${index}_GAP`;
const MARK = /GAP_([0-9]+)_GAP/g;

function scalar({ kind }: Question, choice: string): string {
  if (kind === 'century') return choice;
  if (kind === 'header' && choice !== 'none') return `{ line: ${choice}, rows: 1 }`;
  return stringify(choice).trimEnd();
}

function gapText({ value, choices }: Gap): string {
  if (choices.length === 0) return value;
  const more = choices.length > SHOWN_CHOICES ? ['…'] : [];
  return `${value === '' ? '' : `${value} `}# ${[...choices.slice(0, SHOWN_CHOICES), ...more].join(' | ').replaceAll('\n', ' ')}`;
}

/** The text of the draft: what is known already, and a line for every question. */
export function profileDraft(profile: Profile, questions: readonly Question[]): string {
  const gaps: Gap[] = [];
  const leave = (value: string, choices: readonly string[]): string => mark(gaps.push({ value, choices }) - 1);
  let draft: Written = profile;
  const setColumn = (title: string, value: string): void => {
    draft = { ...draft, columns: { ...draft.columns, [title]: value } };
  };
  for (const question of questions) {
    const { kind, subject, choices } = question;
    const shown = choices.map((choice) => scalar(question, choice));
    if (kind === 'field') setColumn(SOME_TITLE, leave(subject, shown));
    else if (kind === 'two-columns') for (const title of choices) setColumn(title, leave('', [subject, IGNORE]));
    // Left empty even where one answer is likelier: a draft saved unread must not become a guess.
    else draft = placed(draft, question, leave('', shown));
  }
  return profileText(draft, 'yaml').replace(MARK, (_, index: string) =>
    gapText(gaps[Number(index)] ?? { value: '', choices: [] }),
  );
}
