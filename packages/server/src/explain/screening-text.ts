/** What a screening found to a consignment, in words: each rule that holds, refuses or flags it, its reason, act and source. */
import { findingParams, outcomeKey, reasonKey } from '@kontor/domain/restriction/message-keys';
import type { Finding, Screening } from '@kontor/domain/restriction/screening';
import { severityOf } from '@kontor/domain/restriction/strictest';
import { inLanguage } from '../texts/language.ts';
import type { Texts } from '../texts/texts.ts';
import { type Names, nameIn, wrapped } from './price-text.ts';

function headOf(texts: Texts, name: (id: string) => string, finding: Finding): string {
  const reason = texts.say(reasonKey(finding.reason), findingParams(finding));
  const outcome = texts.say(outcomeKey(finding.outcome));
  if (finding.kind === 'requirement') return `  ${outcome}: ${reason}`;
  return `  ${outcome}: ${name(finding.rule.id)} [${finding.rule.id}]. ${reason}`;
}

/** The words of the rule, and where it stands. */
function groundsOf(texts: Texts, finding: Finding): readonly string[] {
  if (finding.kind === 'requirement') return [];
  const { words, authority, basis, sources } = finding;
  const act = basis === undefined ? '' : `: ${basis.act}`;
  const addresses = sources.flatMap(({ address }) => (address === undefined ? [] : [address]));
  return [inLanguage(words, texts.language), `${inLanguage(authority, texts.language)}${act}`, ...addresses].filter(
    (line) => line !== '',
  );
}

/** The outcome, then every finding other than ALLOW, the strictest first. */
export function screeningText(
  texts: Texts,
  names: Names,
  { outcome, findings }: Pick<Screening, 'outcome' | 'findings'>,
): string {
  const name = nameIn(texts.language, names);
  const shown = findings
    .filter((finding) => finding.outcome !== 'ALLOW')
    .toSorted((a, b) => severityOf(b.outcome) - severityOf(a.outcome));
  const lines = shown.flatMap((finding) => [
    ...wrapped(headOf(texts, name, finding)),
    ...groundsOf(texts, finding).flatMap((line) => wrapped(`    ${line}`)),
  ]);
  return `${[texts.say('quote.screening', { outcome: texts.say(outcomeKey(outcome)) }), ...lines].join('\n')}\n`;
}
