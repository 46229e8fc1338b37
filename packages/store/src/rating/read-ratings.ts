import type { Instant } from '../journal/instant.ts';
import { DEFAULT_REGION, type Store } from '../store.ts';
import type { Rating } from './rating.ts';

export type RatingQuery = {
  readonly region?: string;
  /** Only ratings from what was known then; the latest of all when left out. */
  readonly asOf?: Instant;
  /** Only these documents; all when left out. */
  readonly subjects?: readonly string[];
};

function select(store: Store, { region = DEFAULT_REGION, asOf, subjects }: RatingQuery) {
  let rows = store.db
    .selectFrom('rating')
    .select(['region', 'subject', 'leg', 'version', 'as_of', 'book_hash', 'lines', 'totals'])
    .where('region', '=', region);
  if (asOf !== undefined) rows = rows.where('as_of', '<=', asOf);
  if (subjects !== undefined) rows = rows.where((is) => is('subject', '=', is.fn.any(is.val(subjects))));
  return rows;
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function fromRow({ as_of, book_hash, ...row }: Row): Rating {
  return { ...row, asOf: as_of, bookHash: book_hash };
}

/** The rating in force of each leg, by document and leg: that of the latest knowledge, then the last version. */
export async function latestRatings(store: Store, query: RatingQuery = {}): Promise<readonly Rating[]> {
  const rows = await select(store, query)
    .distinctOn(['subject', 'leg'])
    .orderBy('subject')
    .orderBy('leg')
    .orderBy('as_of', 'desc')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(fromRow);
}

/** Every version, by document, leg and version. */
export async function readRatings(store: Store, query: RatingQuery = {}): Promise<readonly Rating[]> {
  const rows = await select(store, query).orderBy('subject').orderBy('leg').orderBy('version').execute();
  return rows.map(fromRow);
}
