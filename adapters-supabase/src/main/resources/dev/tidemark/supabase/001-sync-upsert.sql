-- Lets Tidemark write a batch, and learn what of it was new, in one request. It does nothing that the caller may not do.
create or replace function ${schema}.sync_upsert(target text, key_columns text[], columns text[], rows json)
returns table (inserted bigint, updated bigint, unchanged bigint)
language plpgsql security invoker set search_path = pg_catalog, pg_temp set statement_timeout = '60s' as $sync_upsert$
declare
  relation regclass := format('%I.%I', ${schema_text}, target)::regclass;
  listed text;
  keys text;
  assigned text;
  joined text;
  stored text;
  sent text;
  total bigint;
begin
  select string_agg(quote_ident(c), ', ' order by o),
         string_agg(format('%1$I = excluded.%1$I', c), ', ' order by o),
         string_agg(format(f.form, 't.' || quote_ident(c)), ', ' order by o),
         string_agg(format(f.form, 's.' || quote_ident(c)), ', ' order by o)
    into strict listed, assigned, stored, sent
    from unnest(columns) with ordinality as u(c, o)
    join pg_attribute a on a.attrelid = relation and a.attname = u.c and not a.attisdropped,
    lateral (select case
      when a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype, 'bool'::regtype,
                          'uuid'::regtype, 'bytea'::regtype, 'date'::regtype, 'time'::regtype, 'timestamp'::regtype,
                          'timestamptz'::regtype, 'jsonb'::regtype) then '%s'
      -- By value, as jsonb; and what compares alike (-0 and 0, a and A) by its text.
      when a.atttypid = 'json'::regtype then '%s::jsonb'
      else '%s::text collate "C"' end as form) f;
  select string_agg(quote_ident(c), ', '), string_agg(format('t.%1$I = s.%1$I', c), ' and ')
    into strict keys, joined from unnest(key_columns) as c;
  execute format($statement$
    with s as materialized (select %1$s from json_populate_recordset(null::%2$s, $1)),
    same as materialized (select %3$s from s join %2$s as t on %4$s where (%5$s) is not distinct from (%6$s)),
    written as (
      insert into %2$s as t (%1$s) select %1$s from s where (%8$s) not in (select * from same) order by %8$s
      on conflict (%8$s) do update set %7$s returning t.xmax = 0 as new)
    select count(*) filter (where new), count(*) filter (where not new), (select count(*) from same),
           (select count(*) from s) from written $statement$,
    listed, relation, (select string_agg('s.' || quote_ident(c), ', ') from unnest(key_columns) as c), joined, stored,
    sent, assigned, keys)
    into strict inserted, updated, unchanged, total using rows;
  if inserted + updated + unchanged <> total then
    raise exception 'some rows were taken and not kept' using errcode = 'TM001';
  end if;
  return next;
end $sync_upsert$;
notify pgrst, 'reload schema';
