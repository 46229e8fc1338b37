import type {
  ChargeLine,
  ConsignmentRating,
  DiscountOutcome,
  GoodsPricing,
  LegOutcome,
  LegRating,
  NextTier,
  TraceStep,
} from '@kontor/domain/charge/rating';
import { decimal, toText } from '@kontor/domain/kernel/decimal';
import { minorDigits, roundToMinor } from '@kontor/domain/kernel/money';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { Words } from '@kontor/domain/kernel/schema';
import { inLanguage } from '../texts/language.ts';
import type { Texts } from '../texts/texts.ts';
import { inputText, shareText } from './input-text.ts';
import { lineName } from './line-name.ts';
import { type PriceVoice, quantityText, shown } from './price-voice.ts';
import { missingText, saidText } from './reason-text.ts';

/** Names the book gives to what it holds; an id stands for itself where the book says nothing. */
export type Names = (id: string) => Words | undefined;

/** Width of an explanation in characters: it fits a terminal of 100 columns and a printed page. */
const WIDTH = 98;
const THOUSANDTH = decimal('0.001');

/** Names in one language; an id stands for itself where the book says nothing. */
export function nameIn(language: Texts['language'], names: Names): (id: string) => string {
  return (id) => {
    const words = names(id);
    return words === undefined ? id : inLanguage(words, language);
  };
}

type Writer = PriceVoice & { readonly out: string[] };

/** Steps of a trace, each with what came in and what came of it. */
export const traceLines = (voice: PriceVoice, steps: readonly TraceStep[]): readonly string[] =>
  steps.flatMap((step) => stepLines(voice, step));

/** A left text and a right one on one line; a left text that is too long goes on a line of its own. */
export function justified(left: string, right: string): string[] {
  const room = WIDTH - right.length - 1;
  if (left.length <= room) return [`${left}${' '.repeat(WIDTH - left.length - right.length)}${right}`];
  return [...wrapped(left), right.padStart(WIDTH)];
}

