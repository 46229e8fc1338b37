import type { ChargeLine, EntryReference, TraceStep } from '../charge/rating.ts';
import { type Decimal, maximum, minimum, multiply, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { roundTo } from '../kernel/rounding.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { PartForm, StepForm, TariffForm, TaxForm } from './form.ts';
import { type Readings, type Run, refuse, valueOf } from './run.ts';
import { type Outcome, runSteps } from './run-steps.ts';

/** A leg rated up to where discounts act: lines, their sum, and what the later steps need. */
export type OpenRating = {
  readonly tariff: TariffForm;
  readonly subject: Subject;
  readonly lines: readonly ChargeLine[];
  /** Sum of the lines, integer minor units. */
  readonly sum: bigint;
  readonly parts: ReadonlyMap<string, Decimal>;
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
): (name: string) => Decimal | undefined {
  if (tariff.quantities.size === 0) return NO_QUANTITY;
  const known = new Map<string, Decimal | undefined>();
  const quantity = (name: string): Decimal | undefined => {
    if (known.has(name)) return known.get(name);
    const steps = tariff.quantities.get(name);
    if (steps === undefined) return undefined;
    const run: Run = { tariff, subject, quantity, steps: new Map(), parts: NO_PARTS, refusals, ofQuantity: true };
    const outcome = runSteps(run, steps, undefined, undefined);
    for (const step of outcome?.trace ?? []) noted.push({ ...step, name: `${name}.${step.name}` });
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
): Run {
  const quantity = quantitiesOf(tariff, subject, refusals, noted);
  return { tariff, subject, quantity, steps: new Map(), parts, refusals };
}

/** What tells wagons, items and containers apart, by each: every part of every leg asks for it. */
const factsOfEach = new WeakMap<object, string>();

function factsOf(one: object): string {
  const facts = factsOfEach.get(one) ?? JSON.stringify({ ...one, number: '' });
  factsOfEach.set(one, facts);
  return facts;
}

/**
 * The subjects a part is run for: the leg itself, or each different wagon, item or container with how often it occurs. Where
 * the whole tariff is run for each wagon, a part per wagon is run for that wagon.
 */
function subjectsOf(per: PartForm['per'], subject: Subject): { key: string; subject: Subject; times: number }[] {
  if (per === 'consignment') return [{ key: '', subject, times: 1 }];
  const { wagons, items, containers } = subject.consignment;
  const groups = new Map<string, { key: string; subject: Subject; times: number }>();
  const put = (facts: string, narrowed: Subject): void => {
    const key = `${per} ${facts}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, subject: narrowed, times: 1 });
    else group.times += 1;
  };
  if (per === 'wagon')
    for (const wagon of subject.wagon === undefined ? wagons : [subject.wagon])
      put(factsOf(wagon), { ...subject, wagon });
  if (per === 'item') for (const item of items) put(factsOf(item), { ...subject, item });
  if (per === 'container') for (const container of containers) put(factsOf(container), { ...subject, container });
  return [...groups.values()];
}

/** The least and greatest amount of a line (pricing.md section 4), each a step of its own in the trace. */
function withinBounds(run: Run, part: PartForm, outcome: Outcome): { value: Decimal; trace: TraceStep[] } | undefined {
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
    trace.push({ step: name, name, inputs: readings.inputs, rows: readings.rows, before, after: value });
  }
  return { value, trace };
}

/** What parts came to so far: as a whole, and for each wagon, item or container they were run for. */
type PartAmounts = { readonly whole: Map<string, Decimal>; readonly each: Map<string, Map<string, Decimal>> };

/** Within a part run for each wagon an earlier such part means that wagon's amount, else the part's whole amount. */
function partsSeenBy(amounts: PartAmounts, key: string): ReadonlyMap<string, Decimal> {
  const own = key === '' ? undefined : amounts.each.get(key);
  return own === undefined ? amounts.whole : new Map([...amounts.whole, ...own]);
}

type Each = {
  readonly tariff: TariffForm;
  readonly part: PartForm;
  readonly amounts: PartAmounts;
  readonly refusals: Refusal[];
};

/** Runs a part for one subject; undefined when refused, `skipped` when its guard does not hold. */
function runOne(
  { tariff, part, amounts, refusals }: Each,
  key: string,
  subject: Subject,
): { amount: bigint; trace: readonly TraceStep[] } | 'skipped' | undefined {
  const noted: QuantityTrace = [];
  const run = newRun(tariff, subject, partsSeenBy(amounts, key), refusals, noted);
  const guard = part.when === undefined ? undefined : evaluateScope(part.when, subject);
  if (guard?.kind === 'fails') return 'skipped';
  if (guard?.kind === 'missing') return refuse(run, 'tariff.missing-fact', { fact: guard.fields.join(', ') });
  const outcome = runSteps(run, part.steps, undefined, part.currency);
  const bounded = outcome === undefined ? undefined : withinBounds(run, part, outcome);
  if (outcome === undefined || bounded === undefined) return undefined;
  const amount = roundToMinor(bounded.value, tariff.currency);
  if (key !== '') {
    const own = amounts.each.get(key) ?? new Map<string, Decimal>();
    amounts.each.set(key, own.set(part.id, ofMinor(amount, tariff.currency)));
  }
  return { amount, trace: [...noted, ...outcome.trace, ...bounded.trace] };
}

/**
 * Runs a part for all its subjects; each subject's amount is rounded to the minor unit once, at its end. Undefined when the
 * part does not apply to any of them, or was refused.
 */
function runPart(each: Each, subject: Subject): ChargeLine | undefined {
  const { tariff, part, amounts, refusals } = each;
  const subjects = subjectsOf(part.per, subject);
  if (subjects.length === 0)
    return refuse(newRun(tariff, subject, amounts.whole, refusals), 'tariff.missing-fact', { fact: `${part.per}s` });
  const trace: TraceStep[] = [];
  let amount = 0n;
  let applied = false;
  for (const { subject: one, key, times } of subjects) {
    const result = runOne(each, key, one);
    if (result === undefined) return undefined;
    if (result === 'skipped') continue;
    applied = true;
    amount += result.amount * BigInt(times);
    if (part.per === 'consignment') trace.push(...result.trace);
    else for (const step of result.trace) trace.push({ ...step, times });
  }
  if (!applied) return undefined;
  amounts.whole.set(part.id, ofMinor(amount, tariff.currency));
  return {
    id: part.id,
    source: 'tariff',
    charge: part.charge,
    entry: reference(tariff),
    amount,
    discountable: part.discountable,
    trace,
  };
}

/** Steps over the sum post what they change as lines of their own; a rounding posts its residue. */
function runTotal(
  open: { tariff: TariffForm; subject: Subject; parts: ReadonlyMap<string, Decimal> },
  steps: readonly StepForm[],
  sum: bigint,
  refusals: Refusal[],
): ChargeLine[] | undefined {
  const { tariff, subject, parts } = open;
  const noted: QuantityTrace = [];
  const run = newRun(tariff, subject, parts, refusals, noted);
  const lines: ChargeLine[] = [];
  let posted = sum;
  let value = ofMinor(sum, tariff.currency);
  for (const step of steps) {
    const outcome = runSteps(run, [step], value, tariff.currency);
    if (outcome === undefined) return undefined;
    if (outcome.trace.length === 0) continue;
    value = outcome.value;
    const after = roundToMinor(outcome.printed, tariff.currency);
    const change = after - posted;
    posted = after;
    const source = step.step === 'round' ? 'rounding' : 'step';
    lines.push({
      id: step.name,
      source,
      charge: source === 'rounding' ? 'rounding' : 'adjustment',
      entry: reference(tariff),
      amount: change,
      discountable: false,
      trace: [...noted.splice(0), ...outcome.trace],
    });
  }
  return lines;
}

const sumOf = (lines: readonly ChargeLine[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n);

/** Each problem once: several parts and wagons may lack the same fact. */
function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  return [...new Map(refusals.map((one) => [JSON.stringify([one.code, one.params]), one])).values()];
}

/** Parts and the steps over their sum for one subject: the leg, or one wagon when each is rounded by itself. */
function runSubject(tariff: TariffForm, subject: Subject, refusals: Refusal[]): ChargeLine[] | undefined {
  const amounts: PartAmounts = { whole: new Map(), each: new Map() };
  const lines: ChargeLine[] = [];
  for (const part of tariff.parts) {
    const line = runPart({ tariff, part, amounts, refusals }, subject);
    if (line !== undefined) lines.push(line);
  }
  if (refusals.length > 0) return undefined;
  // Carried for nothing would be a price nobody stated.
  if (lines.length === 0) return refuse(newRun(tariff, subject, amounts.whole, refusals), 'tariff.no-part-applies', {});
  const total = runTotal({ tariff, subject, parts: amounts.whole }, tariff.before, sumOf(lines), refusals);
  return total === undefined ? undefined : [...lines, ...total];
}

/** Adds the lines of equal wagons to those of the others, line by line; each trace says how many it stands for. */
function mergeLines(
  merged: Map<string, ChargeLine>,
  lines: readonly ChargeLine[],
  times: number,
  repeated: boolean,
): void {
  for (const line of lines) {
    const trace = repeated ? line.trace.map((step) => ({ ...step, times: times * (step.times ?? 1) })) : line.trace;
    const before = merged.get(line.id);
    const amount = line.amount * BigInt(times) + (before?.amount ?? 0n);
    merged.set(line.id, { ...line, amount, trace: before === undefined ? trace : [...before.trace, ...trace] });
  }
}

/** Rates a leg by a tariff up to where discounts act (pricing.md section 4). */
export function beforeDiscounts(tariff: TariffForm, subject: Subject): Result<OpenRating> {
  const refusals: Refusal[] = [];
  const merged = new Map<string, ChargeLine>();
  const subjects = subjectsOf(tariff.per, subject);
  if (subjects.length === 0)
    refuse(newRun(tariff, subject, new Map(), refusals), 'tariff.missing-fact', { fact: 'wagons' });
  for (const one of subjects) {
    const done = runSubject(tariff, one.subject, refusals);
    if (done !== undefined) mergeLines(merged, done, one.times, tariff.per === 'wagon');
  }
  if (refusals.length > 0) return { ok: false, refusals: distinct(refusals) };
  const lines = [...merged.values()];
  const parts = new Map(lines.map((line) => [line.id, ofMinor(line.amount, tariff.currency)]));
  const least =
    tariff.minimumCharge === undefined
      ? ZERO
      : valueOf(newRun(tariff, subject, parts, refusals), tariff.minimumCharge, { inputs: [], rows: [] });
  if (least === undefined) return { ok: false, refusals };
  const minimumCharge = tariff.minimumCharge === undefined ? undefined : roundToMinor(least, tariff.currency);
  return { ok: true, value: { tariff, subject, lines, sum: sumOf(lines), parts, minimumCharge } };
}

function taxLine(tariff: TariffForm, tax: TaxForm, net: bigint): ChargeLine {
  const base = ofMinor(net, tariff.currency);
  const full = multiply(base, tax.rate);
  const value = tax.round === undefined ? full : roundTo(full, tax.round.quantum, tax.round.mode);
  const amount = roundToMinor(value, tariff.currency);
  const step: TraceStep = {
    step: 'tax',
    name: tax.category,
    inputs: [
      { label: 'base', value: base },
      { label: 'rate', value: tax.rate },
    ],
    rows: [],
    before: base,
    after: ofMinor(amount, tariff.currency),
    unrounded: full,
    currency: tariff.currency,
    ...(tax.clause === undefined ? {} : { clause: tax.clause }),
  };
  return {
    id: 'tax',
    source: 'tax',
    charge: `tax.${tax.category}`,
    entry: reference(tariff),
    amount,
    discountable: false,
    trace: [step],
  };
}

/** Later steps (rounding) and tax on what discounts and limits left. Gives the lines to add, tax last. */
export function afterDiscounts(open: OpenRating, net: bigint): Result<readonly ChargeLine[]> {
  const refusals: Refusal[] = [];
  const { tariff, subject } = open;
  const after = runTotal(open, tariff.after, net, refusals);
  if (after === undefined) return { ok: false, refusals };
  const lines = [...after];
  const taxed = net + sumOf(lines);
  for (const tax of tariff.tax) {
    const verdict = tax.when === undefined ? { kind: 'applies' as const } : evaluateScope(tax.when, subject);
    if (verdict.kind === 'missing') {
      refuse(newRun(tariff, subject, open.parts, refusals), 'tariff.missing-fact', { fact: verdict.fields.join(', ') });
      return { ok: false, refusals };
    }
    if (verdict.kind !== 'applies') continue;
    lines.push(taxLine(tariff, tax, taxed));
    break;
  }
  return { ok: true, value: lines };
}
