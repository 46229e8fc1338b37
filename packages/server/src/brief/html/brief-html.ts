import { createHash } from 'node:crypto';
import { html, type Markup, trusted } from '../../chart/markup.ts';
import { inLanguage } from '../../texts/language.ts';
import { type BriefInput, sessionOf } from '../brief-input.ts';
import { type Voice, voiceOf } from '../phrases.ts';
import { sourceList } from '../source-list.ts';
import { agreementsSection, planSection, promisesSection } from './plan-sections.ts';
import { STYLE } from './style.ts';
import {
  discountsSection,
  guaranteesSection,
  type Page,
  priceSection,
  quotasSection,
  screeningSection,
  settlementsSection,
  sourcesSection,
  thisYearSection,
  turnoverSection,
} from './trade-sections.ts';

/** The sections of the page in their order; one that has nothing to say is left out. */
const SECTIONS: readonly {
  readonly id: string;
  readonly title: string;
  /** Shows figures read off the journal. */
  readonly ofJournal?: true;
  readonly write: (page: Page) => Markup | undefined;
}[] = [
  { id: 'plan', title: 'brief.plan', write: planSection },
  { id: 'agreements', title: 'brief.agreements', write: agreementsSection },
  { id: 'this-year', title: 'brief-page.this-year', ofJournal: true, write: thisYearSection },
  { id: 'screening', title: 'brief.screening', ofJournal: true, write: screeningSection },
  { id: 'quotas', title: 'brief.quotas', ofJournal: true, write: quotasSection },
  { id: 'discounts', title: 'brief.discounts', ofJournal: true, write: discountsSection },
  { id: 'guarantees', title: 'guarantee.title', ofJournal: true, write: guaranteesSection },
  { id: 'settlements', title: 'brief.settlements', ofJournal: true, write: settlementsSection },
  { id: 'promises', title: 'brief.promises', write: promisesSection },
  { id: 'price', title: 'brief-page.price', ofJournal: true, write: priceSection },
  { id: 'turnover', title: 'brief.turnover', ofJournal: true, write: turnoverSection },
  { id: 'sources', title: 'brief.sources', write: sourcesSection },
];

/** What the page may load: its own style, which is known by its hash, and nothing else from anywhere. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

function head({ texts, report }: Voice, session: string | undefined): Markup {
  const title = [texts.say('brief.title'), session, texts.date(report.asOf)]
    .filter((part) => part !== undefined)
    .join(' · ');
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
`;
}

function opening({ texts, report, star }: Voice, session: string | undefined, contents: readonly Markup[]): Markup {
  const { consignments, corrected, cancelled, facts } = report.journal;
  return html`<header>
<p class="eyebrow">${texts.say('brief.as-of', { date: texts.date(report.asOf) })}</p>
<h1>${texts.say('brief.title')}</h1>
${
  session === undefined
    ? undefined
    : html`<p class="lead">${session}</p>
`
}${
  star === ''
    ? undefined
    : html`<p class="small">${texts.say('brief.synthetic-note')}</p>
`
}<p class="small">${texts.say('brief.journal', { facts, consignments: consignments.length, corrected, cancelled })}</p>
<nav aria-label="${texts.say('brief-page.contents')}"><ul>${contents}</ul></nav>
</header>
`;
}

/**
 * The brief of the office as one page that needs nothing but itself: no script, no font, no picture from elsewhere. It
 * shows what the terminal's brief shows, with charts, each of which has its figures as a table. The same answer gives the
 * same bytes.
 */
export function briefHtml(input: BriefInput): string {
  const voice: Page = { ...voiceOf(input), sources: sourceList(input) };
  const { texts } = voice;
  const held = sessionOf(voice);
  const session =
    held === undefined ? undefined : `${inLanguage(held.title, texts.language)}, ${texts.date(held.date)}`;
  const written = SECTIONS.flatMap(({ id, title, ofJournal, write }) => {
    const body = write(voice);
    return body === undefined
      ? []
      : [{ id, title: `${texts.say(title)}${ofJournal === true ? voice.star : ''}`, body }];
  });
  const contents = written.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const sections = written.map(
    ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}</section>
`,
  );
  return html`<!doctype html>
<html lang="${texts.language}">
${head(voice, session)}<body>
${opening(voice, session, contents)}<main>
${sections}</main>
<footer><p>${texts.say('brief.footnote')}</p></footer>
</body>
</html>
`.markup;
}
