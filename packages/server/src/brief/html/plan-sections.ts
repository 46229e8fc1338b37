/** What the council agreed and whether it is kept. */
import type { ClaimAnswer } from '@kontor/domain/agreement/answer';
import type { OfficeReport } from '@kontor/domain/office/report';
import { html, type Markup } from '../../chart/markup.ts';
import { inLanguage } from '../../texts/language.ts';
import { wayName } from '../flows.ts';
import { amountText, marked, paceText, percentText, sourceText, stateText, type Voice } from '../phrases.ts';
import { deliveryFigure } from './delivery-chart.ts';
import { pageTable } from './page-table.ts';

type Answered = OfficeReport['agreements'][number];

/** Is the plan kept? The answer first, then what it rests on. */
export function planSection(voice: Voice): Markup {
  const { texts, report } = voice;
  const { verdict, commitments, byModality } = report.plan;
  const tiles = (['kept', 'open', 'broken', 'undetermined'] as const).map(
    (one) =>
      html`<div><dt>${texts.say(`brief.verdict.${one}`)}</dt><dd>${texts.decimal(String(commitments[one]))}</dd></div>`,
  );
  const modalities = Object.entries(byModality).map(
    ([modality, count]) => `${texts.say(`brief.modality.${modality}`)}: ${String(count)}`,
  );
  return html`<p class="verdict ${verdict}">${texts.say(`brief.plan.${verdict}`)}</p>
<p>${texts.say('brief-page.commitments')}</p>
<dl class="tiles">${tiles}</dl>
<p class="small">${texts.say('brief-page.register', { modalities: modalities.join('; ') })}</p>
`;
}

/** A source in words; an address can be followed, and is followed only when the reader does so. */
function sourceOf(voice: Voice, claim: ClaimAnswer): Markup {
  const { address } = claim.source;
  const words = sourceText(voice, claim);
  if (address === undefined || !/^https?:\/\//u.test(address)) return html`${words}`;
  const link = html`<a href="${address}" rel="noreferrer">${new URL(address).hostname}</a>`;
  return words === address ? link : html`${words}, ${link}`;
}

function claimCard(voice: Voice, { answer }: Answered, claim: ClaimAnswer): Markup {
  const { texts } = voice;
  const forecast = claim.forecast === undefined ? '—' : amountText(voice, claim.forecast, answer.unit);
  const quote =
    claim.quote === undefined
      ? undefined
      : html`<blockquote>${inLanguage(claim.quote, texts.language)}</blockquote>
`;
  return html`<article class="claim">
<p class="number">${amountText(voice, claim.quantity, answer.unit)}${claim.inForce ? html`<span class="tag">${texts.say('brief.in-force')}</span>` : undefined}</p>
${quote}<dl>
<dt>${texts.say('brief.column.received')}${voice.star}</dt><dd>${amountText(voice, answer.progress.fulfilled, answer.unit)}</dd>
<dt>${texts.say('brief.column.share')}</dt><dd>${percentText(voice, claim.share)}</dd>
<dt>${texts.say('brief.column.pace')}</dt><dd>${paceText(voice, claim, answer.unit)}</dd>
<dt>${texts.say('brief.column.forecast')}${voice.star}</dt><dd>${forecast}</dd>
<dt>${texts.say('brief.column.status')}</dt><dd><span class="state ${claim.status}">${texts.say(`brief.status.${claim.status}`)}</span></dd>
</dl>
<p class="small">${texts.say('brief-page.source')}: ${texts.date(claim.claimed)}, ${sourceOf(voice, claim)}</p>
</article>
`;
}

/** Where two sources state two numbers, both stand side by side and each is answered. */
function claimCards(voice: Voice, answered: Answered): Markup {
  const { form, answer } = answered;
  return html`<h3>${voice.texts.say('brief-page.claims', { agreement: marked(voice, form.id) })}</h3>
<div class="claims">
${answer.claims.map((claim) => claimCard(voice, answered, claim))}</div>
${deliveryFigure(voice, answer)}`;
}

function agreementRows(voice: Voice): readonly (readonly (string | Markup)[])[] {
  const { texts, report } = voice;
  return report.agreements.flatMap(({ form, answer }) =>
    answer.claims.map((claim) => [
      `${marked(voice, form.id)}${claim.inForce && answer.claims.length > 1 ? ` (${texts.say('brief.in-force')})` : ''}`,
      amountText(voice, claim.quantity, answer.unit),
      amountText(voice, answer.progress.fulfilled, answer.unit),
      percentText(voice, claim.share),
      paceText(voice, claim, answer.unit),
      claim.forecast === undefined ? '—' : amountText(voice, claim.forecast, answer.unit),
      html`<span class="state ${claim.status}">${texts.say(`brief.status.${claim.status}`)}</span>`,
    ]),
  );
}

/** Agreements: every claim a row, the disputed ones in full, and what moved while it should not have. */
export function agreementsSection(voice: Voice): Markup {
  const { texts, report } = voice;
  const right = (key: string, mark = ''): { title: string; right: true } => ({
    title: `${texts.say(key)}${mark}`,
    right: true,
  });
  const columns = [
    { title: texts.say('brief.column.agreement') },
    right('brief.column.agreed'),
    right('brief.column.received', voice.star),
    right('brief.column.share'),
    { title: texts.say('brief.column.pace') },
    right('brief.column.forecast', voice.star),
    { title: texts.say('brief.column.status') },
  ];
  const held = report.agreements.flatMap(({ form, answer }) => {
    const sum = answer.byOutcome.HOLD + answer.byOutcome.REFUSE;
    const params = { agreement: voice.name(form.id), amount: amountText(voice, sum, answer.unit) };
    return sum > 0n
      ? [
          html`<p>${texts.say('brief.moved-on-hold', params)}</p>
`,
        ]
      : [];
  });
  const disputed = report.agreements.filter(({ answer }) => answer.claims.length > 1);
  return html`${pageTable({ caption: texts.say('brief.agreements'), columns, rows: agreementRows(voice) })}${held}${disputed.map((one) => claimCards(voice, one))}`;
}

/** The register of promises, each with its modality as the report of the session has it. */
export function promisesSection(voice: Voice): Markup {
  const { texts, report } = voice;
  const columns = [
    { title: texts.say('brief.column.promise') },
    { title: texts.say('brief-page.column.item'), right: true },
    { title: texts.say('brief.column.modality') },
    { title: texts.say('brief.column.direction') },
    { title: texts.say('brief.column.state') },
  ];
  const rows = report.promises.map(({ form, answer }) => {
    const tone =
      answer.state.kind === 'commitment' ? (answer.state.standing ?? answer.state.verdict) : answer.state.kind;
    const { direction } = answer;
    return [
      inLanguage(form.what, texts.language),
      String(form.item ?? ''),
      texts.say(`brief.modality.${answer.modality}`),
      direction.kind === 'known' ? wayName(texts, direction.from, direction.to) : texts.say('brief.direction-unknown'),
      html`<span class="${tone}">${stateText(voice, answer)}</span>`,
    ];
  });
  return pageTable({ caption: texts.say('brief.promises'), columns, rows });
}
