/** The units of the book as a table: what each code stands for, and what it measures. */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { dimensionOf, type UnitCode, unitCodes } from '@kontor/domain/kernel/quantity';

/** Names of UN/ECE Recommendation 20, and of the counts of the railway, which have no code there. */
const NAMES: Readonly<Record<UnitCode, string>> = {
  C62: 'one',
  CMT: 'centimetre',
  CWA: 'hundred pound (cwt), US',
  CWI: 'hundredweight, UK',
  DAY: 'day',
  DTN: 'decitonne (100 kg)',
  E22: 'twenty-foot equivalent unit (TEU)',
  FOT: 'foot',
  GRM: 'gram',
  GWH: 'gigawatt hour',
  H87: 'piece',
  HAR: 'hectare',
  HEA: 'head',
  HLT: 'hectolitre',
  HUR: 'hour',
  KGM: 'kilogram',
  KMK: 'square kilometre',
  KMT: 'kilometre',
  KTN: 'kilotonne',
  KWH: 'kilowatt hour',
  LBR: 'pound',
  LTN: 'long ton, UK',
  LTR: 'litre',
  MGM: 'milligram',
  MIN: 'minute',
  MMT: 'millimetre',
  MTK: 'square metre',
  MTQ: 'cubic metre',
  MTR: 'metre',
  MWH: 'megawatt hour',
  NMI: 'nautical mile',
  PK: 'package, as XPK',
  SEC: 'second',
  SMI: 'mile (statute mile)',
  STN: 'short ton, US',
  TKM: 'tonne-kilometre',
  TNE: 'tonne',
  WEE: 'week',
  XPK: 'package',
  axle: 'axle',
  'axle-km': 'axle-kilometre',
  consignment: 'consignment',
  container: 'container',
  train: 'train',
  'train-km': 'train-kilometre',
  wagon: 'wagon',
  'wagon-km': 'wagon-kilometre',
};

const MEASURES: Readonly<Record<ReturnType<typeof dimensionOf>, string>> = {
  mass: 'mass',
  length: 'length',
  area: 'area',
  volume: 'volume',
  time: 'time',
  energy: 'energy',
  'transport-work': 'transport work',
  one: 'a number',
  piece: 'a count of pieces',
  head: 'a count of animals',
  package: 'a count of packages',
  teu: 'container capacity',
  wagon: 'a count of wagons',
  container: 'a count of containers',
  train: 'a count of trains',
  axle: 'a count of axles',
  consignment: 'a count of consignments',
  'wagon-distance': 'distance run by wagons',
  'train-distance': 'distance run by trains',
  'axle-distance': 'distance run by axles',
};

export function unitTable(): string {
  const rows = [...unitCodes()]
    .toSorted(compareCodePoints)
    .map((code) => `| \`${code}\` | ${NAMES[code]} | ${MEASURES[dimensionOf(code)]} |`);
  return ['| Code | Unit | Measures |', '|---|---|---|', ...rows].join('\n');
}
