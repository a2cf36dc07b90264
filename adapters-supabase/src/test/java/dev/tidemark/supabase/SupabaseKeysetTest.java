package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that could be taken for something else on their way through an address. */
@ExtendWith(SupabaseExtension.class)
class SupabaseKeysetTest {
    static final List<String> HOSTILE = List.of("", " ", "  ", "a", "A", "a ", " a", "a b", "a  b", "a+b", "+", "%",
            "%20", "50%", "%2C", "a,b", ",", ",,", "a.b", ".", "..", "a:b", "a;b", "a&b", "&x=1", "a=b", "=", "?", "#",
            "a#b", "/", "a/b", "\\", "\\\\", "a\\b", "\\\"", "\"", "\"\"", "\"q\"", "'", "it's", "(", ")", "()", "(x)",
            "{1,2}", "{}", "[1]", "null", "NULL", "not", "is.null", "eq.1", "gt.a", "in.(a,b)", "and(a.eq.1)", "*",
            "a*b", "%%", "_", "-", "--", "0", "00", "1e5", "true", "NaN", "infinity", "ä", "größe", "é", "e\u0301", "表",
            "\uD83D\uDE00", "\uFFFD", "\u0001", "\t", "a\tb", "\n", "a\nb", "\r\n", "\u00a0", "\u200b", "\u2028", "<a>",
            "`", "~", "^", "|", "a|b", "@", "$1", "!", "x".repeat(2_000), "ü,".repeat(600));

    private final SupabaseProject project;

