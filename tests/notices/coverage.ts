/**
 * What the worked examples of an entry must show. It is read off the entry itself (its scope, days, bounds and tables), so
 * that a condition added to an entry asks for its examples, whatever these are called.
 */
import { type LoadedEntry, readEntry } from '@kontor/domain/book/load';
import type { DiscountExample } from '@kontor/domain/discount/example-schema';
import { type DiscountText, discountSchema } from '@kontor/domain/discount/schema';
import { add, decimal, equals, ofInteger, parseDecimal, subtract } from '@kontor/domain/kernel/decimal';
import { addDays } from '@kontor/domain/kernel/local-date';
import type { ScopeText } from '@kontor/domain/scope/schema';
import type { PricedBook } from './notices.ts';
import { type Approach, approaches } from './thresholds.ts';

/** Facts without which a leg has no tariff, or that every record states: they cannot be missing. */
const ALWAYS_KNOWN = new Set([
  'leg.carrier',
  'leg.from',
  'leg.to',
  'traffic',
  'via',
  'container.loaded',
  'wagon.loaded',
  'accepted',
]);

type Named = { readonly name: string; readonly missing: string; readonly alternatives: readonly string[] };

/** Every condition of a scope with the fact that may be missing for it; conditions of `any` are alternatives to each other. */
function conditionsOf(scope: ScopeText | undefined): readonly Named[] {
  if (scope === undefined) return [];
  const own = (name: string, fact = name): Named => ({ name, missing: fact, alternatives: [name] });
  const systems = Object.keys(scope.goods ?? {}).filter((key) => key !== 'except' && key !== 'items');
  const alternatives = (scope.any ?? []).flatMap(conditionsOf);
  return [
    ...Object.keys(scope.fields).map((name) => own(name)),
    ...systems.map((system) => own('goods', `item.${system}`)),
    ...(scope.crossings === undefined ? [] : [own('crossings')]),
    ...alternatives.map((one) => ({ ...one, alternatives: alternatives.map(({ name }) => name) })),
    ...(scope.all ?? []).flatMap(conditionsOf),
    ...conditionsOf(scope.not),
  ];
}

type Seen = { readonly text: DiscountText; readonly examples: readonly DiscountExample[] };

const applied = ({ expected }: DiscountExample): boolean => expected.outcome === 'applied';

/** A tariff is chosen by carrier and traffic: where the entry's has no other traffic, none can be shown. */
function onlyTraffic({ text }: Seen, { book }: PricedBook): boolean {
  const wanted = [text.scope?.fields['traffic'] ?? []].flat();
  const tariffs = book.tariffs.filter(({ id }) => text.base?.some((one) => one.tariff === id) === true);
  return tariffs.every((one) => [...one.traffic].every((traffic) => wanted.includes(traffic)));
}

function outside(seen: Seen, priced: PricedBook): readonly string[] {
  const shown = new Set(seen.examples.map(({ expected }) => expected.condition));
  return conditionsOf(seen.text.scope)
    .filter(({ name }) => name !== 'leg.carrier' && !(name === 'traffic' && onlyTraffic(seen, priced)))
    .filter(({ alternatives }) => !alternatives.some((name) => shown.has(name)))
    .map(({ name }) => `outside by ${name}`);
}

const tableFacts = ({ tables }: DiscountText): readonly string[] =>
  Object.values(tables).flatMap((table) =>
    Object.values(table.keys).flatMap((key) => ('fact' in key && key.fact !== undefined ? [key.fact] : [])),
  );

function missing({ text, examples }: Seen): readonly string[] {
  const shown = new Set(examples.flatMap(({ expected }) => expected.missing ?? []));
  const facts = [...conditionsOf(text.scope).map((one) => one.missing), ...tableFacts(text)];
  return [...new Set(facts)]
    .filter((fact) => !ALWAYS_KNOWN.has(fact) && !shown.has(fact))
    .map((fact) => `missing ${fact}`);
}

