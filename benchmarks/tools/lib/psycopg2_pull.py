"""A server-side cursor into a new SQLite file."""
import os
import pathlib
import sqlite3

import psycopg2

target = sqlite3.connect(os.environ["TARGET"])
target.execute((pathlib.Path(__file__).parent / "narrative_results.sql").read_text())
cursor = psycopg2.connect("").cursor("pull")
cursor.itersize = 10000
cursor.execute("select * from narrative_results order by id")
while rows := cursor.fetchmany(10000):
    target.executemany("insert into narrative_results values(?,?,?,?,?,?,?,?,?,?,?,?)",
                       [r[:9] + (r[9].isoformat(), int(r[10]), r[11]) for r in rows])
target.commit()
