-- The foundation: journal, screening, rating, ledger, bookkeeping of imports, settings and books.
--
-- Every table begins its primary key with `region`, so that each can later be partitioned by it.
-- Text that is sorted has collation "C": by code point, the same on every machine.
-- What is written once is never changed: triggers refuse it, and the role that works with the data
-- (kontor_app) may insert and read, nothing else.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'kontor_app') then
    create role kontor_app nologin;
  end if;
  if not pg_catalog.pg_has_role(current_user, 'kontor_app', 'member') then
    grant kontor_app to current_user;
  end if;
end $$;

create function kontor.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: its rows are only ever added', tg_op, tg_table_schema, tg_table_name
    using errcode = 'KN001';
end $$;

-- Row triggers are cloned to partitions and statement triggers are not, hence both. ENABLE ALWAYS: a session that
-- sets session_replication_role must not get around them.
create procedure kontor.make_append_only(target text) language plpgsql as $$
begin
  execute format(
    'create trigger append_only before update or delete on kontor.%I for each row execute function kontor.refuse_change()',
    target);
  execute format(
    'create trigger append_only_truncate before truncate on kontor.%I execute function kontor.refuse_change()', target);
  execute format('alter table kontor.%I enable always trigger append_only', target);
  execute format('alter table kontor.%I enable always trigger append_only_truncate', target);
end $$;

-- ---------------------------------------------------------------------------------------------------------- journal

create table kontor.fact (
  region text collate "C" not null default 'all',
  seq bigint not null check (seq > 0),
  kind text collate "C" not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  subject text collate "C" not null check (subject <> ''),
  happened date not null,
  learned timestamptz not null,
  recorded timestamptz not null default now(),
  replaces text collate "C" check (replaces <> ''),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  source_file text not null,
  source_row bigint check (source_row >= 0),
  body jsonb not null,
  primary key (region, seq),
  unique (region, kind, subject, content_hash)
);
comment on table kontor.fact is 'The journal: what happened, and when it was learned. A correction is a new fact that names the old.';
comment on column kontor.fact.seq is 'Counts from 1 within a region without gaps, in the order of commit: who has read up to n misses nothing below.';
comment on column kontor.fact.happened is 'The day it happened, in the time zone of the place where it did.';
comment on column kontor.fact.learned is 'When the users of Kontor learned it: taken from the data, never from the clock.';
comment on column kontor.fact.recorded is 'When this row was written: for the audit only, no figure depends on it.';
comment on column kontor.fact.replaces is 'The subject of the fact that this one corrects or cancels; null for an original.';
comment on column kontor.fact.content_hash is 'SHA-256 of the canonical JSON of kind, subject, happened, replaces and body.';

-- Of the facts that replace nothing there is one of a kind with a number: a second, different one is a conflict.
create unique index fact_original on kontor.fact (region, kind, subject) where replaces is null;
create index fact_in_order on kontor.fact (region, happened, subject, seq);
create index fact_replacing on kontor.fact (region, replaces) where replaces is not null;

create table kontor.import_run (
  region text collate "C" not null default 'all',
  file_hash text collate "C" not null check (file_hash ~ '^[0-9a-f]{64}$'),
  profile text collate "C" not null,
  attempt integer not null check (attempt > 0),
  file_name text not null,
  last_row bigint not null default 0 check (last_row >= 0),
  inserted bigint not null default 0 check (inserted >= 0),
  duplicates bigint not null default 0 check (duplicates >= 0),
  conflicts bigint not null default 0 check (conflicts >= 0),
  rejected bigint not null default 0 check (rejected >= 0),
  started timestamptz not null default now(),
  finished timestamptz,
  primary key (region, file_hash, profile, attempt)
);
comment on table kontor.import_run is 'How far the import of a file has come; moves in the same transaction as the facts of each batch.';
comment on column kontor.import_run.last_row is 'The last row of the file whose facts are committed; 0 before the first.';

-- -------------------------------------------------------------------------------------------------------- screening