    SupabaseKeysetTest(SupabaseProject project) {
        this.project = project;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void everyTextIsAKeyWhateverTheServersRowCap(int cap) throws Exception {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(cap));
        project.execute("drop table if exists hostile", "create table hostile (k text primary key, v integer)");
        insert("insert into hostile values (?, 1)", HOSTILE.stream().map(key -> new Object[] {key}).toList());
        try (Source source = source()) {
            for (int size : List.of(1, 3, 7, 1_000)) {
                ReadPlan plan = ReadRows.plan(source, "hostile", List.of("k"), size);
                assertKeys(HOSTILE, ReadRows.all(source, plan));
                assertEquals(HOSTILE.size(), source.count(plan));
            }
            ReadPlan plan = ReadRows.plan(source, "hostile", List.of("k"), 7);
            assertKeys(HOSTILE, ReadRows.oneByOne(source, plan));
            assertKeys(HOSTILE, ReadRows.rows(source.fetch(plan, keys(HOSTILE)).rows()));
            assertKeys(HOSTILE.subList(3, 5), ReadRows.rows(source.fetch(plan, keys(List.of("a", "A", "b"))).rows()));
            assertKeys(HOSTILE, ReadRows.all(source, ReadRows.top(plan, "k desc", 1_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void keysOfSeveralColumnsAndNullsLoseNothing(int cap) throws Exception {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(cap));
        project.execute("drop table if exists pairs", "drop table if exists loose",
                "create table pairs (a text, b double precision, c timestamptz, v integer, primary key (a, b, c))",
                "create table loose (a text, b double precision, c timestamptz, v integer)");
        insert("insert into pairs select ?, b::float8, c::timestamptz, 1 from unnest(array['NaN', 'Infinity', '-Infinity',"
                + " '-1.5e300', '0.1']) b, unnest(array['infinity', '-infinity', '2024-02-29 01:02:03.456789+00',"
                + " '0044-03-15 10:00:00+00 BC']) c",
                Stream.of("", "a,b", "\"q\"").map(a -> new Object[] {a}).toList());
        insert("insert into loose select nullif(a, ''), nullif(b, 'NaN'), nullif(c, 'infinity'), v from pairs, (values (?::int),"
                + " (2)) x where pairs.a <> 'x'", List.<Object[]>of(new Object[] {1}));
        try (Source source = source()) {
            for (int size : List.of(1, 3, 7, 1_000)) {
                assertWhole(source, ReadRows.plan(source, "pairs", List.of("a", "b", "c"), size), 60);
                assertWhole(source, ReadRows.plan(source, "pairs", List.of("c", "a"), size), 60);
                assertEquals(120, ReadRows.all(source, ReadRows.plan(source, "loose", List.of("a", "b", "c"), size))
                        .size());
                assertEquals(120, ReadRows.all(source, ReadRows.plan(source, "loose", List.of("b"), size)).size());
                assertEquals(120, ReadRows.all(source, ReadRows.plan(source, "loose", List.of(), size)).size());
            }
            assertEquals(60,
                    ReadRows.oneByOne(source, ReadRows.plan(source, "pairs", List.of("a", "b", "c"), 7)).size());
            assertEquals(120,
                    ReadRows.oneByOne(source, ReadRows.plan(source, "loose", List.of("a", "b", "c"), 7)).size());
        }
    }

    @Test
    void allRowsOfAGroupAreReadAndThoseOfTheNext() throws Exception {
        project.restart(PostgrestSettings.HOSTED);
        project.execute("drop table if exists groups",
                "create table groups (a integer, b integer, c integer, primary key (a, b, c))",
                "insert into groups select x / 40, x / 20, x from generate_series(1, 200) x");
        try (Source source = source()) {
            for (int size : List.of(1, 2, 3, 7, 19, 20, 40, 1_000)) {
                assertWhole(source, ReadRows.plan(source, "groups", List.of("a", "b", "c"), size), 200);
            }
        }
    }

    @Test
    void fetchFindsCompositeKeysByTheThousandAndLeavesOutWhatNoColumnHolds() throws Exception {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(7));
        project.execute("drop table if exists wide", "create table wide (a smallint, b text, primary key (a, b))",
                "insert into wide select x % 100, 'k' || x from generate_series(1, 3000) x");
        RowType type = new RowType(List.of("a", "b"), List.of(ValueType.INT64, ValueType.TEXT));
        RowBatch.Builder keys = new RowBatch.Builder(type, 10);
        for (int x = 2_801; x <= 3_200; x++) {
            keys.add(new Value.Int64(x % 100));
            keys.add(new Value.Text("k" + x));
            keys.endRow();
        }
        for (Value odd : List.of(new Value.Int64(70_000), Value.Null.NULL)) {
            keys.add(odd);
            keys.add(new Value.Text("k1\0"));
            keys.endRow();
        }
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "wide", List.of("a", "b"), 10);
            assertEquals(200, new HashSet<>(ReadRows.rows(source.fetch(plan, keys.build()).rows())).size());
        }
        assertTrue(project.gateway().requests().stream().allMatch(request -> request.target().length() < 7_100),
                "no address is longer than proxies take");
    }

    private static void assertWhole(Source source, ReadPlan plan, int rows) throws InterruptedException {
        List<Row> read = ReadRows.all(source, plan);
        assertEquals(rows, read.size());
        assertEquals(rows, new HashSet<>(read).size());
    }

    private static void assertKeys(List<String> expected, List<Row> rows) {
        assertEquals(expected.stream().sorted().toList(),
                rows.stream().map(row -> row.get("k").text()).sorted().toList());
    }

    private static RowBatch keys(List<String> keys) {
        RowBatch.Builder builder = new RowBatch.Builder(new RowType(List.of("k"), List.of(ValueType.TEXT)),
                keys.size());
        for (String key : keys) {
            builder.add(new Value.Text(key));
            builder.endRow();
        }
        return builder.build();
    }

    private Source source() {
        return new SupabaseStore(SupabaseConfig.of(project.url(), project.secretKey()), KnownTables.NONE,
                (_, _) -> new ArrayList<>()).openSource();
    }

    private void insert(String statement, List<Object[]> rows) throws SQLException {
        try (Connection connection = project.database().connect();
                PreparedStatement insert = connection.prepareStatement(statement)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
