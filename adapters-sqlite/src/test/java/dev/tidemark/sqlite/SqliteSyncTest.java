package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.RejectLimit;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.testkit.memory.MemoryScratch;
import dev.tidemark.testkit.memory.MemoryStateStore;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one file into another, the whole way: everything arrives, and the second time there is nothing to do. */
final class SqliteSyncTest {

    private static SyncReport push(SqliteFixture from, SqliteFixture to, MemoryStateStore state, int parallel) {
        SyncPlan plan = new SyncPlan("shop", Direction.PUSH, List.of(TableRule.of("*")), List.of(), List.of(),
                SchemaPolicy.CREATE,
                new PageLimit(3, 1 << 20), new PageLimit(7, 1 << 20), new RejectLimit.Percent(100), RetryPolicy.DEFAULT,
                parallel,
                Long.MAX_VALUE, new SyncPlan.Resume.Never());
        SyncEngine engine = new SyncEngine(state, InstantSource.system(), _ -> {},
                RandomGenerator.of("L64X128MixRandom"), new MemoryScratch());
        return engine.run("run", plan, from.store(), to.store(), _ -> {});
    }

    private static void makeHardTables(SqliteFixture file) {
        file.execute("create table region (code text primary key, name text not null) without rowid",
                "insert into region values ('n', 'Nord'), ('s', 'Süd'), ('ü', '日本')",
                "create table customer (id integer primary key, region text references region, boss integer references customer, born date, active boolean)",
                "insert into customer values (1, 'n', 3, '1999-12-31', 1), (2, null, 1, null, 0), (3, 'ü', 3, '2000-02-29', null)",
                "create table \"order\" (\"select\" integer, \"group\" text, at datetime, total numeric(10,2), primary key (\"select\", \"group\"))",
                "insert into \"order\" values (1, 'a', '2024-01-01 10:00:00', 1), (1, 'b', '2024-01-01 10:00:00', 2.5), (2, 'a', null, 0.1)",
                "create table mixed (id integer primary key, v, n integer)",
                "insert into mixed values (1, 'a', 1), (2, 5, 'x'), (3, 2.5, null), (4, null, 12)",
                "create table loose (a, b)", "insert into loose values (1, 'x'), (1, 'x'), (null, null), (2, 'y')",
                "create table nullable (a text, b text, v integer, primary key (a, b))",
                "insert into nullable values ('a', 'b', 1), ('a', null, 2), (null, null, 3)",
                "create table doc (id uuid primary key, j json, t time, b blob)",
                "insert into doc values ('0a1b2c3d-4e5f-6789-abcd-ef0123456789', '{\"a\":1}', '10:00:00', x'00ff')",
                "create table g (id integer primary key, a integer, b integer generated always as (a * 2))",
                "insert into g (id, a) values (1, 4)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyHardTableArrivesAndTheSecondTimeThereIsNothingToDo(int parallel) {
        try (SqliteFixture from = new SqliteFixture("pragma journal_mode = wal");
                SqliteFixture to = new SqliteFixture()) {
            makeHardTables(from);
            MemoryStateStore state = new MemoryStateStore();
            SyncReport first = push(from, to, state, parallel);
            SyncReport second = push(from, to, state, parallel);
            assertEquals(20, first.totals().inserted());
            Progress total = second.totals();
            assertEquals(List.of(0L, 0L), List.of(total.inserted(), total.updated()));
            for (String query : List.of("select code || name from region order by 1",
                    "select id || coalesce(region, '-') || coalesce(boss, '-') || coalesce(born, '-') || coalesce(active, '-') from customer order by id",
                    "select \"select\" || \"group\" || coalesce(at, '-') || printf('%.3f', total) from \"order\" order by 1",
                    "select id || coalesce(v, '-') || coalesce(n, '-') from mixed order by id",
                    "select coalesce(a, '-') || coalesce(b, '-') from loose order by 1",
                    "select id || j || t || hex(b) from doc", "select id || a || b from g")) {
                assertEquals(from.texts(query), to.texts(query), query);
            }
        }
    }

    @Test
    void changesArriveAndNothingElseIsTouched() {
        try (SqliteFixture from = new SqliteFixture(); SqliteFixture to = new SqliteFixture()) {
            makeHardTables(from);
            MemoryStateStore state = new MemoryStateStore();
            push(from, to, state, 2);
            from.execute("update customer set active = 1 where id = 3", "insert into customer (id) values (4)",
                    "update region set name = 'x' where code = 's'");
            Progress total = push(from, to, state, 2).totals();
            assertEquals(List.of(1L, 2L), List.of(total.inserted(), total.updated()));
        }
    }
}
