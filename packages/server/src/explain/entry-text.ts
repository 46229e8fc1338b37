/** A posted entry in words: its postings, and what it follows from, window by window, step by step, leg by leg. */
import { nextWritten, stepWritten, type WrittenEntitlement } from '@kontor/domain/explain/entitlement-schema';
import { decimal } from '@kontor/domain/kernel/decimal';
import { type LocalDate, localDate } from '@kontor/domain/kernel/local-date';
import { toMinor } from '@kontor/domain/kernel/money';
import { periodLabel } from '@kontor/domain/kernel/period';
import { outcomeKey } from '@kontor/domain/restriction/message-keys';
import type { LedgerEntry } from '@kontor/domain/settlement/entry';
import type { OpenedEntry } from '../settlement/read-entry.ts';
import type { Texts } from '../texts/texts.ts';
import { knownOn } from './entry-json.ts';
import { justified, type Names, nameIn, nextLines, traceLines, wrapped } from './price-text.ts';
import type { PriceVoice } from './price-voice.ts';

const written = (texts: Texts, amount: string, currency: string): string =>
  texts.money(toMinor(decimal(amount), currency), currency);

const titled = ({ name }: PriceVoice, id: string): string => (name(id) === id ? id : `${name(id)} [${id}]`);

function headLines(voice: PriceVoice, { about, withheld, ...entry }: LedgerEntry): readonly string[] {
  const { texts, name } = voice;
  const { kind, period, booked, document } = entry;
  const { discount, grantor, party, window, synthetic } = about;
  const made = synthetic ? ` — ${texts.say('explain.synthetic')}` : '';
  const lines = [
    texts.say('entry.head', { kind, period, booked: texts.date(booked), document }),
    `${texts.say('entry.about', { discount: titled(voice, discount), grantor: name(grantor), party: name(party), window: periodLabel(window) })}${made}`,
  ];
  if (withheld !== undefined) lines.push(texts.say('entry.withheld', { outcome: texts.say(outcomeKey(withheld)) }));
  if (entry.refersTo !== null) lines.push(texts.say('entry.refers', { key: entry.refersTo }));
  return lines.flatMap((line) => wrapped(`  ${line}`));
}

const postingLines = ({ texts }: PriceVoice, { postings }: LedgerEntry): readonly string[] => [
  `  ${texts.say('entry.postings')}`,
  ...postings.flatMap(({ account, amount }) => justified(`    ${account}`, texts.money(amount.minor, amount.currency))),
];

function legLines({ texts }: PriceVoice, earned: WrittenEntitlement): readonly string[] {
  const { currency } = earned;
  return earned.legs.flatMap(({ note, accepted, leg, base, amount, cuts }) => [
    ...justified(
      `      ${texts.say('entry.leg', { note, date: texts.date(localDate(accepted)), leg, base: written(texts, base, currency) })}`,
      written(texts, amount, currency),
    ),
    ...cutLines(texts, cuts, currency, '        '),
  ]);
}

const cutLines = (
  texts: Texts,
  cuts: WrittenEntitlement['cuts'],
  currency: string,
  indent: string,
): readonly string[] =>
  cuts.flatMap(({ by, amount }) =>
    wrapped(
      `${indent}${texts.say('explain.cut', { by: texts.say(`explain.limit.${by}`), amount: written(texts, amount, currency) })}`,
    ),
  );

const day = (text: string | null): LocalDate | undefined => (text === null ? undefined : localDate(text));

function earnedLines(voice: PriceVoice, earned: WrittenEntitlement): readonly string[] {
  const { texts, name } = voice;
  const { entry, key, window, currency, base, amount, accrual } = earned;
  const span = periodLabel({ from: localDate(window.from), to: day(window.to) });
  const title = texts.say('entry.earned', {
    discount: titled(voice, entry.id),
    version: entry.version,
    window: span,
    key: key === '' ? 'none' : name(key),
  });
  return [
    ...justified(`    + ${title}`, written(texts, amount, currency)),
    ...wrapped(`      ${texts.say('entry.base', { base: written(texts, base, currency) })}`),
    ...traceLines(voice, earned.trace.map(stepWritten)),
    ...cutLines(texts, earned.cuts, currency, '      '),
    ...earned.shares.flatMap((share) =>
      justified(
        `      ${texts.say('explain.share', { party: name(share.party), role: texts.say(`explain.role.${share.role}`) })}`,
        written(texts, share.amount, currency),
      ),
    ),
    ...(accrual === undefined
      ? []
      : [
          ...justified(`      ${texts.say('entry.accrual')}`, written(texts, accrual.amount, currency)),
          ...traceLines(voice, accrual.trace.map(stepWritten)),
        ]),
    ...(earned.next === undefined
      ? []
      : nextLines(texts, nextWritten(earned.next), currency, 'explain.next-in-window')),
    ...legLines(voice, earned),
  ];
}

export function entryText(texts: Texts, names: Names, { entry, follows }: OpenedEntry): string {
  const voice = { texts, name: nameIn(texts.language, names) };
  const head = [...wrapped(texts.say('entry.title', { key: entry.key })), ...headLines(voice, entry)];
  const below =
    follows === undefined
      ? wrapped(`  ${texts.say('entry.no-trace')}`)
      : [
          ...wrapped(
            `  ${texts.say('entry.follows', { date: texts.date(localDate(knownOn(follows.asOf))), book: follows.book.slice(0, 12) })}`,
          ),
          ...(follows.earned.length === 0
            ? wrapped(`    ${texts.say('entry.nothing')}`)
            : follows.earned.flatMap((one) => earnedLines(voice, one))),
        ];
  return `${[...head, ...postingLines(voice, entry), ...below].map((line) => line.trimEnd()).join('\n')}\n`;
}
