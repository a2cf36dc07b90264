package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresConfig.Access;
import dev.tidemark.postgres.PostgresConfig.Pooler;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a PostgreSQL that is not as tidy as the contract's. */
@ExtendWith(PostgresExtension.class)
final class PostgresSourceTest {
    private final PostgresDatabase database;
    private final PostgresFixture fixture;

    PostgresSourceTest(PostgresDatabase database) {
        this.database = database;
        this.fixture = new PostgresFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static ReadPlan plan(Source source, String table, List<String> keyset, int rows) {
        List<ReadColumn> columns = source.describe(new TableName(table))
                .columns()
                .stream()
                .<ReadColumn>map(column -> new ReadColumn.Stored(column.name(), column.type()))
                .toList();
        return new ReadPlan(new TableName(table), columns, keyset, Optional.empty(), Optional.empty(),
                new PageLimit(rows, 1 << 20));
    }

    private static List<Page> pages(Source source, ReadPlan plan, Cursor from) throws InterruptedException {
        List<Page> pages = new ArrayList<>();
        try (SourcePager pager = source.open(plan, from)) {
            for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                pages.add(page.get());
            }
        }
        return pages;
    }

    private static List<String> lines(List<Page> pages) {
        return pages.stream()
                .flatMap(page -> java.util.stream.IntStream.range(0, page.rows().size())
                        .mapToObj(row -> page.rows().row(row).values().stream().map(Value::text)
                                .collect(Collectors.joining("|"))))
                .toList();
    }

