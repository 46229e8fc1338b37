import type { LocalDate } from '@kontor/domain/kernel/local-date';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Json } from './journal/canonical-json.ts';
import type { FactKind } from './journal/fact.ts';
import type { Instant } from './journal/instant.ts';
import type { AccountNature, EntryKind } from './ledger/entry.ts';
import type { ScreeningOutcome, ScreeningReason } from './screening/screening-outcome.ts';

/** Set when a row is made and never after. */
type Fixed<T> = ColumnType<T, T, never>;

/** JSON goes in as its text (an array would otherwise be taken for one of SQL's) and comes out parsed. */
type JsonColumn = ColumnType<Json, string, never>;

/** When the row was written; for the audit only. */
type Recorded = ColumnType<Instant, never, never>;

type Region = ColumnType<string, string | undefined, never>;

export type FactTable = {
  region: Region;
  seq: Fixed<bigint>;
  kind: Fixed<FactKind>;
  subject: Fixed<string>;
  happened: Fixed<LocalDate>;
  learned: Fixed<Instant>;
  recorded: Recorded;
  replaces: Fixed<string | null>;
  content_hash: Fixed<Buffer>;
  source_file: Fixed<string>;
  source_row: Fixed<bigint | null>;
  body: JsonColumn;
};

export type ImportRunTable = {
  region: Region;
  file_hash: Fixed<string>;
  profile: Fixed<string>;
  attempt: Fixed<number>;
  file_name: Fixed<string>;
  last_row: Generated<bigint>;
  inserted: Generated<bigint>;
  duplicates: Generated<bigint>;
  conflicts: Generated<bigint>;
  rejected: Generated<bigint>;
  started: Recorded;
  finished: Instant | null;
};

export type ScreeningOutcomeTable = {
  region: Region;
  id: GeneratedAlways<bigint>;
  subject: Fixed<string>;
  fact_seq: Fixed<bigint | null>;
  outcome: Fixed<ScreeningOutcome>;
  reason: Fixed<ScreeningReason>;
  at: Fixed<LocalDate>;
  entry_versions: JsonColumn;
  body: JsonColumn;
  content_hash: Fixed<Buffer>;
  recorded: Recorded;
};

export type BookVersionTable = {
  region: Region;
  hash: Fixed<string>;
  manifest: JsonColumn;
  recorded: Recorded;
};

export type RatingTable = {
  region: Region;
  subject: Fixed<string>;
  leg: Fixed<number>;
  version: Fixed<number>;
  as_of: Fixed<Instant>;
  book_hash: Fixed<string>;
  lines: JsonColumn;
  totals: JsonColumn;
  content_hash: Fixed<Buffer>;
  recorded: Recorded;
};

export type AccountTable = {
  region: Region;
  code: Fixed<string>;
  nature: Fixed<AccountNature>;
  recorded: Recorded;
};

export type PeriodCloseTable = {
  region: Region;
  period: Fixed<string>;
  closed: Fixed<LocalDate>;
  memo: JsonColumn;
  recorded: Recorded;
};

export type EntryTable = {
  region: Region;
  id: Fixed<bigint>;
  idempotency_key: Fixed<string>;
  kind: Fixed<EntryKind>;
  period: Fixed<string>;
  booked: Fixed<LocalDate>;
  document: Fixed<string>;
  memo: JsonColumn;
  refers_to: Fixed<bigint | null>;
  lines: Fixed<number>;
  content_hash: Fixed<Buffer>;
  recorded: Recorded;
};

export type PostingTable = {
  region: Region;
  entry_id: Fixed<bigint>;
  line: Fixed<number>;
  account: Fixed<string>;
  currency: Fixed<string>;
  amount_minor: Fixed<bigint>;
};

export type EntryTraceTable = {
  region: Region;
  entry_key: Fixed<string>;
  as_of: Fixed<Instant>;
  book_hash: Fixed<string>;
  body: JsonColumn;
  recorded: Recorded;
};

export type SettingTable = {
  region: Region;
  key: Fixed<string>;
  version: Fixed<number>;
  value: JsonColumn;
  learned: Fixed<Instant>;
  recorded: Recorded;
};

export type SchemaMigrationTable = {
  version: Fixed<number>;
  name: Fixed<string>;
  checksum: Fixed<string>;
  applied: Recorded;
};

/** The tables of the schema `kontor`, as the migrations leave them. */
export type Schema = {
  fact: FactTable;
  import_run: ImportRunTable;
  screening_outcome: ScreeningOutcomeTable;
  book_version: BookVersionTable;
  rating: RatingTable;
  account: AccountTable;
  period_close: PeriodCloseTable;
  entry: EntryTable;
  entry_trace: EntryTraceTable;
  posting: PostingTable;
  setting: SettingTable;
  schema_migration: SchemaMigrationTable;
};
