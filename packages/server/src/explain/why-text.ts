/** One discount in full, in words: every condition with its answer, what came of it, what it would bring by itself. */
import type { Question } from '@kontor/domain/discount/questions';
import type { WhyDiscount, WhyHere } from '@kontor/domain/explain/why-discount';
import { addDays } from '@kontor/domain/kernel/local-date';
import type { Texts } from '../texts/texts.ts';
import { type Names, nameIn, outcomeLines, wrapped } from './price-text.ts';
import type { PriceVoice } from './price-voice.ts';
import { missingText, saidText } from './reason-text.ts';

const SIGNS = { holds: '✓', fails: '✗', missing: '?', 'at-turn': '…' } as const;

function questionWords(voice: PriceVoice, { about, verdict, said, missing, of }: Question): string {
  const { texts } = voice;
  if (of.length > 0) return texts.say(`why.${about === 'any' ? 'any' : 'all'}`);
  if (verdict === 'at-turn') return texts.say('why.at-turn');
  if (verdict === 'missing') return missingText(texts, missing);
  return said === undefined ? texts.say('why.holds') : saidText(voice, said);
}

function questionLines(voice: PriceVoice, question: Question, indent: string): readonly string[] {
  const own = wrapped(`${indent}${SIGNS[question.verdict]} ${questionWords(voice, question)}`);
  return [...own, ...question.of.flatMap((part) => questionLines(voice, part, `${indent}  `))];
}

function hereLines(
  texts: Texts,
  names: Names,
  { leg, currency, questions, outcome, alone }: WhyHere,
): readonly string[] {
  const voice = { texts, name: nameIn(texts.language, names) };
  const became = outcome === undefined ? [] : outcomeLines(texts, names, outcome, currency);
  const byItself = outcomeLines(texts, names, alone, currency);
  const repeats = alone.kind !== 'applied' && byItself.join('\n') === became.join('\n');
  const place = leg === undefined ? texts.say('charge.goods') : texts.say('why.leg', { leg: leg + 1 });
  return [
    '',
    `  ${place}`,
    ...questions.flatMap((one) => questionLines(voice, one, '    ')),
    ...(became.length === 0 ? [] : [`  ${texts.say('why.outcome')}`, ...became]),
    ...(repeats ? [] : [...wrapped(`  ${texts.say('why.alone')}`), ...byItself]),
  ];
}

export function whyText(texts: Texts, names: Names, why: WhyDiscount): string {
  const { note, accepted, discount, versions, inForce, here } = why;
  const name = nameIn(texts.language, names)(discount);
  const date = texts.date(accepted);
  const head = wrapped(texts.say('why.title', { name, discount, note, date }));
  const spans = versions.map(({ version, valid, known }) =>
    texts.say('why.version', {
      version,
      from: texts.date(valid.from),
      to: valid.to === undefined ? 'none' : texts.date(addDays(valid.to, -1)),
      known: texts.date(known),
    }),
  );
  const standing =
    inForce === undefined
      ? [...wrapped(`  ${texts.say('why.not-in-force', { date })}`), ...spans.flatMap((span) => wrapped(`    ${span}`))]
      : [];
  const legs = here.flatMap((one) => hereLines(texts, names, one));
  const none = inForce !== undefined && here.length === 0 ? [`  ${texts.say('why.nothing-charged')}`] : [];
  return `${[...head, ...standing, ...none, ...legs].map((line) => line.trimEnd()).join('\n')}\n`;
}
