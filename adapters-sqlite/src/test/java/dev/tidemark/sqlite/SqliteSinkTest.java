package dev.tidemark.sqlite;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Deletion;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.wire.Numbers;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only SQLite does to a row that is written: affinities, triggers, conflict clauses, keys without an index. */
final class SqliteSinkTest {
    private static final TableSpec T = table("t").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id");

    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    private UpsertOutcome write(TableSpec table, Row... rows) throws InterruptedException {
        return write(Plans.write(table), rows);
    }

    private UpsertOutcome write(WritePlan plan, Row... rows) throws InterruptedException {
        RowBatch.Builder batch = new RowBatch.Builder(plan.rows(), rows.length);
        for (Row row : rows) {
            row.values().forEach(batch::add);
            batch.endRow();
        }
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            return upserter.upsert(batch.build());
        }
    }

    private static void assertCounts(long inserted, long updated, long unchanged, UpsertOutcome outcome) {
        Applied applied = assertInstanceOf(Applied.class, outcome, outcome::toString);
        assertEquals(List.of(inserted, updated, unchanged),
                List.of(applied.inserted(), applied.updated(), applied.unchanged()));
    }

    private static void assertRefused(Reason.Kind kind, int row, UpsertOutcome outcome) {
        Refused refused = assertInstanceOf(Refused.class, outcome, outcome::toString);
        assertEquals(kind, refused.reason().kind(), refused.reason()::message);
        assertEquals(OptionalInt.of(row), refused.row());
    }

    private String stored() throws InterruptedException {
        return String.join(" ",
                file.texts("select typeof(v) || ':' || coalesce(cast(v as text), 'NULL') from t order by id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"integer | 12 | integer:12", "integer | 012 | ", "integer | 1.5 | real:1.5",
                    "integer |  12 | integer:12", "integer | abc | text:abc", "integer | 1e3 | ",
                    "integer | 9223372036854775808 | ", "numeric | 1.50 | ",
                    "real | 12 | ", "real | 1.5 | real:1.5", "text | 012 | text:012", "`` | 012 | text:012",
                    "date | 2024-01-01 | text:2024-01-01",
                    "numeric | 0x10 | text:0x10", "numeric | +5 | ", "numeric | . | text:.", "numeric | 5. | "})
    void rule7_aTextThatTheColumnWouldTurnIntoAnotherIsRefused(String declared, String text, String expected)
            throws InterruptedException {
        file.execute("create table t (id integer primary key, v " + declared + ")");
        UpsertOutcome outcome = write(T, T.row(1, text));
        if (expected == null) {
            assertRefused(Reason.Kind.WOULD_CHANGE, 0, outcome);
            assertEquals("", stored());
        } else {
            assertCounts(1, 0, 0, outcome);
            assertEquals(expected, stored());
            assertCounts(0, 0, 1, write(T, T.row(1, text)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"numeric | 12.00 | integer:12", "numeric | 0.1 | real:0.1",
                    "numeric | 0.1234567890123456789 | ", "numeric | 9223372036854775808 | ",
                    "numeric | 1e3 | integer:1000", "text | 12.00 | text:12.00",
                    "real | 9007199254740993 | ", "numeric | NaN | text:NaN", "integer | 2.5 | real:2.5"})
    void rule7_aDecimalIsKeptByValueOrRefused(String declared, String digits, String expected)
            throws InterruptedException {
        file.execute("create table t (id integer primary key, v " + declared + ")");
        TableSpec decimals = table("t").required("id", ValueType.INT64).column("v", ValueType.DECIMAL).key("id");
        UpsertOutcome outcome = write(decimals, decimals.row(1, digits));
        if (expected == null) {
            assertRefused(Reason.Kind.WOULD_CHANGE, 0, outcome);
        } else {
            assertCounts(1, 0, 0, outcome);
            assertEquals(expected, stored());
            assertCounts(0, 0, 1, write(decimals, decimals.row(1, digits)));
        }
    }

    @Test
    void rule4_noNumberIsMadeUpForARowidThatIsNull() throws InterruptedException {
        TableSpec items = table("items").column("id", ValueType.INT64).column("code", ValueType.TEXT).key("code");
        file.execute("create table items (id integer primary key, code text not null unique)");
        assertRefused(Reason.Kind.NULL_KEY, 1, write(items, items.row(1, "a"), items.row(null, "b")));
        RowBatch.Builder batch = new RowBatch.Builder(items.rowType(), 1);
        items.row(null, "b").values().forEach(batch::add);
        batch.endRow();
        try (Sink sink = file.store().openSink(); BulkLoad load = sink.load(Plans.write(items)).orElseThrow()) {
            assertEquals(Reason.Kind.NULL_KEY, load.add(batch.build()).orElseThrow().reason().kind());
        }
        assertEquals(List.of(), file.read(items));
    }

    @Test
    void rule7_aLoadNoticesATriggerThatWasMadeMeanwhile() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)");
        try (Sink sink = file.store().openSink(); BulkLoad load = sink.load(Plans.write(T)).orElseThrow()) {
            assertEquals(Optional.empty(), load.add(one(1)));
            assertEquals(Optional.empty(), load.flush());
            load.commit();
            file.execute("create trigger skip before insert on t begin select raise(ignore); end");
            assertTrue(load.add(one(2)).isPresent());
        }
        assertEquals(List.of(T.row(1, "v")), file.read(T));
    }

    private static RowBatch one(long id) {
        RowBatch.Builder row = new RowBatch.Builder(T.rowType(), 1);
        T.row(id, "v").values().forEach(row::add);
        row.endRow();
        return row.build();
    }

    @Test
    void twoTablesThatSqliteWouldTakeForOneAreRefusedBeforeARowIsWritten() {
        try (Sink sink = file.store().openSink()) {
            sink.prepare(Plans.table(T.named("Case"), Optional.empty(), SchemaPolicy.CREATE));
            StoreException refusal = assertThrows(StoreException.Permanent.class,
                    () -> sink.prepare(Plans.table(T.named("case"), Optional.empty(), SchemaPolicy.CREATE)));
            assertTrue(refusal.advice().contains("into:"), refusal::advice);
        }
    }

    @Test
    void rule7_numbersThatTheColumnWouldChangeAreRefused() throws InterruptedException {
        file.execute("create table t (id integer primary key, v real)");
        TableSpec integers = table("t").required("id", ValueType.INT64).column("v", ValueType.INT64).key("id");
        assertRefused(Reason.Kind.WOULD_CHANGE, 1,
                write(integers, integers.row(1, 5), integers.row(2, (1L << 53) + 1)));
        TableSpec reals = table("t").required("id", ValueType.INT64).column("v", ValueType.FLOAT64).key("id");
        assertRefused(Reason.Kind.WOULD_CHANGE, 0, write(reals, reals.row(1, Double.NaN)));
        assertRefused(Reason.Kind.WOULD_CHANGE, 0, write(reals, reals.row(1, -0.0)));
        assertCounts(1, 0, 0, write(reals, reals.row(1, Double.NEGATIVE_INFINITY)));
        file.execute("create table untyped (id integer primary key, v)");
        TableSpec untyped = reals.named("untyped");
        assertCounts(1, 0, 0, write(untyped, untyped.row(1, -0.0)));
        assertCounts(0, 1, 0, write(untyped, untyped.row(1, 0.0)));
    }

    @Test
    void textsOfNumbersBecomeJustTheseNumbersInColumnsOfNumbers() throws InterruptedException {
        file.execute("create table t (id integer primary key, v real)");
        // SQLite 3.40 itself takes some of these texts for the double beside the nearest.
        Random random = new Random(1);
        List<Double> numbers = Stream.concat(
                Stream.of(0.1, 1.0e+23, 5.0e-324, Double.MAX_VALUE),
                random.doubles().mapToObj(fraction -> fraction * Math.pow(10, random.nextInt(40) - 20)).limit(2_000))
                .toList();
        Row[] rows = IntStream.range(0, numbers.size())
                .mapToObj(id -> T.row(id, Numbers.text(numbers.get(id))))
                .toArray(Row[]::new);
        assertCounts(rows.length, 0, 0, write(T, rows));
        TableSpec reals = table("t").required("id", ValueType.INT64).column("v", ValueType.FLOAT64).key("id");
        List<Double> stored = file.read(reals).stream().map(row -> ((Value.Float64) row.values().get(1)).value())
                .toList();
        assertEquals(List.of(), IntStream.range(0, rows.length)
                .filter(row -> !stored.get(row).equals(numbers.get(row)))
                .mapToObj(numbers::get)
                .toList());
        assertCounts(0, 0, rows.length, write(T, rows));
        file.execute("delete from t");
        assertCounts(3, 0, 0, write(T, T.row(1, "abc"), T.row(2, "a\0b"), T.row(3, "\ufeff7 mm")));
        assertEquals(List.of("abc", "a\0b", "\ufeff7 mm"),
                file.read(T).stream().map(row -> row.values().get(1).text()).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"EPOCH_SECONDS | integer | integer:1700000000", "EPOCH_MILLIS | integer | integer:1700000000000",
                    "EPOCH_MICROS | integer | integer:1700000000000000", "JULIAN_DAY | real | real:2460263.425925",
                    "NATURAL | datetime | text:2023-11-14 22:13:20+00:00"})
    void timesAreKeptAsThePlanSays(TimeEncoding encoding, String declared, String expected)
            throws InterruptedException {
        file.execute("create table t (id integer primary key, v " + declared + ")");
        TableSpec times = table("t").required("id", ValueType.INT64).column("v", ValueType.TIMESTAMPTZ).key("id");
        WritePlan plan = new WritePlan(times.tableName(), times.rowType(), List.of("id"), WriteMode.UPSERT,
                KeyCollisions.IMPOSSIBLE,
                Map.of("v", encoding));
        Row row = times.row(1, new Value.TimestampTz(1_700_000_000_000_000L));
        assertCounts(1, 0, 0, write(plan, row));
        // Before 3.43 SQLite writes 15 digits of a double.
        String stored = stored();
        assertTrue(stored.startsWith(expected), stored);
        assertCounts(0, 0, 1, write(plan, row));
        if (encoding == TimeEncoding.EPOCH_MILLIS) {
            assertRefused(Reason.Kind.WOULD_CHANGE, 0, write(plan, times.row(1, new Value.TimestampTz(1))));
        }
    }

    @Test
    void rule7_whatSaysTheSameInAnotherFormIsLeftAsItIs() throws InterruptedException {
        file.execute("create table t (id integer primary key, at text, j text, d numeric, b text, u blob)",
                "insert into t values (1, '2024-01-01T10:00:00Z', '{ \"a\" : 1 }', '1.5', 'true', x'00000000000000000000000000000001')");
        TableSpec typed = table("t").required("id", ValueType.INT64).column("at", ValueType.TIMESTAMPTZ)
                .column("j", ValueType.JSON)
                .column("d", ValueType.DECIMAL).column("b", ValueType.BOOLEAN).column("u", ValueType.UUID).key("id");
        Value.TimestampTz at = new Value.TimestampTz(1_704_103_200_000_000L);
        assertCounts(0, 0, 1, write(typed, typed.row(1, at, "{\"a\":1}", "1.50", true, new java.util.UUID(0, 1))));
        assertEquals(List.of("2024-01-01T10:00:00Z"), file.texts("select at from t"));
        assertCounts(0, 1, 0, write(typed, typed.row(1, at, "{\"a\":2}", "1.50", true, new java.util.UUID(0, 1))));
    }

    @Test
    void oneAndOnePointZeroAndTheTextOneAreKeptApartWhereTheColumnKeepsThemApart() throws InterruptedException {
        file.execute("create table t (id integer primary key, v)", "insert into t values (1, 1)");
        assertCounts(1, 1, 0, write(T, T.row(1, "1.0"), T.row(2, "1")));
        assertEquals("text:1.0 text:1", stored());
    }

    @Test
    void rule19_rowsThatATriggerSkipsAreNamedAndTheOthersLand() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)", "insert into t values (5, 'x')",
                "create trigger skip_inserts before insert on t when new.v = 'skip' begin select raise(ignore); end",
                "create trigger skip_updates before update on t when new.v = 'skip' begin select raise(ignore); end");
        UpsertOutcome outcome = write(T, T.row(1, "a"), T.row(2, "skip"), T.row(5, "skip"), T.row(6, "b"));
        assertCounts(2, 0, 0, outcome);
        assertEquals(List.of(1, 2), assertInstanceOf(Applied.class, outcome).skipped());
        assertEquals("text:a text:x text:b", stored());
    }

    @Test
    void aTriggerThatRaisesRefusesItsRowAndNothingIsWritten() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)",
                "create trigger no before insert on t when new.v = 'bad' begin select raise(abort, 'not this one'); end");
        UpsertOutcome outcome = write(T, T.row(1, "a"), T.row(2, "bad"), T.row(3, "c"));
        assertRefused(Reason.Kind.REFUSED, 1, outcome);
        assertTrue(((Refused) outcome).reason().message().contains("not this one"));
        assertTrue(((Refused) outcome).reason().code().startsWith("SQLITE_CONSTRAINT"));
        assertEquals("", stored());
    }

    @Test
    void triggersFireForRealChangesAlone() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)", "create table log (what)",
                "insert into t values (1, 'a'), (2, 'b')",
                "create trigger i before insert on t begin insert into log values ('insert ' || new.id); end",
                "create trigger u after update on t begin insert into log values ('update ' || new.id); end");
        assertCounts(1, 1, 1, write(T, T.row(1, "a"), T.row(2, "changed"), T.row(3, "c")));
        assertEquals(List.of("insert 3", "update 2"), file.texts("select what from log order by what"));
    }

    @Test
    void aConflictClauseOfTheTableDeletesNoOtherRow() throws InterruptedException {
        file.execute("create table t (id integer primary key on conflict replace, v text unique on conflict replace)",
                "insert into t values (1, 'taken')");
        assertRefused(Reason.Kind.UNIQUE, 0, write(T, T.row(2, "taken")));
        assertEquals("text:taken", stored());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyWithoutAUniqueConstraintIsMatchedAllTheSame(boolean indexed) throws InterruptedException {
        file.execute("create table t (id integer, v text)",
                "insert into t values (1, 'a'), (2, 'b'), (2, 'c'), (null, 'd')");
        if (indexed) {
            file.execute("create index i on t (id)");
        }
        assertCounts(1, 1, 1, write(T, T.row(1, "a"), T.row(2, "c"), T.row(3, "new")));
        assertEquals(List.of("1a", "2c", "2c", "3new", "d"),
                file.texts("select coalesce(id, '') || v from t order by id is null, id, v"));
    }

    @Test
    void rule6_keysThatOnlyTheSinkFindsEqualAreRefusedAsTheSameKey() throws InterruptedException {
        file.execute("create table t (k text collate nocase primary key, v text)");
        TableSpec words = table("t").required("k", ValueType.TEXT).column("v", ValueType.TEXT).key("k");
        WritePlan plan = Plans.write(words, WriteMode.UPSERT, KeyCollisions.POSSIBLE);
        assertRefused(Reason.Kind.SAME_KEY, 2,
                write(plan, words.row("A", "1"), words.row("b", "2"), words.row("a", "3")));
        assertCounts(1, 0, 0, write(plan, words.row("A", "1")));
        assertCounts(0, 1, 0, write(plan, words.row("a", "1")));
        assertEquals(List.of("a1"), file.texts("select k || v from t"));
    }

    @Test
    void aStrictTableRefusesWhatItDoesNotTakeWithTheRow() throws InterruptedException {
        file.execute("create table t (id integer primary key, v integer) strict");
        assertRefused(Reason.Kind.REFUSED, 1, write(T, T.row(1, "12"), T.row(2, "abc")));
        assertCounts(1, 0, 0, write(T, T.row(1, "12")));
        assertEquals("integer:12", stored());
    }

    @Test
    void rule11_aTableFilledByARunThatWasCutOffIsGoneOnWith() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)");
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(Plans.write(T))) {
            assertCounts(2, 0, 0, upserter.upsert(batch(T.row(1, "a"), T.row(2, "b"))));
            file.execute("insert into t values (3, 'other program')");
            assertCounts(1, 1, 1, upserter.upsert(batch(T.row(2, "b"), T.row(3, "mine"), T.row(4, "d"))));
        }
    }

    private static RowBatch batch(Row... rows) {
        RowBatch.Builder batch = new RowBatch.Builder(T.rowType(), rows.length);
        for (Row row : rows) {
            row.values().forEach(batch::add);
            batch.endRow();
        }
        return batch.build();
    }

    @Test
    void twoTablesAreWrittenSideBySideOverOneWriter() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)",
                "create table s (id integer primary key, v text)");
        try (Sink sink = file.store().openSink()) {
            List<Thread> threads = List.of(T, T.named("s")).stream().map(spec -> Thread.ofVirtual().start(() -> {
                try (SinkUpserter upserter = sink.open(Plans.write(spec))) {
                    for (long id = 0; id < 20; id++) {
                        upserter.upsert(batch(T.row(id, "v")));
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            })).toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(List.of("20", "20"), file.texts("select count(*) from t union all select count(*) from s"));
    }

    @Test
    void aColumnWhoseValuesBreakItsDeclarationIsDescribedByItsValues() {
        file.execute("create table t (id integer primary key, n integer, at datetime, d date)",
                "insert into t values (1, 'abc', '2024-01-01T00:00:00Z', '2024-01-01'), (2, 2, null, null)");
        try (Sink sink = file.store().openSink()) {
            TableSchema schema = sink.describe(SqliteReading.name("t")).orElseThrow();
            assertEquals(List.of(ValueType.INT64, ValueType.TEXT, ValueType.TEXT, ValueType.DATE),
                    schema.columns().stream().map(Column::type).toList());
        }
    }

    @Test
    void whatWasSurveyedAndMadeIsDescribedAlikeAndKeepsEveryValue() throws InterruptedException {
        file.execute(
                "create table t (id integer primary key, n integer, at datetime, d numeric(10,2), u, e date, s nvarchar(5), f string)",
                "insert into t values (1, 'abc', '2024-01-01T00:00:00Z', 1.5, 7, '2024-01-01', 'x', 'y'), (2, 12, 'soon', 2, 'u', null, '012', 'z')");
        Sink sink = file.store().openSink();
        try (Source source = file.store().openSource(); sink) {
            TableSchema surveyed = source.survey(SqliteReading.name("t"));
            TableSchema target = new TableSchema(SqliteReading.name("made"), "sqlite", "", surveyed.relation(),
                    surveyed.columns(),
                    surveyed.key(), surveyed.keyEquality(), surveyed.uniqueKeys(), surveyed.foreignKeys());
            assertEquals(List.of(), sink.prepare(Plans.table(target, Optional.empty(), SchemaPolicy.CREATE)));
            List<ValueType> types = surveyed.columns().stream().map(Column::type).toList();
            assertEquals(types,
                    sink.describe(target.name()).orElseThrow().columns().stream().map(Column::type).toList());
            assertEquals(List.of("INTEGER", "TEXT", "TEXT", "REAL", "TEXT", "date", "nvarchar(5)", "string"),
                    sink.describe(target.name()).orElseThrow().columns().stream()
                            .map(column -> column.declaredType().equals("INTEGER") ? "INTEGER" : column.declaredType())
                            .toList());
        }
    }

    @Test
    void rule5_aRowToWhichAnotherRefersIsNotDeletedWhateverOnDeleteSays() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text, boss integer references t on delete cascade)",
                "create table child (id integer primary key, t integer references t (id) on delete cascade)",
                "insert into t values (1, 'a', null), (2, 'b', null), (3, 'c', 4), (4, 'd', null), (5, 'e', 5), (6, 'f', 7), (7, 'g', null)",
                "insert into child values (1, 2)");
        RowType keyType = new RowType(List.of("id"), List.of(ValueType.INT64));
        RowBatch.Builder keys = new RowBatch.Builder(keyType, 6);
        for (long id : List.of(1L, 2L, 4L, 3L, 5L, 7L)) {
            keys.addSlot(id);
            keys.endRow();
        }
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(Plans.write(T))) {
            assertEquals(new Deletion(4, List.of(1, 5)), upserter.delete(keys.build()));
        }
        assertEquals(List.of("2", "6", "7"), file.texts("select id from t order by id"));
        assertEquals(List.of("1"), file.texts("select id from child"));
    }

    @Test
    void defaultsAreTranslatedOrNamed() {
        TableSchema postgres = new TableSchema(SqliteReading.name("t"), "postgresql", "", TableSchema.Relation.TABLE,
                List.of(Column.of("id", ValueType.INT64, "bigint").notNull(),
                        defaulted("a", ValueType.TEXT, "'new'::character varying"),
                        defaulted("b", ValueType.TIMESTAMPTZ, "now()"), defaulted("c", ValueType.BOOLEAN, "true"),
                        defaulted("d", ValueType.DECIMAL, "(0)::numeric(6,2)"),
                        defaulted("e", ValueType.UUID, "gen_random_uuid()"),
                        defaulted("f", ValueType.INT64, "nextval('s'::regclass)"),
                        defaulted("g", ValueType.TEXT, "'it''s'::text")),
                List.of("id"), TableSchema.KeyEquality.BY_VALUE, List.of(List.of("id")), List.of());
        try (Sink sink = file.store().openSink()) {
            List<String> notes = sink.prepare(Plans.table(postgres, Optional.empty(), SchemaPolicy.CREATE));
            assertEquals(2, notes.size());
            assertTrue(notes.getFirst().contains("gen_random_uuid()") && notes.getLast().contains("nextval"),
                    notes::toString);
            assertEquals(List.of("", "'new'", "CURRENT_TIMESTAMP", "1", "0", "", "", "'it''s'"),
                    sink.describe(postgres.name()).orElseThrow()
                            .columns().stream().map(column -> column.defaultExpression().orElse("")).toList());
        }
    }

    private static Column defaulted(String name, ValueType type, String expression) {
        return new Column(name, type, "", Column.Nullability.NULLABLE, Optional.of(expression), Column.Generation.NONE);
    }

    @Test
    void rule6_theKeysOfAPassAreTrackedAndLeaveNoTable() throws InterruptedException {
        file.execute("create table t (id integer primary key, v text)");
        WritePlan plan = Plans.write(T, WriteMode.UPSERT, KeyCollisions.POSSIBLE);
        try (Sink sink = file.store().openSink(); SinkUpserter upserter = sink.open(plan)) {
            for (int page = 0; page < 10; page++) {
                Row[] rows = LongStream.range(page * 1_000L, (page + 1) * 1_000L).mapToObj(id -> T.row(id, "v"))
                        .toArray(Row[]::new);
                assertCounts(1_000, 0, 0, upserter.upsert(batch(rows)));
            }
            assertRefused(Reason.Kind.SAME_KEY, 1, upserter.upsert(batch(T.row(99_999, "v"), T.row(5_000, "again"))));
        }
        assertEquals(List.of("0"), file.texts("select count(*) from sqlite_schema where name like 'tidemark%'"));
    }
}
