"""Chunks of 500 rows through SQLAlchemy Core."""
import datetime
import itertools
import os

import sqlalchemy
from sqlalchemy.dialects.postgresql import insert

from narrative import COLUMNS, TABLE, source

engine = sqlalchemy.create_engine("postgresql+psycopg2://{PGUSER}@{PGHOST}:{PGPORT}/{PGDATABASE}".format(**os.environ))
table = sqlalchemy.Table(TABLE, sqlalchemy.MetaData(), autoload_with=engine)
rows = source()
with engine.begin() as connection:
    while chunk := list(itertools.islice(rows, 500)):
        values = [dict(zip(COLUMNS, r[:9] + (datetime.datetime.fromisoformat(r[9]),) + r[10:])) for r in chunk]
        statement = insert(table).values(values)
        connection.execute(statement.on_conflict_do_update(
            index_elements=["id"], set_={c: statement.excluded[c] for c in COLUMNS[1:]}))