create table kontor.screening_outcome (
  region text collate "C" not null default 'all',
  id bigint generated always as identity,
  subject text collate "C" not null check (subject <> ''),
  fact_seq bigint,
  outcome text collate "C" not null check (outcome in ('REFUSE', 'HOLD', 'FLAG', 'ALLOW')),
  reason text collate "C" not null check (reason in ('import', 'quote', 'booking', 'departure', 'payout')),
  at date not null,
  entry_versions jsonb not null,
  body jsonb not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  recorded timestamptz not null default now(),
  primary key (region, id),
  unique (region, subject, reason, at, content_hash),
  foreign key (region, fact_seq) references kontor.fact (region, seq)
);
comment on table kontor.screening_outcome is 'What a screening answered, with the versions of the book entries it used; screened again, a new row.';

-- ----------------------------------------------------------------------------------------------------- book, rating

create table kontor.book_version (
  region text collate "C" not null default 'all',
  hash text collate "C" not null check (hash <> ''),
  manifest jsonb not null,
  recorded timestamptz not null default now(),
  primary key (region, hash)
);
comment on table kontor.book_version is 'Every book that was ever used, by the hash of its content.';

create table kontor.rating (
  region text collate "C" not null default 'all',
  subject text collate "C" not null check (subject <> ''),
  leg integer not null check (leg >= 0),
  version integer not null check (version > 0),
  as_of timestamptz not null,
  book_hash text collate "C" not null,
  lines jsonb not null,
  totals jsonb not null,
  content_hash bytea not null check (octet_length(content_hash) = 32),
  recorded timestamptz not null default now(),
  primary key (region, subject, leg, version),
  foreign key (region, book_hash) references kontor.book_version (region, hash)
);
comment on column kontor.rating.leg is 'The leg, counted from 1 in the order of the journey; 0 is the price of the goods themselves.';
comment on column kontor.rating.as_of is 'What was known up to this instant went into the rating.';

-- ----------------------------------------------------------------------------------------------------------- ledger

create table kontor.account (
  region text collate "C" not null default 'all',
  code text collate "C" not null check (code <> ''),
  nature text collate "C" not null check (nature in ('asset', 'liability', 'income', 'expense', 'clearing')),
  recorded timestamptz not null default now(),
  primary key (region, code)
);

create table kontor.period_close (
  region text collate "C" not null default 'all',
  period text collate "C" not null check (period <> ''),
  closed date not null,
  memo jsonb not null,
  recorded timestamptz not null default now(),
  primary key (region, period)
);
comment on table kontor.period_close is 'A closed period takes no more entries: what arrives later goes into an open one and refers to the old.';

create table kontor.entry (
  region text collate "C" not null default 'all',
  id bigint not null check (id > 0),
  idempotency_key text collate "C" not null check (idempotency_key <> ''),
  kind text collate "C" not null check (kind in ('accrual', 'settlement', 'reversal', 'withhold', 'release')),
  period text collate "C" not null check (period <> ''),
  booked date not null,
  document text collate "C" not null,
  memo jsonb not null,
  refers_to bigint,
  lines integer not null check (lines >= 2),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  recorded timestamptz not null default now(),
  primary key (region, id),
  unique (region, idempotency_key),
  foreign key (region, refers_to) references kontor.entry (region, id)
);
create index entry_in_order on kontor.entry (region, booked, id);
create index entry_by_document on kontor.entry (region, document);
comment on column kontor.entry.id is 'Counts from 1 within a region without gaps, in the order of commit.';
comment on column kontor.entry.lines is 'How many postings the entry has. It is sealed by this: no posting can be added to it afterwards.';

create table kontor.posting (
  region text collate "C" not null default 'all',
  entry_id bigint not null,
  line integer not null check (line > 0),
  account text collate "C" not null,
  currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (region, entry_id, line),
  foreign key (region, entry_id) references kontor.entry (region, id),
  foreign key (region, account) references kontor.account (region, code)
);
create index posting_by_account on kontor.posting (region, account, currency, entry_id);
comment on column kontor.posting.amount_minor is 'Whole minor units of the currency: a debit is positive, a credit negative.';

