"""dlt's own source for SQL databases, into a schema of its own."""
import os

import dlt
from dlt.sources.sql_database import sql_table

pipeline = dlt.pipeline(
    "bench", dataset_name="landed",
    destination=dlt.destinations.postgres("postgresql://{PGUSER}:trusted@{PGHOST}:{PGPORT}/{PGDATABASE}".format(**os.environ)))
pipeline.run(sql_table(f"sqlite:///{os.environ['SOURCE']}", table="narrative_results"), write_disposition="replace")
