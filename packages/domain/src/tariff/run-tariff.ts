import { type Decimal, maximum, minimum, multiply, ZERO } from '../kernel/decimal.ts';
import { ofMinor, roundToMinor } from '../kernel/money.ts';
import type { Refusal, Result } from '../kernel/refusal.ts';
import { roundTo } from '../kernel/rounding.ts';
import type { ChargeLine, EntryReference, TraceStep } from '../rating/rating.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/fields.ts';
import type { PartForm, StepForm, TariffForm, TaxForm } from './form.ts';
import { refuse, type Run, valueOf } from './run.ts';
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

/** Computes quantities once, when first asked for. */
function quantitiesOf(tariff: TariffForm, subject: Subject, refusals: Refusal[]): (name: string) => Decimal | undefined {
  const known = new Map<string, Decimal | undefined>();
  const quantity = (name: string): Decimal | undefined => {
    if (known.has(name)) return known.get(name);
    const steps = tariff.quantities.get(name);
    if (steps === undefined) return undefined;
    const run: Run = { tariff, subject, quantity, steps: new Map(), parts: new Map(), refusals };
    const value = runSteps(run, steps, undefined, undefined)?.value;
    known.set(name, value);
    return value;
  };
  return quantity;
}

function newRun(tariff: TariffForm, subject: Subject, parts: ReadonlyMap<string, Decimal>, refusals: Refusal[]): Run {
  return { tariff, subject, quantity: quantitiesOf(tariff, subject, refusals), steps: new Map(), parts, refusals };
}

/** The subjects a part is run for: the leg itself, or each different wagon, item or container with how often it occurs. */
function subjectsOf(part: PartForm, subject: Subject): { subject: Subject; times: number }[] {
  if (part.per === 'consignment') return [{ subject, times: 1 }];
  const { wagons, items, containers } = subject.consignment;
  const groups = new Map<string, { subject: Subject; times: number }>();
  const put = (key: string, narrowed: Subject): void => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { subject: narrowed, times: 1 });
    else group.times += 1;
  };
  if (part.per === 'wagon') for (const wagon of wagons) put(JSON.stringify({ ...wagon, number: '' }), { ...subject, wagon });
  if (part.per === 'item') for (const item of items) put(JSON.stringify(item), { ...subject, item });
  if (part.per === 'container') for (const container of containers) put(JSON.stringify({ ...container, number: '' }), { ...subject, container });
  return [...groups.values()];
}

function withinBounds(run: Run, part: PartForm, outcome: Outcome): Decimal | undefined {
  let value = outcome.printed;
  if (part.least !== undefined) {
    const least = valueOf(run, part.least, { inputs: [], rows: [] });
    if (least === undefined) return undefined;
    value = maximum(value, least);
  }
  if (part.greatest !== undefined) {
    const greatest = valueOf(run, part.greatest, { inputs: [], rows: [] });
    if (greatest === undefined) return undefined;
    value = minimum(value, greatest);
  }
  return value;
}

/** Runs a part for all its subjects; each subject's amount is rounded to the minor unit once, at its end. */
function runPart(tariff: TariffForm, part: PartForm, subject: Subject, parts: ReadonlyMap<string, Decimal>, refusals: Refusal[]): ChargeLine | undefined {
  const trace: TraceStep[] = [];
  let amount = 0n;
  const subjects = subjectsOf(part, subject);
  if (subjects.length === 0) return refuse(newRun(tariff, subject, parts, refusals), 'tariff.missing-fact', { fact: `${part.per}s` });
  for (const { subject: one, times } of subjects) {
    const run = newRun(tariff, one, parts, refusals);
    const outcome = runSteps(run, part.steps, undefined, tariff.currency);
    const value = outcome === undefined ? undefined : withinBounds(run, part, outcome);
    if (outcome === undefined || value === undefined) return undefined;
    amount += roundToMinor(value, tariff.currency) * BigInt(times);
    trace.push(...(part.per === 'consignment' ? outcome.trace : outcome.trace.map((step) => ({ ...step, times }))));
  }
  return { id: part.id, source: 'tariff', charge: part.charge, entry: reference(tariff), amount, discountable: part.discountable, trace };
}

/** Steps over the sum post what they change as lines of their own; a rounding posts its residue. */
function runTotal(open: { tariff: TariffForm; subject: Subject; parts: ReadonlyMap<string, Decimal> }, steps: readonly StepForm[], sum: bigint, refusals: Refusal[]): ChargeLine[] | undefined {
  const { tariff, subject, parts } = open;
  const run = newRun(tariff, subject, parts, refusals);
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
    lines.push({ id: step.name, source, charge: source === 'rounding' ? 'rounding' : 'adjustment', entry: reference(tariff), amount: change, discountable: false, trace: outcome.trace });
  }
  return lines;
}

const sumOf = (lines: readonly ChargeLine[]): bigint => lines.reduce((sum, line) => sum + line.amount, 0n);

/** Rates a leg by a tariff up to where discounts act (pricing.md section 4). */
export function beforeDiscounts(tariff: TariffForm, subject: Subject): Result<OpenRating> {
  const refusals: Refusal[] = [];
  const parts = new Map<string, Decimal>();
  const lines: ChargeLine[] = [];
  for (const part of tariff.parts) {
    const guard = part.when === undefined ? { kind: 'applies' as const } : evaluateScope(part.when, subject);
    if (guard.kind === 'missing') refuse(newRun(tariff, subject, parts, refusals), 'tariff.missing-fact', { fact: guard.fields.join(', ') });
    if (guard.kind !== 'applies') continue;
    const line = runPart(tariff, part, subject, parts, refusals);
    if (line === undefined) continue;
    lines.push(line);
    parts.set(part.id, ofMinor(line.amount, tariff.currency));
  }
  if (refusals.length > 0) return { ok: false, refusals };
  const before = runTotal({ tariff, subject, parts }, tariff.before, sumOf(lines), refusals);
  const minimum = tariff.minimumCharge === undefined ? ZERO : valueOf(newRun(tariff, subject, parts, refusals), tariff.minimumCharge, { inputs: [], rows: [] });
  if (before === undefined || minimum === undefined) return { ok: false, refusals };
  const all = [...lines, ...before];
  const minimumCharge = tariff.minimumCharge === undefined ? undefined : roundToMinor(minimum, tariff.currency);
  return { ok: true, value: { tariff, subject, lines: all, sum: sumOf(all), parts, minimumCharge } };
}

function taxLine(tariff: TariffForm, tax: TaxForm, net: bigint): ChargeLine {
  const base = ofMinor(net, tariff.currency);
  const full = multiply(base, tax.rate);
  const value = tax.round === undefined ? full : roundTo(full, tax.round.quantum, tax.round.mode);
  const amount = roundToMinor(value, tariff.currency);
  const step: TraceStep = {
    step: 'tax',
    name: tax.category,
    inputs: [{ label: 'base', value: base }, { label: 'rate', value: tax.rate }],
    rows: [],
    before: base,
    after: ofMinor(amount, tariff.currency),
    unrounded: full,
    currency: tariff.currency,
    ...(tax.clause === undefined ? {} : { clause: tax.clause }),
  };
  return { id: 'tax', source: 'tax', charge: `tax.${tax.category}`, entry: reference(tariff), amount, discountable: false, trace: [step] };
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

