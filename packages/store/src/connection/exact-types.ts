import { type LocalDate, parseLocalDate } from '@kontor/domain/kernel/local-date';
import { type CustomTypesConfig, types } from 'pg';
import { fromPostgresInstant } from '../journal/instant.ts';

/** The object identifiers PostgreSQL gives its built-in types; fixed for ever. */
const OID = Object.freeze({ int8: 20, date: 1082, timestamptz: 1184, numeric: 1700 });

function readDate(text: string): LocalDate {
  const date = parseLocalDate(text);
  if (date === undefined) throw new RangeError(`the database holds a date outside the years 1900 to 2999: ${text}`);
  return date;
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [OID.int8, BigInt],
  [OID.date, readDate],
  [OID.timestamptz, fromPostgresInstant],
  [OID.numeric, (text) => text],
]);

/**
 * How values come out of the database: 64-bit integers as bigint, numerics as their text, dates as LocalDate, instants
 * as ISO 8601 in UTC. Given to each pool rather than set for the whole process, where other users of `pg` may live.
 */
export const exactTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? types.getTypeParser(oid, format ?? 'text'),
};
