package dev.tidemark.sqlite;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table written in one transaction, and the programs that use the file meanwhile. */
final class SqliteTransactionTest {
    private static final TableSpec T = table("t").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");
    private static final TableSpec TREE = table("t").required("id", ValueType.INT64).column("boss", ValueType.INT64)
            .key("id");

    private static WritePlan atCommit(TableSpec table) {
        return Plans.write(table).withVisibility(Visibility.AT_COMMIT);
    }

    private static RowBatch batch(TableSpec table, Row... rows) {
        RowBatch.Builder batch = new RowBatch.Builder(table.rowType(), rows.length);
        for (Row row : rows) {
            row.values().forEach(batch::add);
            batch.endRow();
        }
        return batch.build();
    }

    private static RowBatch keys(long... ids) {
        RowBatch.Builder keys = new RowBatch.Builder(T.rowType().select(List.of("id")), ids.length);
        for (long id : ids) {
            keys.addSlot(id);
            keys.endRow();
        }
        return keys.build();
    }

    /** Far more than SQLite's cache of 2 MB holds, which would go to the file and lock it if it were let. */
    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "wal"})
    void rule14_anotherProgramReadsTheOldRowsHoweverManyAreWritten(String mode) throws Exception {
        try (SqliteFixture file = new SqliteFixture("pragma journal_mode = " + mode)) {
            file.execute("create table t (id integer primary key, v text)",
                    "insert into t values (1, 'old'), (2, 'old')");
            try (Sink sink = file.store().openSink();
                    SinkUpserter upserter = sink.open(atCommit(T));
                    Connection reader = file.connect();
                    Statement statement = reader.createStatement()) {
                statement.execute("pragma busy_timeout = 0");
                String much = "x".repeat(1_000);
                for (int page = 0; page < 8; page++) {
                    int first = page * 1_000;
                    upserter.upsert(batch(T, IntStream.range(first, first + 1_000).mapToObj(id -> T.row(id, much))
                            .toArray(Row[]::new)));
                    assertEquals(2, count(statement, "select count(*) from t where v = 'old'"));
                }
                assertEquals(new Deletion(1, List.of()), upserter.delete(keys(7)));
                assertEquals(2, count(statement, "select count(*) from t"));
                upserter.commit();
                assertEquals(7_999, count(statement, "select count(*) from t"));
            }
        }
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (var found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    @Test
    void rule16_aRowThatRefersToNoneIsNamedAndTheOthersStay() throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, boss integer references t (id))");
            try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(atCommit(TREE))) {
                // A row may come before the one that it refers to.
                assertInstanceOf(Applied.class, upserter.upsert(batch(TREE, TREE.row(1, 2), TREE.row(2, 1))));
                Refused refused = assertInstanceOf(Refused.class,
                        upserter.upsert(batch(TREE, TREE.row(3, 1), TREE.row(4, 99), TREE.row(5, null))));
                assertEquals(Reason.Kind.FOREIGN_KEY, refused.reason().kind());
                assertEquals(OptionalInt.of(1), refused.row());
                assertTrue(refused.reason().message().contains("99"), refused.reason()::message);
                assertInstanceOf(Applied.class, upserter.upsert(batch(TREE, TREE.row(3, 1), TREE.row(5, null))));
                upserter.commit();
            }
            assertEquals(List.of("1", "2", "3", "5"), file.texts("select id from t order by id"));
        }
    }

    @Test
    void rule5_aTreeGoesWhollyThoughRestrictLooksAtEachRow() throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, boss integer references t (id) on delete restrict)",
                    "insert into t values (1, null), (2, 1), (3, 2), (4, 4), (5, null)");
            try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(atCommit(TREE))) {
                assertEquals(new Deletion(4, List.of()), upserter.delete(keys(1, 2, 3, 4)));
                upserter.commit();
            }
            assertEquals(List.of("5"), file.texts("select id from t"));
        }
    }

    @Test
    void aTriggerThatRollsAllBackDoesNotLetTheRestPassForTheWhole() throws InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, v text)", "insert into t values (1, 'old')",
                    "create trigger never before insert on t when new.v = 'bad' begin select raise(rollback, 'no'); end");
            try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(atCommit(T))) {
                upserter.upsert(batch(T, T.row(2, "good")));
                assertThrows(StoreException.Permanent.class, () -> upserter.upsert(batch(T, T.row(3, "bad"))));
                assertThrows(StoreException.Permanent.class, () -> upserter.upsert(batch(T, T.row(4, "good"))));
                assertThrows(StoreException.Permanent.class, upserter::commit);
            }
            assertEquals(List.of("1"), file.texts("select id from t"));
        }
    }

    @Test
    void anotherTableOfTheSinkWaitsForItsTurn() throws Exception {
        try (SqliteFixture file = new SqliteFixture(); ExecutorService other = Executors.newSingleThreadExecutor()) {
            file.execute("create table t (id integer primary key, v text)",
                    "create table u (id integer primary key, v text)");
            try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(atCommit(T))) {
                upserter.upsert(batch(T, T.row(1, "a")));
                Future<?> waiting = other.submit(() -> {
                    try (SinkUpserter second = sink.open(atCommit(T.named("u")))) {
                        second.upsert(batch(T, T.row(7, "b")));
                        second.commit();
                    }
                    return true;
                });
                upserter.upsert(batch(T, T.row(2, "a")));
                assertEquals(List.of("0"), file.texts("select count(*) from u"));
                upserter.commit();
                waiting.get();
            }
            assertEquals(List.of("2"), file.texts("select count(*) from t"));
            assertEquals(List.of("7"), file.texts("select id from u"));
        }
    }
}
