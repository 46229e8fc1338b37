/** Turnover added up from consignments (plan.md, "Turnover"): never from typed totals, never converted between currencies. */
import { compareCodePoints } from '../kernel/code-point.ts';
import type { Money } from '../kernel/money.ts';
import { contains, type Period } from '../kernel/period.ts';
import {
  type PlaceReader,
  readDimension,
  type TurnoverDate,
  type TurnoverDimension,
  type TurnoverFact,
  turnoverDate,
} from './dimensions.ts';
import { linesOf, type TurnoverLine } from './lines.ts';

/** One cell's figures. `lacking` counts the items that state no mass, no value: their share of the truth is missing. */
export type TurnoverFigures = {
  readonly consignments: number;
  readonly mass_kg: bigint;
  readonly pieces: bigint;
  readonly heads: bigint;
  /** One sum per currency, by currency code. */
  readonly values: readonly Money[];
  readonly lacking: { readonly mass: number; readonly value: number };
};

export type TurnoverKey = Readonly<Partial<Record<TurnoverDimension, string>>>;

/** A cell; a confidential one keeps its key and shows no figure. */
export type TurnoverRow =
  | { readonly kind: 'shown'; readonly key: TurnoverKey; readonly figures: TurnoverFigures }
  | { readonly kind: 'confidential'; readonly key: TurnoverKey };

export type TurnoverOptions = {
  /** In this order the rows are told apart and sorted. None: one row, the whole. */
  readonly dimensions: readonly TurnoverDimension[];
  /** Which date of its life puts a consignment into the window; one that lacks it is left out. Default: accepted. */
  readonly at?: TurnoverDate;
  readonly window?: Period;
  readonly places: PlaceReader;
  /**
   * Cells with fewer parties than this on either side are confidential (three is the statisticians' usual number).
   * Only the cell itself is hidden: whoever publishes totals beside it must see that it cannot be had by subtraction.
   */
  readonly confidentialBelow?: number;
};

type Cell = {
  readonly values: readonly string[];
  lastNote: string | undefined;
  consignments: number;
  mass_kg: bigint;
  pieces: bigint;
  heads: bigint;
  lackingMass: number;
  lackingValue: number;
  readonly money: Map<string, bigint>;
  readonly consignors: Set<string>;
  readonly consignees: Set<string>;
};

function emptyCell(values: readonly string[]): Cell {
  return {
    values,
    lastNote: undefined,
    consignments: 0,
    mass_kg: 0n,
    pieces: 0n,
    heads: 0n,
    lackingMass: 0,
    lackingValue: 0,
    money: new Map(),
    consignors: new Set(),
    consignees: new Set(),
  };
}

/** The cells are this function's own while they are being added up; nothing outside ever sees one change. */
function addLine(cell: Cell, fact: TurnoverFact, line: TurnoverLine): void {
  const { note, consignor, consignee } = fact.consignment;
  if (cell.lastNote !== note) cell.consignments += 1;
  cell.lastNote = note;
  cell.mass_kg += line.mass_kg ?? 0n;
  cell.pieces += line.pieces;
  cell.heads += line.heads;
  cell.lackingMass += line.mass_kg === undefined ? 1 : 0;
  cell.lackingValue += line.value === undefined ? 1 : 0;
  if (line.value !== undefined) {
    cell.money.set(line.value.currency, (cell.money.get(line.value.currency) ?? 0n) + line.value.minor);
  }
  if (consignor !== undefined) cell.consignors.add(consignor);
  if (consignee !== undefined) cell.consignees.add(consignee);
}

function finish(cell: Cell, options: TurnoverOptions): TurnoverRow {
  const key: TurnoverKey = Object.fromEntries(
    options.dimensions.map((name, index) => [name, cell.values[index] ?? '']),
  );
  const parties = Math.min(cell.consignors.size, cell.consignees.size);
  if (options.confidentialBelow !== undefined && parties < options.confidentialBelow)
    return { kind: 'confidential', key };
  const values = [...cell.money]
    .map(([currency, minor]) => ({ currency, minor }))
    .toSorted((a, b) => compareCodePoints(a.currency, b.currency));
  const { consignments, mass_kg, pieces, heads } = cell;
  const lacking = { mass: cell.lackingMass, value: cell.lackingValue };
  return { kind: 'shown', key, figures: { consignments, mass_kg, pieces, heads, values, lacking } };
}

function compareValues(a: readonly string[], b: readonly string[]): number {
  for (const [index, value] of a.entries()) {
    const order = compareCodePoints(value, b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** The table, its rows by code point of their keys. A consignment counts in every cell that one of its items is in. */
export function turnoverTable(facts: Iterable<TurnoverFact>, options: TurnoverOptions): readonly TurnoverRow[] {
  const cells = new Map<string, Cell>();
  for (const fact of facts) {
    const date = turnoverDate(fact.consignment, options.at ?? 'accepted');
    if (date === undefined || (options.window !== undefined && !contains(options.window, date))) continue;
    for (const line of linesOf(fact.consignment)) {
      const of = { fact, line, date, places: options.places };
      const values = options.dimensions.map((dimension) => readDimension(dimension, of));
      const name = JSON.stringify(values);
      const cell = cells.get(name) ?? emptyCell(values);
      cells.set(name, cell);
      addLine(cell, fact, line);
    }
  }
  return [...cells.values()].toSorted((a, b) => compareValues(a.values, b.values)).map((cell) => finish(cell, options));
}
