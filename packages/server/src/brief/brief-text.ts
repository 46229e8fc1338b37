import type { AgreementAnswer, ClaimAnswer } from '@kontor/domain/agreement/answer';
import { decimal, multiply, ofUnits, toText } from '@kontor/domain/kernel/decimal';
import type { Decimal } from '@kontor/domain/kernel/decimal';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { PromiseAnswer } from '@kontor/domain/promise/answer';
import { growthOver } from '@kontor/domain/turnover/growth';
import { turnoverTable } from '@kontor/domain/turnover/table';
import { inLanguage } from '../explain/price-text.ts';
import { type BriefInput, isMadeUp, namer, sessionOf } from './brief-input.ts';
import { tableLines, WIDTH, wrapTo } from './layout.ts';

const HUNDRED = decimal('100');
const TENTH = decimal('0.1');

type Writer = BriefInput & { readonly name: (id: string) => string; readonly out: string[] };

function heading(writer: Writer, key: string): void {
  const title = writer.texts.say(key);
  writer.out.push('', title, '═'.repeat(Array.from(title).length));
}

function paragraph(writer: Writer, text: string): void {
  writer.out.push(...wrapTo(text, WIDTH));
}

/** A quantity of an agreement: kilograms are shown as tonnes. */
function amountText({ texts }: Writer, value: bigint, unit: AgreementAnswer['unit']): string {
  if (unit !== 'KGM') return texts.quantity(String(value), unit);
  return texts.quantity(toText(roundTo(ofUnits(value, 3), TENTH, 'half-up')), 'TNE');
}

function percentText({ texts }: Writer, share: Decimal | undefined): string {
  return share === undefined ? '—' : texts.percent(toText(roundTo(multiply(share, HUNDRED), TENTH, 'half-up')));
}

/** Names carry the mark that says when the figures beside them are made up. */
const marked = (writer: Writer, id: string): string => `${writer.name(id)}${isMadeUp(writer.book, id) ? ' *' : ''}`;

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
  paragraph(writer, texts.say('brief.plan.counts', { kept: commitments.kept, open: commitments.open, broken: commitments.broken, undetermined: commitments.undetermined }));
  paragraph(writer, Object.entries(byModality).map(([modality, count]) => `${texts.say(`brief.modality.${modality}`)}: ${String(count)}`).join('; '));
}

function sourceText({ texts }: Writer, claim: ClaimAnswer): string {
  const { source } = claim;
  const where = source.synthetic === true ? texts.say('brief.synthetic') : (source.note ?? source.act ?? source.address ?? '');
  return `${texts.date(claim.claimed)}, ${where}${claim.inForce ? ` (${texts.say('brief.in-force')})` : ''}`;
}

function paceText(writer: Writer, claim: ClaimAnswer, unit: AgreementAnswer['unit']): string {
  const { difference } = claim.pace;
  if (difference === 0n) return writer.texts.say('brief.on-schedule');
  const amount = amountText(writer, difference < 0n ? -difference : difference, unit);
  return writer.texts.say(difference < 0n ? 'brief.behind' : 'brief.ahead', { amount });
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
    if (answer.claims.length > 1) for (const claim of answer.claims) paragraph(writer, `${writer.name(form.id)}, ${amountText(writer, claim.quantity, answer.unit)}: ${sourceText(writer, claim)}`);
    const held = answer.byOutcome.HOLD + answer.byOutcome.REFUSE;
    if (held > 0n) paragraph(writer, texts.say('brief.moved-on-hold', { agreement: writer.name(form.id), amount: amountText(writer, held, answer.unit) }));
  }
}

function stateText({ texts }: Writer, { state }: PromiseAnswer): string {
  switch (state.kind) {
    case 'commitment':
      return state.standing === undefined ? texts.say(`brief.verdict.${state.verdict}`) : `${texts.say(`brief.verdict.${state.verdict}`)}, ${texts.say(`brief.standing.${state.standing}`)}`;
    case 'fact':
      return texts.say('brief.recorded');
    case 'offered':
      return texts.say(`brief.offered.${state.state}`, { date: state.date === undefined ? '' : texts.date(state.date), agreements: state.ledTo.join(', ') });
  }
}

function writePromises(writer: Writer): void {
  const { texts, report, out } = writer;
  heading(writer, 'brief.promises');
  const columns = [{ title: '№', right: true }, { title: texts.say('brief.column.promise') }, { title: texts.say('brief.column.modality') }, { title: texts.say('brief.column.direction') }, { title: texts.say('brief.column.state') }];
  const rows = report.promises.map(({ form, answer }) => [
    String(form.item ?? ''),
    inLanguage(form.what, texts.language),
    texts.say(`brief.modality.${answer.modality}`),
    answer.direction.kind === 'known' ? `${answer.direction.from} → ${answer.direction.to}` : texts.say('brief.direction-unknown'),
    stateText(writer, answer),
  ]);
  out.push(...tableLines(columns, rows));
}

