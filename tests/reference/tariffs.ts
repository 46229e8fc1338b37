/** Rating a leg before its discounts (pricing.md section 4): choosing the tariff, running its parts, the steps over their sum. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import type { StepText, TariffText } from '@kontor/domain/tariff/schema';
import { type At, type Book, inForce } from './book.ts';
import { fromMinor, sum, toMinor } from './money.ts';
import { greater, lesser, plus, type Rational, rational, times, total, ZERO } from './rational.ts';
import { lacking, Refused } from './refused.ts';
import { scopeHolds } from './scopes.ts';
import { doSteps, operandValue, type Reading, rounded, roundingOf, runSteps } from './steps.ts';
import { legOf, type View } from './world.ts';

export type Line = {
  readonly id: string;
  readonly source: 'tariff' | 'step' | 'rounding' | 'discount' | 'limit' | 'tax';
  readonly charge: string;
  readonly discountable: boolean;
  readonly amount: bigint;
};

/** A leg with its tariff's lines, before discounts. */
export type Charged = {
  readonly view: View & { readonly leg: number };
  readonly tariff: TariffText;
  readonly currency: string;
  readonly lines: readonly Line[];
};

/** "Choose the tariff by carrier, traffic …, currency, date. None: an error …. Two: one that names both." */
function chooseTariff(book: Book, view: View, at: At): TariffText {
  const leg = legOf(view);
  const traffic = leg?.traffic ?? view.consignment.traffic;
  if (traffic === undefined) throw lacking('traffic');
  const offered = inForce(book.tariffs, at).filter(
    (tariff) => tariff.carrier === leg?.carrier && tariff.traffic.includes(traffic),
  );
  const asked = offered.map((tariff) => ({ tariff, holds: scopeHolds(tariff.scope, view) }));
  const missing = asked.flatMap(({ holds }) => (holds.is === 'unknown' ? holds.missing : []));
  if (missing.length > 0) throw lacking(...missing);
  const chosen = asked.filter(({ holds }) => holds.is === 'yes');
  const [first] = chosen;
  if (first === undefined) throw new Refused('no-tariff');
  if (chosen.length > 1) throw new Refused('two-tariffs');
  return first.tariff;
}

type Part = TariffText['parts'][number];

/** What a part is charged for one by one. */
function viewsOf(part: Part, view: View): readonly View[] {
  const { wagons, items, containers } = view.consignment;
  switch (part.per) {
    case 'consignment':
      return [view];
    case 'wagon':
      return view.wagon === undefined ? wagons.map((wagon) => ({ ...view, wagon })) : [view];
    case 'item':
      return items.map((item) => ({ ...view, item }));
    case 'container':
      return containers.map((container) => ({ ...view, container }));
  }
}

const LISTS = { wagon: 'wagons', item: 'items', container: 'containers' } as const;

function partApplies(part: Part, view: View): boolean {
  const holds = scopeHolds(part.when, view);
  if (holds.is === 'unknown') throw lacking(...holds.missing);
  return holds.is === 'yes';
}

/** What a part comes to for the leg, or for one wagon, item or container, each within its own least and greatest: exactly. */
function chargeOf(part: Part, reading: Reading): Rational {
  const value = runSteps(part.steps, reading);
  const raised = part.least === undefined ? value : greater(value, operandValue(reading, part.least));
  return part.greatest === undefined ? raised : lesser(raised, operandValue(reading, part.greatest));
}

/** The exact amount of a part; undefined where the part does not speak of anything in view. */
function partAmount(part: Part, reading: Reading): Rational | undefined {
  const views = viewsOf(part, reading.view);
  if (views.length === 0 && part.per !== 'consignment') throw lacking(LISTS[part.per]);
  const applying = views.filter((view) => partApplies(part, view));
  if (applying.length === 0) return undefined;
  return total(applying.map((view) => chargeOf(part, { ...reading, view })));
}

type Exact = Omit<Line, 'amount'> & { readonly exact: Rational };

/** The parts, for the leg or for one wagon, exactly; a later part may name an earlier one. Of a leg the line is rounded then. */
function partLines(tariff: TariffText, view: View): readonly Exact[] {
  const parts = new Map<string, Rational>();
  const lines: Exact[] = [];
  const { currency, tables, quantities } = tariff;
  for (const part of tariff.parts) {
    const exact = partAmount(part, { view, tables, quantities, steps: new Map(), parts });
    if (exact === undefined) continue;
    parts.set(part.id, tariff.per === 'wagon' ? exact : fromMinor(toMinor(exact, currency), currency));
    lines.push({ id: part.id, source: 'tariff', charge: part.charge, discountable: part.discountable, exact });
  }
  if (lines.length === 0) throw new Refused('no-part-applies');
  return lines;
}

/** Steps over the sum, divided at the mark where discounts act (default: last). */
export function stepsAround(tariff: TariffText): {
  readonly before: readonly StepText[];
  readonly after: readonly StepText[];
} {
  const mark = tariff.total.findIndex((step) => step.step === 'discounts');
  return mark < 0
    ? { before: tariff.total, after: [] }
    : { before: tariff.total.slice(0, mark), after: tariff.total.slice(mark + 1) };
}