function days({ text, examples }: Seen, known: string): readonly string[] {
  const { from, to } = text.valid;
  const on = (day: string, outcome: string): boolean =>
    examples.some(({ consignment, expected }) => consignment.accepted === day && expected.outcome === outcome);
  const absent = [];
  if (!on(from, 'applied')) absent.push('first day');
  if (!on(addDays(from, -1), 'not-in-force')) absent.push('the day before the first');
  if (to !== undefined && !on(addDays(to, -1), 'applied')) absent.push('last day');
  if (to !== undefined && !on(to, 'not-in-force')) absent.push('the day after the last');
  const asKnown = (outcome: string, by: (knownBy: string) => boolean): boolean =>
    examples.some((one) => one.expected.outcome === outcome && one.knownBy !== undefined && by(one.knownBy));
  if (known > from && !asKnown('not-in-force', (day) => day < known)) absent.push('back-dated, not known yet');
  if (known > from && !asKnown('applied', (day) => day >= known)) absent.push('back-dated, known');
  return absent;
}

/** The value of a fact of the leg or of the first wagon. */
function factOf({ consignment }: DiscountExample, fact: string): string | undefined {
  if (fact === 'leg.distanceKm') return consignment.legs[0]?.distanceKm;
  if (fact === 'wagon.ownership') return consignment.wagons[0]?.ownership;
  throw new RangeError(`the examples of ${fact} are not looked at`);
}

/** A bound so far away that it stands for none. */
const ENDLESS = decimal('100000');

type Table = DiscountText['tables'][string];

/** What a key of a table must be shown with: its cells; of a belt one unit below each bound, the bound, and beyond it. */
function valuesOf({ columns = [], rows = [] }: Table, key: Table['keys'][string]): readonly string[] {
  const cells = (column: string): readonly string[] => rows.map((row) => String(row[columns.indexOf(column)] ?? ''));
  if (key.match === 'exact') return cells(key.column);
  if (key.match !== 'belt') return [];
  const bounds = cells(key.to ?? '').filter((one) => !equals(decimal(one), ENDLESS));
  return bounds.flatMap((bound) => [-1, 0, 1, 2].map((by) => String(Number.parseInt(bound, 10) + by)));
}

/** Every row of a table is shown, and every bound of a belt from both sides. */
function tableRows({ text, examples }: Seen): readonly string[] {
  const wanted = Object.values(text.tables).flatMap((table) =>
    Object.values(table.keys).flatMap((key) => {
      const fact = 'fact' in key ? (key.fact ?? '') : '';
      return valuesOf(table, key).map((value) => ({ fact, value }));
    }),
  );
  return wanted
    .filter(({ fact, value }) => !examples.some((one) => applied(one) && factOf(one, fact) === value))
    .map(({ fact, value }) => `row of ${fact} ${value}`);
}

function exactDistances({ text, examples }: Seen): readonly string[] {
  const condition = text.scope?.fields['leg.distanceKm'];
  if (condition === undefined || typeof condition !== 'object' || !('exactly' in condition)) return [];
  const shown = examples.map((one) => parseDecimal(factOf(one, 'leg.distanceKm') ?? ''));
  return (condition.exactly ?? []).flatMap((exact) => {
    const value = decimal(exact);
    return [subtract(value, ofInteger(1)), value, add(value, ofInteger(1))]
      .filter((wanted) => !shown.some((one) => one !== undefined && equals(one, wanted)))
      .map(() => `one kilometre below, at and above ${exact}`);
  });
}

const APPROACHES: readonly Approach[] = ['below', 'at', 'above'];

/** Everything that the examples of an entry do not show. */
export function notShown(priced: PricedBook, entry: LoadedEntry): readonly string[] {
  const text = readEntry(entry, discountSchema);
  const seen: Seen = { text, examples: text.examples };
  const bounds = approaches(priced, entry, text).flatMap(({ bound, shown }) =>
    APPROACHES.filter((one) => !shown.has(one)).map((one) => `one unit ${one} ${bound}`),
  );
  return [
    ...(text.examples.some(applied) ? [] : ['inside']),
    ...outside(seen, priced),
    ...missing(seen),
    ...days(seen, entry.known),
    ...tableRows(seen),
    ...exactDistances(seen),
    ...bounds,
  ];
}
