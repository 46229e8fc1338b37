/**
 * What one consignment brings to turnover, item by item (plan.md, "Turnover"): the chapter of the goods, their mass,
 * pieces, heads and value. Nothing is guessed: what the note does not say is counted as lacking.
 */
import type { Consignment, GoodsItem } from '../consignment/schema.ts';
import { decimal } from '../kernel/decimal.ts';
import { chapterOf, isCode } from '../kernel/goods-code.ts';
import { type Money, money, roundToMinor } from '../kernel/money.ts';

/** SDMX's code for "not specified": a fact the consignment does not state. */
export const NOT_SPECIFIED = '_X';

/** One item's part. Masses are whole kilograms; `undefined` is not known, which is not zero. */
export type TurnoverLine = {
  readonly chapter: string;
  readonly mass_kg: bigint | undefined;
  readonly pieces: bigint;
  readonly heads: bigint;
  readonly value: Money | undefined;
};

/** Systems that share the chapters of the Harmonised System, in the order in which they are asked. */
const HS_SYSTEMS = ['HS', 'GNG', 'CN', 'TNVED'] as const;

/**
 * The chapter of the Harmonised System (two digits), by the first of HS, GNG, CN, TNVED that the item states.
 * ETSNG is not built on the Harmonised System and has no chapter of it: {@link NOT_SPECIFIED}.
 */
export function chapterOfItem(item: GoodsItem): string {
  for (const system of HS_SYSTEMS) {
    const code = item.codes[system];
    if (code !== undefined && isCode(system, code)) return chapterOf(system, code);
  }
  return NOT_SPECIFIED;
}

/** The item's own mass; one item without it takes what is left of the consignment's. */
function massesOf(consignment: Consignment): readonly (bigint | undefined)[] {
  const own = consignment.items.map((item) => (item.mass_kg === undefined ? undefined : BigInt(item.mass_kg)));
  const open = own.filter((mass) => mass === undefined).length;
  if (open !== 1 || consignment.mass_kg === undefined) return own;
  const stated = own.reduce<bigint>((sum, mass) => sum + (mass ?? 0n), 0n);
  const left = BigInt(consignment.mass_kg) - stated;
  return own.map((mass) => mass ?? (left < 0n ? undefined : left));
}

/** The parts of a consignment; a note without items is one line of unspecified goods with the note's mass. */
export function linesOf(consignment: Consignment): readonly TurnoverLine[] {
  if (consignment.items.length === 0) {
    const mass_kg = consignment.mass_kg === undefined ? undefined : BigInt(consignment.mass_kg);
    return [{ chapter: NOT_SPECIFIED, mass_kg, pieces: 0n, heads: 0n, value: undefined }];
  }
  const masses = massesOf(consignment);
  return consignment.items.map((item, index) => ({
    chapter: chapterOfItem(item),
    mass_kg: masses[index],
    pieces: BigInt(item.pieces ?? 0),
    heads: BigInt(item.heads ?? 0),
    value:
      item.value === undefined
        ? undefined
        : money(item.value.currency, roundToMinor(decimal(item.value.amount), item.value.currency)),
  }));
}
