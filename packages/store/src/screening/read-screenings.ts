import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { Screening, ScreeningReason } from './screening-outcome.ts';

export type ScreeningQuery = {
  readonly region?: string;
  /** Only these gates; all when left out. */
  readonly reasons?: readonly ScreeningReason[];
  /** Only outcomes for this day or before. */
  readonly upTo?: LocalDate;
  /** Only these documents; all when left out. */
  readonly subjects?: readonly string[];
};

function select(store: Store, { region = DEFAULT_REGION, reasons, upTo, subjects }: ScreeningQuery) {
  let rows = store.db
    .selectFrom('screening_outcome')
    .select(['region', 'id', 'subject', 'fact_seq', 'outcome', 'reason', 'at', 'entry_versions', 'body'])
    .where('region', '=', region);
  if (reasons !== undefined) rows = rows.where((is) => is('reason', '=', is.fn.any(is.val(reasons))));
  if (upTo !== undefined) rows = rows.where('at', '<=', upTo);
  if (subjects !== undefined) rows = rows.where((is) => is('subject', '=', is.fn.any(is.val(subjects))));
  return rows;
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function fromRow({ fact_seq, entry_versions, ...row }: Row): Screening {
  return { ...row, factSeq: fact_seq, entryVersions: entry_versions };
}

/** The latest outcome of each document, by document: of the latest day, and on one day the last that was written. */
export async function latestScreenings(store: Store, query: ScreeningQuery = {}): Promise<readonly Screening[]> {
  const rows = await select(store, query)
    .distinctOn('subject')
    .orderBy('subject')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(fromRow);
}

/** Every outcome of the documents, in the order they were written. */
export async function readScreenings(store: Store, query: ScreeningQuery = {}): Promise<readonly Screening[]> {
  return (await select(store, query).orderBy('id').execute()).map(fromRow);
}
