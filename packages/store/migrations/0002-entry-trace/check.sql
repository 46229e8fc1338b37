-- What must hold once posted entries have their traces. Each row is one violation.

-- The traces refuse changes.
select 'rows can be changed' as violation, c.relname::text as detail
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'kontor'
where c.relname = 'entry_trace'
  and (
    select count(*) from pg_catalog.pg_trigger t
    where t.tgrelid = c.oid and t.tgname in ('append_only', 'append_only_truncate') and t.tgenabled = 'A'
  ) <> 2
union all
-- The working role holds no right to change or remove a row.
select 'kontor_app may change rows', c.relname::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'kontor'
where c.relname = 'entry_trace' and has_table_privilege('kontor_app', c.oid, 'UPDATE, DELETE, TRUNCATE')
