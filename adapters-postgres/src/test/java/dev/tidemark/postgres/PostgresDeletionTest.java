package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.TableSpec;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deleting leaves alone, and what a transaction over many batches shows to others. */
@ExtendWith(PostgresExtension.class)
final class PostgresDeletionTest {
    private static final RowType PEOPLE = new RowType(List.of("id", "name"), List.of(ValueType.INT64, ValueType.TEXT));
    private static final String IDS = "select string_agg(id::text, ',' order by id) from people";

    private final PostgresFixture fixture;

    PostgresDeletionTest(PostgresDatabase database) {
        this.fixture = new PostgresFixture(database);
    }

    @BeforeEach
    void open() {
        fixture.execute("create table people (id bigint primary key, name text)",
                "insert into people select g, 'n' || g from generate_series(1, 7) g");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static RowBatch batch(RowType type, Stream<List<Object>> rows) {
        RowBatch.Builder builder = new RowBatch.Builder(type, 16);
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                builder.add(
                        row.get(i) instanceof Value value ? value : TableSpec.value(type.types().get(i), row.get(i)));
            }
            builder.endRow();
        });
        return builder.build();
    }

    private static RowBatch people(long... ids) {
        return batch(PEOPLE, Arrays.stream(ids).mapToObj(id -> List.of(id, "new" + id)));
    }

    private static RowBatch keys(long... ids) {
        return batch(PEOPLE.select(List.of("id")), Arrays.stream(ids).mapToObj(List::<Object>of));
    }

    private static WritePlan plan(Visibility visibility) {
        return plan("people", PEOPLE, WriteMode.UPSERT).withVisibility(visibility);
    }

    private static WritePlan plan(String table, RowType rows, WriteMode mode) {
        return new WritePlan(new TableName(table), rows, mode == WriteMode.APPEND ? List.of() : List.of("id"), mode,
                KeyCollisions.IMPOSSIBLE, Map.of());
    }

    private Deletion delete(WritePlan plan, RowBatch keys) throws InterruptedException {
        try (Sink sink = fixture.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            return upserter.delete(keys);
        }
    }

    @Test
    void rule5_aRowToWhichARowRefersThatStaysIsNotDeletedWhateverItsOnDeleteSays() throws InterruptedException {
        fixture.execute("alter table people add boss bigint references people on delete cascade",
                "update people set boss = 1 where id = 2", "update people set boss = 2 where id = 5",
                "update people set boss = 7 where id in (6, 7)", "update people set boss = 3 where id = 4",
                "create table visits (id int primary key, person bigint references people on delete cascade)",
                "insert into visits values (1, 5)");
        assertEquals(new Deletion(2, List.of(0, 2, 3, 4)),
                delete(plan(Visibility.EACH_BATCH), keys(1, 99, 2, 3, 5, 6, 7)));
        assertEquals("1,2,3,4,5", fixture.ask(IDS));
        assertEquals("1", fixture.ask("select count(*) from visits"), "nothing cascaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"restrict", "no action", "cascade", "set null"})
    void rule5_treesAndRingsOfRowsGoWholly(String onDelete) throws InterruptedException {
        fixture.execute("alter table people add boss bigint references people on delete " + onDelete,
                "update people set boss = id + 1 where id < 3", "update people set boss = 1 where id = 3",
                "update people set boss = 4 where id in (5, 6)");
        assertEquals(new Deletion(6, List.of()), delete(plan(Visibility.EACH_BATCH), keys(1, 2, 3, 4, 5, 6)));
        assertEquals("7", fixture.ask(IDS));
    }

    @Test
    void rule5_aReferenceThatIsBeingMadeAtTheSameTimeCounts() throws Exception {
        fixture.execute("create table visits (id int primary key, person bigint references people on delete cascade)");
        try (var visitor = fixture.connect();
                Sink sink = fixture.store().openSink();
                SinkUpserter upserter = sink.open(plan(Visibility.EACH_BATCH))) {
            visitor.setAutoCommit(false);
            visitor.createStatement().execute("insert into visits values (1, 5)");
            CompletableFuture<Deletion> deletion = CompletableFuture.supplyAsync(() -> {
                try {
                    return upserter.delete(keys(4, 5));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            while (!fixture.ask("select exists (select from pg_locks l join pg_stat_activity a using (pid)"
                    + " where not l.granted and a.application_name = 'tidemark')").equals("t")) {
                Thread.onSpinWait();
            }
            visitor.commit();
            assertEquals(new Deletion(1, List.of(1)), deletion.get());
        }
        assertEquals("1", fixture.ask("select count(*) from visits"));
    }

    @Test
    void rule5_aTableOfAnotherSchemaAndOfNoProfileKeepsTheRowsToWhichItRefers() throws InterruptedException {
        String other = fixture.schema() + "_other";
        fixture.execute("create schema " + other,
                "create table " + other + ".payments (person bigint references " + fixture.schema() + ".people)",
                "insert into " + other + ".payments values (3), (null)");
        try {
            assertEquals(new Deletion(1, List.of(1)), delete(plan(Visibility.EACH_BATCH), keys(2, 3)));
        } finally {
            fixture.execute("drop schema " + other + " cascade");
        }
    }

    @Test
    void ofEqualRowsAsManyAreDeletedAsAreInTheBatch() throws InterruptedException {
        RowType rows = new RowType(List.of("n", "f", "t", "j", "c"), List.of(ValueType.DECIMAL, ValueType.FLOAT64,
                ValueType.TEXT, ValueType.JSON, ValueType.TEXT));
        fixture.execute("create table log (n numeric, f double precision, t text, j json, c char(3), id int"
                + " generated always as identity)",
                "insert into log (n, f, t, j, c) select 1.50, 0, null, '{\"a\": 1}', 'x' from generate_series(1, 3)",
                "insert into log (n, f, t, j, c) values (1.50, '-0', null, '{\"a\": 1}', 'x'),"
                        + " (1.50, 0, '', '{\"a\": 1}', 'x'), (null, 'NaN', 'a,b', null, null)");
        List<Object> row = List.of(new Value.Decimal("1.50"), new Value.Float64(0), Value.Null.NULL,
                new Value.Json("{\"a\": 1}"), new Value.Text("x  "));
        List<Object> nan = List.of(Value.Null.NULL, new Value.Float64(Double.NaN), new Value.Text("a,b"),
                Value.Null.NULL, Value.Null.NULL);
        assertEquals(new Deletion(3, List.of()),
                delete(plan("log", rows, WriteMode.APPEND), batch(rows, Stream.of(row, nan, row))));
        assertEquals("3", fixture.ask("select count(*) from log"));
        assertEquals("1", fixture.ask("select count(*) from log where t is null and f::text = '0'"));
    }

    @Test
    void aKeyThatTheColumnCannotHoldNamesNoRow() throws InterruptedException {
        fixture.execute("create table codes (id varchar(3) primary key)", "insert into codes values ('abc')");
        RowType rows = new RowType(List.of("id"), List.of(ValueType.TEXT));
        assertEquals(new Deletion(0, List.of()),
                delete(plan("codes", rows, WriteMode.UPSERT), batch(rows, Stream.of(List.of("abcdef")))));
        assertEquals("abc", fixture.ask("select id from codes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO", "YES"})
    void rule14_othersSeeTheOldRowsUntilTheCommit(String pooler) throws InterruptedException {
        PostgresConfig config = fixture.config().withPooler(PostgresConfig.Pooler.valueOf(pooler));
        long[] many = LongStream.range(1_000, 2_000).toArray();
        try (Sink sink = new PostgresStore(config).openSink();
                SinkUpserter upserter = sink.open(plan(Visibility.AT_COMMIT))) {
            assertInstanceOf(Applied.class, upserter.upsert(people(1, 8)));
            assertInstanceOf(Applied.class, upserter.upsert(people(many)));
            assertEquals(0, assertInstanceOf(Applied.class, upserter.upsert(people(many))).inserted());
            assertEquals(new Deletion(2, List.of()), upserter.delete(keys(2, 3)));
            assertEquals("1,2,3,4,5,6,7", fixture.ask(IDS));
            assertEquals("n1", fixture.ask("select name from people where id = 1"));
            assertEquals("0", fixture.ask("select count(*) from pg_locks l where relation = '" + fixture.schema()
                    + ".people'::regclass and mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')"));
            upserter.commit();
            assertEquals("1006", fixture.ask("select count(*) from people"));
            assertEquals("new1", fixture.ask("select name from people where id = 1"));
            assertInstanceOf(Applied.class, upserter.upsert(people(LongStream.range(3_000, 4_000).toArray())));
            upserter.delete(keys(1));
        }
        assertEquals("1006", fixture.ask("select count(*) from people"), "what was not committed has not happened");
    }

    @Test
    void rule14_aRefusedBatchLeavesTheOthersOfTheTransaction() throws InterruptedException {
        fixture.execute("alter table people add check (name <> 'new99')",
                "alter table people add boss bigint references people deferrable initially deferred");
        RowType bossed = new RowType(List.of("id", "boss"), List.of(ValueType.INT64, ValueType.INT64));
        try (Sink sink = fixture.store().openSink();
                SinkUpserter upserter = sink.open(plan(Visibility.AT_COMMIT));
                SinkUpserter other = sink.open(plan("people", bossed, WriteMode.UPSERT)
                        .withVisibility(Visibility.AT_COMMIT))) {
            upserter.upsert(people(8));
            assertEquals(Reason.Kind.CONSTRAINT,
                    assertInstanceOf(Refused.class, upserter.upsert(people(98, 99))).reason().kind());
            upserter.upsert(people(10));
            upserter.commit();
            other.upsert(batch(bossed, Stream.of(List.of(11L, 12L), List.of(12L, 11L))));
            assertEquals(Reason.Kind.FOREIGN_KEY, assertInstanceOf(Refused.class,
                    other.upsert(batch(bossed, Stream.of(List.of(13L, 77L))))).reason().kind());
            other.commit();
        }
        assertEquals("1,2,3,4,5,6,7,8,10,11,12", fixture.ask(IDS));
    }
}
