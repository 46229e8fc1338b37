import { inLanguage } from '../explain/price-text.ts';
import { type BriefInput, sessionOf } from './brief-input.ts';
import { tableLines, WIDTH, wrapTo } from './layout.ts';
import {
  amountText,
  marked,
  paceText,
  percentText,
  quotaText,
  screenedRules,
  settledRows,
  sourceText,
  stateText,
  type Voice,
  voiceOf,
  yearlyTurnover,
} from './phrases.ts';

type Writer = Voice & { readonly out: string[] };

function heading(writer: Writer, key: string): void {
  const title = writer.texts.say(key);
  writer.out.push('', title, '═'.repeat(Array.from(title).length));
}

function paragraph(writer: Writer, text: string): void {
  writer.out.push(...wrapTo(text, WIDTH));
}

function writeHead(writer: Writer): void {
  const { texts, report, out } = writer;
  const session = sessionOf(writer);
  out.push(texts.say('brief.title'));
  if (session !== undefined) out.push(inLanguage(session.title, texts.language));
  out.push(texts.say('brief.as-of', { date: texts.date(report.asOf) }));
  paragraph(writer, texts.say('brief.synthetic-note'));
  const { consignments, corrected, cancelled, facts } = report.journal;
  paragraph(writer, texts.say('brief.journal', { facts, consignments: consignments.length, corrected, cancelled }));
}

function writePlan(writer: Writer): void {
  const { texts, report } = writer;
  heading(writer, 'brief.plan');
  const { verdict, commitments, byModality } = report.plan;
  paragraph(writer, texts.say(`brief.plan.${verdict}`));
  paragraph(
    writer,
    texts.say('brief.plan.counts', {
      kept: commitments.kept,
      open: commitments.open,
      broken: commitments.broken,
      undetermined: commitments.undetermined,
    }),
  );
  paragraph(
    writer,
    Object.entries(byModality)
      .map(([modality, count]) => `${texts.say(`brief.modality.${modality}`)}: ${String(count)}`)
      .join('; '),
  );
}

function writeAgreements(writer: Writer): void {
  const { texts, report, out } = writer;
  heading(writer, 'brief.agreements');
  const columns = [
    { title: texts.say('brief.column.agreement') },
    { title: texts.say('brief.column.agreed'), right: true },
    { title: texts.say('brief.column.received'), right: true },
    { title: texts.say('brief.column.share'), right: true },
    { title: texts.say('brief.column.pace') },
    { title: texts.say('brief.column.forecast'), right: true },
    { title: texts.say('brief.column.status') },
  ];
  const rows = report.agreements.flatMap(({ form, answer }) =>
    answer.claims.map((claim, index) => [
      index === 0 ? marked(writer, form.id) : '',
      amountText(writer, claim.quantity, answer.unit),
      amountText(writer, answer.progress.fulfilled, answer.unit),
      percentText(writer, claim.share),
      paceText(writer, claim, answer.unit),
      claim.forecast === undefined ? '—' : amountText(writer, claim.forecast, answer.unit),
      texts.say(`brief.status.${claim.status}`),
    ]),
  );
  out.push(...tableLines(columns, rows));
  for (const { form, answer } of report.agreements) {
    if (answer.claims.length > 1)
      for (const claim of answer.claims)
        paragraph(
          writer,
          `${writer.name(form.id)}, ${amountText(writer, claim.quantity, answer.unit)}: ${texts.date(claim.claimed)}, ${sourceText(writer, claim)}${claim.inForce ? ` (${texts.say('brief.in-force')})` : ''}`,
        );
    const held = answer.byOutcome.HOLD + answer.byOutcome.REFUSE;
    if (held > 0n)
      paragraph(
        writer,
        texts.say('brief.moved-on-hold', {
          agreement: writer.name(form.id),
          amount: amountText(writer, held, answer.unit),
        }),
      );
  }
}

function writePromises(writer: Writer): void {
  const { texts, report, out } = writer;
  heading(writer, 'brief.promises');
  const columns = [
    { title: '№', right: true },
    { title: texts.say('brief.column.promise') },
    { title: texts.say('brief.column.modality') },
    { title: texts.say('brief.column.direction') },
    { title: texts.say('brief.column.state') },
  ];
  const rows = report.promises.map(({ form, answer }) => [
    String(form.item ?? ''),
    inLanguage(form.what, texts.language),
    texts.say(`brief.modality.${answer.modality}`),
    answer.direction.kind === 'known'
      ? `${answer.direction.from} → ${answer.direction.to}`
      : texts.say('brief.direction-unknown'),
    stateText(writer, answer),
  ]);
  out.push(...tableLines(columns, rows));
}

