/** The register behind the answer: promises, screening, quotas, discounts, settlements, turnover, sources. */
import type { Source } from '@kontor/domain/book/header';
import type { QuotaState } from '@kontor/domain/quota/state';
import { inLanguage } from '../texts/language.ts';
import { endName, type FlowRow, otherRows, turnoverRows, wayName } from './flows.ts';
import { GUARANTEE_COLUMNS, GUARANTEE_FIGURES, guaranteeRow } from './guarantee-view.ts';
import { heldBy } from './held.ts';
import { WIDTH, wrapTo } from './layout.ts';
import { heldName, massText, percentText, quotaText, settledRows, stateText, valueTexts } from './phrases.ts';
import { quotaName, quotaViews, usedShare, windowName } from './quota-view.ts';
import { heading, left, paragraph, partHead, right, table, type Writer } from './writer.ts';

function writePromises(writer: Writer): void {
  const { texts, report } = writer;
  heading(writer, writer.texts.say('brief.promises'));
  const columns = [
    { title: '№', right: true },
    left(writer, 'brief.column.promise'),
    left(writer, 'brief.column.modality'),
    left(writer, 'brief.column.direction'),
    left(writer, 'brief.column.state'),
  ];
  const rows = report.promises.map(({ form, answer: { modality, direction }, answer }) => [
    String(form.item ?? ''),
    inLanguage(form.what, texts.language),
    texts.say(`brief.modality.${modality}`),
    direction.kind === 'known' ? wayName(texts, direction.from, direction.to) : texts.say('brief.direction-unknown'),
    stateText(writer, answer),
  ]);
  table(writer, columns, rows);
}

function writeScreening(writer: Writer): void {
  const { texts, report, out, sources } = writer;
  heading(writer, `${writer.texts.say('brief.screening')}${writer.star}`);
  const columns = [
    left(writer, 'brief.column.outcome'),
    right(writer, 'brief.column.consignments'),
    right(writer, 'brief.column.mass'),
  ];
  const rows = (['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const).map((outcome) => [
    `${outcome} — ${texts.say(`brief.outcome.${outcome}`)}`,
    texts.decimal(String(report.outcomes[outcome].consignments)),
    massText(writer, report.outcomes[outcome].mass_kg),
  ]);
  table(writer, columns, rows);
  const flagged = heldBy(writer).filter(({ outcome }) => outcome === 'FLAG');
  if (flagged.length === 0) return;
  out.push('');
  paragraph(writer, texts.say('brief.flagged'));
  for (const held of flagged) {
    const source = held.rule === undefined ? '' : sources.marksOf(held.rule);
    const params = {
      rule: `${heldName(writer, held)}${source}`,
      why: texts.say(`brief.why.${held.reason}`),
      count: held.consignments,
    };
    paragraph(writer, texts.say('brief.flagged.one', params));
  }
}

function writeQuotas(writer: Writer): void {
  const { texts, report, sources } = writer;
  if (report.quotas.length === 0) return;
  heading(writer, `${writer.texts.say('brief.quotas')}${writer.star}`);
  const columns = [
    left(writer, 'brief.column.quota'),
    left(writer, 'brief.column.window'),
    right(writer, 'brief.column.ceiling'),
    right(writer, 'brief.column.used'),
    right(writer, 'brief.column.share'),
    left(writer, 'brief.column.exhausted'),
  ];
  const row = (state: QuotaState, isFirst: boolean): string[] => [
    isFirst ? `${quotaName(writer, state)}${sources.marksOf(state.quota)}` : quotaName(writer, state),
    windowName(writer, state),
    quotaText(writer, state.ceiling, state.unit),
    quotaText(writer, state.consumed, state.unit),
    percentText(writer, usedShare(state)),
    state.ranOutOn === undefined ? '' : texts.date(state.ranOutOn),
  ];
  const rows = quotaViews(writer).flatMap(({ latest, short, windows, consumed }) => [
    row(latest, true),
    ...short.map((state) => row(state, false)),
    ...(windows > 1
      ? [
          [
            '',
            texts.say('brief.quota.windows', { count: windows }),
            '',
            quotaText(writer, consumed, latest.unit),
            '',
            '',
          ],
        ]
      : []),
  ]);
  table(writer, columns, rows);
  paragraph(writer, texts.say('brief.quota.note'));
}

function writeDiscounts(writer: Writer): void {
  const { texts, report } = writer;
  if (report.discounts.length === 0) return;
  heading(writer, `${writer.texts.say('brief.discounts')}${writer.star}`);
  const columns = [
    left(writer, 'brief.column.discount'),
    left(writer, 'brief.column.grantor'),
    right(writer, 'brief.column.consignments'),
    right(writer, 'brief.column.amount'),
    right(writer, 'brief.column.barred'),
  ];
  const rows = report.discounts.map((sum) => [
    `${writer.name(sum.discount)}${sum.synthetic ? ' *' : ''}${sum.at === 'settlement' ? ` (${texts.say('brief.at-settlement')})` : ''}`,
    writer.name(sum.grantor),
    texts.decimal(String(sum.consignments)),
    texts.money(sum.amount, sum.currency),
    texts.decimal(String(sum.barred)),
  ]);
  table(writer, columns, rows);
}

