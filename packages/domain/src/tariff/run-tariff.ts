import type { ChargeLine, TraceStep } from '../charge/rating.ts';
import { add, type Decimal, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { OperandForm, TariffForm } from './form.ts';
import { NO_PARTS, newRun } from './new-run.ts';
import type { PartAmounts } from './part-amounts.ts';
import { refuse, valueOf } from './run.ts';
import { linesOver, type OverSum, runOver } from './run-over.ts';
import { type Each, type NoteEach, type PartLine, runPart } from './run-part.ts';
import { type EachAmount, subjectsOf } from './subjects.ts';
import { taxLine } from './tax-line.ts';

/** A leg rated up to where discounts act: lines, their sum, and what the later steps need. */
export type OpenRating = {
  readonly tariff: TariffForm;
  readonly subject: Subject;
  readonly lines: readonly ChargeLine[];
  /** Sum of the lines, integer minor units. */
  readonly sum: bigint;
  /** What each line came to, for steps that ask for it. */
  readonly parts: () => ReadonlyMap<string, Decimal>;
  /** Least charge of the leg in minor units, when the tariff has one. */
  readonly minimumCharge: bigint | undefined;
};

type RunLines = Pick<Each, 'tariff' | 'refusals'> & { readonly subject: Subject; readonly note?: NoteEach };

const sumOf = (lines: readonly ChargeLine[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n);

/** Each problem once: several parts and wagons may lack the same fact. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((one) => [JSON.stringify([one.code, one.params]), one])).values()];
}

/** Lines of the parts, exact, with what parts came to for those after them. */
function runParts(
  tariff: TariffForm,
  subject: Subject,
  refusals: Refusal[],
  note?: NoteEach,
): { readonly lines: readonly PartLine[]; readonly parts: ReadonlyMap<string, Decimal> } | undefined {
  const amounts: PartAmounts = { whole: new Map(), each: undefined, last: undefined };
  const lines: PartLine[] = [];
  for (const part of tariff.parts) {
    const line = runPart({ tariff, part, amounts, refusals, note }, subject);
    if (line === undefined) continue;
    lines.push(line);
    // What a later part or step takes of it is the line, where this is all of the line.
    amounts.whole.set(part.id, tariff.per === 'wagon' ? line.exact : ofMinor(line.line.amount, tariff.currency));
  }
  if (refusals.length > 0) return undefined;
  // Carried for nothing would be a price nobody stated.
  if (lines.length === 0) return refuse(newRun(tariff, subject, amounts.whole, refusals), 'tariff.no-part-applies', {});
  return { lines, parts: amounts.whole };
}

/** Parts and the steps over their sum, run once for the leg: the sum is that of its lines. */
function wholeLines({ tariff, subject, refusals, note }: RunLines): readonly ChargeLine[] | undefined {
  const done = runParts(tariff, subject, refusals, note);
  if (done === undefined) return undefined;
  const lines = done.lines.map(({ line }) => line);
  if (tariff.before.length === 0) return lines;
  const posted = sumOf(lines);
  const sum = ofMinor(posted, tariff.currency);
  const over = runOver({ tariff, subject, parts: () => done.parts }, tariff.before, sum, refusals);
  return over === undefined ? undefined : [...lines, ...linesOver(tariff, { posted, sum }, over)];
}

const repeated = (trace: readonly TraceStep[], times: number): readonly TraceStep[] =>
  trace.map((step) => ({ ...step, times: times * (step.times ?? 1) }));

/**
 * Parts and the steps over their sum, run for each wagon: the sum is what the wagon comes to exactly, unless its parts round, and a
 * rounding among the steps is of each wagon. The lines are those of all wagons, each rounded at its end; what the steps change is
 * posted so that the lines sum to the wagons.
 */
function wagonLines({ tariff, subject, refusals, note }: RunLines): readonly ChargeLine[] | undefined {
  const wagons = subjectsOf('wagon', subject);
  if (wagons.length === 0)
    return refuse(newRun(tariff, subject, NO_PARTS, refusals), 'tariff.missing-fact', { fact: 'wagons' });
  const lines = new Map<string, PartLine>();
  const steps = tariff.before.map((step): OverSum => ({ step, value: ZERO, trace: [] }));
  for (const { subject: wagon, times } of wagons) {
    const done = runParts(tariff, wagon, refusals);
    if (done === undefined) continue;
    const count = ofInteger(times);
    for (const { exact: one, line } of done.lines) {
      const before = lines.get(line.id);
      const own = multiply(one, count);
      note?.({ line: line.id, per: 'wagon', subject: wagon, exact: own });
      const trace = [...(before?.line.trace ?? []), ...repeated(line.trace, times)];
      lines.set(line.id, { exact: add(before?.exact ?? ZERO, own), line: { ...line, trace } });
    }
    const sum = done.lines.reduce((all, { exact }) => add(all, exact), ZERO);
    const over = runOver({ tariff, subject: wagon, parts: () => done.parts }, tariff.before, sum, refusals);
    for (const [index, one] of (over ?? []).entries()) {
      const before = steps[index];
      const value = add(before?.value ?? ZERO, multiply(one.value, count));
      steps[index] = { step: one.step, value, trace: [...(before?.trace ?? []), ...repeated(one.trace, times)] };
    }
  }
  const ends = [...lines.values()].map(
    ({ exact, line }): ChargeLine => ({ ...line, amount: roundToMinor(exact, tariff.currency) }),
  );
  const all = [...lines.values()].reduce((sum, { exact }) => add(sum, exact), ZERO);
  return [...ends, ...linesOver(tariff, { posted: sumOf(ends), sum: all }, steps)];
}

const linesOf = (run: RunLines): readonly ChargeLine[] | undefined =>
  run.tariff.per === 'wagon' ? wagonLines(run) : wholeLines(run);

/** What the lines of a leg come to for each wagon, item or container, where a tariff charges them one by one. */
export function amountsOfEach(tariff: TariffForm, subject: Subject): readonly EachAmount[] {
  const found: EachAmount[] = [];
  linesOf({ tariff, subject, refusals: [], note: (amount) => found.push(amount) });
  return found;
}

/** The least charge of a leg; mostly it is written as a number. */
function leastOf(
  tariff: TariffForm,
  operand: OperandForm,
  { subject, parts, refusals }: Pick<OpenRating, 'subject' | 'parts'> & { readonly refusals: Refusal[] },
): Decimal | undefined {
  if (operand.kind === 'literal') return operand.value;
  return valueOf(newRun(tariff, subject, parts(), refusals), operand, { inputs: [], rows: [] });
}

/** Rates a leg by a tariff up to where discounts act (pricing.md section 4). */
export function beforeDiscounts(tariff: TariffForm, subject: Subject): Result<OpenRating> {
  const refusals: Refusal[] = [];
  const lines = linesOf({ tariff, subject, refusals }) ?? [];
  if (refusals.length > 0) return { ok: false, refusals: distinct(refusals) };
  const parts = (): ReadonlyMap<string, Decimal> =>
    new Map(lines.map((line) => [line.id, ofMinor(line.amount, tariff.currency)]));
  const least =
    tariff.minimumCharge === undefined ? ZERO : leastOf(tariff, tariff.minimumCharge, { subject, parts, refusals });
  if (least === undefined) return { ok: false, refusals };
  const minimumCharge = tariff.minimumCharge === undefined ? undefined : roundToMinor(least, tariff.currency);
  return { ok: true, value: { tariff, subject, lines, sum: sumOf(lines), parts, minimumCharge } };
}

/** Later steps (rounding) and tax on what discounts and limits left. Gives the lines to add, tax last. */
export function afterDiscounts(open: OpenRating, net: bigint): Result<readonly ChargeLine[]> {
  const refusals: Refusal[] = [];
  const { tariff, subject } = open;
  const sum = ofMinor(net, tariff.currency);
  const after = runOver(open, tariff.after, sum, refusals);
  if (after === undefined) return { ok: false, refusals };
  const lines = linesOver(tariff, { posted: net, sum }, after);
  const taxed = net + sumOf(lines);
  for (const tax of tariff.tax) {
    const verdict = tax.when === undefined ? { kind: 'applies' as const } : evaluateScope(tax.when, subject);
    if (verdict.kind === 'missing') {
      refuse(newRun(tariff, subject, open.parts(), refusals), 'tariff.missing-fact', {
        fact: verdict.fields.join(', '),
      });
      return { ok: false, refusals };
    }
    if (verdict.kind !== 'applies') continue;
    lines.push(taxLine(tariff, tax, taxed));
    break;
  }
  return { ok: true, value: lines };
}