function writeScreening(writer: Writer): void {
  const { texts, report, out } = writer;
  heading(writer, 'brief.screening');
  const columns = [{ title: texts.say('brief.column.outcome') }, { title: texts.say('brief.column.consignments'), right: true }, { title: texts.say('brief.column.mass'), right: true }];
  const rows = (['ALLOW', 'FLAG', 'HOLD', 'REFUSE'] as const).map((outcome) => [`${outcome} — ${texts.say(`brief.outcome.${outcome}`)}`, texts.decimal(String(report.outcomes[outcome].consignments)), amountText(writer, report.outcomes[outcome].mass_kg, 'KGM')]);
  out.push(...tableLines(columns, rows));
  const rules = new Map<string, { outcome: string; count: number }>();
  for (const screening of report.screenings.values()) {
    for (const finding of screening.findings) {
      const id = finding.rule?.id ?? finding.reason;
      const one = rules.get(id) ?? { outcome: finding.outcome, count: 0 };
      one.count += 1;
      rules.set(id, one);
    }
  }
  const listed = [...rules].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, { outcome, count }]) => [marked(writer, id), outcome, texts.decimal(String(count))]);
  if (listed.length > 0) out.push('', ...tableLines([{ title: texts.say('brief.column.rule') }, { title: texts.say('brief.column.outcome') }, { title: texts.say('brief.column.consignments'), right: true }], listed));
}

function writeQuotas(writer: Writer): void {
  const { texts, report, out } = writer;
  if (report.quotas.length === 0) return;
  heading(writer, 'brief.quotas');
  const tonnes = (value: Decimal | undefined, unit: string): string => (value === undefined ? texts.say('brief.no-figure') : unit === 'KGM' ? texts.quantity(toText(roundTo(multiply(value, decimal('0.001')), TENTH, 'half-up')), 'TNE') : texts.quantity(toText(value), unit));
  const columns = [{ title: texts.say('brief.column.quota') }, { title: texts.say('brief.column.window') }, { title: texts.say('brief.column.ceiling'), right: true }, { title: texts.say('brief.column.used'), right: true }, { title: texts.say('brief.column.exhausted') }];
  const rows = report.quotas.map((quota) => [marked(writer, quota.quota), texts.date(quota.window.from), tonnes(quota.ceiling, quota.unit), tonnes(quota.consumed, quota.unit), quota.firstRefusedOn === undefined ? '' : texts.date(quota.firstRefusedOn)]);
  out.push(...tableLines(columns, rows));
}

function writeDiscounts(writer: Writer): void {
  const { texts, report, out } = writer;
  if (report.discounts.length === 0) return;
  heading(writer, 'brief.discounts');
  const columns = [{ title: texts.say('brief.column.discount') }, { title: texts.say('brief.column.grantor') }, { title: texts.say('brief.column.consignments'), right: true }, { title: texts.say('brief.column.amount'), right: true }, { title: texts.say('brief.column.barred'), right: true }];
  const rows = report.discounts.map((sum) => [`${writer.name(sum.discount)}${sum.synthetic ? ' *' : ''}${sum.at === 'settlement' ? ` (${texts.say('brief.at-settlement')})` : ''}`, writer.name(sum.grantor), texts.decimal(String(sum.consignments)), texts.money(sum.amount, sum.currency), texts.decimal(String(sum.barred))]);
  out.push(...tableLines(columns, rows));
}

/** What each quarter's settlement posted, by currency: paid, withheld, and carried over from earlier windows. */
function writeSettlements(writer: Writer): void {
  const { texts, settlements = [], out } = writer;
  if (settlements.length === 0) return;
  heading(writer, 'brief.settlements');
  const columns = [{ title: texts.say('brief.column.quarter') }, { title: texts.say('brief.column.settled') }, { title: texts.say('brief.column.paid'), right: true }, { title: texts.say('brief.column.withheld'), right: true }, { title: texts.say('brief.column.carried'), right: true }];
  const rows = settlements.flatMap(({ quarter, cut, lines }) => {
    const currencies = [...new Set(lines.map((line) => line.currency))].toSorted();
    return currencies.map((currency, index) => {
      const sum = (take: (line: (typeof lines)[number]) => boolean): string => texts.money(lines.reduce((total, line) => (line.currency === currency && take(line) ? total + line.now : total), 0n), currency);
      return [index === 0 ? quarter : '', index === 0 ? texts.date(cut) : '', sum((line) => line.withheld === undefined), sum((line) => line.withheld !== undefined), sum((line) => line.carried)];
    });
  });
  out.push(...tableLines(columns, rows));
}

function writeTurnover(writer: Writer): void {
  const { texts, report, places, out } = writer;
  heading(writer, 'brief.turnover');
  const facts = report.journal.consignments.map((consignment) => ({ consignment }));
  const rows = turnoverTable(facts, { dimensions: ['year', 'from', 'to'], places });
  const years = [...new Set(rows.map((row) => row.key.year ?? ''))].filter((year) => /^\d{4}$/u.test(year)).toSorted();
  const columns = [{ title: texts.say('brief.column.year') }, { title: texts.say('brief.column.from') }, { title: texts.say('brief.column.to') }, { title: texts.say('brief.column.mass'), right: true }, { title: texts.say('brief.column.growth'), right: true }, { title: texts.say('brief.column.value'), right: true }];
  const growth = new Map<string, Decimal | undefined>();
  for (const year of years) for (const row of growthOver(rows, Number(year))) if (row.kind === 'shown') growth.set(JSON.stringify(row.key), row.mass_kg.growth);
  const lines = rows.flatMap((row) => {
    if (row.kind === 'confidential') return [];
    const { year = '', from = '', to = '' } = row.key;
    const values = row.figures.values.map((value) => texts.money(value.minor, value.currency)).join(' ');
    return [[year, from, to, amountText(writer, row.figures.mass_kg, 'KGM'), year === years[0] ? '' : percentText(writer, growth.get(JSON.stringify(row.key))), values]];
  });
  out.push(...tableLines(columns, lines));
}

/** The brief of the office for a terminal: tables fit 100 columns, the same answer gives the same bytes. */
export function briefText(input: BriefInput): string {
  const writer: Writer = { ...input, name: namer(input), out: [] };
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
