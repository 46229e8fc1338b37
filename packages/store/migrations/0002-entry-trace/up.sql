-- What a posted entry of a settlement follows from: the entitlements with their traces, as they were worked out on the day.

create table kontor.entry_trace (
  region text collate "C" not null default 'all',
  entry_key text collate "C" not null check (entry_key <> ''),
  as_of timestamptz not null,
  book_hash text collate "C" not null,
  body jsonb not null,
  recorded timestamptz not null default now(),
  primary key (region, entry_key),
  foreign key (region, entry_key) references kontor.entry (region, idempotency_key),
  foreign key (region, book_hash) references kontor.book_version (region, hash)
);
comment on table kontor.entry_trace is 'What a posted entry of a settlement follows from; the ratings of its legs as of the same instant are in rating.';
comment on column kontor.entry_trace.as_of is 'What was known up to this instant went in.';

call kontor.make_append_only('entry_trace');
grant select, insert on kontor.entry_trace to kontor_app;
