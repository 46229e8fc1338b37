import type {
  ChargeLine,
  ConsignmentRating,
  DiscountOutcome,
  GoodsPricing,
  LegOutcome,
  LegRating,
  NextTier,
  NotAppliedReason,
  TraceStep,
} from '@kontor/domain/charge/rating';
import { decimal, parseDecimal, toText } from '@kontor/domain/kernel/decimal';
import { minorDigits, roundToMinor } from '@kontor/domain/kernel/money';
import { isUnit } from '@kontor/domain/kernel/quantity';
import { roundTo } from '@kontor/domain/kernel/rounding';
import type { Words } from '@kontor/domain/kernel/schema';
import { amountAsked } from '@kontor/domain/scope/amounts';
import type { Texts } from '../texts/texts.ts';

/** Names the book gives to what it holds; an id stands for itself where the book says nothing. */
export type Names = (id: string) => Words | undefined;

/** Width of an explanation in characters: it fits a terminal of 100 columns and a printed page. */
const WIDTH = 98;
/** More digits than a price needs would hide it; the JSON form has them all. */
const SHOWN_DIGITS = 6;
const THOUSANDTH = decimal('0.001');

export function inLanguage(words: Words, language: Texts['language']): string {
  return typeof words === 'string' ? words : words[language];
}

/** Names in one language; an id stands for itself where the book says nothing. */
export function nameIn(language: Texts['language'], names: Names): (id: string) => string {
  return (id) => {
    const words = names(id);
    return words === undefined ? id : inLanguage(words, language);
  };
}

type Writer = { readonly texts: Texts; readonly names: Names; readonly out: string[] };

const nameOf = ({ texts, names }: Writer, id: string): string => nameIn(texts.language, names)(id);

/** A left text and a right one on one line; a left text that is too long goes on a line of its own. */
function justified(left: string, right: string): string[] {
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

/** An exact value for people: at most six digits after the point, never rounded without saying so. */
function shown(texts: Texts, value: TraceStep['after']): string {
  const text = toText(value);
  const fraction = text.split('.')[1] ?? '';
  if (text.includes('/')) return text;
  return fraction.length > SHOWN_DIGITS ? `${texts.decimal(text, SHOWN_DIGITS)}…` : texts.decimal(text);
}

function inputText(writer: Writer, input: TraceStep['inputs'][number]): string {
  const { texts } = writer;
  const value = typeof input.value === 'string' ? input.value : shown(texts, input.value);
  const [kind = '', id = ''] = input.label.split(/:(.*)/u);
  const name = kind === 'fact' ? factName(texts, id) : id;
  const key = `explain.input.${kind.replace(/-\d+/u, '')}`;
  const number = /-(\d+)/u.exec(kind)?.[1] ?? '';
  return texts.knows(key) ? texts.say(key, { name, value, number }) : `${factName(texts, input.label)} ${value}`;
}

/** The step in the words of the book, else by its name. */
const stepName = ({ texts }: Writer, step: TraceStep): string =>
  step.title === undefined ? step.name : inLanguage(step.title, texts.language);

/** What a step does; one that looks nothing up in a table takes what is stated. */
const operationOf = ({ step, rows }: TraceStep): string =>
  step === 'lookup' && rows.length === 0 ? 'explain.step.taken' : `explain.step.${step}`;

function stepLines(writer: Writer, step: TraceStep): string[] {
  const { texts } = writer;
  const operation = texts.say(operationOf(step));
  const inputs = step.inputs.map((input) => inputText(writer, input)).join('; ');
  const times = step.times === undefined || step.times === 1 ? '' : ` × ${String(step.times)}`;
  const lines = justified(
    `      ${stepName(writer, step)}: ${operation}${times}${inputs === '' ? '' : ` (${inputs})`}`,
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

function chargeName(writer: Writer, line: ChargeLine): string {
  const { texts } = writer;
  const key = `charge.${line.charge}`;
  const name = texts.knows(key) ? texts.say(key) : line.charge;
  const [last] = line.trace.slice(-1);
  if (line.source === 'step' && last?.title !== undefined) return stepName(writer, last);
  return line.source === 'tariff' || line.source === 'tax' || line.source === 'rounding' ? name : `${name}: ${line.id}`;
}

function writeLine(writer: Writer, line: ChargeLine, currency: string, traced: boolean): void {
  writer.out.push(...justified(`    ${chargeName(writer, line)}`, writer.texts.money(line.amount, currency)));
  if (traced) for (const step of line.trace) writer.out.push(...stepLines(writer, step));
}

/** A fact of the consignment in the reader's words; facts of the operator's own have no others than their names. */
function factName(texts: Writer['texts'], name: string): string {
  const amount = amountAsked(name);
  if (amount !== undefined) {
    const { of, currency, charges } = amount;
    return texts.say('field.amount', { of, currency, charges: charges?.join(', ') ?? 'all' });
  }
  return texts.knows(`field.${name}`) ? texts.say(`field.${name}`) : name;
}

/** Parameters of reasons that are measured values, in the unit or currency that stands beside them. */
const MEASURED: ReadonlySet<string> = new Set(['value', 'bound', 'short']);

function withUnits(texts: Texts, params: Readonly<Record<string, string | number>>): Record<string, string | number> {
  const unit = String(params['unit'] ?? '');
  const written = (value: string): string => {
    if (parseDecimal(value) === undefined) return value;
    return isUnit(unit) ? texts.quantity(value, unit) : `${texts.decimal(value)} ${unit}`.trimEnd();
  };
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, MEASURED.has(key) ? written(String(value)) : value]),
  );
}

