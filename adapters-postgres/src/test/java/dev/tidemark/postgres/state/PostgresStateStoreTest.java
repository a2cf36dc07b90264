package dev.tidemark.postgres.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresStateStoreTest {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

    private final PostgresDatabase database;

    PostgresStateStoreTest(PostgresDatabase database) {
        this.database = database;
    }

    @AfterEach
    void dropTheSchemas() {
        database.execute("drop schema if exists state cascade", "drop schema if exists other cascade");
    }

    @Test
    void makesTheSchemaOnceAndRemembersAfterClosing() {
        try (StateStore state = open("state")) {
            state.checkpoints().save(checkpoint(7));
        }
        try (StateStore state = open("state")) {
            assertEquals(Optional.of(checkpoint(7)), state.checkpoints().find(ORDERS));
        }
    }

    @Test
    void schemasOfOneDatabaseAreStatesOfTheirOwn() {
        try (StateStore state = open("state"); StateStore other = open("other")) {
            state.checkpoints().save(checkpoint(1));
            assertEquals(Optional.empty(), other.checkpoints().find(ORDERS));
        }
    }

    @Test
    void takesASchemaThatIsThereAndEmpty() {
        database.execute("create schema other");
        open("other").close();
    }

    @Test
    void statesOpenedAtTheSameTimeMigrateAnEmptySchemaOnce() throws InterruptedException {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> opening = IntStream.range(0, 4).mapToObj(_ -> Thread.ofPlatform().start(() -> {
            try (StateStore state = open("state")) {
                state.checkpoints().save(checkpoint(1));
            } catch (StoreException e) {
                failures.add(e);
            }
        })).toList();
        for (Thread thread : opening) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
    }

    @Test
    void leavesASchemaWithOtherTablesAlone() {
        database.execute("create schema other", "create table other.orders (id int)");
        StoreException refused = assertThrows(StoreException.Permanent.class, () -> open("other"));
        assertTrue(refused.advice().contains("schema for the state alone"), refused.advice());
    }

    @Test
    void aStateOfTheFirstVersionIsMigratedWithAllThatItRemembers() {
        Flyway.configure().dataSource(database.jdbcUrl(), null, null).locations("classpath:db/postgres")
                .schemas("state")
                .table("tidemark_history").loggers("slf4j").target("1").load().migrate();
        database.execute("""
                insert into state.checkpoint values ('shop', 'push', 'orders', 'pass', 'source#1', 'sink#1', '00ff',
                    'after i1:7t3:Ada', 7, '%s')""".formatted(NOON));
        try (StateStore state = open("state")) {
            Checkpoint old = new Checkpoint(ORDERS, "pass", "source#1", "sink#1", new SchemaFingerprint("00ff"),
                    new Cursor.After(List.of(new Value.Int64(7), new Value.Text("Ada"))), 7, NOON);
            assertEquals(Optional.of(old), state.checkpoints().find(ORDERS));
            assertEquals(Optional.empty(), state.syncPoints().find(ORDERS));
            state.orphans().add(ORDERS, List.of(List.of(new Value.Int64(1))));
        }
        try (StateStore state = open("state")) {
            assertEquals(1, state.orphans().count(ORDERS));
        }
    }

    @Test
    void refusesTheStateOfANewerTidemark() {
        open("state").close();
        database.execute("update state.tidemark_history set version = '99' where version is not null");
        StoreException refused = assertThrows(StoreException.Permanent.class, () -> open("state"));
        assertTrue(refused.toString().contains("99"), refused.toString());
    }

    @Test
    void keepsRejectsWithTextThatPostgresRefuses() {
        Row row = new Row(new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT)),
                List.of(new Value.Int64(1), new Value.Text("a\0b\ud83d😀\u001a")));
        Reject reject = new Reject(new Reason(Reason.Kind.NOT_EXACT, "22021", "NUL in \0"), "id=\0", Optional.of(row));
        try (StateStore state = open("state")) {
            state.rejects().add(ORDERS, "p1", NOON, List.of(reject));
            assertEquals(reject, state.rejects().page(ORDERS, 0, 10).getFirst().reject());
        }
    }

    @Test
    void savesForARunThatIsCancelledAlsoOnAVirtualThread() throws InterruptedException {
        Queue<Object> seen = new ConcurrentLinkedQueue<>();
        try (StateStore state = open("state")) {
            Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                state.checkpoints().save(checkpoint(1));
                seen.add(Thread.interrupted());
                seen.add(state.checkpoints().find(ORDERS).orElseThrow());
            }).join();
        }
        assertEquals(List.of(true, checkpoint(1)), List.copyOf(seen));
    }

    @Test
    void goesOnAsIfNothingWereAfterTheServerClosedItsConnections() {
        try (StateStore state = open("state")) {
            state.checkpoints().save(checkpoint(1));
            database.execute("""
                    select pg_terminate_backend(pid, 5000) from pg_stat_activity
                    where application_name = 'tidemark state' and datname = current_database()""");
            assertEquals(Optional.of(checkpoint(1)), state.checkpoints().find(ORDERS));
        }
    }

    @Test
    void rule11WhatIsSavedIsDurableAlsoWhereTheRoleWouldNotWait() {
        database.execute("alter database " + database.database() + " set synchronous_commit = off");
        try (StateDatabase state = StateDatabase.open(database.jdbcUrl(), "", "", "state")) {
            SettingRows settings = state.rows(SettingRows.class);
            assertEquals("on", state.change("looking", () -> settings.setting("synchronous_commit")));
        } finally {
            database.execute("alter database " + database.database() + " reset synchronous_commit");
        }
    }

    @Test
    void isDeniedWhereTheDatabaseIsMissingAndTellsNoPassword() {
        StoreException refused = assertThrows(StoreException.Denied.class, () -> PostgresStateStore
                .open(url() + "_not", database.user(), "se-cret" + database.password(), "state"));
        assertFalse(refused.toString().contains("se-cret"), refused.toString());
    }

    @Test
    void isDeniedWhereTheRoleMayNotMakeTheSchema() {
        database.execute("create role guest login password 'guest'");
        try {
            StoreException refused = assertThrows(StoreException.Denied.class,
                    () -> PostgresStateStore.open(url(), "guest", "guest", "state"));
            assertEquals("42501", refused.code());
            assertTrue(refused.advice().contains("CREATE"), refused.advice());
        } finally {
            database.execute("drop role guest");
        }
    }

    @Test
    void isUnreachableWhereNoServerListens() {
        assertThrows(StoreException.Unreachable.class,
                () -> PostgresStateStore.open("jdbc:postgresql://127.0.0.1:1/shop", "me", "", "state"));
    }

    private StateStore open(String schema) {
        return PostgresStateStore.open(database.jdbcUrl(), "", "", schema);
    }

    private String url() {
        return "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
    }

    private static Checkpoint checkpoint(long rows) {
        return new Checkpoint(ORDERS, "pass", "source#1", "sink#1", new SchemaFingerprint("00ff"),
                new Cursor.After(List.of(new Value.Int64(rows), new Value.Text("x\0"))), rows, NOON);
    }
}