function writeScreening(writer: Writer): void {
  const { texts, report, out } = writer;
  heading(writer, 'brief.screening');
  const columns = [
    { title: texts.say('brief.column.outcome') },
    { title: texts.say('brief.column.consignments'), right: true },
    { title: texts.say('brief.column.mass'), right: true },
  ];
  const rows = (['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const).map((outcome) => [
    `${outcome} — ${texts.say(`brief.outcome.${outcome}`)}`,
    texts.decimal(String(report.outcomes[outcome].consignments)),
    amountText(writer, report.outcomes[outcome].mass_kg, 'KGM'),
  ]);
  out.push(...tableLines(columns, rows));
  const listed = screenedRules(writer).map(({ rule, outcome, count }) => [
    marked(writer, rule),
    outcome,
    texts.decimal(String(count)),
  ]);
  if (listed.length > 0)
    out.push(
      '',
      ...tableLines(
        [
          { title: texts.say('brief.column.rule') },
          { title: texts.say('brief.column.outcome') },
          { title: texts.say('brief.column.consignments'), right: true },
        ],
        listed,
      ),
    );
}

function writeQuotas(writer: Writer): void {
  const { texts, report, out } = writer;
  if (report.quotas.length === 0) return;
  heading(writer, 'brief.quotas');
  const columns = [
    { title: texts.say('brief.column.quota') },
    { title: texts.say('brief.column.window') },
    { title: texts.say('brief.column.ceiling'), right: true },
    { title: texts.say('brief.column.used'), right: true },
    { title: texts.say('brief.column.exhausted') },
  ];
  const rows = report.quotas.map((quota) => [
    marked(writer, quota.quota),
    texts.date(quota.window.from),
    quotaText(writer, quota.ceiling, quota.unit),
    quotaText(writer, quota.consumed, quota.unit),
    quota.firstRefusedOn === undefined ? '' : texts.date(quota.firstRefusedOn),
  ]);
  out.push(...tableLines(columns, rows));
}

function writeDiscounts(writer: Writer): void {
  const { texts, report, out } = writer;
  if (report.discounts.length === 0) return;
  heading(writer, 'brief.discounts');
  const columns = [
    { title: texts.say('brief.column.discount') },
    { title: texts.say('brief.column.grantor') },
    { title: texts.say('brief.column.consignments'), right: true },
    { title: texts.say('brief.column.amount'), right: true },
    { title: texts.say('brief.column.barred'), right: true },
  ];
  const rows = report.discounts.map((sum) => [
    `${writer.name(sum.discount)}${sum.synthetic ? ' *' : ''}${sum.at === 'settlement' ? ` (${texts.say('brief.at-settlement')})` : ''}`,
    writer.name(sum.grantor),
    texts.decimal(String(sum.consignments)),
    texts.money(sum.amount, sum.currency),
    texts.decimal(String(sum.barred)),
  ]);
  out.push(...tableLines(columns, rows));
}

function writeSettlements(writer: Writer): void {
  const { texts, out } = writer;
  const settled = settledRows(writer);
  if (settled.length === 0) return;
  heading(writer, 'brief.settlements');
  const columns = [
    { title: texts.say('brief.column.quarter') },
    { title: texts.say('brief.column.settled') },
    { title: texts.say('brief.column.paid'), right: true },
    { title: texts.say('brief.column.withheld'), right: true },
    { title: texts.say('brief.column.carried'), right: true },
  ];
  const rows = settled.map(({ quarter, cut, isFirst, paid, withheld, carried }) => [
    isFirst ? quarter : '',
    isFirst ? texts.date(cut) : '',
    paid,
    withheld,
    carried,
  ]);
  out.push(...tableLines(columns, rows));
}

function writeTurnover(writer: Writer): void {
  const { texts, out } = writer;
  heading(writer, 'brief.turnover');
  const columns = [
    { title: texts.say('brief.column.year') },
    { title: texts.say('brief.column.from') },
    { title: texts.say('brief.column.to') },
    { title: texts.say('brief.column.mass'), right: true },
    { title: texts.say('brief.column.growth'), right: true },
    { title: texts.say('brief.column.value'), right: true },
  ];
  const lines = yearlyTurnover(writer).map(({ year, from, to, figures, isFirstYear, growth }) => {
    const values = figures.values.map((value) => texts.money(value.minor, value.currency)).join(' ');
    return [
      year,
      from,
      to,
      amountText(writer, figures.mass_kg, 'KGM'),
      isFirstYear ? '' : percentText(writer, growth),
      values,
    ];
  });
  out.push(...tableLines(columns, lines));
}

/** The brief of the office for a terminal: tables fit 100 columns, the same answer gives the same bytes. */
export function briefText(input: BriefInput): string {
  const writer: Writer = { ...voiceOf(input), out: [] };
  writeHead(writer);
  writePlan(writer);
  writeAgreements(writer);
  writePromises(writer);
  writeScreening(writer);
  writeQuotas(writer);
  writeDiscounts(writer);
  writeSettlements(writer);
  writeTurnover(writer);
  if (input.report.unpriced.size > 0) {
    const reasons = [...input.report.unpriced].map(([code, count]) => `${code}: ${String(count)}`).join('; ');
    writer.out.push('');
    paragraph(writer, input.texts.say('brief.unpriced', { reasons }));
  }
  writer.out.push('');
  paragraph(writer, input.texts.say('brief.footnote'));
  return `${writer.out.map((line) => line.trimEnd()).join('\n')}\n`;
}
