"""The scripts that people write first: row by row, execute_batch, execute_values."""
import sys

import psycopg2
import psycopg2.extras

from narrative import COLUMNS, INSERT, UPSERT, source

connection = psycopg2.connect("")
cursor = connection.cursor()
marks = "(" + ",".join(["%s"] * len(COLUMNS)) + ")"
if sys.argv[1] == "row":
    for row in source():
        cursor.execute(INSERT + marks + UPSERT, row)
elif sys.argv[1] == "batch":
    psycopg2.extras.execute_batch(cursor, INSERT + marks + UPSERT, source(), page_size=100)
else:
    psycopg2.extras.execute_values(cursor, INSERT + "%s" + UPSERT, source(), page_size=1000)
connection.commit()