    private static List<String> read(Source source, String table, List<String> keyset, int rows)
            throws InterruptedException {
        return lines(pages(source, plan(source, table, keyset, rows), new Cursor.Start()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO", "YES"})
    void rule15_everyTableIsReadAsOfOneMoment(String pooler) throws InterruptedException {
        fixture.execute("create table a (id int primary key)", "create table b (id int primary key)",
                "insert into a values (1)",
                "insert into b values (1)");
        PostgresStore store = new PostgresStore(fixture.config().withPooler(Pooler.valueOf(pooler)));
        try (Source source = store.openSource()) {
            assertEquals(List.of("1"), read(source, "a", List.of("id"), 100));
            fixture.execute("insert into a values (2)", "insert into b values (2)", "delete from b where id = 1");
            assertEquals(List.of("1"), read(source, "a", List.of("id"), 100));
            assertEquals(List.of("1"), read(source, "b", List.of("id"), 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000})
    void rule4_nullsInAKeyComeLastAndNoneIsLost(int size) throws InterruptedException {
        fixture.execute("create table n (a int, b text, unique (a, b))",
                "insert into n values (1, 'x'), (1, null), (1, null), (null, 'y'), (null, 'y'), (null, null), (2, 'z'), (null, null)");
        try (Source source = fixture.store().openSource()) {
            ReadPlan plan = plan(source, "n", List.of("a", "b"), size);
            List<Page> pages = pages(source, plan, new Cursor.Start());
            List<String> all = lines(pages);
            assertEquals(List.of("1|x", "1|NULL", "1|NULL", "2|z", "NULL|y", "NULL|y", "NULL|NULL", "NULL|NULL"), all);
            int seen = 0;
            for (Page page : pages) {
                seen += page.rows().size();
                assertEquals(all.subList(seen, all.size()), lines(pages(source, plan, page.end())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aPartitionedTableWithoutKeyGivesEachRowOnce(int size) throws InterruptedException {
        fixture.execute("create table parts (id int, v text) partition by hash (id)",
                "create table parts_0 partition of parts for values with (modulus 2, remainder 0)",
                "create table parts_1 partition of parts for values with (modulus 2, remainder 1)",
                "insert into parts select g, 'v' from generate_series(1, 40) g");
        try (Source source = fixture.store().openSource()) {
            assertEquals(List.of(new TableName("parts")), source.tables());
            List<String> rows = read(source, "parts", List.of(), size);
            assertEquals(40, rows.size());
            assertEquals(40, rows.stream().distinct().count());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void aViewIsReadByNameWithOrWithoutAKey(int size) throws InterruptedException {
        fixture.execute("create view v as select g as id, g % 3 as r from generate_series(1, 9) g");
        try (Source source = fixture.store().openSource()) {
            assertEquals(List.of(), source.tables());
            assertEquals(TableSchema.Relation.VIEW, source.describe(new TableName("v")).relation());
            assertEquals(9, read(source, "v", List.of(), size).size());
            List<Page> pages = pages(source, plan(source, "v", List.of("id"), size), new Cursor.Start());
            assertEquals(List.of("1|1", "2|2", "3|0", "4|1", "5|2", "6|0", "7|1", "8|2", "9|0"), lines(pages));
            assertEquals(List.of("4|1"), lines(pages(source, plan(source, "v", List.of("id"), 1),
                    new Cursor.After(List.of(new Value.Int64(3))))).subList(0, 1));
        }
    }

    @Test
    void rule19_theRowsBeforeOneThatCannotBeReadAreReadOneByOne() throws InterruptedException {
        fixture.execute("create table t (id int primary key, x int)",
                "insert into t select g, g - 5 from generate_series(1, 9) g",
                "create view v as select id, 10 / x as q from t");
        try (Source source = fixture.store().openSource()) {
            ReadPlan single = plan(source, "v", List.of("id"), 1);
            List<String> before = new ArrayList<>();
            try (SourcePager pager = source.open(single, new Cursor.Start())) {
                for (int i = 0; i < 4; i++) {
                    before.addAll(lines(List.of(pager.next().orElseThrow())));
                }
                assertEquals("22012", assertThrows(StoreException.Permanent.class, pager::next).code());
            }
            assertEquals(List.of("1|-2", "2|-3", "3|-5", "4|-10"), before);
            try (SourcePager keys = source.open(single.select(List.of("id")),
                    new Cursor.After(List.of(new Value.Int64(4))))) {
                Cursor bad = keys.next().orElseThrow().end();
                assertEquals(List.of("6|10", "7|5", "8|3", "9|2"), lines(pages(source, single, bad)));
            }
        }
    }

    @Test
    void rule17_aPolicyFailsTheReadInsteadOfShrinkingItUnlessTheUserSaysRls() throws InterruptedException {
        fixture.execute("create table secret (id int primary key)", "insert into secret values (1), (2)",
                "alter table secret enable row level security");
        database.execute("drop role if exists reader", "create role reader login password 'pw'",
                "grant usage on schema " + fixture.schema() + " to reader",
                "grant select on all tables in schema " + fixture.schema() + " to reader",
                "create policy one on " + fixture.schema() + ".secret to reader using (id = 1)");
        PostgresConfig config = fixture.config().withCredentials("reader", Optional.of("pw"));
        try (Source source = new PostgresStore(config).openSource();
                Source limited = new PostgresStore(config.withAccess(Access.RLS)).openSource()) {
            assertThrows(StoreException.Denied.class, () -> read(source, "secret", List.of("id"), 10));
            assertEquals(List.of("1"), read(limited, "secret", List.of("id"), 10));
        } finally {
            database.execute("drop owned by reader", "drop role reader");
        }
    }

    @Test
    void rule8_aWatermarkBoundsTheRowsOnBothSidesAndKeepsNulls() throws InterruptedException {
        fixture.execute("create table w (id int primary key, at timestamptz)",
                "insert into w select g, timestamptz '2024-01-01 00:00:00+00' + g * interval '1 s' from generate_series(0, 9) g",
                "insert into w values (10, null)");
        long start = 1_704_067_200_000_000L;
        try (Source source = fixture.store().openSource()) {
            ReadPlan plan = plan(source, "w", List.of("id"), 2);
            ReadPlan bounded = new ReadPlan(plan.table(), plan.columns(), plan.keyset(), plan.where(),
                    Optional.of(new Watermark("at", Optional.of(new Value.TimestampTz(start + 3_000_000)),
                            Optional.of(new Value.TimestampTz(start + 5_000_000)))),
                    plan.limit()).select(List.of("id"));
            assertEquals(List.of("3", "4", "5", "10"), lines(pages(source, bounded, new Cursor.Start())));
        }
    }

    @Test
    void aTimeBeyondTheRangeInFlightIsARejectWithItsRow() throws InterruptedException {
        fixture.execute("create table late (id int primary key, at timestamp)",
                "insert into late values (1, '2024-01-01'), (2, '294276-12-31 23:59:59'), (3, 'infinity')");
        try (Source source = fixture.store().openSource()) {
            List<Page> pages = pages(source, plan(source, "late", List.of("id"), 100), new Cursor.Start());
            assertEquals(List.of("1|2024-01-01 00:00:00", "3|infinity"), lines(pages));
            Reject reject = pages.getFirst().rejects().getFirst();
            assertEquals(Reason.Kind.NOT_EXACT, reject.reason().kind());
            assertEquals("id=2", reject.key());
            assertEquals("+294276-12-31T23:59:59", reject.row().orElseThrow().get("at").text());
            assertEquals(3, pages.getFirst().read());
        }
    }

    @Test
    void describesWhatOnlyPostgresHas() {
        fixture.execute("create type mood as enum ('ok')", "create domain posint as int check (value > 0)",
                "create table t (id int generated always as identity primary key, s serial, m mood not null unique, p posint,"
                        + " n numeric(6,2) default 1.5, g int generated always as (1 + 1) stored, c char(3), d bigint unique)",
                "create unique index partial on t (p) where p > 1", "create unique index expression on t ((p + 1))");
        try (Source source = fixture.store().openSource()) {
            TableSchema schema = source.describe(new TableName("t"));
            assertEquals(
                    List.of("integer", "integer", fixture.schema() + ".mood", fixture.schema() + ".posint",
                            "numeric(6,2)",
                            "integer", "character(3)", "bigint"),
                    schema.columns().stream().map(Column::declaredType).toList());
            assertEquals(List.of(Column.Generation.IDENTITY_ALWAYS, Column.Generation.IDENTITY_BY_DEFAULT,
                    Column.Generation.NONE,
                    Column.Generation.NONE, Column.Generation.NONE, Column.Generation.COMPUTED, Column.Generation.NONE,
                    Column.Generation.NONE), schema.columns().stream().map(Column::generation).toList());
            assertEquals(List.of("id"), schema.key());
            assertEquals(3, schema.uniqueKeys().size(), "neither the partial index nor the one over an expression");
            assertEquals(ValueType.ofNative(fixture.schema() + ".mood"), schema.column("m").orElseThrow().type());
        }
    }

    @Test
    void rule1_aTableMadeAgainIsAnotherTable() {
        fixture.execute("create table t (id int primary key)");
        String before = identity();
        assertEquals(before, identity());
        fixture.execute("drop table t", "create table t (id int primary key)");
        assertTrue(!before.equals(identity()) && before.startsWith("postgresql:"), before);
    }

    private String identity() {
        try (Source source = fixture.store().openSource()) {
            return source.describe(new TableName("t")).identity();
        }
    }

    @Test
    void aStreamThatIsClosedHalfWayEndsOnTheServerToo() throws InterruptedException {
        fixture.execute("create table big as select g as id, repeat('x', 1000) as v from generate_series(1, 30000) g");
        try (Source source = fixture.store().openSource()) {
            try (SourcePager pager = source.open(plan(source, "big", List.of(), 100), new Cursor.Start())) {
                assertEquals(100, pager.next().orElseThrow().read());
            }
            while (!fixture.ask(
                    "select count(*) from pg_stat_activity where query like 'copy%' and datname = current_database()")
                    .equals("0")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aKeyNeedNotBeUniqueNorReadAndAConditionMayEndInAComment() throws InterruptedException {
        fixture.execute("create table k (a int, b int)", "insert into k select g / 3, g from generate_series(0, 20) g");
        try (Source source = fixture.store().openSource()) {
            for (int size : List.of(1, 2, 50)) {
                ReadPlan all = plan(source, "k", List.of("a"), size).select(List.of("b"));
                ReadPlan some = new ReadPlan(all.table(), all.columns(), all.keyset(),
                        Optional.of("b > 4 -- and no more"),
                        all.watermark(), all.limit());
                assertEquals(16, lines(pages(source, some, new Cursor.Start())).stream().distinct().count());
            }
        }
    }

    @Test
    void rule15_aViewWithoutAKeyShowsOneMomentHoweverOftenItIsRead() throws InterruptedException {
        fixture.execute("create table k (v text)", "insert into k values ('a'), ('b')",
                "create view counted as select v from k",
                "create view broken as select 1 / (length(v) - 1) as q from k");
        try (Source view = fixture.store().openView()) {
            ReadPlan plan = plan(view, "k", List.of(), 100);
            assertEquals(2, view.count(plan));
            for (int i = 0; i < 3; i++) {
                assertEquals(2, lines(pages(view, plan, new Cursor.Start())).size());
                assertEquals(2, read(view, "counted", List.of(), 100).size());
                assertEquals("22012", assertThrows(StoreException.Permanent.class,
                        () -> read(view, "broken", List.of("q"), 100)).code());
                fixture.execute("insert into k values ('c')");
                assertEquals(2, view.count(plan));
            }
        }
    }

    @Test
    void rule15_aViewThatWasLeftMidwayShowsTheSameMomentAfterwards() throws InterruptedException {
        fixture.execute("create table big (id int primary key, v text)",
                "insert into big select g, repeat('x', 1000) from generate_series(1, 30000) g");
        try (Source view = fixture.store().openView()) {
            ReadPlan plan = plan(view, "big", List.of("id"), 100);
            try (SourcePager pager = view.open(plan, new Cursor.Start())) {
                assertEquals(100, pager.next().orElseThrow().read());
            }
            fixture.execute("delete from big where id > 10");
            Thread interrupted = Thread.ofVirtual().start(() -> leaveInterrupted(view, plan));
            interrupted.join();
            assertEquals(30_000, view.count(plan));
            assertEquals(30_000, lines(pages(view, plan.select(List.of("id")), new Cursor.Start())).size());
        }
    }

    private static void leaveInterrupted(Source view, ReadPlan plan) {
        try (SourcePager pager = view.open(plan, new Cursor.Start())) {
            assertEquals(100, pager.next().orElseThrow().read());
            Thread.currentThread().interrupt();
            pager.next();
        } catch (InterruptedException _) {
            // as a reader ahead that is closed
        }
    }

    @Test
    void aViewIsLeftMidwayAtOnceWhereNoFurtherConnectionIsAllowed() throws InterruptedException {
        fixture.execute("create table big (id int primary key, v text)",
                "insert into big select g, repeat('x', 1000) from generate_series(1, 30000) g");
        String role = "two_" + fixture.schema();
        database.execute("create role " + role + " login password 'pw' connection limit 2",
                "grant usage on schema " + fixture.schema() + " to " + role,
                "grant select on all tables in schema " + fixture.schema() + " to " + role);
        PostgresStore store = new PostgresStore(fixture.config().withCredentials(role, Optional.of("pw")));
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                try (Source view = store.openView()) {
                    ReadPlan plan = plan(view, "big", List.of("id"), 100);
                    try (SourcePager pager = view.open(plan, new Cursor.Start())) {
                        assertEquals(100, pager.next().orElseThrow().read());
                        assertThrows(StoreException.class, () -> view.open(plan, new Cursor.Start()));
                        long before = System.nanoTime();
                        pager.close();
                        assertTrue(System.nanoTime() - before < Duration.ofSeconds(2).toNanos());
                    }
                    fixture.execute("delete from big where id > 10");
                    awaitConnections(role, 1);
                    assertEquals(30_000, lines(pages(view, plan.select(List.of("id")), new Cursor.Start())).size());
                }
            });
        } finally {
            database.execute("drop owned by " + role, "drop role " + role);
        }
    }

    private void awaitConnections(String role, int wanted) {
        while (!fixture.ask("select count(*) from pg_stat_activity where usename = '" + role + "'")
                .equals(String.valueOf(wanted))) {
            database.execute("select pg_sleep(0.02)");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rule15_nobodyAnswersFromASnapshotThatIsLost(boolean asView) throws InterruptedException {
        fixture.execute("create table a (id int primary key)", "create table b (id int primary key)",
                "insert into a values (1)", "insert into b values (1)");
        String role = "held_" + fixture.schema();
        database.execute("create role " + role + " login password 'pw'",
                "grant usage on schema " + fixture.schema() + " to " + role,
                "grant select on all tables in schema " + fixture.schema() + " to " + role);
        PostgresStore store = new PostgresStore(fixture.config().withCredentials(role, Optional.of("pw")));
        try (Source source = asView ? store.openView() : store.openSource()) {
            String holder = fixture.ask("select pid from pg_stat_activity where usename = '" + role + "'");
            ReadPlan a = plan(source, "a", List.of("id"), 100);
            ReadPlan b = plan(source, "b", List.of("id"), 100);
            SourcePager old = source.open(a, new Cursor.Start());
            assertEquals(List.of("1"), lines(pages(source, b, new Cursor.Start())));
            fixture.execute("insert into a values (2)", "insert into b values (2)");
            assertEquals(List.of("1"), lines(pages(source, b, new Cursor.Start())));
            database.execute("select pg_terminate_backend(" + holder + ", 5000)");
            assertEquals(List.of("1", "2"), lines(pages(source, b, new Cursor.Start())));
            assertEquals(List.of("1"), lines(List.of(old.next().orElseThrow())));
            old.close();
            assertEquals(List.of("1", "2"), lines(pages(source, a, new Cursor.Start())));
            assertEquals(2, source.count(a));
        } finally {
            database.execute("drop owned by " + role, "drop role " + role);
        }
    }
}
