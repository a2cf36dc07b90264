package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.KeyEquality;
import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only SQLite can hold: any value in any column, keys of every kind, views, generated columns, odd bytes. */
final class SqliteSourceTest {
    private final SqliteFixture file = new SqliteFixture();

    @AfterEach
    void close() {
        file.close();
    }

    private Source source() {
        return new SqliteStore(file.config()).openSource();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"12 | 12", "'12' | 12", "'12.0' | 12", "'1.2e1' | 12",
            "'-7' | -7", "3.0 | 3", "3.7 | not-exact FLOAT64", "'abc' | not-exact TEXT", "'' | not-exact TEXT",
            "' 12' | not-exact TEXT", "9223372036854775807 | 9223372036854775807",
            "'9223372036854775807' | 9223372036854775807",
            "'9223372036854775808' | not-exact TEXT", "-9223372036854775808 | -9223372036854775808",
            "9223372036854775808 | not-exact FLOAT64", "-0.0 | not-exact FLOAT64", "9e999 | not-exact FLOAT64",
            "x'3132' | not-exact BYTES", "'1e999999999' | not-exact TEXT", "null | NULL"})
    void rule7_anIntegerIsExactOrARejectWithWhatTheCellHolds(String literal, String expected)
            throws InterruptedException {
        assertColumn(literal, ValueType.INT64, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1.5 | 1.5", "9007199254740993 | not-exact INT64",
            "9007199254740992 | 9.007199254740992E15", "9223372036854775807 | not-exact INT64", "'0.1' | 0.1",
            "'0.1000000000000000055511151231257827021181583404541015625' | 0.1",
            "'0.10000000000000001' | not-exact TEXT",
            "'abc' | not-exact TEXT", "-9e999 | -Infinity", "-0.0 | -0.0", "3 | 3.0"})
    void rule7_aDoubleIsExactOrAReject(String literal, String expected) throws InterruptedException {
        assertColumn(literal, ValueType.FLOAT64, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"12 | 12", "0.1 | 0.1", "3.0 | 3.0", "1e20 | 1.0e+20",
            "1.0/3 | 0.3333333333333333", "123456789012345680.0 | 1.2345678901234568e+17", "'a' | a",
            "x'61' | not-exact BYTES",
            "cast(x'ff' as text) | not-exact BYTES", "cast(x'eda080' as text) | not-exact BYTES",
            "-0.00001 | -1.0e-05"})
    void rule7_numbersBecomeTextAsSqlitePrintsThemAndBytesDoNot(String literal, String expected)
            throws InterruptedException {
        assertColumn(literal, ValueType.TEXT, expected);
    }

    @ParameterizedTest
    @CsvSource({"c3, a9", "e282, ac", "e2, 82ac", "c3a9, 80", "61, a9", "f09f98, 80"})
    void rule7_aCharacterThatIsSplitBetweenTwoTextsIsInNeither(String left, String right) throws InterruptedException {
        file.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT)",
                "INSERT INTO t VALUES (1, 'x', 'é', '€'), (2, cast(x'" + left + "' as text), cast(x'" + right
                        + "' as text), 'x'), (3, 'é', '', 'y')");
        try (Source source = source()) {
            SqliteReading read = SqliteReading.of(source, SqliteReading.plan("t",
                    List.of(new ReadColumn.Stored("id", ValueType.INT64), new ReadColumn.Stored("a", ValueType.TEXT),
                            new ReadColumn.Stored("b", ValueType.TEXT), new ReadColumn.Stored("c", ValueType.TEXT)),
                    List.of("id"), 2));
            assertEquals(List.of("1", "3"), read.texts("id"));
            assertEquals(List.of("é", ""), read.texts("b"));
            assertEquals("id=2", read.rejects().getFirst().key());
            String blamed = left.equals("c3a9") || left.equals("61") ? "b" : "a";
            assertTrue(read.rejects().getFirst().reason().message().startsWith("column " + blamed + " holds"),
                    read.rejects().toString());
        }
    }

    @Test
    void everyPageEndsAtItsLastRowWhetherItIsExactOrNot() throws InterruptedException {
        file.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n ANY)",
                "INSERT INTO t VALUES (-5, 1), (1, 'x'), (2, 3), (3, 4), (4, 'x'), (5, 'x'), (9, 5)");
        List<ReadColumn> columns = List.of(new ReadColumn.Stored("n", ValueType.INT64),
                new ReadColumn.Stored("id", ValueType.INT64));
        for (int rows = 1; rows < 8; rows++) {
            List<Long> ends = new java.util.ArrayList<>();
            long read = 0;
            try (Source source = source();
                    SourcePager pager = source.open(SqliteReading.plan("t", columns, List.of("id"), rows),
                            new Cursor.Start())) {
                for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                    read += page.get().rows().size() + page.get().rejects().size();
                    ends.add(((Value.Int64) ((Cursor.After) page.get().end()).keyset().getFirst()).value());
                }
            }
            assertEquals(7, read);
            long[] ids = {-5, 1, 2, 3, 4, 5, 9};
            int size = rows;
            assertEquals(IntStream.iterate(size, end -> end < 7 + size, end -> end + size)
                    .mapToObj(end -> ids[Math.min(end, 7) - 1]).toList(), ends);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"0 | false", "1 | true", "2 | not-exact INT64", "'t' | true",
                    "'FALSE' | false", "'yes' | not-exact TEXT", "1.0 | true", "0.5 | not-exact FLOAT64"})
    void rule7_aTruthIsZeroOrOneOrItsWord(String literal, String expected) throws InterruptedException {
        assertColumn(literal, ValueType.BOOLEAN, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"'1.50' | 1.50", "12 | 12", "0.1 | 0.1",
            "1e20 | 100000000000000000000",
            "'+007.0' | 7.0", "'1e3' | 1000", "'12,5' | not-exact TEXT", "-0.0 | not-exact FLOAT64", "'NaN' | NaN",
            "'123456789012345678901234567890.12345' | 123456789012345678901234567890.12345", "x'31' | not-exact BYTES",
            "'1e999999999' | not-exact TEXT"})
    void rule7_aDecimalKeepsEveryDigit(String literal, String expected) throws InterruptedException {
        assertColumn(literal, ValueType.DECIMAL, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            value = {"'{\"a\": [1, 2]}' | {\"a\": [1, 2]}", "'{a:1}' | not-exact TEXT",
                    "'' | not-exact TEXT", "12 | 12", "x'7b7d' | not-exact BYTES", "'[1,]' | not-exact TEXT",
                    "'01' | not-exact TEXT"})
    void rule7_jsonIsJsonOrAReject(String literal, String expected) throws InterruptedException {
        assertColumn(literal, ValueType.JSON, expected);
    }

    @ParameterizedTest
    @CsvSource({"x'0a1b2c3d4e5f6789abcdef0123456789', 0a1b2c3d-4e5f-6789-abcd-ef0123456789",
            "'0A1B2C3D-4E5F-6789-ABCD-EF0123456789', 0a1b2c3d-4e5f-6789-abcd-ef0123456789",
            "'0a1b2c3d', not-exact TEXT",
            "x'00', not-exact BYTES", "12, not-exact INT64"})
    void rule7_aUuidIsItsTextOrItsBytes(String literal, String expected) throws InterruptedException {
        assertColumn(literal.startsWith("0A") || literal.startsWith("0a") ? "'" + literal + "'" : literal,
                ValueType.UUID, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1700000000 | NATURAL | not-exact INT64",
            "1700000000 | EPOCH_SECONDS | 2023-11-14 22:13:20+00:00",
            "1700000000.5 | EPOCH_SECONDS | 2023-11-14 22:13:20.5+00:00",
            "'1700000000' | EPOCH_SECONDS | 2023-11-14 22:13:20+00:00",
            "1700000000123 | EPOCH_MILLIS | 2023-11-14 22:13:20.123+00:00",
            "1700000000123456 | EPOCH_MICROS | 2023-11-14 22:13:20.123456+00:00",
            "julianday('2024-02-29 12:34:56.789') | JULIAN_DAY | 2024-02-29 12:34:56.789+00:00",
            "julianday('1969-07-20 20:17:40') | JULIAN_DAY | 1969-07-20 20:17:40+00:00",
            "'2024-02-29T12:00:00+02:00' | EPOCH_SECONDS | 2024-02-29 10:00:00+00:00",
            "9e999 | EPOCH_SECONDS | not-exact FLOAT64",
            "9223372036854775807 | EPOCH_SECONDS | not-exact INT64", "'soon' | JULIAN_DAY | not-exact TEXT"})
    void numbersAreTimesOnlyWhereThePlanSaysSo(String literal, TimeEncoding encoding, String expected)
            throws InterruptedException {
        file.execute("create table t (v)", "insert into t values (" + literal + ")");
        assertEquals(List.of(expected), SqliteReading.column(file, ValueType.TIMESTAMPTZ, encoding));
    }

    private void assertColumn(String literal, ValueType type, String expected) throws InterruptedException {
        file.execute("create table t (v)", "insert into t values (" + literal + ")");
        assertEquals(List.of(expected), SqliteReading.column(file, type, TimeEncoding.NATURAL));
    }

    @Test
    void aNulInATextIsCarried() throws InterruptedException {
        assertColumn("cast(x'610062' as text)", ValueType.TEXT, "a\u0000b");
    }

    @Test
    void aRejectHoldsTheWholeRowAndSaysWhichColumnAndWhatIsInIt() throws InterruptedException {
        file.execute("create table t (id integer primary key, a integer, b text)",
                "insert into t values (7, 'abc', 'kept')");
        try (Source source = source()) {
            ReadPlan plan = SqliteReading.plan("t", List.of(new ReadColumn.Stored("b", ValueType.TEXT),
                    new ReadColumn.Stored("a", ValueType.INT64), new ReadColumn.Stored("id", ValueType.INT64)),
                    List.of("id"), 5);
            SqliteReading reading = SqliteReading.of(source, plan);
            assertEquals(List.of(), reading.rows());
            Row row = reading.rejects().getFirst().row().orElseThrow();
            assertEquals("b=kept, a=abc, id=7", row.describe());
            assertEquals(List.of(ValueType.TEXT, ValueType.TEXT, ValueType.INT64), row.type().types());
            assertEquals("id=7", reading.rejects().getFirst().key());
            String message = reading.rejects().getFirst().reason().message();
            assertTrue(message.contains("column a") && message.contains("'abc'") && message.contains("INT64"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pragma encoding = 'UTF-8'", "pragma encoding = 'UTF-16le'", "pragma encoding = 'UTF-16be'"})
    void rule9_textsAndTextKeysComeWholeInEveryEncoding(String pragma) throws InterruptedException {
        try (SqliteFixture encoded = new SqliteFixture(pragma)) {
            List<String> texts = List.of("", "a", "A", "é", "ß", "日本語", "\uD83D\uDE00", "\uFFFD", "\uFB00");
            encoded.execute("create table t (k text primary key, v)", "insert into t values "
                    + texts.stream().map(text -> "('" + text + "', 'v" + text + "')")
                            .collect(Collectors.joining(", ")));
            try (Source source = new SqliteStore(encoded.config()).openSource()) {
                for (int size : List.of(1, 4, 100)) {
                    SqliteReading reading = SqliteReading.of(source, SqliteReading.surveyed(source, "t", size));
                    assertEquals(texts.stream().sorted().toList(), reading.texts("k").stream().sorted().toList());
                    assertTrue(reading.rows().stream()
                            .allMatch(row -> row.get("v").text().equals("v" + row.get("k").text())));
                }
            }
        }
    }

    @Test
    void rule4_nullsInADeclaredKeyAndValuesOfEveryClassAreAllReadAtPageSizeOne() throws InterruptedException {
        file.execute("create table t (a, b, v, primary key (a, b))",
                "insert into t values (null, null, 1), (null, null, 2), (null, 1, 3), (1, null, 4), (1, null, 5), ('1', 1, 6),"
                        + " (1, 1, 7), (1.5, 1, 8), (x'31', 1, 9), ('', 1, 10), (1, x'', 11), (cast(x'ff' as text), 1, 12),"
                        + " (null, 'x', 13), (-1, null, 14), (cast(x'610062' as text), 2, 15), ('a', 2, 16)");
        try (Source source = source()) {
            for (int size : List.of(1, 2, 3, 100)) {
                ReadPlan plan = SqliteReading.plan("t", List.of(new ReadColumn.Stored("v", ValueType.INT64)),
                        List.of("a", "b"), size);
                assertEquals(IntStream.rangeClosed(1, 16).boxed().collect(Collectors.toSet()),
                        SqliteReading.of(source, plan)
                                .texts("v").stream().map(Integer::valueOf).collect(Collectors.toSet()));
                assertEquals(16, SqliteReading.of(source, plan).rows().size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a text collate nocase, b integer, v integer, primary key (a, b)) without rowid",
            "a text collate nocase, b integer, v integer, primary key (a, b)",
            "rowid text, oid text, _rowid_ text, a, b, v)",
            "a text primary key collate rtrim, b, v", "rowid integer, a text, b, v, unique (a)"})
    void everyShapeOfKeyIsPagedWhole(String columns) throws InterruptedException {
        file.execute("create table t (" + columns
                + (columns.contains(") without") || columns.endsWith(")") && columns.contains("oid") ? "" : ")"));
        file.execute(
                "insert into t (a, b, v) values ('a', 1, 1), ('B', 2, 2), ('c', 1, 3), ('d ', 2, 4), ('', 3, 5), ('E', 1, 6)");
        try (Source source = source()) {
            List<String> key = source.describe(SqliteReading.name("t")).key();
            for (List<String> keyset : List.of(key, List.of("b"), List.<String>of())) {
                for (int size : List.of(1, 2, 100)) {
                    ReadPlan plan = SqliteReading.plan("t", List.of(new ReadColumn.Stored("v", ValueType.INT64)),
                            keyset, size);
                    assertEquals(List.of("1", "2", "3", "4", "5", "6"),
                            SqliteReading.of(source, plan).texts("v").stream().sorted().toList());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pragma journal_mode = delete", "pragma journal_mode = wal"})
    void aViewIsReadWholeEvenIfItsRowsAreAlike(String pragma) throws InterruptedException {
        try (SqliteFixture made = new SqliteFixture(pragma)) {
            made.execute("create table t (a, b)",
                    "insert into t values (1, 'x'), (1, 'x'), (1, 'x'), (2, null), (2, null),"
                            + " (null, 'y'), (1, 'X'), (3, x'00')",
                    "create view w as select b, a, a * 2 as c from t");
            try (Source source = new SqliteStore(made.config()).openSource()) {
                assertEquals(List.of(SqliteReading.name("t")), source.tables());
                TableSchema schema = source.describe(SqliteReading.name("w"));
                assertEquals(TableSchema.Relation.VIEW, schema.relation());
                assertEquals(List.of(), schema.key());
                for (List<String> keyset : List.of(List.<String>of(), List.of("a"))) {
                    for (int size : List.of(1, 2, 100)) {
                        ReadPlan plan = SqliteReading.plan("w", List.of(new ReadColumn.Stored("a", ValueType.INT64),
                                new ReadColumn.Stored("c", ValueType.INT64)), keyset, size);
                        SqliteReading reading = SqliteReading.of(source, plan);
                        assertEquals(List.of("NULL", "1", "1", "1", "1", "2", "2", "3").stream().sorted().toList(),
                                reading.texts("a").stream().sorted().toList());
                    }
                }
            }
        }
    }

    @Test
    void onlyOrdinaryTablesAreListed() {
        file.execute("create table \"select\" (a)", "create table _x (a)", "create virtual table docs using fts5(body)",
                "create virtual table boxes using rtree(id, x0, x1)", "create view v as select 1",
                "create table z (id integer primary key autoincrement)");
        try (Source source = source()) {
            assertEquals(List.of("_x", "select", "z"), source.tables().stream().map(Object::toString).toList());
        }
    }

    @Test
    void theDeclarationIsDescribedWholly() {
        file.execute("create table parent (id integer primary key, code text unique)",
                "create table t (id integer primary key autoincrement, p int references parent, c text references PARENT(CODE) on delete cascade,"
                        + " n varchar(20) not null default 'x', d default (1 + 2), g integer generated always as (p * 2) stored,"
                        + " w text as (n || 'w') virtual)",
                "create unique index u on t (n)", "create unique index partial on t (c) where c is not null",
                "create unique index expression on t (lower(n))",
                "create table loose (k text collate nocase primary key, v)",
                "create table strict (a integer primary key, b any, c text not null unique) strict");
        try (Source source = source()) {
            TableSchema t = source.describe(SqliteReading.name("t"));
            assertEquals(List.of("id", "p", "c", "n", "d", "g", "w"), t.columns().stream().map(Column::name).toList());
            assertEquals(List.of("IDENTITY_BY_DEFAULT", "NONE", "NONE", "NONE", "NONE", "COMPUTED", "COMPUTED"),
                    t.columns().stream().map(column -> column.generation().name()).toList());
            assertEquals("varchar(20)", t.columns().get(3).declaredType().toLowerCase(java.util.Locale.ROOT));
            assertEquals("'x'", t.columns().get(3).defaultExpression().orElseThrow());
            assertEquals(List.of(List.of("id"), List.of("n")), t.uniqueKeys());
            assertEquals(List.of(new ForeignKey(List.of("p"), SqliteReading.name("parent"), List.of("id"), "NO ACTION"),
                    new ForeignKey(List.of("c"), SqliteReading.name("parent"), List.of("CODE"), "CASCADE")),
                    t.foreignKeys());
            assertEquals(KeyEquality.BY_VALUE, t.keyEquality());
            assertEquals(KeyEquality.LOOSE, source.describe(SqliteReading.name("loose")).keyEquality());
            assertEquals(List.of("a"), source.describe(SqliteReading.name("strict")).key());
        }
    }

    @Test
    void generatedColumnsAndAHundredColumnsAreReadLikeAnyOther() throws InterruptedException {
        String columns = IntStream.range(0, 100).mapToObj(i -> "c" + i + (i % 2 == 0 ? " integer" : " text"))
                .collect(Collectors.joining(", "));
        String values = IntStream.range(0, 100).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        file.execute("create table t (" + columns + ", g as (c0 + 1))", "insert into t values (" + values + ")");
        try (Source source = source()) {
            Row row = SqliteReading.of(source, SqliteReading.surveyed(source, "t", 10)).rows().getFirst();
            assertEquals(IntStream.range(0, 100).mapToObj(Integer::toString).toList(),
                    row.values().subList(0, 100).stream().map(Value::text).toList());
            assertEquals("1", row.get("g").text());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"integer | 1, 2, null | INT64",
            "integer | 1, 'abc' | TEXT",
            "integer | 1, 2.5 | FLOAT64", "integer | 9007199254740993, 2.5 | DECIMAL", "real | 1, 2 | FLOAT64",
            "text | 1, 2 | TEXT",
            "blob | x'00', x'01' | BYTES", "blob | 'a', x'01', 'b' | TEXT", "blob | x'00', x'01', 1 | BYTES",
            "boolean | 0, 1 | BOOLEAN", "boolean | 0, 2 | INT64", "boolean | 0, 't' | TEXT",
            "datetime | '2024-01-01 10:00:00', null | TIMESTAMP", "datetime | '2024-01-01T10:00:00' | TEXT",
            "datetime | '2024-01-01 10:00:00+00:00' | TIMESTAMPTZ", "datetime | '2024-01-01' | DATE",
            "datetime | '2024-01-01', '2024-01-01 10:00:00' | TEXT", "datetime | '2024-01-01 10:00:00.500' | TEXT",
            "datetime | 1700000000 | INT64", "date | '2024-02-30' | TEXT", "date | '2024-02-29' | DATE",
            "time | '10:00:00' | TIME",
            "time | '10:00' | TEXT", "json | '{}', '[1]' | JSON", "json | '{' | TEXT",
            "uuid | '0a1b2c3d-4e5f-6789-abcd-ef0123456789' | UUID",
            "uuid | '0A1B2C3D-4E5F-6789-ABCD-EF0123456789' | TEXT",
            "numeric(10,2) | 1, 2.5 | FLOAT64", "numeric(10,2) | 1, 2 | INT64", "decimal_text(10,2) | '1.50' | DECIMAL",
            "decimal_text | '1.50', 'x' | TEXT", "`` | 1 | INT64", "`` | 1.5 | FLOAT64", "string | 'a', 'b' | TEXT",
            "numeric | null | DECIMAL", "varchar(5) | null | TEXT", "native_text t_inet | '::1' | NATIVE(inet)",
            "timestamptz | null | TIMESTAMPTZ"})
    void rule20_theSurveyFindsTheNarrowestTypeThatCarriesEveryValue(String declared, String values, String expected)
            throws InterruptedException {
        file.execute("create table t (id integer primary key, v " + declared + ")");
        for (String value : values.split(", ")) {
            file.execute("insert into t (v) values (" + value + ")");
        }
        try (Source source = source()) {
            TableSchema schema = source.survey(SqliteReading.name("t"));
            assertEquals(expected, schema.column("v").orElseThrow().type().toString());
            SqliteReading reading = SqliteReading.of(source, SqliteReading.surveyed(source, "t", 2));
            boolean mixedBlobs = values.matches("(.*, )?x'\\d\\d'.*") && !values.matches("(x'\\d\\d'(, )?)*");
            assertEquals(mixedBlobs, !reading.rejects().isEmpty());
        }
    }

    @Test
    void fetchFindsARowWhateverFormItsKeyIsWrittenIn() throws InterruptedException {
        file.execute("create table t (k uuid primary key, v text)",
                "insert into t values ('0A1B2C3D-4E5F-6789-ABCD-EF0123456789', 'upper'), (x'00000000000000000000000000000001', 'bytes')");
        RowType keyType = new RowType(List.of("k"), List.of(ValueType.UUID));
        RowBatch.Builder keys = new RowBatch.Builder(keyType, 2);
        for (UUID uuid : List.of(UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789"), new UUID(0, 1),
                new UUID(0, 2))) {
            keys.addUuid(uuid);
            keys.endRow();
        }
        try (Source source = source()) {
            Page page = source.fetch(
                    SqliteReading.plan("t", List.of(new ReadColumn.Stored("v", ValueType.TEXT)), List.of("k"), 1),
                    keys.build());
            assertEquals(List.of("bytes", "upper"), IntStream.range(0, page.rows().size())
                    .mapToObj(i -> page.rows().value(i, 0).text()).sorted().toList());
        }
    }

    @Test
    void aTableDroppedAndMadeInAnotherShapeIsAnotherTable() {
        file.execute("create table t (a)");
        String before;
        try (Source source = source()) {
            before = source.describe(SqliteReading.name("t")).identity();
        }
        file.execute("drop table t", "create table t (a, b)");
        try (Source source = source()) {
            String after = source.describe(SqliteReading.name("t")).identity();
            assertFalse(before.equals(after));
            assertEquals(after, source.describe(SqliteReading.name("T")).identity());
        }
    }
}
