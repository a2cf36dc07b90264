package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.supabase.Fault;
import dev.tidemark.testkit.supabase.GatewayRequest;
import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contracts do not say: what is PostgREST's own. */
@ExtendWith(SupabaseExtension.class)
class SupabaseReadTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final SupabaseProject project;

    SupabaseReadTest(SupabaseProject project) {
        this.project = project;
    }

    @BeforeEach
    void emptySchema() {
        project.database().execute("drop schema if exists public cascade");
        project.createSchema("public");
    }

    @AfterEach
    void heal() {
        project.gateway().heal();
    }

    @Test
    void plainTypesAreReadToTheirLastBit() throws Exception {
        project.execute("create table plain (id integer primary key, i2 smallint, i4 integer, i8 bigint, o oid,"
                + " f4 real, f8 double precision, n numeric, n2 numeric(30, 10), b boolean, t text, v varchar(10),"
                + " c char(5), y bytea, u uuid, d date, tm time, ts timestamp, tz timestamptz, j json, jb jsonb)",
                "insert into plain values (1, -32768, -2147483648, -9223372036854775808, 4294967295, 1e-38,"
                        + " 5e-324, 123456789012345678901234567890.123456789, 1.1, true, 'a', 'b', 'c', '\\x00ff10',"
                        + " 'ffffffff-ffff-ffff-ffff-ffffffffffff', '5874897-12-31', '24:00',"
                        + " '0044-03-15 10:00:00.000001 BC', '0044-03-15 10:00:00+00 BC', '{\"a\": 1, \"a\":2}', 'null'),"
                        + " (2, 32767, 2147483647, 9223372036854775807, 0, '-Infinity', '-0', 'NaN', '-0.0000000001',"
                        + " false, '', '', '', '', '00000000-0000-0000-0000-000000000000', '4713-01-01 BC', '00:00',"
                        + " 'infinity', '-infinity', 'null', '{\"b\": 1.50, \"a\": \"\\u00e9\\\"\"}'),"
                        + " (3, null, null, null, null, 'NaN', 'Infinity', 'Infinity', 0, null, E'\\u0001\\t\\\\\"', 'é', 'ab',"
                        + " null, null, 'infinity', '23:59:59.999999', '2024-02-29 07:04:56.789012',"
                        + " '2024-02-29 07:04:56.789012+05:30', '\"x\"', '[]')");
        long ides = LocalDate.of(-43, 3, 15).toEpochDay() * MICROS_PER_DAY + 36_000_000_000L;
        try (Source source = source()) {
            List<Row> rows = ReadRows.all(source, ReadRows.plan(source, "plain", List.of("id"), 2));
            assertEquals(List.of(new Value.Int64(1), new Value.Int64(Short.MIN_VALUE),
                    new Value.Int64(Integer.MIN_VALUE), new Value.Int64(Long.MIN_VALUE),
                    new Value.Int64(4_294_967_295L), new Value.Float64(1e-38f), new Value.Float64(Double.MIN_VALUE),
                    new Value.Decimal("123456789012345678901234567890.123456789"), new Value.Decimal("1.1000000000"),
                    new Value.Bool(true), new Value.Text("a"), new Value.Text("b"), new Value.Text("c    "),
                    new Value.Bytes(new byte[] {0, -1, 16}), new Value.Uuid(new UUID(-1, -1)),
                    new Value.Date(LocalDate.of(5_874_897, 12, 31).toEpochDay()), new Value.Time(MICROS_PER_DAY),
                    new Value.Timestamp(ides + 1), new Value.TimestampTz(ides), new Value.Json("{\"a\": 1, \"a\":2}"),
                    new Value.Json("null")), rows.get(0).values());
            assertEquals(List.of(new Value.Int64(2), new Value.Int64(Short.MAX_VALUE),
                    new Value.Int64(Integer.MAX_VALUE), new Value.Int64(Long.MAX_VALUE), new Value.Int64(0),
                    new Value.Float64(Double.NEGATIVE_INFINITY), new Value.Float64(-0.0), new Value.Decimal("NaN"),
                    new Value.Decimal("-0.0000000001"), new Value.Bool(false), new Value.Text(""), new Value.Text(""),
                    new Value.Text("     "), new Value.Bytes(new byte[0]), new Value.Uuid(new UUID(0, 0)),
                    new Value.Date(LocalDate.of(-4712, 1, 1).toEpochDay()), new Value.Time(0),
                    new Value.Timestamp(Long.MAX_VALUE), new Value.TimestampTz(Long.MIN_VALUE),
                    new Value.Json("null"), new Value.Json("{\"a\": \"é\\\"\", \"b\": 1.50}")), rows.get(1).values());
            assertEquals(new Value.Float64(Double.NaN), rows.get(2).get("f4"));
            assertEquals(new Value.Decimal("Infinity"), rows.get(2).get("n"));
            assertEquals(new Value.Text("\u0001\t\\\""), rows.get(2).get("t"));
            assertEquals(new Value.TimestampTz(new Value.Timestamp(1_709_190_296_789_012L).micros() - 19_800_000_000L),
                    rows.get(2).get("tz"));
        }
    }

    @Test
    void everyOtherTypeIsReadAsTheTextThatPostgresWrites() throws Exception {
        List<String> types = List.of("integer[]", "text[]", "numeric(6,2)[]", "timestamptz[]", "jsonb[]", "bytea[]",
                "int4range", "numrange", "tstzrange", "int4multirange", "interval", "timetz", "money", "inet", "cidr",
                "macaddr", "macaddr8", "bit(4)", "varbit", "point", "box", "path", "polygon", "circle", "line", "lseg",
                "xml", "tsvector", "tsquery", "pg_lsn", "regclass", "\"char\"", "name[]", "mood", "pair", "small");
        List<String> values = List.of("{1,NULL,-3}", "{\"a,b\",\"\",NULL,\"q\\\"\"}", "{1.50,2.00}",
                "{\"2024-02-29 00:00:00+00\"}", "{\"{\\\"a\\\": 1.50}\",null}", "{\"\\\\x00ff\"}", "[1,5)", "(,1.5]",
                "[\"2024-02-29 00:00:00+00\",)", "{[1,2),[5,7)}", "1 year 2 mons 3 days 04:05:06.789",
                "12:34:56.7+05:30", "$1,234.50", "10.0.0.1", "10.0.0.0/8", "08:00:2b:01:02:03",
                "08:00:2b:01:02:03:04:05", "1010", "10101", "(1.5,-2)", "(2,2),(1,1)", "((0,0),(1,1))",
                "((0,0),(1,1),(1,0))", "<(0,0),1.5>", "{1,-1,0}", "[(0,0),(1,1)]", "<a>b</a>", "'cat':3 'fat':2",
                "'a' & 'b'", "16/B374D848", "natives", "x", "{a,b}", "it's \"ok\", so",
                "(1,\"a,b\")", "7");
        project.execute("create type mood as enum ('sad', 'it''s \"ok\", so')", "create type pair as (a int, b text)",
                "create domain small as integer check (value < 10)",
                "create table natives (id integer primary key)");
        StringBuilder insert = new StringBuilder("insert into natives values (1");
        for (int i = 0; i < types.size(); i++) {
            project.database().execute("alter table natives add column c" + i + " " + types.get(i));
            insert.append(", '").append(values.get(i).replace("'", "''")).append("'");
        }
        project.execute(insert.append(")").toString(), "insert into natives values (2)");
        try (Source source = source()) {
            List<Row> rows = ReadRows.all(source, ReadRows.plan(source, "natives", List.of("id"), 2));
            for (int i = 0; i < types.size(); i++) {
                assertEquals(text("select " + output(types.get(i), "c" + i) + " from natives where id = 1"),
                        rows.get(0).get("c" + i).text(), types.get(i));
                assertEquals(Value.Null.NULL, rows.get(1).get("c" + i));
            }
            assertEquals(new Value.Int64(7), rows.get(0).get("c35"), "a domain is what it is over");
        }
    }

    /** The cast of inet adds a mask. */
    private static String output(String type, String column) {
        return type.equals("inet") ? "textin(inet_out(" + column + "))" : column + "::text";
    }

    @Test
    void aTimeBeyondWhatIsCarriedIsARejectWithItsRowAndThePagesGoOn() throws Exception {
        project.execute("create table far (at timestamp primary key, v text)",
                "insert into far values ('2024-01-01', 'a'), ('294276-12-31 23:59:59', 'b'), ('infinity', 'c'),"
                        + " ('294276-12-31 23:59:58', 'd')");
        try (Source source = source()) {
            for (int size : List.of(1, 2, 1_000)) {
                List<Page> pages = ReadRows.pages(source, ReadRows.plan(source, "far", List.of("at"), size),
                        new Cursor.Start());
                assertEquals(List.of("a", "c"), pages.stream().flatMap(page -> ReadRows.rows(page.rows()).stream())
                        .map(row -> row.get("v").text()).toList());
                assertEquals(List.of("at=294276-12-31T23:59:58", "at=294276-12-31T23:59:59"),
                        pages.stream().flatMap(page -> page.rejects().stream()).map(reject -> reject.key()).toList());
                pages.stream().flatMap(page -> page.rejects().stream()).forEach(
                        reject -> assertEquals(Reason.Kind.NOT_EXACT, reject.reason().kind()));
            }
        }
    }

    @Test
    void viewsAndTablesWithoutAKeyAreReadWhole() throws Exception {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(7));
        project.execute("create table loose (a integer, j json)",
                "insert into loose select nullif(x % 5, 0), '{\"n\": 1}' from generate_series(1, 50) x",
                "create view seen as select * from loose", "create table parts (a integer) partition by range (a)",
                "create table parts1 partition of parts for values from (0) to (20)",
                "create table parts2 partition of parts for values from (20) to (50)",
                "insert into parts select generate_series(0, 49)",
                "grant all on all tables in schema public to service_role");
        try (Source source = source()) {
            assertFalse(source.tables().stream().anyMatch(table -> table.name().equals("seen")),
                    "views are not listed");
            for (int size : List.of(1, 3, 1_000)) {
                for (String table : List.of("loose", "seen", "parts")) {
                    for (List<String> keyset : List.of(List.<String>of(), List.of("a"))) {
                        ReadPlan plan = ReadRows.plan(source, table, keyset, size);
                        assertEquals(50, ReadRows.all(source, plan).size(), table);
                    }
                }
            }
            assertEquals(50, ReadRows.oneByOne(source, ReadRows.plan(source, "seen", List.of(), 3)).size());
            assertEquals(50, ReadRows.oneByOne(source, ReadRows.plan(source, "loose", List.of(), 3)).size());
        } finally {
            project.restart(PostgrestSettings.HOSTED);
        }
    }

    @Test
    void anAnswerThatIsCutIsNoEndAndTheNextPagerGoesOn() throws Exception {
        project.execute("create table t (id integer primary key, v text)",
                "insert into t select x, repeat('v', 100) from generate_series(1, 1000) x");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 300);
            project.gateway().on(GatewayRequest::isRead).nth(2).comes(Fault.Broken.CUT);
            Cursor at = new Cursor.Start();
            long read = 0;
            int failures = 0;
            while (read < 1_000 && failures < 5) {
                try (SourcePager pager = source.open(plan, at)) {
                    for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
                        read += page.get().read();
                        at = page.get().end();
                    }
                } catch (StoreException.Transient | StoreException.Unreachable e) {
                    failures++;
                }
            }
            assertEquals(1_000, read);
            assertEquals(1, failures);
        }
    }

    @Test
    void aLookupWhoseAnswerIsCutIsAskedAgain() throws Exception {
        project.execute("create table t (id integer primary key)", "insert into t select generate_series(1, 3000)");
        RowBatch.Builder keys = new RowBatch.Builder(new RowType(List.of("id"), List.of(ValueType.INT64)), 2_000);
        LongStream.range(2_000, 5_000).forEach(id -> {
            keys.add(new Value.Int64(id));
            keys.endRow();
        });
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 300);
            project.gateway().on(GatewayRequest::isRead).every(3).comes(Fault.Broken.CUT);
            assertEquals(1_001, source.fetch(plan, keys.build()).read());
        }
    }

    @Test
    void aPageThatTakesTheServerTooLongIsAskedForByHalves() throws Exception {
        project.execute("create table t (id integer primary key)", "insert into t select generate_series(1, 50)");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 1_000);
            project.gateway().on(request -> request.isRead() && request.target().contains("limit=100")).always()
                    .comes(Fault.error(500, "57014", "canceling statement due to statement timeout"));
            assertEquals(50, ReadRows.all(source, plan).size());
        }
    }

    @Test
    void theRestOfAnAnswerThatIsFarTooLargeIsLeft() throws Exception {
        project.execute("create table t (id integer primary key, v text)",
                "insert into t select x, case when x > 20 then repeat('v', 100000) end from generate_series(1, 60) x");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 1_000).withLimit(new PageLimit(1_000, 200_000));
            List<Page> pages = ReadRows.pages(source, plan, new Cursor.Start());
            assertEquals(60, pages.stream().mapToLong(Page::read).sum());
            assertTrue(pages.stream().allMatch(page -> page.rows().bytes() < 310_000));
        }
    }

    @Test
    void whatHasSettledIsBeforeTheServersNowAndAWarningTellsWhy() {
        project.execute("create table events (id integer primary key, at timestamptz, day date, n bigint)",
                "insert into events values (1, '2024-01-01', '2024-01-01', 5), (2, '2999-01-01', '2999-01-01', 9),"
                        + " (3, null, null, null)");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "events", List.of("id"), 10);
            WatermarkBounds times = source.bounds(plan, "at");
            assertEquals(Optional.of(new Value.TimestampTz(32_472_144_000_000_000L)), times.highest());
            assertTrue(times.settled().orElseThrow() instanceof Value.TimestampTz(long micros)
                    && Math.abs(micros / 1_000 - System.currentTimeMillis()) < 60_000);
            assertEquals(1, times.warnings().size());
            WatermarkBounds numbers = source.bounds(ReadRows.where(plan, "id=lt.2"), "n");
            assertEquals(Optional.of(new Value.Int64(5)), numbers.highest());
            assertEquals(numbers.highest(), numbers.settled());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x * 1000", "case when x < 3000 then x else 9000000000000000000 + x end",
            "case when x < 3000 then x * 1000000 else 3000000000 + x end", "-9223372036854775808 + x * 2",
            "9223372036854775807 - x"})
    void rangesOfKeysAreReadAheadAndLoseNothing(String key) throws Exception {
        project.execute("create table t (id bigint primary key, v text)",
                "insert into t select " + key + ", 'v' || x from generate_series(0::bigint, 9999) x");
        try (Source source = source()) {
            for (int size : List.of(1_000, 700)) {
                List<Row> rows = ReadRows.all(source, ReadRows.plan(source, "t", List.of("id"), size));
                assertEquals(10_000, rows.size());
                List<Long> ids = rows.stream().map(row -> row.get("id") instanceof Value.Int64(long id) ? id : 0L)
                        .toList();
                assertEquals(ids.stream().sorted().distinct().toList(), ids);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallint: 32767 - x", "integer: 2147483647 - x * 200000", "oid: 4294967295 - x * 400000",
            "bigint: 9223372036854775807 - x * 900000000000000"})
    void rangesOfKeysEndWhereTheColumnsTypeEnds(String key) throws Exception {
        String type = key.substring(0, key.indexOf(':'));
        project.execute("create table t (id " + type + " primary key)",
                "insert into t select (" + key.substring(type.length() + 1) + ")::" + type
                        + " from generate_series(0::bigint, 9999) x");
        try (Source source = source()) {
            List<Row> rows = ReadRows.all(source, ReadRows.plan(source, "t", List.of("id"), 1_000));
            assertEquals(10_000, rows.size());
            assertEquals(10_000, rows.stream().distinct().count());
        }
    }

    @Test
    void rule5_aRowThatIsDeletedDuringALookupHidesNoOther() throws Exception {
        project.restart(PostgrestSettings.HOSTED.withMaxRows(10));
        project.execute("create table t (id integer primary key)", "insert into t select generate_series(1, 31)");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 1_000);
            RowBatch.Builder keys = new RowBatch.Builder(new RowType(List.of("id"), List.of(ValueType.INT64)), 31);
            for (int id = 1; id <= 31; id++) {
                keys.add(new Value.Int64(id));
                keys.endRow();
            }
            RowBatch all = keys.build();
            project.gateway().on(GatewayRequest::isRead).nth(2)
                    .comes(new Fault.Meanwhile(() -> project.execute("delete from t where id in (3, 4)")));
            List<Long> found = ReadRows.rows(source.fetch(plan, all).rows()).stream()
                    .map(row -> row.get("id") instanceof Value.Int64(long id) ? id : 0L).distinct().sorted().toList();
            assertTrue(found.containsAll(LongStream.rangeClosed(5, 31).boxed().toList()), found::toString);
            project.gateway().heal();
            project.gateway().on(GatewayRequest::isRead).nth(3)
                    .comes(new Fault.Meanwhile(() -> project.execute("delete from t where id > 20")));
            found = ReadRows.rows(source.fetch(plan, all).rows()).stream()
                    .map(row -> row.get("id") instanceof Value.Int64(long id) ? id : 0L).distinct().sorted().toList();
            assertTrue(found.containsAll(LongStream.rangeClosed(5, 20).boxed().toList()), found::toString);
        } finally {
            project.restart(PostgrestSettings.HOSTED);
        }
    }

    @Test
    void aPageThatWasTooMuchIsNotAskedForAgainAndAgain() throws Exception {
        project.execute("create table t (id text primary key)", "insert into t select generate_series(1, 2000)");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 1_000);
            project.gateway().forget();
            project.gateway()
                    .on(request -> request.isRead() && request.target().matches(".*limit=([3-9]\\d\\d|1000).*"))
                    .always().comes(Fault.error(500, "57014", "canceling statement due to statement timeout"));
            assertEquals(2_000, ReadRows.all(source, plan).size());
            long refused = project.gateway().requests().stream()
                    .filter(request -> request.target().matches(".*limit=([3-9]\\d\\d|1000).*")).count();
            assertTrue(refused <= 4, () -> refused + " requests took the server's whole time limit");
        }
    }

    @Test
    void rangesOfUuidsAreReadAheadUnderAConditionAndFromTheMiddle() throws Exception {
        project.execute("create table t (id uuid primary key, n integer)",
                "insert into t select md5(x::text)::uuid, x from generate_series(1, 12000) x");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.plan(source, "t", List.of("id"), 1_000);
            List<Row> all = ReadRows.all(source, plan);
            assertEquals(12_000, all.stream().distinct().count());
            List<Page> pages = ReadRows.pages(source, ReadRows.where(plan, "n=gt.3000"), new Cursor.Start());
            assertEquals(9_000, pages.stream().mapToLong(Page::read).sum());
            List<Row> rest = ReadRows.pages(source, plan, new Cursor.After(List.of(all.get(4_999).get("id")))).stream()
                    .flatMap(page -> ReadRows.rows(page.rows()).stream()).toList();
            assertEquals(all.subList(5_000, 12_000), rest);
        }
    }

    @Test
    void aConditionInSqlIsRefusedBeforeARowIsRead() {
        project.execute("create table t (id integer primary key)");
        try (Source source = source()) {
            ReadPlan plan = ReadRows.where(ReadRows.plan(source, "t", List.of("id"), 10), "id > 2");
            assertThrows(StoreException.Permanent.class, () -> ReadRows.all(source, plan));
        }
    }

    private Source source() {
        return new SupabaseStore(SupabaseConfig.of(project.url(), project.secretKey()), KnownTables.NONE,
                (_, _) -> new ArrayList<>()).openSource();
    }

    private String text(String query) throws SQLException {
        try (Connection connection = project.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone to 'UTC'");
            try (ResultSet rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
