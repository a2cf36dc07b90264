package dev.tidemark.sqlite.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.port.RunHistory.RunRecord;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStateStoreTest {
    private static final Scope ORDERS = new Scope("shop", "push", "orders");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

    @TempDir
    private Path folder;

    @Test
    void makesTheFileAndItsFoldersAndRemembersAfterClosing() {
        Path file = folder.resolve("a/b/state.db");
        Checkpoint checkpoint = checkpoint(7);
        try (StateStore state = SqliteStateStore.open(file)) {
            state.checkpoints().save(checkpoint);
        }
        try (StateStore state = SqliteStateStore.open(file)) {
            assertEquals(Optional.of(checkpoint), state.checkpoints().find(ORDERS));
        }
    }

    @Test
    void twoStoresShareOneFile() {
        Path file = folder.resolve("state.db");
        try (StateStore one = SqliteStateStore.open(file); StateStore two = SqliteStateStore.open(file)) {
            for (int round = 1; round <= 20; round++) {
                one.checkpoints().save(checkpoint(round));
                assertEquals(Optional.of(checkpoint(round)), two.checkpoints().find(ORDERS));
                two.runs().save(run("run" + round));
                assertEquals(round, one.runs().latest(Optional.empty(), 100).size());
            }
        }
    }

    @Test
    void storesOpenedAtTheSameTimeMigrateAnEmptyFileOnce() throws InterruptedException {
        Path file = folder.resolve("state.db");
        List<Thread> opening = LongStream.range(0, 8)
                .mapToObj(number -> Thread.ofPlatform().start(() -> {
                    try (StateStore state = SqliteStateStore.open(file)) {
                        state.checkpoints().save(checkpoint(number));
                        state.runs().save(run("run" + number));
                    }
                })).toList();
        for (Thread thread : opening) {
            thread.join();
        }
        try (StateStore state = SqliteStateStore.open(file)) {
            assertEquals(8, state.runs().latest(Optional.empty(), 100).size());
        }
    }

    @Test
    void keepsRejectsWithTextThatNoStoreKeepsAsItIs() {
        Row row = new Row(new RowType(List.of("id", "na\tme"), List.of(ValueType.INT64, ValueType.TEXT)),
                List.of(new Value.Int64(1), new Value.Text("a\0b\ud83d😀\u001a")));
        Reject reject = new Reject(new Reason(Reason.Kind.NOT_EXACT, "22021", "NUL in \0"), "id=\0", Optional.of(row));
        Reject unreadable = new Reject(Reason.of(Reason.Kind.UNREADABLE, "a damaged page"), "id 5 to 9",
                Optional.empty());
        try (StateStore state = SqliteStateStore.open(folder.resolve("state.db"))) {
            state.rejects().add(ORDERS, "p1", NOON, List.of(reject, unreadable));
            List<Stored> stored = state.rejects().page(ORDERS, 0, 10);
            assertEquals(List.of(reject, unreadable), stored.stream().map(Stored::reject).toList());
            assertEquals(NOON, stored.getFirst().at());
        }
    }

    @Test
    void removesMoreRejectsAtOnceThanAStatementHasParameters() {
        Reject reject = new Reject(Reason.of(Reason.Kind.REFUSED, "no"), "id=1", Optional.empty());
        try (StateStore state = SqliteStateStore.open(folder.resolve("state.db"))) {
            state.rejects().add(ORDERS, "p1", NOON, Collections.nCopies(40_000, reject));
            state.rejects().remove(LongStream.range(1, 40_000).boxed().toList());
            assertEquals(List.of(40_000L), state.rejects().page(ORDERS, 0, 10).stream().map(Stored::number).toList());
        }
    }

    @Test
    void savesForARunThatIsCancelledAndLeavesItCancelled() {
        try (StateStore state = SqliteStateStore.open(folder.resolve("state.db"))) {
            Thread.currentThread().interrupt();
            state.checkpoints().save(checkpoint(1));
            assertTrue(Thread.interrupted());
            assertEquals(Optional.of(checkpoint(1)), state.checkpoints().find(ORDERS));
        }
    }

    @Test
    void closesTwice() {
        StateStore state = SqliteStateStore.open(folder.resolve("state.db"));
        state.close();
        state.close();
    }

    @Test
    void commitsToTheDiskBeforeItReturns() throws SQLException {
        try (StateConnection connection = new StateConnection(folder.resolve("state.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("pragma synchronous")) {
            assertEquals(2, rows.getInt(1), "FULL, see sqlite.org/pragma.html#pragma_synchronous");
        }
    }

    @Test
    void leavesTheDatabaseOfAnotherProgramAlone() throws SQLException, IOException {
        Path file = folder.resolve("shop.db");
        sql(file, "create table orders (id integer primary key)");
        byte[] before = Files.readAllBytes(file);
        StoreException refused = assertThrows(StoreException.Permanent.class, () -> SqliteStateStore.open(file));
        assertTrue(refused.toString().contains("another program"), refused.toString());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aStateOfTheFirstVersionIsMigratedWithAllThatItRemembers() throws SQLException {
        Path file = folder.resolve("state.db");
        Flyway.configure().dataSource("jdbc:sqlite:" + file, "", "").locations("classpath:db/sqlite")
                .table("tidemark_history").loggers("slf4j").target("1").load().migrate();
        sql(file, """
                insert into checkpoint values ('shop', 'push', 'orders', 'pass', 'source#1', 'sink#1', '00ff',
                    'after i1:7t3:Ada', 7, %d)""".formatted(NOON.toEpochMilli()));
        try (StateStore state = SqliteStateStore.open(file)) {
            Checkpoint old = new Checkpoint(ORDERS, "pass", "source#1", "sink#1", new SchemaFingerprint("00ff"),
                    new Cursor.After(List.of(new Value.Int64(7), new Value.Text("Ada"))), 7, NOON);
            assertEquals(Optional.of(old), state.checkpoints().find(ORDERS));
            assertEquals(Optional.empty(), state.syncPoints().find(ORDERS));
            state.orphans().add(ORDERS, List.of(List.of(new Value.Int64(1))));
        }
        try (StateStore state = SqliteStateStore.open(file)) {
            assertEquals(1, state.orphans().count(ORDERS));
        }
    }

    @Test
    void refusesTheStateOfANewerTidemark() throws SQLException {
        Path file = folder.resolve("state.db");
        SqliteStateStore.open(file).close();
        sql(file, "update tidemark_history set version = '99'");
        StoreException refused = assertThrows(StoreException.Permanent.class, () -> SqliteStateStore.open(file));
        assertTrue(refused.toString().contains("99"), refused.toString());
    }

    @Test
    void tellsThatTheFileIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("state.db"), "no database ".repeat(1_000));
        StoreException refused = assertThrows(StoreException.Permanent.class, () -> SqliteStateStore.open(file));
        assertEquals("SQLITE_NOTADB", refused.code());
        assertTrue(refused.advice().contains("begins anew"), refused.advice());
    }

    @Test
    void isDeniedWhereAFileIsInTheWayOfItsFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("plain")).resolve("state.db");
        StoreException refused = assertInstanceOf(StoreException.Denied.class,
                assertThrows(StoreException.class, () -> SqliteStateStore.open(file)));
        assertTrue(refused.advice().contains("writable"), refused.advice());
    }

    @Test
    void isDeniedWhereAFolderHasItsName() {
        assertThrows(StoreException.Denied.class, () -> SqliteStateStore.open(folder));
    }

    private static Checkpoint checkpoint(long rows) {
        return new Checkpoint(ORDERS, "pass", "source#1", "sink#1", new SchemaFingerprint("00ff"),
                new Cursor.After(List.of(new Value.Int64(rows), new Value.Text("x\0"))), rows, NOON);
    }

    private static RunRecord run(String name) {
        return new RunRecord(name, "shop", "push", "running", NOON, Optional.empty(), "");
    }

    private static void sql(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
