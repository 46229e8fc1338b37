/**
 * Turnover as flat observations in the manner of SDMX-CSV 2.0: one figure to a row, with its unit, whether it is
 * complete (`OBS_STATUS`: A normal, E estimated from incomplete items, M missing) and whether it is confidential
 * (`CONF_STATUS`: F free, C confidential). Where the journal is one for demonstration, `COMMENT_OBS` says of every row that
 * its figure is synthetic.
 */

import { formatMinor } from '../kernel/money.ts';
import type { TurnoverDimension } from './dimensions.ts';
import type { TurnoverFigures, TurnoverRow } from './table.ts';

/** The columns after the table's own dimensions. */
const OBSERVATION_COLUMNS = ['MEASURE', 'UNIT_MEASURE', 'OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS'] as const;

const COLUMN_NAMES: Readonly<Record<TurnoverDimension, string>> = Object.freeze({
  year: 'TIME_PERIOD',
  quarter: 'TIME_PERIOD',
  month: 'TIME_PERIOD',
  from: 'AREA_FROM',
  to: 'AREA_TO',
  chapter: 'PRODUCT',
  mode: 'TRANSPORT_MODE',
  consignor: 'CONSIGNOR',
  consignee: 'CONSIGNEE',
  agreement: 'AGREEMENT',
  outcome: 'SCREENING',
});

export type FlatTable = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

const partial = (lacking: number): string => (lacking > 0 ? 'E' : 'A');

function observations(figures: TurnoverFigures): readonly (readonly string[])[] {
  return [
    ['CONSIGNMENTS', 'C62', String(figures.consignments), 'A', 'F'],
    ['HEADS', 'HEA', String(figures.heads), 'A', 'F'],
    ['MASS', 'KGM', String(figures.mass_kg), partial(figures.lacking.mass), 'F'],
    ['PIECES', 'H87', String(figures.pieces), 'A', 'F'],
    ...figures.values.map(({ currency, minor }) => [
      'VALUE',
      currency,
      formatMinor(minor, currency),
      partial(figures.lacking.value),
      'F',
    ]),
  ];
}

/** A confidential cell is one row without a figure: that it exists is said, what it holds is not. */
const CONFIDENTIAL: readonly string[] = ['_T', '_X', '', 'M', 'C'];

/** The rows in the table's order, measures by code point. Only one span (year, quarter or month) should be asked for. */
export function flatRows(
  rows: readonly TurnoverRow[],
  dimensions: readonly TurnoverDimension[],
  { synthetic = false }: { readonly synthetic?: boolean } = {},
): FlatTable {
  const comment = synthetic ? ['synthetic'] : [];
  const columns = [
    ...dimensions.map((dimension) => COLUMN_NAMES[dimension]),
    ...OBSERVATION_COLUMNS,
    ...(synthetic ? ['COMMENT_OBS'] : []),
  ];
  return {
    columns,
    rows: rows.flatMap((row) => {
      const key = dimensions.map((dimension) => row.key[dimension] ?? '');
      const found = row.kind === 'shown' ? observations(row.figures) : [CONFIDENTIAL];
      return found.map((observation) => [...key, ...observation, ...comment]);
    }),
  };
}
