import type { Readable, Writable } from 'node:stream';
import { isCancel, select, text, updateSettings } from '@clack/prompts';
import {
  type Ask,
  CANCELLED,
  choiceKey,
  isOpen,
  type Question,
  questionKey,
  refusalOf,
} from '@kontor/bulk/question/question';
import type { Texts } from '@kontor/server/texts/texts';

/** Where questions are put and answers are typed. */
export type Terminal = { readonly input: Readable; readonly output: Writable };

/** The terminal of this process; undefined when nobody sits at it. Standard output stays free for the result. */
export function ownTerminal(): Terminal | undefined {
  const { stdin, stderr } = process;
  return stdin.isTTY && stderr.isTTY ? { input: stdin, output: stderr } : undefined;
}

/** What is chosen when none of the choices is; no choice of a question begins like this. */
const NONE = '\u0000none';
const NONE_OF_ALL = '\u0000none-of-all';
const ANOTHER = '\u0000another';

const SHOWN_AT_ONCE = 12;

export type Asking = {
  readonly texts: Texts;
  readonly terminal: Terminal;
  /** The name of a party or place, to be shown beside its identifier. */
  readonly nameOf: (id: string) => string | undefined;
};

type Choice = { readonly value: string; readonly label: string; readonly hint?: string };

function choicesOf({ texts, nameOf }: Asking, question: Question): readonly Choice[] {
  const own = question.choices.map((choice): Choice => {
    const key = choiceKey(question, choice);
    const name = question.kind === 'party' || question.kind === 'place' ? nameOf(choice) : undefined;
    const label = key === undefined ? choice : texts.say(key);
    const hint = choice === question.suggestion ? texts.say('ask.likely') : undefined;
    return {
      value: choice,
      label: name === undefined ? label : `${name} (${choice})`,
      ...(hint === undefined ? {} : { hint }),
    };
  });
  const extra = [...(isOpen(question) ? [ANOTHER] : []), ...(question.isOptional ? [NONE, NONE_OF_ALL] : [])].map(
    (value): Choice => ({ value, label: texts.say(`ask.${value.slice(1)}`) }),
  );
  return [...own, ...extra];
}

/** Where it is and what is asked, in the words the refusal would have without a person. */
function messageOf(texts: Texts, question: Question): string {
  const { where } = texts.refusal(refusalOf(question));
  return `${where}\n${texts.say(questionKey(question), { ...question.params, subject: question.subject })}`;
}

/** The person wants to be asked no more about names and words. */
const TIRED = Symbol('tired');

type Given = Awaited<ReturnType<Ask>> | typeof TIRED;

async function askText(asking: Asking, question: Question, isAnswer: (given: string) => boolean): Promise<Given> {
  const { texts, terminal } = asking;
  const { isOptional } = question;
  const given = await text({
    ...terminal,
    message: messageOf(texts, question),
    placeholder: texts.say(isOptional ? 'ask.empty-is-none' : 'ask.type'),
    validate: (value = '') =>
      (isOptional && value.trim() === '') || isAnswer(value) ? undefined : texts.say('ask.impossible'),
  });
  if (isCancel(given)) return CANCELLED;
  return isOptional && given.trim() === '' ? undefined : given;
}

async function askOne(asking: Asking, question: Question, isAnswer: (given: string) => boolean): Promise<Given> {
  const { texts, terminal } = asking;
  // A name without anything near it can only be typed, or passed over.
  if (question.choices.length === 0 && !question.isOptional) return askText(asking, question, isAnswer);
  const given = await select<string>({
    ...terminal,
    message: messageOf(texts, question),
    options: [...choicesOf(asking, question)],
    maxItems: SHOWN_AT_ONCE,
    showInstructions: false,
    ...(question.suggestion === undefined ? {} : { initialValue: question.suggestion }),
  });
  if (isCancel(given)) return CANCELLED;
  if (given === ANOTHER) return askText(asking, question, isAnswer);
  if (given === NONE_OF_ALL) return TIRED;
  return given === NONE ? undefined : given;
}

/** Puts questions to the person at a terminal, one after another. Ctrl+C gives up the whole import. */
export function asker(asking: Asking): Ask {
  const { texts, terminal } = asking;
  updateSettings({ messages: { cancel: texts.say('ask.cancelled'), error: texts.say('ask.impossible') } });
  let isBegun = false;
  let isTiredOfNames = false;
  return async (question, isAnswer) => {
    if (question.isOptional && isTiredOfNames) return undefined;
    if (!isBegun) terminal.output.write(`${texts.say('ask.begin')}\n`);
    isBegun = true;
    const given = await askOne(asking, question, isAnswer);
    if (given !== TIRED) return given;
    isTiredOfNames = true;
    return undefined;
  };
}
