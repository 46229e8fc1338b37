/** The code that someone means who writes a unit as people write it, and the codes that would do where another is wanted. */
import { editDistance } from './nearest.ts';
import { dimensionOf, isUnit, type UnitCode, unitCodes } from './quantity.ts';

/** How offices and their papers write units, in lower case, in the languages of the corridor. */
const WRITTEN: Partial<Record<UnitCode, string>> = {
  TNE: 't to tn ton tons tonne tonnes tonnen т тн тонна тонны тонн тона тоны тонаў',
  KGM: 'kg kgs kilo kilogram kilograms kilogramm кг килограмм кілаграм',
  GRM: 'g gr gram gramm г гр грамм грам',
  DTN: 'dt dz q ц центнер цэнтнер',
  KTN: 'kt kilotonne тыс.т кт',
  LBR: 'lb lbs pound pounds',
  KMT: 'km kilometre kilometer км километр кіламетр',
  MTR: 'm metre meter м метр',
  CMT: 'cm см',
  MMT: 'mm мм',
  FOT: 'ft foot feet фут',
  SMI: 'mi mile miles',
  NMI: 'nm',
  MTK: 'm2 m² sqm qm м2 м²',
  HAR: 'ha hectare hektar га гектар',
  KMK: 'km2 km² км2 км²',
  LTR: 'l litre liter л литр літр',
  HLT: 'hl гл',
  MTQ: 'm3 m³ cbm м3 м³',
  SEC: 's sec sek с сек',
  HUR: 'h hr hour hours std stunde stunden ч час часов гадзіна',
  DAY: 'd day days tag tage сут сутки дн день дней дзень дзён',
  WEE: 'week weeks woche wochen неделя тыдзень',
  KWH: 'kwh квтч квт·ч',
  MWH: 'mwh мвтч мвт·ч',
  GWH: 'gwh',
  TKM: 'tkm t-km tonne-km tonnen-km ткм т-км т·км',
  H87: 'pc pcs pce piece pieces stk stück stueck шт штука штук штуки',
  HEA: 'head heads hd kopf köpfe голова голов гол галава галоў',
  XPK: 'package packages pkg pkgs colli kolli packstück packstücke место мест месцаў',
  E22: 'teu teus tue дфэ дфе',
  wagon: 'wagons car cars wg waggon waggons wagen вагон вагонов вагоны вагонаў ваг',
  container: 'containers ctr cont контейнер контейнеров контейнеры кантэйнер кантэйнераў конт',
  train: 'trains zug züge поезд поездов цягнік цягнікоў',
  axle: 'axles achse achsen ось осей восей',
  consignment: 'consignments shipment shipments sendung sendungen отправка отправок адпраўка адправак',
};

const MEANT: ReadonlyMap<string, UnitCode> = new Map([
  ...unitCodes().map((code) => [code.toLowerCase(), code] as const),
  ...Object.entries(WRITTEN).flatMap(([code, texts]) =>
    isUnit(code) ? texts.split(' ').map((text) => [text, code] as const) : [],
  ),
]);

/** Units of a kind that notices of the railway are written in; the others of the list are known, and not proposed. */
const USUAL: readonly UnitCode[] = ['TNE', 'KGM', 'KTN', 'DTN', 'KMT', 'MTR', 'MTQ', 'LTR', 'DAY', 'HUR', 'KWH', 'MWH'];

/** The code of a unit written as people write it, or a longer one mistyped by one letter; undefined when it is none that is known. */
export function codeMeant(written: string): UnitCode | undefined {
  const plain = written.trim().toLowerCase().replace(/\.$/u, '');
  const found = MEANT.get(plain);
  if (found !== undefined || plain.length < 4 || plain.length > 16) return found;
  return unitCodes().find((code) => editDistance(code.toLowerCase(), plain) === 1);
}

/**
 * The codes that would do where a unit that converts to `wanted` has to stand: the one that was meant when it is such, else
 * `wanted` itself and the usual ones of its kind. A currency only converts to itself.
 */
export function codesFor(written: string, wanted: string): readonly string[] {
  if (!isUnit(wanted)) return [wanted];
  const does = (code: UnitCode): boolean => dimensionOf(code) === dimensionOf(wanted);
  const meant = codeMeant(written);
  if (meant !== undefined && meant !== written && does(meant)) return [meant];
  return [...new Set([wanted, ...USUAL.filter(does)])];
}
