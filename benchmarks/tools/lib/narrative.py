"""The table that the scripts move, and where it lies."""
import os
import sqlite3

TABLE = "narrative_results"
COLUMNS = ("id,experiment_id,run_no,score,latency_ms,model,scenario,status,narrative,updated_at,is_valid,note").split(",")
UPSERT = " on conflict (id) do update set " + ",".join(f"{c}=excluded.{c}" for c in COLUMNS[1:])
INSERT = f"insert into {TABLE} ({','.join(COLUMNS)}) values "


def source():
    """The rows of the source, booleans as such."""
    cursor = sqlite3.connect(os.environ["SOURCE"]).execute(
        f"select {','.join(COLUMNS)} from {TABLE} order by id")
    for row in cursor:
        yield row[:10] + (bool(row[10]), row[11])
