/** Units of meters, and the few conversions scales and thresholds need. */
import type { MeterShapeText } from '@kontor/domain/meter/schema';
import { measured } from './measures.ts';
import { over, type Rational, rational, times } from './rational.ts';

const UNITS: Readonly<Record<string, string>> = {
  mass: 'KGM',
  wagons: 'wagon',
  trains: 'train',
  containers: 'container',
  teu: 'E22',
  pieces: 'H87',
  heads: 'HEA',
  consignments: 'consignment',
  packages: 'XPK',
  'tonne-km': 'TKM',
  'wagon-km': 'wagon-km',
  'train-km': 'train-km',
  'axle-km': 'axle-km',
};

/** The unit a meter counts in: of its measure, its currency for money. */
export function unitOfMeter(meter: MeterShapeText): string {
  if (meter.baseline?.as === 'ratio') return 'C62';
  const measure = measured(meter);
  if (typeof measure === 'string') return UNITS[measure] ?? measure;
  return 'money' in measure ? measure.money.currency : measure.quantity;
}

const KILOGRAMS: Readonly<Record<string, string>> = { KGM: '1', TNE: '1000', DTN: '100', LBR: '0.45359237' };

export function inUnit(value: Rational, from: string, to: string): Rational {
  if (from === to) return value;
  const [own, other] = [KILOGRAMS[from], KILOGRAMS[to]];
  if (own === undefined || other === undefined) throw new Error(`no way from ${from} to ${to}`);
  return over(times(value, rational(own)), rational(other));
}
