import { type Decimal, decimal, divide, multiply, ONE } from './decimal.ts';

/** What can be converted into one another. Counts of different things each stand alone: a head is not a piece. */
export type Dimension =
  | 'mass'
  | 'length'
  | 'area'
  | 'volume'
  | 'time'
  | 'energy'
  | 'transport-work'
  | 'one'
  | 'piece'
  | 'head'
  | 'package'
  | 'teu'
  | 'wagon'
  | 'container'
  | 'train'
  | 'axle'
  | 'consignment'
  | 'wagon-distance'
  | 'train-distance'
  | 'axle-distance';

/**
 * Every unit: its dimension and how many of that dimension's base unit it is, exactly.
 *
 * Capital codes are UN/ECE Recommendation 20 (XPK is Recommendation 21's PK, prefixed with X as Recommendation 20
 * and EN 16931 want it; plain PK, withdrawn but still written, is read as the same). Rail counts have no code there.
 * Those are internal codes, always lower-case so that they can never collide; a document for others states C62 "one".
 */
const UNITS = {
  MGM: ['mass', '0.000001'],
  GRM: ['mass', '0.001'],
  KGM: ['mass', '1'],
  DTN: ['mass', '100'],
  TNE: ['mass', '1000'],
  KTN: ['mass', '1000000'],
  LBR: ['mass', '0.45359237'],
  CWA: ['mass', '45.359237'],
  CWI: ['mass', '50.80234544'],
  STN: ['mass', '907.18474'],
  LTN: ['mass', '1016.0469088'],
  MMT: ['length', '0.001'],
  CMT: ['length', '0.01'],
  MTR: ['length', '1'],
  KMT: ['length', '1000'],
  FOT: ['length', '0.3048'],
  SMI: ['length', '1609.344'],
  NMI: ['length', '1852'],
  MTK: ['area', '1'],
  HAR: ['area', '10000'],
  KMK: ['area', '1000000'],
  LTR: ['volume', '0.001'],
  HLT: ['volume', '0.1'],
  MTQ: ['volume', '1'],
  SEC: ['time', '1'],
  MIN: ['time', '60'],
  HUR: ['time', '3600'],
  DAY: ['time', '86400'],
  WEE: ['time', '604800'],
  KWH: ['energy', '1'],
  MWH: ['energy', '1000'],
  GWH: ['energy', '1000000'],
  TKM: ['transport-work', '1'],
  C62: ['one', '1'],
  H87: ['piece', '1'],
  HEA: ['head', '1'],
  XPK: ['package', '1'],
  PK: ['package', '1'],
  E22: ['teu', '1'],
  wagon: ['wagon', '1'],
  container: ['container', '1'],
  train: ['train', '1'],
  axle: ['axle', '1'],
  consignment: ['consignment', '1'],
  'wagon-km': ['wagon-distance', '1'],
  'train-km': ['train-distance', '1'],
  'axle-km': ['axle-distance', '1'],
} as const satisfies Readonly<Record<string, readonly [Dimension, string]>>;

/** A unit this program knows. */
export type UnitCode = keyof typeof UNITS;

/** A measured amount with its unit. */
export type Quantity = {
  readonly value: Decimal;
  readonly unit: UnitCode;
};

const FACTORS: ReadonlyMap<string, Decimal> = new Map(
  Object.entries(UNITS).map(([unit, [, factor]]) => [unit, Object.freeze(decimal(factor))]),
);

/** Whether the text is a known unit code, in the letter case of its list. */
export function isUnit(text: string): text is UnitCode {
  return FACTORS.has(text);
}

/** Every known unit code, in the order of the table: mass, length, area, volume, time, energy, then counts. */
export function unitCodes(): readonly UnitCode[] {
  return Object.keys(UNITS).filter(isUnit);
}

/** What the unit measures. */
export function dimensionOf(unit: UnitCode): Dimension {
  return UNITS[unit][0];
}

/** How many base units of its dimension (kg, m, m², m³, s, kWh, or one thing) the unit is. */
function factorOf(unit: UnitCode): Decimal {
  return FACTORS.get(unit) ?? ONE;
}

/**
 * The same amount in another unit, exactly (what does not terminate stays a fraction); undefined when the units
 * measure different things.
 */
export function convert(quantity: Quantity, toUnit: UnitCode): Quantity | undefined {
  if (dimensionOf(quantity.unit) !== dimensionOf(toUnit)) return undefined;
  if (quantity.unit === toUnit) return quantity;
  const base = multiply(quantity.value, factorOf(quantity.unit));
  return Object.freeze({ value: divide(base, factorOf(toUnit)), unit: toUnit });
}