function writeGuarantees(writer: Writer): void {
  const { texts, report } = writer;
  if (report.guarantees.length === 0) return;
  heading(writer, `${texts.say('guarantee.title')}${writer.star}`);
  const columns = GUARANTEE_COLUMNS.map((key, index) => ({
    title: texts.say(key),
    right: GUARANTEE_FIGURES.has(index),
  }));
  table(
    writer,
    columns,
    report.guarantees.map((one) => guaranteeRow(writer, one)),
  );
}

function writeSettlements(writer: Writer): void {
  const { texts } = writer;
  const settled = settledRows(writer);
  if (settled.length === 0) return;
  heading(writer, `${writer.texts.say('brief.settlements')}${writer.star}`);
  const columns = [
    left(writer, 'brief.column.quarter'),
    left(writer, 'brief.column.settled'),
    right(writer, 'brief.column.paid'),
    right(writer, 'brief.column.withheld'),
    right(writer, 'brief.column.carried'),
  ];
  const rows = settled.map(({ quarter, cut, isFirst, paid, withheld, carried }) => [
    isFirst ? quarter : '',
    isFirst ? texts.date(cut) : '',
    paid,
    withheld,
    carried,
  ]);
  table(writer, columns, rows);
}

function nameOfRow({ texts }: Writer, { kind, year, from, to }: FlowRow): string {
  if (kind === 'year') return texts.say('brief.total-of', { year });
  if (kind === 'direction') return wayName(texts, from, to);
  return `\u00a0\u00a0${endName(texts, from)} → ${endName(texts, to)}`;
}

function turnoverTable(writer: Writer, rows: readonly FlowRow[]): void {
  const { texts } = writer;
  const firstYear = rows[0]?.year;
  const columns = [
    left(writer, 'brief.column.year'),
    left(writer, 'brief.column.direction'),
    right(writer, 'brief.column.mass'),
    right(writer, 'brief.column.growth'),
    right(writer, 'brief.column.value'),
  ];
  const lines = rows.flatMap((row) => {
    const [value = '—', ...more] = valueTexts(writer, row.figures);
    const growth = row.year === firstYear ? '' : percentText(writer, row.growth);
    return [
      [row.year, nameOfRow(writer, row), massText(writer, row.figures.mass_kg), growth, value],
      ...more.map((other) => ['', '', '', '', other]),
    ];
  });
  table(writer, columns, lines);
  if (rows.some(({ figures }) => figures.values.length === 0)) paragraph(writer, texts.say('brief.no-value'));
}

function writeTurnover(writer: Writer): void {
  const { texts } = writer;
  heading(writer, `${writer.texts.say('brief.turnover')}${writer.star}`);
  turnoverTable(writer, turnoverRows(writer));
  paragraph(writer, texts.say('brief-page.growth-note'));
  const other = otherRows(writer);
  if (other.length === 0) return;
  heading(writer, `${writer.texts.say('brief.other-flows')}${writer.star}`);
  paragraph(writer, texts.say('brief.other-flows.note'));
  turnoverTable(writer, other);
}

function writeJournal(writer: Writer): void {
  const { texts, report, out } = writer;
  const { consignments, corrected, cancelled, facts } = report.journal;
  out.push('');
  paragraph(writer, texts.say('brief.journal', { facts, consignments: consignments.length, corrected, cancelled }));
  if (report.unpriced.size === 0) return;
  const reasons = [...report.unpriced].map(([code, count]) => `${code}: ${String(count)}`).join('; ');
  paragraph(writer, texts.say('brief.unpriced', { reasons }));
}

/** An address stands whole on a line of its own, however long: broken, it could not be followed. */
function sourceLines({ texts }: Writer, { act, note, date, address }: Source, number: number): string[] {
  const words = [act, note, date === undefined ? undefined : texts.date(date)].filter((part) => part !== undefined);
  const mark = `[${String(number)}]`;
  const indent = ' '.repeat(mark.length + 1);
  const said = words.length === 0 ? [] : wrapTo(words.join(', '), WIDTH - indent.length);
  const lines = address === undefined ? said : [...said, address];
  return lines.map((line, index) => `${index === 0 ? `${mark} ` : indent}${line}`);
}

function writeSources(writer: Writer): void {
  const listed = writer.sources.listed();
  if (listed.length === 0) return;
  heading(writer, writer.texts.say('brief.sources'));
  for (const [index, source] of listed.entries()) writer.out.push(...sourceLines(writer, source, index + 1));
}

/** Everything the answer rests on. */
export function writeRegister(writer: Writer): void {
  partHead(writer, 'brief.register');
  const { byModality } = writer.report.plan;
  const counts = Object.entries(byModality).map(
    ([modality, count]) => `${writer.texts.say(`brief.modality.${modality}`)}: ${String(count)}`,
  );
  writePromises(writer);
  paragraph(writer, counts.join('; '));
  writeScreening(writer);
  writeQuotas(writer);
  writeDiscounts(writer);
  writeGuarantees(writer);
  writeSettlements(writer);
  writeTurnover(writer);
  writeJournal(writer);
  writeSources(writer);
}
