package dev.tidemark.sqlite;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.ChangeDetection.ByWatermark;
import dev.tidemark.domain.plan.Lookback;
import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look at a file brings to light before a run, and that it leaves the file as it was. */
final class SqliteCheckTest {
    private static final TableSpec T = table("t").required("id", ValueType.INT64).column("n", ValueType.INT64)
            .column("at", ValueType.TIMESTAMP).key("id");

    private static List<String> source(SqliteFixture file, TableSpec table, ChangeDetection changes) {
        TablePlan plan = Plans.table(table, Optional.empty(), SchemaPolicy.CREATE);
        ReadPlan read = plan.read().withLimit(new PageLimit(2, 1 << 20));
        TablePlan changed = new TablePlan(plan.source(), plan.existing(), plan.target(), plan.schema(), read,
                plan.write(), plan.back(), plan.mode(), changes, plan.orphans(), plan.fingerprint());
        try (Source source = file.store().openSource()) {
            return lines(source.check(changed));
        }
    }

    private static List<String> sink(SqliteFixture file, TableSpec table) {
        try (Sink sink = file.store().openSink()) {
            Optional<TableSchema> there = sink.describe(table.tableName());
            return lines(sink.check(Plans.table(table, there, SchemaPolicy.CREATE)));
        }
    }

    private static List<String> lines(List<Finding> findings) {
        findings.forEach(finding -> assertTrue(finding.severity() == Severity.OK || finding.severity() == Severity.NOTE
                || !finding.advice().isEmpty(), finding::toString));
        return findings.stream().map(finding -> finding.severity() + " " + finding.message()).toList();
    }

    private static void assertOne(String expected, List<String> lines) {
        assertEquals(1, lines.stream().filter(line -> line.contains(expected)).count(),
                () -> expected + " in " + lines);
    }

    @Test
    void aTableThatFitsIsOneLine() {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, n integer, at timestamp)",
                    "insert into t values (1, 1, '2024-01-01'), (2, null, null), (3, '12', '2024-01-01 10:00:00')");
            file.execute("update t set at = '2024-01-01 00:00:00' where id = 1");
            assertEquals(List.of("OK 3 columns, 3 rows, every value fits"), source(file, T, new ChangeDetection.All()));
            assertEquals(List.of("OK the table may be written (journal mode delete)"), sink(file, T));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void everyValueThatWouldBeRejectedIsCountedByColumnAndStorageClass(String mode) {
        try (SqliteFixture file = new SqliteFixture("pragma journal_mode = " + mode)) {
            file.execute("create table t (id integer primary key, n, at)",
                    "insert into t values (1, 'abc', null), (2, 'x', 'soon'), (3, x'00', 5), (4, 2.5, null), (5, 'y', null),"
                            + " (6, 'z', '2024-01-01 00:00:00')");
            List<String> lines = source(file, T, new ChangeDetection.All());
            assertOne("WARNING 4 of 6 rows cannot be read exactly: column n is read as", lines);
            assertOne("holds text: 'abc' (id=1), 'x' (id=2), 'y' (id=5), ...", lines);
            assertOne("holds blob: \\x00 (id=3)", lines);
            assertOne("holds real: 2.5 (id=4)", lines);
            assertOne("holds text: 'soon' (id=2)", lines);
            assertOne("holds integer: 5 (id=3)", lines);
            assertEquals(5, lines.size());
        }
    }

    @Test
    void aViewWithoutAKeyAndAFileInUtf16AreNoted() {
        try (SqliteFixture file = new SqliteFixture("pragma encoding = 'UTF-16be'")) {
            file.execute("create view t as select 1 as id, 'ü' as n");
            List<String> lines = source(file,
                    table("t").column("id", ValueType.INT64).column("n", ValueType.TEXT), new ChangeDetection.All());
            assertOne("OK 2 columns, 1 row, every value fits", lines);
            assertOne("NOTE the view has no key", lines);
            assertOne("NOTE the file keeps its texts in UTF-16BE", lines);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"gone | | ERROR there is no column gone", "mixed | | ERROR the watermark mixed has",
                    "at | | NOTE no index begins with the watermark at",
                    "at | | WARNING the watermark at is NULL in 1 of 2 rows",
                    "at | 5 | ERROR the lookback does not fit the watermark at, which holds times",
                    "n | 10m | ERROR the lookback does not fit the watermark n, which holds numbers",
                    "n | | NOTE the watermark n holds no times",
                    "w | 5 | ERROR the lookback does not fit the watermark w"})
    void rule8_theWatermarkIsLookedAt(String column, String lookback, String expected) {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, n integer, at timestamp, mixed, w text)",
                    "insert into t values (1, 1, '2024-01-01 00:00:00', 5, 'a'), (2, 2, null, '2024-01-01', 'b')");
            Optional<Lookback> back = Optional.ofNullable(lookback).map(text -> text.endsWith("m")
                    ? new Lookback.OfTime(Duration.ofMinutes(10))
                    : new Lookback.OfNumber(new BigDecimal(text)));
            assertOne(expected, source(file, T, new ByWatermark(column, back)));
        }
    }

    @Test
    void whatKeepsRowsOutOfTheSinkIsFound() {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute(
                    "create table t (id integer, n integer, at timestamp, must text not null, may text not null default '',"
                            + " twice integer generated always as (n * 2))",
                    "create trigger tr after insert on t begin select 1; end");
            List<String> lines = sink(file, T);
            assertOne("WARNING no unique index is over just the key (id)", lines);
            assertOne("NOTE triggers run for each row that is written, and may change or skip it: tr", lines);
            assertOne("WARNING the column must is NOT NULL, has no default and gets no value, unless a trigger", lines);
            assertEquals(3, lines.size());
            file.execute("drop trigger tr");
            assertOne("ERROR the column must is NOT NULL", sink(file, T));
            file.execute("drop table t", "create view t as select 1 as id");
            assertOne("ERROR it is a view", sink(file, T));
            assertEquals(List.of("OK the table will be made"), sink(file, T.named("other")));
        }
    }

    @Test
    void aFileThatAnotherWritesToIsFound() throws SQLException {
        try (SqliteFixture file = new SqliteFixture();
                Connection writer = file.connect();
                Statement statement = writer.createStatement()) {
            file.execute("create table t (id integer primary key, n integer, at timestamp)");
            statement.execute("begin immediate");
            assertOne("WARNING another program is writing", sink(file, T));
            statement.execute("rollback");
            assertEquals(List.of("OK the table may be written (journal mode delete)"), sink(file, T));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void lookingAtASinkLeavesItsFileAndFolderAsTheyWere(String mode) throws Exception {
        try (SqliteFixture file = new SqliteFixture("pragma journal_mode = " + mode)) {
            file.execute("create table t (id integer primary key, n integer)", "insert into t values (1, 1)");
            byte[] before = Files.readAllBytes(file.file());
            FileTime time = Files.getLastModifiedTime(file.file());
            List<String> listing = listing(file.file());
            try (Sink sink = file.store().openSink()) {
                TablePlan plan = Plans.table(T, sink.describe(T.tableName()), SchemaPolicy.EVOLVE);
                assertEquals(1, sink.ddl(plan).size());
                sink.check(plan);
                sink.mayChangeRows(T.tableName());
            }
            assertArrayEquals(before, Files.readAllBytes(file.file()));
            assertEquals(time, Files.getLastModifiedTime(file.file()));
            assertEquals(listing, listing(file.file()));
        }
    }

    private static List<String> listing(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