/** Wraps at spaces, keeping the indent of the first line and two more. */
export function wrapped(text: string): string[] {
  const indent = ' '.repeat((/^ */u.exec(text)?.[0].length ?? 0) + 2);
  const lines: string[] = [];
  let line = '';
  for (const word of text.trimEnd().split(/(?<=\S) /u)) {
    if (line !== '' && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The step in the words of the book, else by its name; nothing for a step of the discount or limit it stands under. */
function stepName({ texts }: PriceVoice, { step, name, title }: TraceStep): string {
  if (title !== undefined) return `${inLanguage(title, texts.language)}: `;
  return OWN_STEP.test(step) ? '' : `${name}: `;
}

/** Steps that bear the id of the discount or limit; the choice between several bears that of their group. */
const OWN_STEP = /^(limit$|discount-(?!group$|combination$))/u;

/** What a step does; one that looks nothing up in a table takes what is stated. */
const operationOf = ({ step, rows }: TraceStep): string =>
  step === 'lookup' && rows.length === 0 ? 'explain.step.taken' : `explain.step.${step}`;

function stepLines(writer: PriceVoice, step: TraceStep): string[] {
  const { texts } = writer;
  const operation = texts.say(operationOf(step));
  const inputs = step.inputs.map((input) => inputText(writer, step, input)).join('; ');
  const times = step.times === undefined || step.times === 1 ? '' : ` × ${String(step.times)}`;
  const lines = justified(
    `      ${stepName(writer, step)}${operation}${times}${inputs === '' ? '' : ` (${inputs})`}`,
    shown(texts, step.after),
  );
  for (const row of step.rows) {
    const keys = Object.entries(row.keys)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
    lines.push(
      ...wrapped(
        `        ${row.line === 0 ? texts.say('explain.row-otherwise', { table: row.table, keys }) : texts.say('explain.row', { table: row.table, file: row.file, line: String(row.line), keys })}`,
      ),
    );
  }
  if (step.unrounded !== undefined && toText(step.unrounded) !== toText(step.after))
    lines.push(...wrapped(`        ${texts.say('explain.rounded-from', { value: shown(texts, step.unrounded) })}`));
  if (step.clause !== undefined)
    lines.push(...wrapped(`        ${texts.say('explain.clause', { clause: step.clause })}`));
  return lines;
}

function writeLine(writer: Writer, line: ChargeLine, currency: string, traced: boolean): void {
  writer.out.push(...justified(`    ${lineName(writer, line)}`, writer.texts.money(line.amount, currency)));
  if (traced) for (const step of line.trace) writer.out.push(...stepLines(writer, step));
}

function reasonText(writer: Writer, outcome: Exclude<DiscountOutcome, { kind: 'applied' }>): string {
  const { texts } = writer;
  if (outcome.kind === 'not-evaluated') return missingText(texts, outcome.missing);
  return texts.say('explain.not-applied', { reason: saidText(writer, outcome.reason) });
}

function writeDiscount(writer: Writer, outcome: DiscountOutcome, currency: string): void {
  const { texts, out } = writer;
  const title = `${writer.name(outcome.entry.id)} [${outcome.entry.id}]${outcome.synthetic ? ` — ${texts.say('explain.synthetic')}` : ''}`;
  if (outcome.kind !== 'applied') {
    out.push(...wrapped(`    – ${title}: ${reasonText(writer, outcome)}`));
    if (outcome.kind === 'not-applied') out.push(...nextLines(texts, outcome.next, currency));
    return;
  }
  const taken =
    outcome.at === 'rating'
      ? texts.money(-outcome.amount, currency)
      : texts.say('explain.at-settlement', { amount: texts.money(outcome.amount, currency) });
  out.push(...justified(`    + ${title}`, taken));
  out.push(
    ...wrapped(
      `      ${texts.say('explain.granted', { grantor: writer.name(outcome.grantor), stage: texts.say(`explain.stage.${outcome.stage}`), base: texts.money(outcome.base, currency) })}`,
    ),
  );
  for (const step of outcome.trace) out.push(...stepLines(writer, step));
  for (const share of outcome.shares)
    out.push(
      ...justified(
        `      ${texts.say('explain.share', { party: writer.name(share.party), role: texts.say(`explain.role.${share.role}`) })}`,
        texts.money(share.amount, currency),
      ),
    );
  for (const cut of outcome.cuts)
    out.push(
      ...wrapped(
        `      ${texts.say('explain.cut', { by: texts.say(`explain.limit.${cut.by}`), amount: texts.money(cut.amount, currency) })}`,
      ),
    );
  out.push(...nextLines(texts, outcome.next, currency));
}

/** How far the next step of a scale is and what it would bring, on a consignment or in a window; nothing where there is none. */
export function nextLines(
  texts: Texts,
  next: NextTier | undefined,
  currency: string,
  key: 'explain.next-tier' | 'explain.next-in-window' = 'explain.next-tier',
): readonly string[] {
  if (next === undefined) return [];
  const further = wrapped(`      ${nextTierText(texts, next, currency, key)}`);
  if (next.breakEven === undefined) return further;
  return [...further, ...wrapped(`      ${breakEvenText(texts, next, next.breakEven)}`)];
}

function breakEvenText(texts: Texts, { step, unit }: NextTier, value: NonNullable<NextTier['breakEven']>): string {
  const whole = toText(roundTo(value, THOUSANDTH, 'half-up'));
  return texts.say('explain.break-even', { step, value: quantityText(texts, whole, unit) });
}

/** A share is said as percent; beside a lump there is no rate. */
function rateText(texts: Texts, { amount, rate }: NextTier): string {
  if (amount === 'lump') return 'none';
  return amount === 'share' ? shareText(texts, rate) : shown(texts, rate);
}

function nextTierText(texts: Texts, next: NextTier, currency: string, key: string): string {
  const missing = toText(next.missing);
  return texts.say(key, {
    step: next.step,
    missing: quantityText(texts, missing, next.unit),
    rate: rateText(texts, next),
    worth: texts.money(roundToMinor(next.worth, currency), currency),
  });
}

function writeLeg(writer: Writer, rating: LegRating): void {
  const { texts, out } = writer;
  const { currency } = rating;
  const payer = rating.payer === undefined ? texts.say('explain.payer-unknown') : writer.name(rating.payer);
  out.push(
    '',
    ...wrapped(`  ${texts.say('explain.leg', { leg: rating.leg + 1, carrier: writer.name(rating.carrier), payer })}`),
  );
  out.push(
    ...wrapped(
      `  ${texts.say('explain.tariff', { title: writer.name(rating.tariff.id), id: rating.tariff.id, version: rating.tariff.version })}${rating.synthetic ? ` — ${texts.say('explain.synthetic')}` : ''}`,
    ),
  );
  const first = rating.lines.filter((line) => line.source === 'tariff' || line.source === 'step');
  for (const line of first) writeLine(writer, line, currency, true);
  out.push(...justified(`    ${texts.say('explain.gross')}`, texts.money(rating.gross, currency)));
  if (rating.discounts.length > 0) out.push(`  ${texts.say('explain.discounts')}`);
  for (const outcome of rating.discounts) writeDiscount(writer, outcome, currency);
  for (const line of rating.lines.filter((one) => one.source === 'limit' || one.source === 'rounding'))
    writeLine(writer, line, currency, true);
  out.push(...justified(`    ${texts.say('explain.net')}`, texts.money(rating.net, currency)));
  for (const line of rating.lines.filter((one) => one.source === 'tax')) writeLine(writer, line, currency, true);
  out.push(...justified(`    ${texts.say('explain.payable')}`, texts.money(rating.payable, currency)));
}

function writeRefused(writer: Writer, outcome: Extract<LegOutcome, { ok: false }>): void {
  const { texts, out } = writer;
  out.push('', `  ${texts.say('explain.leg-refused', { leg: outcome.leg + 1 })}`);
  for (const one of outcome.refusals) {
    const { reason, remedy } = texts.refusal(one);
    out.push(...wrapped(`    ${reason}`), ...wrapped(`    ${remedy}`));
  }
}

function writeGoods(writer: Writer, goods: GoodsPricing): void {
  const { texts, out } = writer;
  out.push('', ...wrapped(`  ${texts.say('explain.goods', { agreement: writer.name(goods.agreement.id) })}`));
  for (const step of goods.trace) out.push(...stepLines(writer, step));
  out.push(...justified(`    ${texts.say('explain.gross')}`, texts.money(goods.gross, goods.currency)));
  for (const outcome of goods.discounts) writeDiscount(writer, outcome, goods.currency);
  out.push(...justified(`    ${texts.say('explain.net')}`, texts.money(goods.net, goods.currency)));
}

/** One delivered price per currency: freight to pay plus goods. Currencies are never added up. */
function delivered(rating: ConsignmentRating): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const put = (currency: string, amount: bigint): void => void sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  for (const leg of rating.legs) if (leg.ok) put(leg.rating.currency, leg.rating.payable);
  if (rating.goods !== undefined) put(rating.goods.currency, rating.goods.net);
  return sums;
}

/** What became of one discount, as the price shows it. */
export function outcomeLines(
  texts: Texts,
  names: Names,
  outcome: DiscountOutcome,
  currency: string,
): readonly string[] {
  const writer: Writer = { texts, name: nameIn(texts.language, names), out: [] };
  writeDiscount(writer, outcome, currency);
  return writer.out;
}

/** Explains a price line by line: tariff steps with the table rows they read, discounts that applied and why others did not. */
export function priceText(texts: Texts, names: Names, rating: ConsignmentRating): string {
  const writer: Writer = { texts, name: nameIn(texts.language, names), out: [] };
  writer.out.push(texts.say('explain.consignment', { note: rating.note, date: texts.date(rating.accepted) }));
  for (const leg of rating.legs) {
    if (leg.ok) writeLeg(writer, leg.rating);
    else writeRefused(writer, leg);
  }
  if (rating.goods !== undefined) writeGoods(writer, rating.goods);
  const sums = [...delivered(rating)].filter(([currency]) => minorDigits(currency) !== undefined);
  writer.out.push(
    '',
    ...sums.flatMap(([currency, amount]) =>
      justified(
        texts.say(rating.goods === undefined ? 'explain.total' : 'explain.delivered'),
        texts.money(amount, currency),
      ),
    ),
  );
  return `${writer.out.map((line) => line.trimEnd()).join('\n')}\n`;
}
