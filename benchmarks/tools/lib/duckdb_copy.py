"""One INSERT ... SELECT from store to store."""
import os

import duckdb
import duckdb_ext

connection = duckdb_ext.init(duckdb.connect())
for extension in ("sqlite", "postgres"):
    connection.execute(f"load {extension}")
connection.execute("set timezone = 'UTC'")
connection.execute("attach '' as pg (type postgres)")
case = os.environ["CASE"]
if case == "pull-sqlite":
    connection.execute(f"attach '{os.environ['TARGET']}' as target (type sqlite)")
    connection.execute("create table target.narrative_results as select * from pg.public.narrative_results")
elif case == "pg-to-pg":
    connection.execute(f"attach 'dbname={os.environ['SINK_DATABASE']}' as sink (type postgres)")
    connection.execute("insert into sink.public.narrative_results select * from pg.public.narrative_results")
else:
    connection.execute(f"attach '{os.environ['SOURCE']}' as source (type sqlite)")
    connection.execute("""
        insert into pg.public.narrative_results
        select id, experiment_id, run_no, score, latency_ms, model, scenario, status, narrative,
            updated_at::timestamptz, is_valid::boolean, note from source.narrative_results""")
