/** The first page of the terminal's brief: what a co-chair asks, answered. The register behind it has the rest. */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import type { Decimal } from '@kontor/domain/kernel/decimal';
import { inLanguage } from '../texts/language.ts';
import { sessionOf } from './brief-input.ts';
import { thisYear, wayName } from './flows.ts';
import { heldBy } from './held.ts';
import {
  amountText,
  grantedSums,
  heldName,
  marked,
  massText,
  paceText,
  percentText,
  quotaText,
  settledRows,
} from './phrases.ts';
import { isShort, quotaInWindow, quotaViews, usedShare } from './quota-view.ts';
import { heading, left, paragraph, right, table, type Writer } from './writer.ts';

export function writeHead(writer: Writer): void {
  const { texts, report, out } = writer;
  const session = sessionOf(writer);
  out.push(texts.say('brief.title'));
  if (session !== undefined) out.push(inLanguage(session.title, texts.language));
  out.push(texts.say('brief.as-of', { date: texts.date(report.asOf) }));
  if (writer.star !== '') paragraph(writer, texts.say('brief.synthetic-note'));
}

function writePlan(writer: Writer): void {
  const { texts, report } = writer;
  heading(writer, writer.texts.say('brief.plan'));
  const { verdict, commitments } = report.plan;
  paragraph(writer, texts.say(`brief.plan.${verdict}`));
  const { kept, open, broken, undetermined } = commitments;
  paragraph(writer, texts.say('brief.plan.counts', { kept, open, broken, undetermined }));
}

function writeAgreements(writer: Writer): void {
  const { texts, report, sources } = writer;
  heading(writer, writer.texts.say('brief.agreements'));
  const rows = report.agreements.flatMap(({ form, answer }) =>
    answer.claims.map((claim, index) => {
      const inForce = answer.claims.length > 1 && claim.inForce ? ` (${texts.say('brief.in-force')})` : '';
      const amount = amountText(writer, claim.quantity, answer.unit);
      return [
        index === 0 ? marked(writer, form.id) : '',
        [`${amount}${inForce}`, sources.mark(claim.source)].filter((part) => part !== '').join(' '),
        amountText(writer, answer.progress.fulfilled, answer.unit),
        percentText(writer, claim.share),
        paceText(writer, claim, answer.unit),
        claim.forecast === undefined ? '—' : amountText(writer, claim.forecast, answer.unit),
        texts.say(`brief.status.${claim.status}`),
      ];
    }),
  );
  const columns = [
    left(writer, 'brief.column.agreement'),
    left(writer, 'brief.column.agreed'),
    { title: `${texts.say('brief.column.received')}${writer.star}`, right: true },
    right(writer, 'brief.column.share'),
    left(writer, 'brief.column.pace'),
    { title: `${texts.say('brief.column.forecast')}${writer.star}`, right: true },
    left(writer, 'brief.column.status'),
  ];
  table(writer, columns, rows);
  for (const { form, answer } of report.agreements) {
    const held = answer.byOutcome.HOLD + answer.byOutcome.REFUSE;
    if (held === 0n) continue;
    const params = { agreement: writer.name(form.id), amount: amountText(writer, held, answer.unit) };
    paragraph(writer, texts.say('brief.moved-on-hold', params));
  }
}

const growthText = (writer: Writer, growth: Decimal | undefined): string => percentText(writer, growth);

function writeThisYear(writer: Writer): void {
  const { texts, report } = writer;
  const year = report.asOf.slice(0, 4);
  const before = String(Number(year) - 1);
  heading(writer, `${writer.texts.say('brief.this-year', { date: texts.date(report.asOf) })}${writer.star}`);
  const rows = thisYear(writer).flatMap(({ way, compared }) => {
    const name = way === undefined ? texts.say('brief.total') : wayName(texts, way.from, way.to);
    const { mass_kg: mass, values } = compared;
    const ofMass = [massText(writer, mass.before), massText(writer, mass.now), growthText(writer, mass.growth)];
    const [first, ...more] = values.map(({ currency, change }) => [
      texts.money(change.now, currency),
      growthText(writer, change.growth),
    ]);
    return [[name, ...ofMass, ...(first ?? ['—', ''])], ...more.map((value) => ['', '', '', '', ...value])];
  });
  const columns = [
    left(writer, 'brief.column.direction'),
    { title: before, right: true },
    { title: year, right: true },
    right(writer, 'brief.column.growth'),
    { title: texts.say('brief.column.value-of', { year }), right: true },
    right(writer, 'brief.column.growth'),
  ];
  if (rows.length === 0) paragraph(writer, texts.say('brief.no-turnover'));
  else table(writer, columns, rows);
}

