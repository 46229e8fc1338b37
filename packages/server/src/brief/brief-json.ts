/** The brief for machines: everything it shows, with exact figures as text and names in the language asked for. */
import { formatMinor } from '@kontor/domain/kernel/money';
import type { Settlement } from '@kontor/domain/settlement/statement';
import { inLanguage } from '../texts/language.ts';
import { type BriefInput, isMadeUp, sessionOf } from './brief-input.ts';
import { type FlowRow, otherRows, turnoverRows } from './flows.ts';
import { guaranteeJson } from './guarantee-view.ts';
import { heldBy } from './held.ts';
import { type Voice, voiceOf } from './phrases.ts';
import { plainJson } from './plain-json.ts';
import { quotaTitle } from './quota-view.ts';

const named = (voice: Voice, id: string) => ({ id, name: voice.name(id), synthetic: isMadeUp(voice.book, id) });

function sessionJson(voice: Voice): unknown {
  const session = sessionOf(voice);
  if (session === undefined) return null;
  return { id: session.id, title: inLanguage(session.title, voice.texts.language), date: session.date };
}

function journalJson({ report: { journal } }: Voice): unknown {
  const { facts, corrected, cancelled, consignments } = journal;
  return { facts, consignments: consignments.length, corrected, cancelled };
}

function agreementsJson(voice: Voice): unknown {
  return voice.report.agreements.map(({ form, answer }) => {
    const { agreement, ...rest } = answer;
    return { ...named(voice, form.id), version: agreement.version, ...rest };
  });
}

function promisesJson(voice: Voice): unknown {
  return voice.report.promises.map(({ form, answer }) => {
    const { promise, ...rest } = answer;
    return {
      id: promise.id,
      version: promise.version,
      item: form.item,
      what: inLanguage(form.what, voice.texts.language),
      ...rest,
    };
  });
}

function screeningJson(voice: Voice): unknown {
  const held = heldBy(voice).map(({ rule, ...one }) => ({
    rule: rule === undefined ? null : named(voice, rule),
    ...one,
  }));
  return { outcomes: voice.report.outcomes, held };
}

function quotasJson(voice: Voice): unknown {
  return voice.report.quotas.map((quota) => {
    const { quota: id, open: _open, refused: _refused, ...state } = quota;
    return { id, name: quotaTitle(voice, quota), synthetic: isMadeUp(voice.book, id), ...state };
  });
}

function discountsJson(voice: Voice): unknown {
  return voice.report.discounts.map(({ discount, grantor, amount, ...sum }) => ({
    discount: named(voice, discount),
    grantor: named(voice, grantor),
    ...sum,
    amount: formatMinor(amount, sum.currency),
  }));
}

function settlementJson({ quarter, cut, lines }: Settlement): unknown {
  return {
    quarter,
    settled: cut,
    lines: lines.map(({ earned, before, now, paid, held, withheld, ...line }) => {
      const money = (minor: bigint): string => formatMinor(minor, line.currency);
      return {
        ...line,
        earned: money(earned),
        before: money(before),
        now: money(now),
        paid: money(paid),
        held: money(held),
        withheld: withheld ?? null,
      };
    }),
  };
}

const flowJson = ({ figures, ...row }: FlowRow): unknown => ({
  ...row,
  ...figures,
  values: figures.values.map(({ minor, currency }) => ({ currency, amount: formatMinor(minor, currency) })),
});

/** Turnover between the two sides, with its sums, and all other. */
function turnoverJson(voice: Voice): unknown {
  return { between: turnoverRows(voice).map(flowJson), other: otherRows(voice).map(flowJson) };
}

/** Version of what {@link briefJson} writes. */
const SCHEMA = 'kontor.brief/1';

export function briefJson(input: BriefInput): unknown {
  const voice = voiceOf(input);
  const { report } = voice;
  return plainJson({
    schema: SCHEMA,
    asOf: report.asOf,
    language: voice.texts.language,
    session: sessionJson(voice),
    journal: journalJson(voice),
    plan: report.plan,
    agreements: agreementsJson(voice),
    promises: promisesJson(voice),
    screening: screeningJson(voice),
    quotas: quotasJson(voice),
    discounts: discountsJson(voice),
    guarantees: report.guarantees.map(guaranteeJson),
    settlements: (voice.settlements ?? []).map(settlementJson),
    turnover: turnoverJson(voice),
    unpriced: report.unpriced,
  });
}
