# Puts rows that a tool has left in a table of its own making where they are compared.
psql -q -X -v ON_ERROR_STOP=1 <<END
insert into narrative_results
select id, experiment_id, run_no, score::double precision, latency_ms::double precision, model, scenario, status, narrative,
 updated_at::timestamptz, is_valid::int::boolean, note from $1
END
