package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.plan.KeyOrder;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keysets by bytes over every collation, and the first rows of tables that are not as plain as the contract's. */
@ExtendWith(PostgresExtension.class)
final class PostgresOrderTest {
    private final PostgresFixture fixture;

    PostgresOrderTest(PostgresDatabase database) {
        this.fixture = new PostgresFixture(database);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static ReadPlan plan(Source source, String table, List<String> keyset, int rows, Optional<Top> top,
            KeyOrder order) {
        List<ReadColumn> columns = source.describe(new TableName(table)).columns().stream()
                .<ReadColumn>map(column -> new ReadColumn.Stored(column.name(), column.type())).toList();
        return new ReadPlan(new TableName(table), columns, keyset, Optional.empty(), Optional.empty(),
                new PageLimit(rows, 1 << 20), Map.of(), top, order);
    }

    /** Each page by a pager of its own, so that every place is gone on from. */
    private static List<String> read(Source source, ReadPlan plan, int column) throws InterruptedException {
        List<String> cells = new ArrayList<>();
        Cursor from = new Cursor.Start();
        while (true) {
            try (SourcePager pager = source.open(plan, from)) {
                Optional<Page> page = pager.next();
                if (page.isEmpty()) {
                    return cells;
                }
                for (int row = 0; row < page.get().rows().size(); row++) {
                    Value value = page.get().rows().value(row, column);
                    cells.add(value.text());
                }
                from = page.get().end();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text", "text collate \"C\"", "text collate \"POSIX\"", "text collate icu",
            "text collate loose", "varchar(9)", "char(4)", "dom", "mood"})
    void rule12_textsOfEveryCollationComeInTheOrderOfTheirBytes(String type) throws InterruptedException {
        fixture.execute("create collation icu (provider = icu, locale = 'und')",
                "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create domain dom as text collate icu",
                "create type mood as enum ('b', 'a', 'ä', 'B', 'a-b', 'ab', 'a.b', '10', '9', 'z', '𝄞')",
                "create table words (w " + type + ", n int, primary key (w, n))",
                "insert into words select w::" + (type.equals("mood") ? "mood" : "text")
                        + ", 1 from unnest('{b,a,ä,a-b,ab,a.b,10,9,z,𝄞}'::text[]) w",
                type.equals("text collate loose") ? "select 1"
                        : "insert into words values ('B', 1), ('B', 2)");
        try (Source source = fixture.store().openSource()) {
            for (int rows : new int[] {1, 3, 100}) {
                List<String> words = read(source,
                        plan(source, "words", List.of("w", "n"), rows, Optional.empty(), KeyOrder.BINARY), 0);
                List<String> sorted = words.stream().sorted((one, other) -> Arrays.compareUnsigned(
                        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))).toList();
                assertEquals(sorted, words);
                assertEquals(fixture.ask("select count(*) from words"), "" + words.size());
            }
        }
    }

    /** The plan of an index scan has no sort in it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text collate \"C\"|false", "text collate \"POSIX\"|false",
            "text collate icu|true"})
    void anIndexServesWhereTheCollationIsThatOfBytesAlready(String type, boolean sorts) {
        fixture.execute("create collation icu (provider = icu, locale = 'und')",
                "create table words (w " + type + " primary key)");
        PostgresConfig config = fixture.config();
        try (Source source = fixture.store().openSource();
                PostgresSession session = new PostgresSessions(config).lend()) {
            ReadPlan plan = plan(source, "words", List.of("w"), 10, Optional.empty(), KeyOrder.BINARY);
            PostgresTable table = new PostgresCatalog(session).describe(new TableName("words")).orElseThrow();
            String copy = ReadSql.copy(ReadShape.of(plan, table), config.schema(), new Cursor.Start(),
                    java.util.OptionalInt.empty());
            String select = copy.substring("copy (".length(), copy.lastIndexOf(") to stdout"));
            assertEquals(sorts, explain(session, select).contains("Sort"), select);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String explain(PostgresSession session, String select) throws java.sql.SQLException {
        session.execute("set enable_seqscan = off; set enable_bitmapscan = off");
        StringBuilder lines = new StringBuilder();
        try (var row = session.connection().createStatement().executeQuery("explain " + select)) {
            while (row.next()) {
                lines.append(row.getString(1)).append('\n');
            }
        }
        return lines.toString();
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "100"})
    void theFirstRowsComeInTheOrderOfTheKey(int rows) throws InterruptedException {
        fixture.execute("create table scores (id bigint generated always as identity primary key, score int,"
                + " twice int generated always as (score * 2) stored, ctids text)",
                "insert into scores (score) select g % 5 from generate_series(1, 20) g");
        try (Source source = fixture.store().openSource()) {
            Optional<Top> top = Optional.of(new Top(Optional.of("score desc -- the best"), 6));
            ReadPlan plan = plan(source, "scores", List.of("id"), rows, top, KeyOrder.OWN);
            assertEquals(List.of("3", "4", "8", "9", "14", "19"), read(source, plan, 0));
            assertEquals(6, source.count(plan));
            ReadPlan keyless = plan(source, "scores", List.of(), rows, top, KeyOrder.OWN);
            assertEquals(List.of("3", "4", "8", "9", "14", "19"), read(source, keyless, 0));
        }
    }

    @Test
    void theFirstRowsOfPartitionsAndViewsAreToldApart() throws InterruptedException {
        fixture.execute("create table logs (n int, t text) partition by range (n)",
                "create table logs1 partition of logs for values from (0) to (10)",
                "create table logs2 partition of logs for values from (10) to (20)",
                "insert into logs select g % 20, 'same' from generate_series(1, 60) g",
                "create view twice as select n, count(*) as times from logs group by n");
        try (Source source = fixture.store().openSource()) {
            Optional<Top> top = Optional.of(new Top(Optional.of("n desc"), 5));
            assertEquals(List.of("18", "18", "19", "19", "19"),
                    read(source, plan(source, "logs", List.of(), 2, top, KeyOrder.OWN), 0).stream().sorted().toList());
            assertEquals(List.of("15", "16", "17", "18", "19"),
                    read(source, plan(source, "twice", List.of(), 2, top, KeyOrder.OWN), 0).stream().sorted().toList());
        }
    }
}