function writeHeld(writer: Writer): void {
  const { texts, report } = writer;
  heading(writer, `${writer.texts.say('brief.held')}${writer.star}`);
  const stopped = heldBy(writer).filter(({ outcome }) => outcome !== 'FLAG');
  if (stopped.length === 0) return paragraph(writer, texts.say('brief.held.none'));
  const { HOLD, REFUSE } = report.outcomes;
  const sums = {
    hold: HOLD.consignments,
    holdMass: massText(writer, HOLD.mass_kg),
    refuse: REFUSE.consignments,
    refuseMass: massText(writer, REFUSE.mass_kg),
  };
  paragraph(writer, texts.say('brief.held.sum', sums));
  const columns = [
    left(writer, 'brief.column.rule'),
    left(writer, 'brief.column.outcome'),
    left(writer, 'brief.column.why'),
    right(writer, 'brief.column.consignments'),
  ];
  const rows = stopped.map((held) => [
    `${heldName(writer, held)}${held.rule === undefined ? '' : writer.sources.marksOf(held.rule)}`,
    held.outcome,
    texts.say(`brief.why.${held.reason}`),
    texts.decimal(String(held.consignments)),
  ]);
  table(writer, columns, rows);
}

function writeGranted(writer: Writer): void {
  const sums = grantedSums(writer);
  if (sums.length === 0) return;
  heading(writer, `${writer.texts.say('brief.granted')}${writer.star}`);
  const columns = [
    left(writer, 'brief.column.currency'),
    right(writer, 'brief.column.at-rating'),
    right(writer, 'brief.column.at-settlement'),
    right(writer, 'brief.total'),
  ];
  const money = (amount: bigint, currency: string): string => writer.texts.money(amount, currency);
  const rows = sums.map(({ currency, atRating, atSettlement }) => [
    currency,
    money(atRating, currency),
    money(atSettlement, currency),
    money(atRating + atSettlement, currency),
  ]);
  table(writer, columns, rows);
}

function writeShortQuotas(writer: Writer): void {
  const { texts, report } = writer;
  if (report.quotas.length === 0) return;
  heading(writer, `${writer.texts.say('brief.quotas-short')}${writer.star}`);
  const short = quotaViews(writer).flatMap((view) => [...view.short, ...(isShort(view.latest) ? [view.latest] : [])]);
  for (const state of short) {
    const params = {
      quota: quotaInWindow(writer, state),
      used: quotaText(writer, state.consumed, state.unit),
      ceiling: quotaText(writer, state.ceiling, state.unit),
      share: percentText(writer, usedShare(state)),
    };
    paragraph(writer, texts.say('brief.quotas-short.one', params));
  }
  if (short.length === 0) paragraph(writer, texts.say('brief.quotas-short.none'));
  for (const { latest } of quotaViews(writer)) {
    if (latest.ceiling !== undefined) continue;
    paragraph(writer, texts.say('brief.quotas-short.no-ceiling', { quota: quotaInWindow(writer, latest) }));
  }
}

function writeLastSettlement(writer: Writer): void {
  const { texts } = writer;
  const settled = settledRows(writer);
  const last = settled
    .map((row) => row.quarter)
    .toSorted(compareCodePoints)
    .at(-1);
  const rows = settled.filter((row) => row.quarter === last);
  const [first] = rows;
  if (first === undefined) return;
  heading(
    writer,
    `${writer.texts.say('brief.settlement.last', { quarter: first.quarter, date: texts.date(first.cut) })}${writer.star}`,
  );
  for (const { paid, withheld, carried } of rows)
    paragraph(writer, texts.say('brief.settlement.sum', { paid, withheld, carried }));
}

/** One page for the co-chair. */
export function writeAnswer(writer: Writer): void {
  writeHead(writer);
  writePlan(writer);
  writeAgreements(writer);
  writeThisYear(writer);
  writeHeld(writer);
  writeGranted(writer);
  writeShortQuotas(writer);
  writeLastSettlement(writer);
}
