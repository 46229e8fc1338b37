/** Under which keys of the catalogues a turnover table is said. */
import type { TurnoverDimension } from './dimensions.ts';

/** The heading of a column that tells cells apart. */
export const dimensionKey = (dimension: TurnoverDimension): string => `turnover.dimension.${dimension}`;

/** The heading of a column of figures. */
export const measureKey = (measure: 'consignments' | 'mass' | 'pieces' | 'heads' | 'value'): string =>
  `turnover.measure.${measure}`;

/** Said in place of the figures of a confidential cell. */
export const CONFIDENTIAL_KEY = 'turnover.confidential';

/** Said in place of a fact the note does not state. */
export const NOT_SPECIFIED_KEY = 'turnover.not-specified';

/** Said under a table in which items lack a mass or a value; filled in with `mass` and `value`, their numbers. */
export const LACKING_KEY = 'turnover.lacking';