create function kontor.entry_is_balanced() returns trigger language plpgsql as $$
declare
  found_lines bigint;
  off_currency text;
begin
  select count(*) into found_lines from kontor.posting p where p.region = new.region and p.entry_id = new.id;
  if found_lines <> new.lines then
    raise exception 'entry % has % postings and announces %', new.idempotency_key, found_lines, new.lines
      using errcode = 'KN002';
  end if;
  select p.currency into off_currency from kontor.posting p
    where p.region = new.region and p.entry_id = new.id
    group by p.currency having sum(p.amount_minor) <> 0 limit 1;
  if off_currency is not null then
    raise exception 'entry % does not balance in %', new.idempotency_key, off_currency using errcode = 'KN002';
  end if;
  return null;
end $$;

-- Deferred to the commit, when all postings of the entry are there. Sealed by `lines` and the trigger below, an entry
-- that once balanced always does, so one check for each entry is enough.
create constraint trigger balanced after insert on kontor.entry
  deferrable initially deferred for each row execute function kontor.entry_is_balanced();

create function kontor.posting_within_entry() returns trigger language plpgsql as $$
begin
  if exists (
    select from added a join kontor.entry e on e.region = a.region and e.id = a.entry_id where a.line > e.lines
  ) then
    raise exception 'a posting was added to an entry that has all of its lines' using errcode = 'KN003';
  end if;
  return null;
end $$;

create trigger within_entry after insert on kontor.posting
  referencing new table as added for each statement execute function kontor.posting_within_entry();

-- Closing a period takes the same lock exclusively, so no entry slips in while it closes.
create function kontor.period_lock(region text, period text) returns bigint language sql immutable as $$
  select pg_catalog.hashtextextended('kontor period ' || region || ' ' || period, 0)
$$;

create function kontor.entry_in_open_period() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock_shared(kontor.period_lock(new.region, new.period));
  if exists (select from kontor.period_close c where c.region = new.region and c.period = new.period) then
    raise exception 'period % is closed', new.period using errcode = 'KN004';
  end if;
  return new;
end $$;

create trigger in_open_period before insert on kontor.entry
  for each row execute function kontor.entry_in_open_period();

create function kontor.period_closes_alone() returns trigger language plpgsql as $$
begin
  perform pg_catalog.pg_advisory_xact_lock(kontor.period_lock(new.region, new.period));
  return new;
end $$;

create trigger closes_alone before insert on kontor.period_close
  for each row execute function kontor.period_closes_alone();

alter table kontor.entry enable always trigger balanced;
alter table kontor.entry enable always trigger in_open_period;
alter table kontor.posting enable always trigger within_entry;
alter table kontor.period_close enable always trigger closes_alone;

-- --------------------------------------------------------------------------------------------------------- settings

create table kontor.setting (
  region text collate "C" not null default 'all',
  key text collate "C" not null check (key <> ''),
  version integer not null check (version > 0),
  value jsonb not null,
  learned timestamptz not null,
  recorded timestamptz not null default now(),
  primary key (region, key, version)
);

-- ------------------------------------------------------------------------------------------- what nobody may change

call kontor.make_append_only('fact');
call kontor.make_append_only('screening_outcome');
call kontor.make_append_only('book_version');
call kontor.make_append_only('rating');
call kontor.make_append_only('account');
call kontor.make_append_only('period_close');
call kontor.make_append_only('entry');
call kontor.make_append_only('posting');
call kontor.make_append_only('setting');

grant usage on schema kontor to kontor_app;
grant select, insert on
  kontor.fact, kontor.screening_outcome, kontor.book_version, kontor.rating, kontor.account, kontor.period_close,
  kontor.entry, kontor.posting, kontor.setting, kontor.import_run
to kontor_app;
grant update (last_row, inserted, duplicates, conflicts, rejected, finished) on kontor.import_run to kontor_app;
grant select on kontor.schema_migration to kontor_app;