type OverSum = { readonly name: string; readonly step: string; readonly value: Rational };

/** What steps over a sum make of it, step by step; those that do not run leave it. */
function valuesOver(
  tariff: TariffText,
  view: View,
  steps: readonly StepText[],
  start: Rational,
): readonly (OverSum | undefined)[] {
  const { tables, quantities } = tariff;
  const reading: Reading = { view, tables, quantities, steps: new Map(), parts: new Map() };
  const done = doSteps(steps, reading, start);
  return steps.map(({ name }) => {
    const found = done.find((one) => one.name === name);
    return found === undefined ? undefined : { name, step: found.step, value: found.shown };
  });
}

/** A line rounds once, at its end; a rounding of the sum posts what is missing to it from the lines as they stand. */
function linesOver(
  lines: readonly Line[],
  start: Rational,
  over: readonly (OverSum | undefined)[],
  currency: string,
): readonly Line[] {
  const posted = [...lines];
  let before = toMinor(start, currency);
  for (const one of over) {
    if (one === undefined) continue;
    const after = toMinor(one.value, currency);
    const rounding = one.step === 'round';
    const amount = after - (rounding ? sum(posted.map((line) => line.amount)) : before);
    const charge = rounding ? 'rounding' : 'adjustment';
    posted.push({ id: one.name, source: rounding ? 'rounding' : 'step', charge, discountable: false, amount });
    before = after;
  }
  return posted.slice(lines.length);
}

/** Runs steps over what is left of a leg; what each changes is a line of its own ("Rounding a sum posts its residue as a line"). */
export function overSum(tariff: TariffText, view: View, steps: readonly StepText[], before: bigint): readonly Line[] {
  const { currency } = tariff;
  const start = fromMinor(before, currency);
  const left: Line = { id: '', source: 'tariff', charge: '', discountable: false, amount: before };
  return linesOver([left], start, valuesOver(tariff, view, steps, start), currency);
}

function wagonViews(tariff: TariffText, view: View): readonly View[] {
  if (tariff.per === 'consignment') return [view];
  const { wagons } = view.consignment;
  if (wagons.length === 0) throw lacking('wagons');
  return wagons.map((wagon) => ({ ...view, wagon }));
}

/** Lines of each wagon added up by id, then rounded: "parts and the steps over their sum run for each wagon". */
function linesOf(tariff: TariffText, view: View): readonly Line[] {
  const { currency } = tariff;
  const steps = stepsAround(tariff).before;
  const each = wagonViews(tariff, view).map((one) => ({ view: one, parts: partLines(tariff, one) }));
  const added = new Map<string, Exact>();
  for (const line of each.flatMap(({ parts }) => parts))
    added.set(line.id, { ...line, exact: plus(line.exact, added.get(line.id)?.exact ?? ZERO) });
  const lines = [...added.values()].map(({ exact, ...line }): Line => ({ ...line, amount: toMinor(exact, currency) }));
  const posted = fromMinor(sum(lines.map(({ amount }) => amount)), currency);
  const starts = each.map(({ parts }) => (tariff.per === 'wagon' ? total(parts.map(({ exact }) => exact)) : posted));
  const over = each.map((one, index) => valuesOver(tariff, one.view, steps, starts[index] ?? ZERO));
  const together = steps.map((_, index): OverSum | undefined => {
    const ran = over.map((one) => one[index]).find((one) => one !== undefined);
    if (ran === undefined) return undefined;
    return { ...ran, value: total(over.map((one, wagon) => lastOf(one.slice(0, index + 1)) ?? starts[wagon] ?? ZERO)) };
  });
  return [...lines, ...linesOver(lines, total(starts), together, currency)];
}

/** What the last step that ran left. */
const lastOf = (steps: readonly (OverSum | undefined)[]): Rational | undefined =>
  steps.findLast((one) => one !== undefined)?.value;

export function chargeLeg(
  book: Book,
  world: View['world'],
  consignment: Consignment,
  leg: number,
  knownBy: string,
): Charged {
  const at: At = { on: consignment.accepted, knownBy };
  const view = { world, consignment, leg };
  const tariff = chooseTariff(book, view, at);
  return { view, tariff, currency: tariff.currency, lines: linesOf(tariff, view) };
}

/** "Tax is last: category, rate, exemption reason": the first rule whose scope applies. */
export function taxOf({ tariff, view, currency }: Charged, net: bigint): bigint | undefined {
  for (const rule of tariff.tax) {
    const holds = scopeHolds(rule.when, view);
    if (holds.is === 'unknown') throw lacking(...holds.missing);
    if (holds.is === 'no') continue;
    const tax = times(fromMinor(net, currency), rational(rule.rate));
    return toMinor(rule.round === undefined ? tax : rounded(tax, roundingOf(rule.round)), currency);
  }
  return undefined;
}
