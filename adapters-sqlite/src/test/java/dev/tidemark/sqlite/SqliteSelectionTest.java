package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Slices, first rows and orders by bytes where SQLite differs from other stores. */
final class SqliteSelectionTest {
    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    private static ReadPlan plan(String key, Map<String, Value> slice, Optional<Top> top, KeyOrder order,
            TimeEncoding times) {
        return new ReadPlan(SqliteReading.name("t"), List.of(new ReadColumn.Stored(key, ValueType.TEXT),
                new ReadColumn.Stored("s", slice.get("s") instanceof Value.Uuid ? ValueType.UUID : ValueType.TEXT,
                        times)),
                List.of(key), Optional.empty(), Optional.empty(),
                new PageLimit(1, 1 << 20), slice, top, order);
    }

    private List<String> read(ReadPlan plan, String column) throws InterruptedException {
        try (Source source = file.store().openSource()) {
            List<String> read = SqliteReading.of(source, plan).texts(column);
            assertEquals(read.size(), source.count(plan));
            return read;
        }
    }

    static Stream<Arguments> constants() {
        long micros = 1_704_067_200_000_000L;
        return Stream.of(
                Arguments.of("date", "'2024-01-01'", new Value.Date(19_723), TimeEncoding.NATURAL),
                Arguments.of("timestamp", "'2024-01-01 00:00:00'", new Value.Timestamp(micros), TimeEncoding.NATURAL),
                Arguments.of("timestamptz", "'2024-01-01 00:00:00+00:00'", new Value.TimestampTz(micros),
                        TimeEncoding.NATURAL),
                Arguments.of("integer", "1704067200", new Value.TimestampTz(micros), TimeEncoding.EPOCH_SECONDS),
                Arguments.of("integer", "1704067200000", new Value.Timestamp(micros), TimeEncoding.EPOCH_MILLIS),
                Arguments.of("boolean", "1", new Value.Bool(true), TimeEncoding.NATURAL),
                Arguments.of("numeric", "1.5", new Value.Decimal("1.50"), TimeEncoding.NATURAL),
                Arguments.of("decimal_text", "'1.50'", new Value.Decimal("1.50"), TimeEncoding.NATURAL),
                Arguments.of("real", "2.0", new Value.Int64(2), TimeEncoding.NATURAL),
                Arguments.of("text", "'0.5'", new Value.Float64(0.5), TimeEncoding.NATURAL),
                Arguments.of("uuid", "'0a1b2c3d-4e5f-6789-abcd-ef0123456789'",
                        new Value.Uuid(UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789")), TimeEncoding.NATURAL),
                Arguments.of("blob", "x'0a1b2c3d4e5f6789abcdef0123456789'",
                        new Value.Uuid(UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789")), TimeEncoding.NATURAL),
                Arguments.of("", "'7'", new Value.Text("7"), TimeEncoding.NATURAL),
                Arguments.of("text collate nocase", "'A'", new Value.Text("a"), TimeEncoding.NATURAL));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void rule3_aConstantIsLookedForInTheFormInWhichTheSinkWritesIt(String declared, String stored, Value constant,
            TimeEncoding times) throws InterruptedException {
        file.execute("create table t (id integer primary key, s " + declared + ")",
                "insert into t (s) values (" + stored + "), (null), ('other'), (8)");
        assertEquals(List.of("1"),
                read(plan("id", Map.of("s", constant), Optional.empty(), KeyOrder.OWN, times), "id"));
    }

    @Test
    void rule3_aConstantThatTheColumnCannotHoldIsInNoRow() throws InterruptedException {
        file.execute("create table t (id integer primary key, s integer)", "insert into t (s) values (7), (null)");
        assertEquals(List.of(), read(plan("id", Map.of("s", new Value.Text("07")), Optional.empty(), KeyOrder.OWN,
                TimeEncoding.NATURAL), "id"));
        assertEquals(List.of("2"), read(plan("id", Map.of("s", Value.Null.NULL), Optional.empty(), KeyOrder.OWN,
                TimeEncoding.NATURAL), "id"));
    }

    @Test
    void aSliceOfAColumnThatIsNotThereIsNoConstantText() {
        file.execute("create table t (id integer primary key, s integer)");
        ReadPlan plan = plan("id", Map.of("gone", new Value.Text("gone")), Optional.empty(), KeyOrder.OWN,
                TimeEncoding.NATURAL);
        try (Source source = file.store().openSource()) {
            assertThrows(StoreException.Permanent.class, () -> source.count(plan));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"create table t (id text primary key, s) without rowid",
            "create table t (id text, s)", "create table t (id text collate nocase primary key, s)",
            "create table t (\"rowid\" text, id text primary key, s)",
            "create table u (id text, s); create view t as select id, s from u"})
    void theFirstRowsAreThoseOfTheOrderInTablesAndViewsOfAllKinds(String ddl) throws InterruptedException {
        file.execute(ddl.split("; "));
        String into = ddl.contains("view") ? "u" : "t";
        file.execute("insert into " + into + " (id, s) values ('c', 3), ('a', 1), ('b', 3), ('D', 2), ('e', 3)");
        Top top = new Top(Optional.of("s desc"), 2);
        for (KeyOrder order : KeyOrder.values()) {
            assertEquals(List.of("b", "c"),
                    read(plan("id", Map.of(), Optional.of(top), order, TimeEncoding.NATURAL), "id"));
        }
    }

    @Test
    void equalRowsOfAViewCountAmongTheFirst() throws InterruptedException {
        file.execute("create table u (id text, s)", "create view t as select id, s from u",
                "insert into u values ('a', 1), ('a', 1), ('a', 1), ('b', 1)");
        assertEquals(List.of("a", "a"), read(plan("id", Map.of(), Optional.of(new Top(Optional.empty(), 2)),
                KeyOrder.OWN, TimeEncoding.NATURAL), "id"));
    }

    @ParameterizedTest
    @CsvSource({"nocase", "rtrim", "binary"})
    void rule12_theOrderOfTheBytesHoldsUnderAnyCollationFromPageToPage(String collation) throws InterruptedException {
        file.execute("create table t (id text collate " + collation + " primary key, s)",
                "insert into t (id) values ('b'), ('A'), ('C'), ('ab '), ('B2'), (''), ('_'), ('é'), ('z')");
        assertEquals(List.of("", "A", "B2", "C", "_", "ab ", "b", "z", "é"),
                read(plan("id", Map.of(), Optional.empty(), KeyOrder.BINARY, TimeEncoding.NATURAL), "id"));
    }

    @Test
    void theOrderOfTheBytesIsServedByTheIndexOfABinaryColumn() throws SQLException {
        file.execute("create table t (id text primary key, s)");
        ReadPlan plan = plan("id", Map.of(), Optional.empty(), KeyOrder.BINARY, TimeEncoding.NATURAL);
        try (SqliteSession session = SqliteSession.openToRead(file.config())) {
            SqliteCatalog catalog = new SqliteCatalog(session, file.file());
            SqliteRows rows = SqliteRows.of(session, catalog, catalog.find(plan.table()).orElseThrow(), plan);
            List<String> steps = session.list("EXPLAIN QUERY PLAN "
                    + SqliteSql.selectFrom(List.of("t.s"), rows.from(), rows.conditions(), rows.keyset().terms()),
                    row -> String.valueOf(row.text(3)));
            assertFalse(steps.toString().contains("B-TREE"), steps::toString);
        }
    }
}
