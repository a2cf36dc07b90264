package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.Variant;
import java.util.List;

/** All that is measured, what matters most first. */
public final class Cases {
    private static final String PSQL = "psql-copy";
    private static final int QUICK_ROWS = 4_000;

    private Cases() {
    }

    /**
     * @param quick few rows: shows that all of it works, and nothing about speed
     */
    public static List<Case> all(boolean quick) {
        List<Case> cases = full();
        return quick ? cases.stream().map(one -> one.withRows(QUICK_ROWS).times(0)).toList() : cases;
    }

    private static List<Case> full() {
        DataSet narrative = DataSet.narrative();
        DataSet rest = narrative.withRows(100_000);
        DataSet restFar = narrative.withRows(50_000);
        DataSet small = DataSet.small();
        return List.of(
                Case.of("start", "Start: nothing but the JVM, the help, a push of 200 unchanged rows", "java-version",
                        Flow.PUSH, DataSet.tiny()).again(Variant.BASE).times(20),
                Case.of("first-load", "First load of 1,000,000 rows x 12 columns", PSQL, Flow.PUSH, narrative),
                Case.of("resync-unchanged", "Again, nothing changed", PSQL, Flow.PUSH, narrative).again(Variant.BASE),
                Case.of("resync-1pct-scattered", "Again, 1 % changed, scattered", PSQL, Flow.PUSH, narrative)
                        .again(Variant.SCATTERED),
                Case.of("pull-sqlite", "Pull from PostgreSQL into a new SQLite file", "c-writer", Flow.PULL, narrative),
                Case.of("pg-to-pg", "PostgreSQL to PostgreSQL", "psql-pipe", Flow.COPY, narrative),
                Case.of("supabase-push", "Push to Supabase, 100,000 rows", "rest-bare", Flow.REST_PUSH, rest),
                Case.of("supabase-push-50ms", "Push to Supabase, 50 ms of round trip, 50,000 rows", "rest-batches",
                        Flow.REST_PUSH, restFar).far(50),
                Case.of("diff-20ms", "20,000 changed rows, 20 ms of round trip", "psycopg2-values", Flow.PUSH,
                        narrative.withRows(20_000)).again(Variant.ALL).far(20),
                Case.of("small-tables", "200 tables of 100 rows, and one of 20,000", "tidemark-one-table", Flow.PUSH,
                        small).only(
                                small.tables().stream().map(DataTable::name)
                                        .filter(name -> !name.equals("small_in_one")).toList()),
                Case.of("first-load-wide", "First load of 200,000 rows x 26 columns, a key of three texts", PSQL,
                        Flow.PUSH, DataSet.wide()),
                Case.of("resync-1pct-clustered", "Again, 1 % changed, all in one place", PSQL, Flow.PUSH, narrative)
                        .again(Variant.CLUSTERED),
                Case.of("resync-1pct-inserted-deleted", "Again, 1 % gone and 1 % new", PSQL, Flow.PUSH, narrative)
                        .again(Variant.INSERTED_DELETED),
                Case.of("supabase-pull", "Pull from Supabase, 100,000 rows", "rest-pages", Flow.REST_PULL, rest),
                Case.of("supabase-pull-50ms", "Pull from Supabase, 50 ms of round trip, 50,000 rows", "rest-pages",
                        Flow.REST_PULL, restFar).far(50),
                Case.of("chain", "Four related tables, 85,050 rows", PSQL, Flow.PUSH, DataSet.chain()),
                Case.of("growth-1m", "1,000,000 narrow rows", PSQL, Flow.PUSH,
                        DataSet.growth().withRows(1_000_000)),
                Case.of("growth-10m", "10,000,000 narrow rows", PSQL, Flow.PUSH, DataSet.growth()));
    }
}
