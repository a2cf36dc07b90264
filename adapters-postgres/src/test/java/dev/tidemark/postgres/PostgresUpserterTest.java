package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.postgres.PostgresConfig.Access;
import dev.tidemark.postgres.PostgresConfig.Pooler;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways into a table, and what a table can do to a row on its way. 10 rows go as parameters, 1,000 by staging. */
@ExtendWith(PostgresExtension.class)
final class PostgresUpserterTest {
    private static final RowType PEOPLE = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));

    private final PostgresDatabase database;
    private PostgresFixture fixture;

    PostgresUpserterTest(PostgresDatabase database) {
        this.database = database;
        this.fixture = new PostgresFixture(database);
    }

    @BeforeEach
    void open() {
        fixture.execute("create table people (id bigint primary key, name text)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RowBatch batch(RowType type, Stream<List<Object>> rows) {
        RowBatch.Builder builder = new RowBatch.Builder(type, 16);
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                builder.add(row.get(i) instanceof Value value
                        ? value
                        : dev.tidemark.testkit.contract.TableSpec.value(type.types().get(i), row.get(i)));
            }
            builder.endRow();
        });
        return builder.build();
    }

    private static RowBatch people(long from, long to, LongFunction<String> name) {
        return batch(PEOPLE, LongStream.range(from, to).mapToObj(id -> List.of(id, name.apply(id))));
    }

    private static WritePlan plan(String table, RowType rows, WriteMode mode, KeyCollisions collisions) {
        List<String> key = mode == WriteMode.APPEND ? List.of() : List.of("id");
        return new WritePlan(new TableName(table), rows, key, mode, collisions, Map.of());
    }

    private static WritePlan upsert(String table, RowType rows) {
        return plan(table, rows, WriteMode.UPSERT, KeyCollisions.IMPOSSIBLE);
    }

    private static UpsertOutcome write(PostgresConfig config, WritePlan plan, RowBatch batch)
            throws InterruptedException {
        try (Sink sink = new PostgresStore(config).openSink(); SinkUpserter upserter = sink.open(plan)) {
            return upserter.upsert(batch);
        }
    }

    private UpsertOutcome write(WritePlan plan, RowBatch batch) throws InterruptedException {
        return write(fixture.config(), plan, batch);
    }

    private static void assertCounts(long inserted, long updated, long unchanged, UpsertOutcome outcome) {
        Applied applied = assertInstanceOf(Applied.class, outcome, outcome::toString);
        assertEquals(List.of(inserted, updated, unchanged),
                List.of(applied.inserted(), applied.updated(), applied.unchanged()));
    }

    private static Refused assertRefused(Reason.Kind kind, UpsertOutcome outcome) {
        Refused refused = assertInstanceOf(Refused.class, outcome, outcome::toString);
        assertEquals(kind, refused.reason().kind(), () -> refused.reason().message());
        return refused;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void rule10_everyRowIsCountedOnceAndEqualRowsAreLeftAlone(int size) throws InterruptedException {
        WritePlan plan = upsert("people", PEOPLE);
        try (Sink sink = fixture.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            assertCounts(size, 0, 0, upserter.upsert(people(0, size, id -> "n" + id)));
            String versions = "select md5(string_agg(ctid::text || xmin::text, ',' order by id)) from people";
            String before = fixture.ask(versions);
            assertCounts(0, 0, size, upserter.upsert(people(0, size, id -> "n" + id)));
            assertEquals(before, fixture.ask(versions), "no row version was written");
            long half = size / 2;
            assertCounts(half, 1, half - 1,
                    upserter.upsert(people(half, size + half, id -> id == half ? "changed" : "n" + id)));
        }
        assertEquals("" + (size + size / 2), fixture.ask("select count(*) from people"));
        assertEquals("changed", fixture.ask("select name from people where id = " + size / 2));
    }

    @Test
    void rule10_anotherWriterOfTheSameKeyIsNoBadRow() throws Exception {
        try (Sink sink = fixture.store().openSink();
                SinkUpserter upserter = sink.open(upsert("people", PEOPLE));
                var other = fixture.connect();
                var statement = other.createStatement()) {
            fixture.execute("insert into people values (1, 'there')");
            upserter.upsert(people(2, 3, id -> "ours"));
            other.setAutoCommit(false);
            statement.execute("insert into people values (7, 'theirs')");
            var waiting = new java.util.concurrent.FutureTask<>(() -> upserter.upsert(people(5, 10, id -> "ours")));
            Thread.ofVirtual().start(waiting);
            // It waits for the other transaction, whose key it also inserts.
            while (!fixture.ask("select exists (select from pg_locks where not granted)").equals("t")) {
                Thread.onSpinWait();
            }
            other.commit();
            assertCounts(4, 1, 0, waiting.get());
        }
        assertEquals("ours", fixture.ask("select name from people where id = 7"));
    }

    @Test
    void rule11_anEmptyTableIsCopiedStraightInAndARedoneBatchIsUnchanged() throws InterruptedException {
        WritePlan plan = upsert("people", PEOPLE);
        try (Sink sink = fixture.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            assertEquals(2, ((Applied) upserter.upsert(people(0, 1_000, id -> "n" + id))).roundTrips());
            assertCounts(0, 0, 1_000, upserter.upsert(people(0, 1_000, id -> "n" + id)));
            assertCounts(500, 0, 500, upserter.upsert(people(500, 1_500, id -> "n" + id)));
        }
        try (Sink sink = fixture.store().openSink(); SinkUpserter resumed = sink.open(plan)) {
            assertCounts(0, 0, 1_000, resumed.upsert(people(0, 1_000, id -> "n" + id)));
            assertCounts(1_000, 0, 0, resumed.upsert(people(1_500, 2_500, id -> "n" + id)));
            assertEquals(2, ((Applied) resumed.upsert(people(2_500, 3_500, id -> "n" + id))).roundTrips(),
                    "straight again");
        }
    }

    @ParameterizedTest
    @CsvSource({"10, true", "1000, true", "10, false", "1000, false"})
    void rule6_theSecondRowWithAKeyIsNamedInTheBatchAndAcrossBatches(int size, boolean empty)
            throws InterruptedException {
        fixture.execute("create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create table words (id text collate nocase primary key, v bigint)");
        if (!empty) {
            fixture.execute("insert into words values ('there', 0)");
        }
        RowType words = new RowType(List.of("id", "v"), List.of(ValueType.TEXT, ValueType.INT64));
        WritePlan plan = plan("words", words, WriteMode.UPSERT, KeyCollisions.POSSIBLE);
        try (Sink sink = fixture.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            assertEquals(TableSchema.KeyEquality.LOOSE,
                    sink.describe(new TableName("words")).orElseThrow().keyEquality());
            Refused inBatch = assertRefused(Reason.Kind.SAME_KEY, upserter.upsert(batch(words,
                    LongStream.range(0, size).mapToObj(id -> List.of(id == 7 ? "W3" : "w" + id, id)))));
            assertEquals(OptionalInt.of(7), inBatch.row());
            assertCounts(size, 0, 0,
                    upserter.upsert(batch(words, LongStream.range(0, size).mapToObj(id -> List.of("w" + id, id)))));
            Refused across = assertRefused(Reason.Kind.SAME_KEY, upserter.upsert(batch(words,
                    LongStream.range(size, 2L * size).mapToObj(id -> List.of(id == size + 4 ? "W4" : "w" + id, id)))));
            assertEquals(OptionalInt.of(4), across.row());
        }
        assertEquals("w4", fixture.ask("select id from words where id = 'w4'"), "the first landed");
    }

    @Test
    void rule6_aKeyTwiceInABatchIsNamedEvenWhereItWasNotExpected() throws InterruptedException {
        fixture.execute("insert into people values (1, 'there'), (2, 'there')");
        for (int size : List.of(10, 1_000)) {
            RowBatch twice = batch(PEOPLE,
                    LongStream.range(0, size).mapToObj(id -> List.of(id == 5 ? 1L : id + 100, size + "n" + id)));
            RowBatch both = batch(PEOPLE, Stream.of(List.<Object>of(1L, "a"), List.<Object>of(1L, "b")));
            assertCounts(size - 1, 1, 0, write(upsert("people", PEOPLE), twice));
            assertEquals(OptionalInt.of(1),
                    assertRefused(Reason.Kind.SAME_KEY, write(upsert("people", PEOPLE), both)).row());
            RowBatch bothNew = batch(PEOPLE, Stream.of(List.<Object>of(-1L, "a"), List.<Object>of(-1L, "b")));
            assertEquals(OptionalInt.of(1),
                    assertRefused(Reason.Kind.SAME_KEY, write(upsert("people", PEOPLE), bothNew)).row());
            fixture.execute("delete from people where id >= 100");
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> valuesThatWouldChange() {
        return Stream.of(change("numeric(6,2)", new Value.Decimal("1.005"), Reason.Kind.WOULD_CHANGE),
                change("numeric(6,2)", new Value.Decimal("12345"), Reason.Kind.WOULD_CHANGE),
                change("varchar(3)", new Value.Text("abcd"), Reason.Kind.WOULD_CHANGE),
                change("varchar(3)", new Value.Text("abc "), Reason.Kind.WOULD_CHANGE),
                change("char(3)", new Value.Text("abcd"), Reason.Kind.WOULD_CHANGE),
                change("char(3)", new Value.Text("a "), Reason.Kind.WOULD_CHANGE),
                change("timestamp(0)", new Value.Timestamp(1_500_000), Reason.Kind.WOULD_CHANGE),
                change("timestamptz(3)", new Value.TimestampTz(1_500), Reason.Kind.WOULD_CHANGE),
                change("time(3)", new Value.Time(1_500), Reason.Kind.WOULD_CHANGE),
                change("real", new Value.Float64(0.1), Reason.Kind.WOULD_CHANGE),
                change("smallint", new Value.Int64(40_000), Reason.Kind.NOT_EXACT),
                change("integer", new Value.Int64(1L << 31), Reason.Kind.NOT_EXACT),
                change("oid", new Value.Int64(-1), Reason.Kind.NOT_EXACT),
                change("text", new Value.Text("a\0b"), Reason.Kind.NOT_EXACT),
                change("bigint", new Value.Text("007"), Reason.Kind.NOT_EXACT),
                change("date", new Value.Timestamp(1), Reason.Kind.NOT_EXACT),
                change("jsonb", new Value.Json("\"\\u0000\""), Reason.Kind.NOT_EXACT),
                change("jsonb", new Value.Json("{"), Reason.Kind.NOT_EXACT),
                change("inet", new Value.Text("nowhere"), Reason.Kind.NOT_EXACT),
                change("interval(0)", new Value.Text("00:00:01.5"), Reason.Kind.WOULD_CHANGE),
                change("bit(3)", new Value.Text("10101"), Reason.Kind.WOULD_CHANGE),
                change("varchar(2)[]", new Value.Text("{abc}"), Reason.Kind.WOULD_CHANGE),
                change("numeric(6,1)[]", new Value.Text("{1.25}"), Reason.Kind.WOULD_CHANGE));
    }

    private static org.junit.jupiter.params.provider.Arguments change(String type, Value value, Reason.Kind kind) {
        return org.junit.jupiter.params.provider.Arguments.of(type, value, kind);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("valuesThatWouldChange")
    void rule7_aValueThatTheColumnWouldChangeIsRefusedOnEveryPath(String type, Value value, Reason.Kind kind)
            throws InterruptedException {
        fixture.execute("create table strict (id bigint primary key, v " + type + ")");
        RowType rows = new RowType(List.of("id", "v"), List.of(ValueType.INT64, type(value)));
        assertRefused(kind, write(upsert("strict", rows), batch(rows, Stream.of(List.of(1L, value)))));
        fixture.execute("insert into strict values (0, null)");
        for (int size : List.of(10, 300)) {
            RowBatch batch = batch(rows,
                    LongStream.range(1, size + 1).mapToObj(id -> List.of(id, id == 9 ? value : Value.Null.NULL)));
            Refused refused = assertRefused(kind, write(upsert("strict", rows), batch));
            assertTrue(refused.row().isEmpty() || refused.row().getAsInt() == 8, refused::toString);
        }
        assertEquals("1", fixture.ask("select count(*) from strict"));
    }

    private static ValueType type(Value value) {
        return switch (value) {
            case Value.Decimal _ -> ValueType.DECIMAL;
            case Value.Text _ -> ValueType.TEXT;
            case Value.Timestamp _ -> ValueType.TIMESTAMP;
            case Value.TimestampTz _ -> ValueType.TIMESTAMPTZ;
            case Value.Time _ -> ValueType.TIME;
            case Value.Float64 _ -> ValueType.FLOAT64;
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Json _ -> ValueType.JSON;
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void rule7_valuesThatAreEqualInOneWayAndDifferInAnotherAreUpdated(int size) throws InterruptedException {
        fixture.execute("create table odd (id bigint primary key, f float8, j json, i interval, c char(5), n numeric)",
                "insert into odd select g, 0, '{\"a\":1}', '1 mon', 'a', 1.5 from generate_series(0, " + (size - 1)
                        + ") g");
        RowType type = new RowType(List.of("id", "f", "j", "i", "c", "n"),
                List.of(ValueType.INT64, ValueType.FLOAT64, ValueType.JSON,
                        ValueType.ofNative("interval"), ValueType.TEXT, ValueType.DECIMAL));
        WritePlan plan = upsert("odd", type);
        assertCounts(0, 0, size, write(plan, batch(type, LongStream.range(0, size)
                .mapToObj(id -> List.of(id, 0.0, "{\"a\":1}", "1 mon", "a", "1.50")))));
        assertCounts(0, 3, size - 3, write(plan, batch(type, LongStream.range(0, size).mapToObj(
                id -> List.of(id, id == 1 ? -0.0 : 0.0, id == 2 ? "{\"a\": 1}" : "{\"a\":1}",
                        id == 3 ? "30 days" : "1 mon", "a", "1.5")))));
        assertEquals("-0", fixture.ask("select f::text from odd where id = 1"));
        assertEquals("{\"a\": 1}", fixture.ask("select j::text from odd where id = 2"));
        assertEquals("30 days", fixture.ask("select i::text from odd where id = 3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void rule7_anEditOfAColumnThatATriggerChangesIsWritten(int size) throws InterruptedException {
        fixture.execute("create function upper_name() returns trigger language plpgsql as "
                + "'begin new.name := upper(new.name); return new; end'",
                "create trigger upper_name before insert or update on people for each row execute function upper_name()");
        WritePlan plan = upsert("people", PEOPLE);
        assertCounts(size, 0, 0, write(plan, people(0, size, id -> "n" + id)));
        assertCounts(0, 1, 0, write(plan, people(0, 1, _ -> "edited")));
        assertEquals("EDITED", fixture.ask("select name from people where id = 0"));
        assertCounts(0, 0, 1, write(plan, people(0, 1, _ -> "EDITED")));
    }

    private dev.tidemark.domain.plan.TablePlan finishing(String table) {
        try (Sink sink = fixture.store().openSink()) {
            TableSchema schema = sink.describe(new TableName(table)).orElseThrow();
            return dev.tidemark.testkit.contract.Plans.table(schema, Optional.of(schema),
                    dev.tidemark.domain.plan.SchemaPolicy.CREATE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void rule19_rowsThatATriggerSwallowsAreNamed(int size) throws InterruptedException {
        fixture.execute("insert into people values (3, 'old'), (4, 'old')",
                "create function skip() returns trigger language plpgsql as "
                        + "'begin if new.id in (3, 5) then return null; end if; return new; end'",
                "create trigger skip before insert or update on people for each row execute function skip()");
        Applied applied = assertInstanceOf(Applied.class,
                write(upsert("people", PEOPLE), people(0, size, id -> "new")));
        assertEquals(List.of(3, 5), applied.skipped());
        assertEquals(List.of(size - 3L, 1L, 0L), List.of(applied.inserted(), applied.updated(), applied.unchanged()));
        assertEquals("old", fixture.ask("select name from people where id = 3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void computedColumnsAreLeftToTheTableAndIdentityIsOverridden(int size) throws InterruptedException {
        fixture.execute("create table made (id bigint generated always as identity primary key, name text, "
                + "twice bigint generated always as (id * 2) stored, kept text default 'kept')");
        RowType rows = new RowType(List.of("id", "name", "twice"),
                List.of(ValueType.INT64, ValueType.TEXT, ValueType.INT64));
        WritePlan plan = upsert("made", rows);
        RowBatch batch = batch(rows, LongStream.range(1, size + 1).mapToObj(id -> List.of(id, "n", -1L)));
        assertCounts(size, 0, 0, write(plan, batch));
        assertCounts(0, 0, size, write(plan, batch));
        assertCounts(size, 0, 0, write(plan,
                batch(rows, LongStream.range(size + 1, 2L * size + 1).mapToObj(id -> List.of(id, "n", -1L)))));
        assertEquals("14kept", fixture.ask("select twice || kept from made where id = 7"));
        try (Sink sink = fixture.store().openSink()) {
            assertEquals(List.of(), sink.finish(finishing("made"), size));
        }
        assertEquals("" + (2 * size + 1), fixture.ask("insert into made (name) values ('next') returning id"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void withoutTheRightToTemporaryTablesItWorksAllTheSame(int size) throws InterruptedException {
        PostgresConfig config = roleWithout("notemp", "grant select, insert, update, delete on all tables in schema "
                + fixture.schema() + " to notemp");
        database.execute("revoke temp on database " + database.database() + " from public");
        fixture.execute("insert into people values (-1, 'there')");
        try (Sink sink = new PostgresStore(config).openSink();
                SinkUpserter upserter = sink.open(upsert("people", PEOPLE))) {
            assertCounts(size, 0, 0, upserter.upsert(people(0, size, id -> "n" + id)));
            assertCounts(0, 1, size - 1, upserter.upsert(people(0, size, id -> id == 3 ? "changed" : "n" + id)));
        } finally {
            database.execute("grant temp on database " + database.database() + " to public");
            dropRole("notemp");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void behindATransactionPoolerNothingOutlivesATransaction(int size) throws InterruptedException {
        PostgresConfig pooled = fixture.config().withPooler(Pooler.YES);
        fixture.execute("insert into people values (-1, 'there')");
        try (Sink sink = new PostgresStore(pooled).openSink();
                SinkUpserter upserter = sink.open(upsert("people", PEOPLE))) {
            for (int round = 0; round < 7; round++) {
                int shift = round;
                assertCounts(round == 0 ? size : 0, round == 0 ? 0 : size, 0,
                        upserter.upsert(people(0, size, id -> "n" + id + shift)));
            }
            assertEquals("0", fixture.ask("select count(*) from pg_class where relname like 'tidemark%'"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void rule17_policiesFailAWriteUnlessTheUserSaysRls(int size) throws InterruptedException {
        PostgresConfig config = roleWithout("limited", "grant select, insert, update, delete on all tables in schema "
                + fixture.schema() + " to limited");
        fixture.execute("alter table people enable row level security",
                "create policy own on people to limited using (id < 2000) with check (id < 2000)");
        try {
            StoreException.Denied denied = assertThrows(StoreException.Denied.class,
                    () -> write(config, upsert("people", PEOPLE), people(0, size, id -> "n" + id)));
            assertTrue(denied.advice().contains("rls"), denied::advice);
            PostgresConfig rls = config.withAccess(Access.RLS);
            assertCounts(size, 0, 0, write(rls, upsert("people", PEOPLE), people(0, size, id -> "n" + id)));
            assertCounts(0, 0, size, write(rls, upsert("people", PEOPLE), people(0, size, id -> "n" + id)));
            assertRefused(Reason.Kind.REFUSED,
                    write(rls, upsert("people", PEOPLE), people(5_000, 5_000 + size, id -> "n" + id)));
        } finally {
            dropRole("limited");
        }
    }

    private PostgresConfig roleWithout(String role, String grant) {
        database.execute("drop role if exists " + role, "create role " + role + " login password 'pw'",
                "grant usage on schema " + fixture.schema() + " to " + role, grant);
        return fixture.config().withCredentials(role, Optional.of("pw"));
    }

    private void dropRole(String role) {
        database.execute("drop owned by " + role, "drop role " + role);
    }

    @Test
    void insertOnlyLeavesRowsThatAreThereAlone() throws InterruptedException {
        fixture.execute("insert into people values (1, 'old')");
        WritePlan plan = plan("people", PEOPLE, WriteMode.INSERT_ONLY, KeyCollisions.IMPOSSIBLE);
        assertCounts(9, 0, 1, write(plan, people(0, 10, id -> "new")));
        assertCounts(990, 0, 10, write(plan, people(0, 1_000, id -> "newer")));
        assertEquals("old", fixture.ask("select name from people where id = 1"));
    }

    @Test
    void rowsWithoutAKeyAreAppended() throws InterruptedException {
        fixture.execute("create table log (line text, at interval)");
        RowType rows = new RowType(List.of("line", "at"), List.of(ValueType.TEXT, ValueType.ofNative("interval")));
        WritePlan plan = plan("log", rows, WriteMode.APPEND, KeyCollisions.IMPOSSIBLE);
        for (int size : List.of(2, 300)) {
            assertCounts(size, 0, 0,
                    write(plan, batch(rows, LongStream.range(0, size).mapToObj(_ -> List.of("same", "1 day")))));
        }
        assertEquals("302", fixture.ask("select count(*) from log where at = '1 day'"));
    }

    @Test
    void aDeferredConstraintThatFailsAtTheEndRefusesTheBatch() throws InterruptedException {
        fixture.execute(
                "create table child (id bigint primary key, parent bigint references people deferrable initially deferred)");
        RowType rows = new RowType(List.of("id", "parent"), List.of(ValueType.INT64, ValueType.INT64));
        for (int size : List.of(10, 300)) {
            assertRefused(Reason.Kind.FOREIGN_KEY, write(upsert("child", rows),
                    batch(rows, LongStream.range(0, size).mapToObj(id -> List.of(id, 77L)))));
        }
        assertEquals("0", fixture.ask("select count(*) from child"));
    }

    @Test
    void aBatchOverManyPartitionsIsCountedLikeAnyOther() throws InterruptedException {
        fixture.execute("create table parts (id bigint primary key, name text) partition by hash (id)",
                "create table parts_0 partition of parts for values with (modulus 2, remainder 0)",
                "create table parts_1 partition of parts for values with (modulus 2, remainder 1)");
        WritePlan plan = upsert("parts", PEOPLE);
        assertCounts(1_000, 0, 0, write(plan, people(0, 1_000, id -> "n" + id)));
        assertCounts(1_000, 1, 999, write(plan, people(0, 2_000, id -> id == 5 ? "changed" : "n" + id)));
    }

    @Test
    void everyColumnTypeThatHasAnotherNameForTheSameValueIsConverted() throws InterruptedException {
        fixture.execute(
                "create table mixed (id numeric primary key, b boolean, f real, t text, d date, u uuid, x bytea, k smallint, m money)");
        List<String> names = List.of("id", "b", "f", "t", "d", "u", "x", "k", "m");
        List<Value> values = List.of(new Value.Int64(7), new Value.Int64(1), new Value.Int64(3), new Value.Int64(42),
                new Value.Text("2024-02-29"), new Value.Text("0A1B2C3D-4E5F-6789-ABCD-EF0123456789"),
                new Value.Text("é"),
                new Value.Bool(true), new Value.Text("1.50"));
        RowType rows = new RowType(names, values.stream().map(value -> switch (value) {
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Bool _ -> ValueType.BOOLEAN;
            default -> ValueType.TEXT;
        }).toList());
        RowBatch batch = batch(rows, Stream.of(new ArrayList<>(values)));
        assertCounts(1, 0, 0, write(upsert("mixed", rows), batch));
        assertCounts(0, 0, 1, write(upsert("mixed", rows), batch));
        assertEquals("(7,t,3,42,2024-02-29,0a1b2c3d-4e5f-6789-abcd-ef0123456789,\"\\\\xc3a9\",1,$1.50)",
                fixture.ask("select mixed::text from mixed"));
    }

    @Test
    void namesThatAreNoWordsAreQuotedEverywhere() throws InterruptedException {
        fixture.execute(
                "create table \"se\"\"lect ?\" (\"id\" bigint primary key, \"order by ?\" text, \"größe.\" interval)");
        RowType rows = new RowType(List.of("id", "order by ?", "größe."),
                List.of(ValueType.INT64, ValueType.TEXT, ValueType.ofNative("interval")));
        for (int size : List.of(10, 300)) {
            RowBatch batch = batch(rows, LongStream.range(0, size).mapToObj(id -> List.of(id, "v" + id, "1 day")));
            write(upsert("se\"lect ?", rows), batch);
            assertCounts(0, 0, size, write(upsert("se\"lect ?", rows), batch));
        }
    }

    private static List<Row> rows(RowBatch batch) {
        return LongStream.range(0, batch.size()).mapToObj(row -> batch.row((int) row)).toList();
    }

    @Test
    void aColumnThatTheTableLacksIsPermanent() {
        RowType rows = new RowType(List.of("id", "colour"), List.of(ValueType.INT64, ValueType.TEXT));
        assertThrows(StoreException.Permanent.class, () -> write(upsert("people", rows), people(0, 1, id -> "")));
        assertEquals(Column.Nullability.NULLABLE, Column.of("colour", ValueType.TEXT, "").nullability());
    }
}
