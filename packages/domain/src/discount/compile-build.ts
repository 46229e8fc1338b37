/** What compiling one discount shares: its entry, meters, tables, and where problems go. */
import type { LoadedEntry } from '../book/load.ts';
import type { Versioned } from '../book/select.ts';
import { type Decimal, ONE } from '../kernel/decimal.ts';
import { convert, isUnit } from '../kernel/quantity.ts';
import { type Refusal, refusal } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import type { MeterForm } from '../meter/form.ts';
import type { MeterReferenceText } from '../meter/schema.ts';
import type { TableForm } from '../tariff/form.ts';
import type { DiscountText } from './schema.ts';

/** What compiling one discount needs: its entry, the book's meters and its own tables, and where problems go. */
export type DiscountBuild = {
  readonly entry: LoadedEntry;
  readonly text: DiscountText;
  readonly tariffVersions: (id: string) => readonly Versioned[];
  readonly meterNamed: (id: string) => MeterForm | undefined;
  readonly tables: ReadonlyMap<string, TableForm>;
  readonly refusals: Refusal[];
};

export type Path = readonly (string | number)[];

export function refuseAt(
  build: DiscountBuild,
  path: Path,
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): undefined {
  build.refusals.push(refusal(code, { discount: build.entry.id, ...params }, build.entry.place(path)));
  return undefined;
}

/** A meter of the book by id, or one written in place; then its id is that of its place. */
export function meterFor(build: DiscountBuild, text: MeterReferenceText, path: Path): MeterForm | undefined {
  if (typeof text !== 'string') {
    const id = `${build.entry.id}@${build.entry.version}#${path.join('.')}`;
    return compileMeter(text, { id, place: build.entry.place, path, named: build.meterNamed }, build.refusals);
  }
  return build.meterNamed(text) ?? refuseAt(build, path, 'discount.unknown-meter', { meter: text });
}

/** How many of `unit` one unit of the meter is; a currency only equals itself. */
export function factorTo(meter: MeterForm, unit: string): Decimal | undefined {
  if (unit === meter.unit) return ONE;
  if (!isUnit(meter.unit) || !isUnit(unit)) return undefined;
  return convert({ value: ONE, unit: meter.unit }, unit)?.value;
}

/** A subsidy is paid at settlement, whatever it says of the time. */
export const settlesLater = ({ text }: DiscountBuild): boolean =>
  text.at === 'settlement' || text.effect.kind === 'pay';
