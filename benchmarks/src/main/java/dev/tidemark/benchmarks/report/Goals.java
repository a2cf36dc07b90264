package dev.tidemark.benchmarks.report;

import java.util.List;

/** What Tidemark shall reach. */
final class Goals {
    private static final String PSQL = "psql-copy";
    private static final String LOAD = "first-load";
    private static final String UNCHANGED = "resync-unchanged";
    private static final String SCATTERED = "resync-1pct-scattered";
    private static final String MIXED = "resync-1pct-inserted-deleted";
    private static final String DIFF = "diff-20ms";
    private static final String PULL = "pull-sqlite";
    private static final String MB = " MB";
    private static final double MEGABYTE = 1 << 20;

    static final List<Goal> ALL = List.of(
            Goal.notSlower("first load, against psql's binary copy", LOAD, "tidemark", 1.10, PSQL),
            Goal.notSlower("the same on the pure-JDBC reader", LOAD, "tidemark-jdbc", 1.20, PSQL),
            Goal.notSlower("the same with two writers", LOAD, "tidemark-2-writers", 1.00, PSQL),
            Goal.faster("first load: faster than pgloader", LOAD, "tidemark", 4, "pgloader"),
            Goal.faster("first load: faster than ogr2ogr", LOAD, "tidemark", 2, "ogr2ogr"),
            Goal.faster("first load: faster than sqlite3 -csv into psql", LOAD, "tidemark", 1.5, "sqlite3-csv-psql"),
            Goal.faster("first load: faster than execute_values(1000)", LOAD, "tidemark", 10, "psycopg2-values"),
            Goal.faster("first load: faster than execute_batch(100)", LOAD, "tidemark", 18, "psycopg2-batch"),
            Goal.faster("first load: faster than row by row", LOAD, "tidemark", 45, "psycopg2-row"),
            Goal.faster("first load: faster than SQLAlchemy, chunks of 500", LOAD, "tidemark", 50, "sqlalchemy"),
            Goal.faster("first load: ahead of sling", LOAD, "tidemark", 1, "sling"),
            Goal.faster("first load: ahead of ingestr", LOAD, "tidemark", 1, "ingestr"),
            Goal.faster("first load: ahead of dlt", LOAD, "tidemark", 1, "dlt"),
            Goal.faster("first load: ahead of DuckDB", LOAD, "tidemark", 1, "duckdb"),
            Goal.notSlower("nothing changed, compare", UNCHANGED, "tidemark-compare", 0.80, PSQL),
            Goal.notSlower("the same on the pure-JDBC reader", UNCHANGED, "tidemark-compare-jdbc", 1.05, PSQL),
            Goal.most("nothing changed, compare: WAL", 1, MB, UNCHANGED, "tidemark-compare",
                    run -> run.wal() / MEGABYTE),
            Goal.most("nothing changed, compare: rows written or dead", 0, "", UNCHANGED, "tidemark-compare",
                    Goals::touched),
            Goal.notSlower("nothing changed, digest", UNCHANGED, "tidemark-digest", 0.45, PSQL),
            Goal.notSlower("the same on the pure-JDBC reader", UNCHANGED, "tidemark-digest-jdbc", 0.80, PSQL),
            Goal.most("nothing changed, digest: WAL", 1, MB, UNCHANGED, "tidemark-digest", run -> run.wal() / MEGABYTE),
            Goal.most("nothing changed, digest: rows written or dead", 0, "", UNCHANGED, "tidemark-digest",
                    Goals::touched),
            state("digest: state by the row, an integer key", UNCHANGED),
            state("digest: the same with 1 % inserted and deleted", MIXED),
            Goal.notSlower("1 % gone and 1 % new, digest", MIXED, "tidemark-digest", 0.75, PSQL),
            Goal.notSlower("1 % scattered, digest", SCATTERED, "tidemark-digest", 0.75, PSQL),
            Goal.notSlower("the same on the pure-JDBC reader", SCATTERED, "tidemark-digest-jdbc", 1.0, PSQL),
            Goal.notSlower("1 % scattered, compare", SCATTERED, "tidemark-compare", 1.0, PSQL),
            Goal.notSlower("the same on the pure-JDBC reader", SCATTERED, "tidemark-compare-jdbc", 1.3, PSQL),
            Goal.ratioOf("1 % scattered, digest: WAL against a plain UPDATE", 1.1, SCATTERED, "tidemark-digest",
                    SCATTERED,
                    "psql-update", Run::wal),
            Goal.ratioOf("1 % scattered, compare: WAL against a plain UPDATE", 1.1, SCATTERED, "tidemark-compare",
                    SCATTERED, "psql-update", Run::wal),
            exactly("1 % scattered, digest: rows updated too many or too few", SCATTERED, "tidemark-digest"),
            exactly("1 % scattered, compare: rows updated too many or too few", SCATTERED, "tidemark-compare"),
            Goal.faster("20,000 changed rows at 20 ms: faster than execute_values(1000)", DIFF, "tidemark-digest", 1.8,
                    "psycopg2-values"),
            Goal.faster("20,000 changed rows at 20 ms: faster than execute_batch(100)", DIFF, "tidemark-digest", 8,
                    "psycopg2-batch"),
            Goal.notSlower("pull into SQLite, against a writer in C", PULL, "tidemark", 1.6, "c-writer"),
            Goal.notSlower("the same on the pure-JDBC writer", PULL, "tidemark-jdbc", 2.2, "c-writer"),
            Goal.faster("pull: faster than psql into sqlite3 .import", PULL, "tidemark", 2, "psql-csv-sqlite3"),
            Goal.faster("pull: faster than ogr2ogr", PULL, "tidemark", 4.5, "ogr2ogr"),
            Goal.notSlower("PostgreSQL to PostgreSQL, against COPY out | COPY in", "pg-to-pg", "tidemark", 1.2,
                    "psql-pipe"),
            Goal.faster("push to Supabase: as fast as a bare HTTP client", "supabase-push", "tidemark-4-writers", 0.8,
                    "rest-bare"),
            Goal.faster("push to Supabase: faster than a call a row", "supabase-push", "tidemark-4-writers", 25,
                    "rest-row"),
            Goal.faster("push to Supabase at 50 ms: faster than batches of 100 in turn", "supabase-push-50ms",
                    "tidemark-4-writers", 10, "rest-batches"),
            Goal.notSlower("-Xmx32m, against the default", LOAD, "tidemark-32m", 1.05, "tidemark"),
            Goal.most("peak memory, first load", 110, MB, LOAD, "tidemark", run -> run.peakRss() / MEGABYTE),
            Goal.most("peak memory, first load, -Xmx32m", 110, MB, LOAD, "tidemark-32m",
                    run -> run.peakRss() / MEGABYTE),
            Goal.ratioOf("peak memory of 10,000,000 rows, against 1,000,000", 1.1, "growth-10m", "tidemark",
                    "growth-1m",
                    "tidemark", Run::peakRss),
            Goal.ratioOf("time of 10,000,000 rows, against 1,000,000", 10, "growth-10m", "tidemark", "growth-1m",
                    "tidemark", Run::wall),
            Goal.notSlower("--help, against java -version", "start", "tidemark-help", 5, "java-version"),
            Goal.notSlower("a push of 200 unchanged rows, against java -version", "start", "tidemark-200-unchanged", 15,
                    "java-version"),
            Goal.ratioOf("200 tables of 100 rows, against one of 20,000", 1.5, "small-tables", "tidemark",
                    "small-tables",
                    "tidemark-one-table", Run::wall));

    private Goals() {
    }

    private static double touched(Run run) {
        return run.inserted() + run.updated() + run.deleted() + run.dead();
    }

    private static Goal state(String what, String name) {
        return new Goal(what, 10, true, " bytes", results -> results.of(name).flatMap(one -> one.of("tidemark-digest")
                .map(tool -> Summary.of(tool.runs(), Run::state).most() / one.rows())));
    }

    private static Goal exactly(String what, String name, String tool) {
        return new Goal(what, 0, true, "", results -> results.of(name).flatMap(one -> one.of(tool)
                .map(result -> Summary.of(result.runs(),
                        run -> Math.abs(run.updated() - one.changed()) + run.inserted() + run.deleted()).most())));
    }
}
