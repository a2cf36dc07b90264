package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.Plans;
import dev.tidemark.testkit.contract.TableSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to the user's file, and to the programs that use it meanwhile. */
final class SqliteFileTest {
    @TempDir
    Path elsewhere;

    private static SqliteFixture file(String... pragmas) {
        SqliteFixture file = new SqliteFixture(pragmas);
        file.execute("create table t (id integer primary key, v text)",
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10)"
                        + " insert into t select i, 'v' || i from n");
        return file;
    }

    private static List<String> listing(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static int readAll(SqliteConfig config) throws InterruptedException {
        try (Source source = new SqliteStore(config).openSource()) {
            source.tables();
            return SqliteReading.of(source, SqliteReading.surveyed(source, "t", 3)).rows().size();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void readingLeavesTheFileItsTimeAndItsFolderAsTheyWere(String mode) throws Exception {
        try (SqliteFixture file = file("pragma journal_mode = " + mode)) {
            // persist leaves a journal behind; what matters is that it stays as it is
            byte[] before = Files.readAllBytes(file.file());
            FileTime time = Files.getLastModifiedTime(file.file());
            List<String> listing = listing(file.file());
            assertEquals(10, readAll(file.config()));
            assertArrayEquals(before, Files.readAllBytes(file.file()));
            assertEquals(time, Files.getLastModifiedTime(file.file()));
            assertEquals(listing, listing(file.file()));
        }
    }

    @Test
    void readersOfOneFileThatOverlapLeaveNothingBehindInWhateverOrderTheyClose() throws Exception {
        try (SqliteFixture file = file("pragma journal_mode = wal")) {
            List<String> listing = listing(file.file());
            for (boolean firstClosesFirst : List.of(true, false)) {
                Source first = new SqliteStore(file.config()).openSource();
                Source second = new SqliteStore(file.config()).openSource();
                assertEquals(Map.of(SqliteReading.name("t"), 10L),
                        new SqliteStore(file.config()).sizes().rows(List.of(SqliteReading.name("t"))));
                (firstClosesFirst ? first : second).close();
                (firstClosesFirst ? second : first).close();
                assertEquals(listing, listing(file.file()));
            }
        }
    }

    @Test
    void aWalThatACrashLeftIsReadAndNotFoldedIn() throws Exception {
        try (SqliteFixture file = file("pragma journal_mode = wal");
                Connection writer = file.connect();
                Statement statement = writer.createStatement()) {
            statement.execute("insert into t values (11, 'in the wal')");
            Path copy = elsewhere.resolve("copy.db");
            Files.copy(file.file(), copy);
            Files.copy(Path.of(file.file() + "-wal"), Path.of(copy + "-wal"));
            byte[] database = Files.readAllBytes(copy);
            byte[] wal = Files.readAllBytes(Path.of(copy + "-wal"));
            assertEquals(11, readAll(SqliteFixture.config(copy)));
            assertArrayEquals(database, Files.readAllBytes(copy));
            assertArrayEquals(wal, Files.readAllBytes(Path.of(copy + "-wal")));
        }
    }

    @Test
    void rule15_inWalModeAWriterIsNeverKeptWaitingAndTheSnapshotStays() throws Exception {
        try (SqliteFixture file = file("pragma journal_mode = wal");
                Source source = new SqliteStore(file.config()).openSource()) {
            ReadPlan plan = SqliteReading.surveyed(source, "t", 1);
            try (SourcePager pager = source.open(plan, new Cursor.Start())) {
                pager.next();
                try (Connection writer = file.connect(); Statement statement = writer.createStatement()) {
                    statement.execute("pragma busy_timeout = 0");
                    statement.execute("update t set v = 'changed'");
                    statement.execute("delete from t where id > 5");
                    statement.execute("pragma wal_checkpoint(passive)");
                }
                // A pager opened after the write sees the same moment, and so does one that runs beside it.
                try (SourcePager second = source.open(plan, new Cursor.Start())) {
                    assertEquals("v1", second.next().orElseThrow().rows().value(0, 1).text());
                    assertEquals("v2", pager.next().orElseThrow().rows().value(0, 1).text());
                    assertEquals("v2", second.next().orElseThrow().rows().value(0, 1).text());
                }
                assertEquals(10, SqliteReading.of(source, plan).rows().size());
            }
        }
    }

    @Test
    void withARollbackJournalAWriterWaitsForNoMoreThanAPage() throws Exception {
        try (SqliteFixture file = file(); Source source = new SqliteStore(file.config()).openSource()) {
            ReadPlan plan = SqliteReading.surveyed(source, "t", 2);
            try (SourcePager pager = source.open(plan, new Cursor.Start())) {
                pager.next();
                try (Connection writer = file.connect(); Statement statement = writer.createStatement()) {
                    statement.execute("pragma busy_timeout = 0");
                    statement.execute("update t set v = 'changed' where id = 3");
                }
                assertEquals("changed", pager.next().orElseThrow().rows().value(0, 1).text());
            }
        }
    }

    @Test
    void aTableReadBesideAnotherHasAConnectionOfItsOwn() throws Exception {
        try (SqliteFixture file = file("pragma journal_mode = wal");
                SqliteSnapshot snapshot = SqliteSnapshot.open(file.config())) {
            SqliteSession one = snapshot.lend();
            SqliteSession other = snapshot.lend();
            assertTrue(one != other && one != snapshot.first());
            snapshot.giveBack(one);
            assertEquals(one, snapshot.lend());
            file.execute("insert into t values (99, 'later')");
            assertEquals(snapshot.first(), snapshot.lend(), "after a write nobody can join the snapshot any more");
        }
    }

    @Test
    void aMissingFileIsDeniedWithAdviceAndNotMade() {
        Path missing = elsewhere.resolve("no such.db");
        StoreException.Denied denied = assertThrows(StoreException.Denied.class,
                () -> new SqliteStore(SqliteFixture.config(missing)).openSource());
        assertTrue(String.valueOf(denied.getMessage()).contains("no such.db"));
        assertTrue(!denied.advice().isEmpty() && Files.notExists(missing));
        assertThrows(StoreException.Denied.class, () -> new SqliteStore(SqliteFixture.config(elsewhere)).openSource());
    }

    @Test
    void aSinkMakesTheFileButNotItsFolder() {
        Path made = elsewhere.resolve("made.db");
        try (Sink sink = new SqliteStore(SqliteFixture.config(made)).openSink()) {
            TablePlan plan = Plans.table(TableSpec.table("t").required("id", ValueType.INT64).key("id"),
                    Optional.empty(), SchemaPolicy.CREATE);
            assertTrue(sink.describe(SqliteReading.name("t")).isEmpty());
            assertEquals(1, sink.ddl(plan).size());
            assertEquals(Severity.OK, sink.check(plan).getFirst().severity());
            assertTrue(Files.notExists(made), "looking at it makes nothing");
            sink.prepare(plan);
            assertTrue(Files.exists(made));
            assertTrue(sink.describe(SqliteReading.name("t")).isPresent());
            assertEquals(List.of(), sink.ddl(plan));
        }
        assertThrows(StoreException.Denied.class,
                () -> new SqliteStore(SqliteFixture.config(elsewhere.resolve("no/folder.db"))).openSink());
    }

    @Test
    void whatIsNoDatabaseIsPermanent() throws IOException {
        Path text = Files.writeString(elsewhere.resolve("notes.txt"), "this is a text, and longer than sixteen bytes");
        assertThrows(StoreException.Permanent.class, () -> new SqliteStore(SqliteFixture.config(text)).openSource());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b.db", "a?b.db", "a#b.db", "a%20b.db", "größe 表.db", "it's.db", "a&mode=ro.db"})
    void anyFileNameWillDo(String name) throws Exception {
        Path path = elsewhere.resolve(name);
        try (SqliteFixture file = file()) {
            Files.copy(file.file(), path);
        }
        assertEquals(10, readAll(SqliteFixture.config(path)));
        assertEquals(List.of(name), listing(path));
    }

    @Test
    void aDamagedPageIsPermanentAndTheRowsBeforeItAreRead() throws Exception {
        try (SqliteFixture file = new SqliteFixture("pragma page_size = 1024")) {
            file.execute("create table t (id integer primary key, v text)", "with recursive n(i) as (select 1 union all"
                    + " select i + 1 from n where i < 500) insert into t select i, hex(zeroblob(100)) from n");
            long size = Files.size(file.file());
            try (RandomAccessFile bytes = new RandomAccessFile(file.file().toFile(), "rw")) {
                bytes.seek(size - 8 * 1024);
                bytes.write(new byte[1024]);
            }
            try (Source source = new SqliteStore(file.config()).openSource();
                    SourcePager pager = source.open(SqliteReading.plan("t",
                            List.of(new ReadColumn.Stored("v", ValueType.TEXT)),
                            List.of("id"), 7), new Cursor.Start())) {
                StoreException.Permanent damaged = assertThrows(StoreException.Permanent.class,
                        () -> IntStream.range(0, 1_000).forEach(_ -> next(pager)));
                assertTrue(damaged.code().startsWith("SQLITE_CORRUPT"), damaged::code);
            }
        }
    }

    private static void next(SourcePager pager) {
        try {
            pager.next();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void aLockThatAnotherHoldsIsTransient(String mode) throws SQLException {
        try (SqliteFixture file = file("pragma journal_mode = " + mode);
                Connection writer = file.connect();
                Statement statement = writer.createStatement()) {
            statement.execute("begin immediate");
            SqliteConfig impatient = file.config().waiting(Duration.ofMillis(10));
            try (Sink sink = new SqliteStore(impatient).openSink()) {
                assertThrows(StoreException.Transient.class, () -> sink.prepare(Plans.table(
                        TableSpec.table("other").required("id", ValueType.INT64)
                                .key("id"),
                        Optional.empty(), SchemaPolicy.CREATE)));
            }
            statement.execute("rollback");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void writingLeavesTheJournalModeAsItIs(String mode) throws SQLException {
        try (SqliteFixture file = file("pragma journal_mode = " + mode)) {
            try (Sink sink = new SqliteStore(file.config()).openSink()) {
                sink.describe(SqliteReading.name("t"));
            }
            try (Connection connection = file.connect();
                    Statement statement = connection.createStatement();
                    var found = statement.executeQuery("pragma journal_mode")) {
                assertTrue(found.next());
                assertEquals(mode, found.getString(1));
            }
        }
    }
}
