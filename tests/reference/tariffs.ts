/** Rating a leg before its discounts (pricing.md section 4): choosing the tariff, running its parts, the steps over their sum. */
import type { Consignment } from '@kontor/domain/consignment/schema';
import type { StepText, TariffText } from '@kontor/domain/tariff/schema';
import { type At, type Book, inForce } from './book.ts';
import { fromMinor, sum, toMinor } from './money.ts';
import { greater, lesser, type Rational, rational, times } from './rational.ts';
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

/** One charge of a part: of the leg, or of one wagon, item or container, each with its own least, greatest and rounding. */
function chargeOf(part: Part, reading: Reading, currency: string): bigint {
  const value = runSteps(part.steps, reading);
  const raised = part.least === undefined ? value : greater(value, operandValue(reading, part.least));
  return toMinor(part.greatest === undefined ? raised : lesser(raised, operandValue(reading, part.greatest)), currency);
}

/** The amount of a part's line; undefined where the part does not speak of anything in view. */
function partAmount(part: Part, reading: Reading, currency: string): bigint | undefined {
  const views = viewsOf(part, reading.view);
  if (views.length === 0 && part.per !== 'consignment') throw lacking(LISTS[part.per]);
  const applying = views.filter((view) => partApplies(part, view));
  if (applying.length === 0) return undefined;
  return sum(applying.map((view) => chargeOf(part, { ...reading, view }, currency)));
}

/** Lines of the parts, for the leg or for one wagon; a later part may name an earlier one. */
function partLines(tariff: TariffText, view: View): readonly Line[] {
  const parts = new Map<string, Rational>();
  const lines: Line[] = [];
  for (const part of tariff.parts) {
    const reading: Reading = { view, tables: tariff.tables, quantities: tariff.quantities, steps: new Map(), parts };
    const amount = partAmount(part, reading, tariff.currency);
    if (amount === undefined) continue;
    parts.set(part.id, fromMinor(amount, tariff.currency));
    lines.push({ id: part.id, source: 'tariff', charge: part.charge, discountable: part.discountable, amount });
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

/** Runs steps over a sum; what each changes is a line of its own ("Rounding a sum posts its residue as a line"). */
export function overSum(tariff: TariffText, view: View, steps: readonly StepText[], before: bigint): readonly Line[] {
  const { tables, quantities, currency } = tariff;
  const reading: Reading = { view, tables, quantities, steps: new Map(), parts: new Map() };
  const done = doSteps(steps, reading, fromMinor(before, currency));
  const shown = [before, ...done.map((one) => toMinor(one.shown, currency))];
  return done.map(({ name, step }, index): Line => {
    const source = step === 'round' ? 'rounding' : 'step';
    const charge = step === 'round' ? 'rounding' : 'adjustment';
    return { id: name, source, charge, discountable: false, amount: (shown[index + 1] ?? 0n) - (shown[index] ?? 0n) };
  });
}

function wagonViews(tariff: TariffText, view: View): readonly View[] {
  if (tariff.per === 'consignment') return [view];
  const { wagons } = view.consignment;
  if (wagons.length === 0) throw lacking('wagons');
  return wagons.map((wagon) => ({ ...view, wagon }));
}

/** Lines of each wagon added up by id: "parts and the steps over their sum run for each wagon". */
function linesOf(tariff: TariffText, view: View): readonly Line[] {
  const each = wagonViews(tariff, view).flatMap((one) => {
    const lines = partLines(tariff, one);
    return [...lines, ...overSum(tariff, one, stepsAround(tariff).before, sum(lines.map((line) => line.amount)))];
  });
  const added = new Map<string, Line>();
  for (const line of each) added.set(line.id, { ...line, amount: line.amount + (added.get(line.id)?.amount ?? 0n) });
  return [...added.values()];
}

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
