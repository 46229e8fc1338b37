-- What must hold after the foundation is laid, whatever the tables hold. Each row is one violation.

-- Every table but the list of migrations begins its primary key with the region.
select 'no region first in the primary key' as violation, c.relname::text as detail
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'kontor'
where c.relkind in ('r', 'p') and c.relname <> 'schema_migration' and not c.relispartition
  and not exists (
    select from pg_catalog.pg_index i
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisprimary and a.attname = 'region' and a.attnotnull
  )
union all
-- Every table but the progress of imports and the list of migrations refuses changes.
select 'rows can be changed', c.relname::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'kontor'
where c.relkind in ('r', 'p') and c.relname not in ('schema_migration', 'import_run')
  and (
    select count(*) from pg_catalog.pg_trigger t
    where t.tgrelid = c.oid and t.tgname in ('append_only', 'append_only_truncate') and t.tgenabled = 'A'
  ) <> 2
union all
-- The working role holds no right to change or remove a row.
select 'kontor_app may change rows', c.relname::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = 'kontor'
where c.relkind in ('r', 'p') and has_table_privilege('kontor_app', c.oid, 'UPDATE, DELETE, TRUNCATE')
union all
-- The numbers of the journal have no gap.
select 'gap in the journal', f.region
from kontor.fact f group by f.region having max(f.seq) <> count(*)
union all
-- The numbers of the ledger have no gap.
select 'gap in the ledger', e.region
from kontor.entry e group by e.region having max(e.id) <> count(*)
union all
-- Every entry balances in every currency.
select 'unbalanced entry', p.region || ' ' || p.entry_id
from kontor.posting p group by p.region, p.entry_id, p.currency having sum(p.amount_minor) <> 0
union all
-- Every entry has the postings it announces.
select 'entry without its postings', e.region || ' ' || e.id
from kontor.entry e
where e.lines <> (select count(*) from kontor.posting p where p.region = e.region and p.entry_id = e.id)