/** Why a condition fails, or what it found: the same words in either case. */
export function saidText(texts: Texts, { code, params }: NotAppliedReason): string {
  const condition = params['condition'];
  const measured = withUnits(texts, params);
  const named = typeof condition === 'string' ? { ...measured, condition: factName(texts, condition) } : measured;
  return texts.say(`reason.${code}`, named);
}

/** Facts that are missing, by their names. */
export const missingText = (texts: Texts, missing: readonly string[]): string =>
  texts.say('explain.not-evaluated', { missing: missing.map((name) => factName(texts, name)).join(', ') });

function reasonText({ texts }: Writer, outcome: Exclude<DiscountOutcome, { kind: 'applied' }>): string {
  if (outcome.kind === 'not-evaluated') return missingText(texts, outcome.missing);
  return texts.say('explain.not-applied', { reason: saidText(texts, outcome.reason) });
}

function writeDiscount(writer: Writer, outcome: DiscountOutcome, currency: string): void {
  const { texts, out } = writer;
  const title = `${nameOf(writer, outcome.entry.id)} [${outcome.entry.id}]${outcome.synthetic ? ` — ${texts.say('explain.synthetic')}` : ''}`;
  if (outcome.kind !== 'applied') {
    out.push(...wrapped(`    – ${title}: ${reasonText(writer, outcome)}`));
    return;
  }
  const taken =
    outcome.at === 'rating'
      ? texts.money(-outcome.amount, currency)
      : texts.say('explain.at-settlement', { amount: texts.money(outcome.amount, currency) });
  out.push(...justified(`    + ${title}`, taken));
  out.push(
    ...wrapped(
      `      ${texts.say('explain.granted', { grantor: nameOf(writer, outcome.grantor), stage: texts.say(`explain.stage.${outcome.stage}`), base: texts.money(outcome.base, currency) })}`,
    ),
  );
  for (const step of outcome.trace) out.push(...stepLines(writer, step));
  for (const share of outcome.shares)
    out.push(
      ...justified(
        `      ${texts.say('explain.share', { party: nameOf(writer, share.party), role: texts.say(`explain.role.${share.role}`) })}`,
        texts.money(share.amount, currency),
      ),
    );
  for (const cut of outcome.cuts)
    out.push(
      ...wrapped(
        `      ${texts.say('explain.cut', { by: texts.say(`explain.limit.${cut.by}`), amount: texts.money(cut.amount, currency) })}`,
      ),
    );
  if (outcome.next !== undefined) out.push(...wrapped(`      ${nextTierText(texts, outcome.next, currency)}`));
  if (outcome.next?.breakEven !== undefined)
    out.push(...wrapped(`      ${breakEvenText(texts, outcome.next, outcome.next.breakEven)}`));
}

function quantityText(texts: Texts, value: string, unit: string): string {
  return isUnit(unit) ? texts.quantity(value, unit) : `${texts.decimal(value)} ${unit}`;
}

function breakEvenText(texts: Texts, { step, unit }: NextTier, value: NonNullable<NextTier['breakEven']>): string {
  const whole = toText(roundTo(value, THOUSANDTH, 'half-up'));
  return texts.say('explain.break-even', { step, value: quantityText(texts, whole, unit) });
}

function nextTierText(texts: Texts, next: NextTier, currency: string): string {
  const missing = toText(next.missing);
  return texts.say('explain.next-tier', {
    step: next.step,
    missing: quantityText(texts, missing, next.unit),
    rate: shown(texts, next.rate),
    worth: texts.money(roundToMinor(next.worth, currency), currency),
  });
}

function writeLeg(writer: Writer, rating: LegRating): void {
  const { texts, out } = writer;
  const { currency } = rating;
  const payer = rating.payer === undefined ? texts.say('explain.payer-unknown') : nameOf(writer, rating.payer);
  out.push(
    '',
    ...wrapped(
      `  ${texts.say('explain.leg', { leg: rating.leg + 1, carrier: nameOf(writer, rating.carrier), payer })}`,
    ),
  );
  out.push(
    ...wrapped(
      `  ${texts.say('explain.tariff', { title: nameOf(writer, rating.tariff.id), id: rating.tariff.id, version: rating.tariff.version })}${rating.synthetic ? ` — ${texts.say('explain.synthetic')}` : ''}`,
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
  out.push('', ...wrapped(`  ${texts.say('explain.goods', { agreement: nameOf(writer, goods.agreement.id) })}`));
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
  const writer: Writer = { texts, names, out: [] };
  writeDiscount(writer, outcome, currency);
  return writer.out;
}

/** Explains a price line by line: tariff steps with the table rows they read, discounts that applied and why others did not. */
export function priceText(texts: Texts, names: Names, rating: ConsignmentRating): string {
  const writer: Writer = { texts, names, out: [] };
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
