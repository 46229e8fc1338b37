import type { ChargeLine, EntryReference, TraceStep } from '../charge/rating.ts';
import { add, type Decimal, maximum, minimum, multiply, ofInteger, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { PartForm, StepForm, TariffForm } from './form.ts';
import { type PartAmounts, partsSeenBy, subjectsFor } from './part-amounts.ts';
import { type Readings, type Run, refuse, valueOf } from './run.ts';
import { type Outcome, runSteps } from './run-steps.ts';
import { type EachAmount, type OneOfMany, subjectsOf } from './subjects.ts';
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

const reference = (tariff: TariffForm): EntryReference => ({ id: tariff.id, version: tariff.version });

/** Where the steps that computed quantities are noted, so that a line's trace shows how its chargeable mass came about. */
type QuantityTrace = TraceStep[];

const NO_QUANTITY = (): undefined => undefined;

/** Computes quantities once, when first asked for; a quantity's steps are traced under its name. */
function quantitiesOf(
  tariff: TariffForm,
  subject: Subject,
  refusals: Refusal[],
  noted: QuantityTrace,
  times: number | undefined,
): (name: string) => Decimal | undefined {
  if (tariff.quantities.size === 0) return NO_QUANTITY;
  const known = new Map<string, Decimal | undefined>();
  const quantity = (name: string): Decimal | undefined => {
    if (known.has(name)) return known.get(name);
    const steps = tariff.quantities.get(name);
    if (steps === undefined) return undefined;
    const of = { tariff, subject, quantity, steps: new Map<string, Decimal>(), parts: NO_PARTS, refusals };
    const outcome = runSteps({ ...of, ofQuantity: true, times, within: name }, steps, undefined, undefined);
    if (outcome !== undefined) noted.push(...outcome.trace);
    known.set(name, outcome?.value);
    return outcome?.value;
  };
  return quantity;
}

const NO_PARTS: ReadonlyMap<string, Decimal> = new Map();

function newRun(
  tariff: TariffForm,
  subject: Subject,
  parts: ReadonlyMap<string, Decimal>,
  refusals: Refusal[],
  noted: QuantityTrace = [],
  times?: number,
): Run {
  const quantity = quantitiesOf(tariff, subject, refusals, noted, times);
  return { tariff, subject, quantity, steps: new Map(), parts, refusals, times };
}

const NO_TRACE: readonly TraceStep[] = Object.freeze([]);

/** The least and greatest amount of a line (pricing.md section 4), each a step of its own in the trace. */
function withinBounds(
  run: Run,
  part: PartForm,
  outcome: Outcome,
): { readonly value: Decimal; readonly trace: readonly TraceStep[] } | undefined {
  if (part.least === undefined && part.greatest === undefined) return { value: outcome.printed, trace: NO_TRACE };
  let value = outcome.printed;
  const trace: TraceStep[] = [];
  const bounds = [
    { name: 'least', operand: part.least, choose: maximum },
    { name: 'greatest', operand: part.greatest, choose: minimum },
  ] as const;
  for (const { name, operand, choose } of bounds) {
    if (operand === undefined) continue;
    const readings: Readings = { inputs: [], rows: [] };
    const bound = valueOf(run, operand, readings);
    if (bound === undefined) return undefined;
    const before = value;
    value = choose(before, bound);
    const { inputs, rows } = readings;
    const told = { step: name, name, inputs, rows, before, after: value };
    trace.push(run.times === undefined ? told : { ...told, times: run.times });
  }
  return { value, trace };
}

type Each = {
  readonly tariff: TariffForm;
  readonly part: PartForm;
  readonly amounts: PartAmounts;
  readonly refusals: Refusal[];
  readonly note: NoteEach;
};

/** Where it is asked for, told what each wagon, item or container comes to. */
type NoteEach = ((amount: EachAmount) => void) | undefined;
type RunLines = Pick<Each, 'tariff' | 'refusals'> & { readonly subject: Subject; readonly note?: NoteEach };

/** Runs a part for one subject; undefined when refused, `skipped` when its guard does not hold. */
function runOne(
  { tariff, part, amounts, refusals }: Each,
  { key, subject, times }: OneOfMany,
): { amount: Decimal; trace: readonly TraceStep[] } | 'skipped' | undefined {
  const noted: QuantityTrace = [];
  const run = newRun(
    tariff,
    subject,
    partsSeenBy(amounts, key),
    refusals,
    noted,
    part.per === 'consignment' ? undefined : times,
  );
  const guard = part.when === undefined ? undefined : evaluateScope(part.when, subject);
  if (guard?.kind === 'fails') return 'skipped';
  if (guard?.kind === 'missing') return refuse(run, 'tariff.missing-fact', { fact: guard.fields.join(', ') });
  const outcome = runSteps(run, part.steps, undefined, part.currency);
  const bounded = outcome === undefined ? undefined : withinBounds(run, part, outcome);
  if (outcome === undefined || bounded === undefined) return undefined;
  const amount = bounded.value;
  if (key !== '') {
    amounts.each ??= new Map();
    const own = amounts.each.get(key) ?? new Map<string, Decimal>();
    amounts.each.set(key, own.set(part.id, amount));
  }
  const plain = noted.length === 0 && bounded.trace.length === 0;
  return { amount, trace: plain ? outcome.trace : [...noted, ...outcome.trace, ...bounded.trace] };
}

/** A line before its end: what it comes to exactly. */
type ExactLine = Omit<ChargeLine, 'amount'> & { readonly exact: Decimal };

/**
 * Runs a part for all its subjects and adds up what they come to, exactly: a line rounds once, at its end (pricing.md section 1),
 * and the charge of one wagon, item or container is no line. Where a tariff rounds each of them, it says so by a rounding in
 * the part's steps. Undefined when the part does not apply to any of them, or was refused.
 */
function runPart(each: Each, subject: Subject): ExactLine | undefined {
  const { tariff, part, amounts, refusals, note } = each;
  const subjects = subjectsFor(amounts, part.per, subject);
  if (subjects.length === 0)
    return refuse(newRun(tariff, subject, amounts.whole, refusals), 'tariff.missing-fact', { fact: `${part.per}s` });
  let trace: readonly TraceStep[] = NO_TRACE;
  let exact = ZERO;
  let applied = false;
  for (const one of subjects) {
    const { times } = one;
    const result = runOne(each, one);
    if (result === undefined) return undefined;
    if (result === 'skipped') continue;
    applied = true;
    const amount = times === 1 ? result.amount : multiply(result.amount, ofInteger(times));
    exact = add(exact, amount);
    note?.({ line: part.id, per: part.per, subject: one.subject, exact: amount });
    trace = trace.length === 0 ? result.trace : [...trace, ...result.trace];
  }
  if (!applied) return undefined;
  return {
    id: part.id,
    source: 'tariff',
    charge: part.charge,
    entry: reference(tariff),
    exact,
    discountable: part.discountable,
    trace,
  };
}

function ended(line: ExactLine, currency: string): ChargeLine {
  const { id, source, charge, entry, discountable, trace } = line;
  return { id, source, charge, entry, discountable, trace, amount: roundToMinor(line.exact, currency) };
}

/** What a step over a sum makes of it; without a trace where the step did not run. */
type OverSum = { readonly step: StepForm; readonly value: Decimal; readonly trace: readonly TraceStep[] };

/** Runs steps over a sum, which is exact or in whole minor units. */
function runOver(
  open: Pick<OpenRating, 'tariff' | 'subject' | 'parts'>,
  steps: readonly StepForm[],
  sum: Decimal,
  refusals: Refusal[],
): OverSum[] | undefined {
  if (steps.length === 0) return [];
  const { tariff, subject } = open;
  const parts = open.parts();
  const noted: QuantityTrace = [];
  const run = newRun(tariff, subject, parts, refusals, noted);
  const done: OverSum[] = [];
  let value = sum;
  let printed = sum;
  for (const step of steps) {
    const outcome = runSteps(run, [step], value, tariff.currency);
    if (outcome === undefined) return undefined;
    if (outcome.trace.length > 0) {
      value = outcome.value;
      printed = outcome.printed;
    }
    const trace = outcome.trace.length === 0 ? [] : [...noted.splice(0), ...outcome.trace];
    done.push({ step, value: printed, trace });
  }
  return done;
}

/**
 * Steps over the sum post what they change as lines of their own. A rounding posts its residue: what is missing to the rounded sum
 * from the lines as they stand, which were rounded each at its own end.
 */
function linesOver(
  tariff: TariffForm,
  from: { readonly posted: bigint; readonly sum: Decimal },
  steps: readonly OverSum[],
): ChargeLine[] {
  const lines: ChargeLine[] = [];
  let { posted } = from;
  let before = roundToMinor(from.sum, tariff.currency);
  for (const { step, value, trace } of steps) {
    if (trace.length === 0) continue;
    const after = roundToMinor(value, tariff.currency);
    const source = step.step === 'round' ? 'rounding' : 'step';
    const amount = after - (source === 'rounding' ? posted : before);
    lines.push({
      id: step.name,
      source,
      charge: source === 'rounding' ? 'rounding' : 'adjustment',
      entry: reference(tariff),
      amount,
      discountable: false,
      trace,
    });
    posted += amount;
    before = after;
  }
  return lines;
}

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
): { readonly lines: readonly ExactLine[]; readonly parts: ReadonlyMap<string, Decimal> } | undefined {
  const amounts: PartAmounts = { whole: new Map(), each: undefined, last: undefined };
  const lines: ExactLine[] = [];
  for (const part of tariff.parts) {
    const line = runPart({ tariff, part, amounts, refusals, note }, subject);
    if (line === undefined) continue;
    lines.push(line);
    // What a later part or step takes of it is the line, where this is all of the line.
    const { currency } = tariff;
    const amount = tariff.per === 'wagon' ? line.exact : ofMinor(roundToMinor(line.exact, currency), currency);
    amounts.whole.set(part.id, amount);
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
  const lines = done.lines.map((line) => ended(line, tariff.currency));
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
  const lines = new Map<string, ExactLine>();
  const steps = tariff.before.map((step): OverSum => ({ step, value: ZERO, trace: [] }));
  for (const { subject: wagon, times } of wagons) {
    const done = runParts(tariff, wagon, refusals);
    if (done === undefined) continue;
    const count = ofInteger(times);
    for (const line of done.lines) {
      const before = lines.get(line.id);
      const own = multiply(line.exact, count);
      const exact = add(before?.exact ?? ZERO, own);
      note?.({ line: line.id, per: 'wagon', subject: wagon, exact: own });
      lines.set(line.id, { ...line, exact, trace: [...(before?.trace ?? []), ...repeated(line.trace, times)] });
    }
    const sum = done.lines.reduce((all, line) => add(all, line.exact), ZERO);
    const over = runOver({ tariff, subject: wagon, parts: () => done.parts }, tariff.before, sum, refusals);
    for (const [index, one] of (over ?? []).entries()) {
      const before = steps[index];
      const value = add(before?.value ?? ZERO, multiply(one.value, count));
      steps[index] = { step: one.step, value, trace: [...(before?.trace ?? []), ...repeated(one.trace, times)] };
    }
  }
  const ends = [...lines.values()].map((line) => ended(line, tariff.currency));
  const all = [...lines.values()].reduce((sum, line) => add(sum, line.exact), ZERO);
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

/** Rates a leg by a tariff up to where discounts act (pricing.md section 4). */
export function beforeDiscounts(tariff: TariffForm, subject: Subject): Result<OpenRating> {
  const refusals: Refusal[] = [];
  const lines = linesOf({ tariff, subject, refusals }) ?? [];
  if (refusals.length > 0) return { ok: false, refusals: distinct(refusals) };
  const parts = (): ReadonlyMap<string, Decimal> =>
    new Map(lines.map((line) => [line.id, ofMinor(line.amount, tariff.currency)]));
  const least =
    tariff.minimumCharge === undefined
      ? ZERO
      : valueOf(newRun(tariff, subject, parts(), refusals), tariff.minimumCharge, { inputs: [], rows: [] });
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
