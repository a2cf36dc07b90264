package dev.tidemark.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.ffm.NativeLibrary;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and statements are let go of, and nothing that is closed is used: with a library in C that is a crash. */
final class SqliteLifetimeTest {

    private static SqliteConnection open(SqliteFixture file) throws SQLException {
        return SqliteDrivers.choose(file.config()).driver().open("file:" + file.file(), Duration.ofSeconds(5));
    }

    @Test
    void aClosedStatementOrConnectionThrows() throws SQLException {
        try (SqliteFixture file = new SqliteFixture(); SqliteConnection connection = open(file)) {
            SqliteStatement closed = connection.prepare("SELECT ?");
            closed.close();
            closed.close();
            assertThrows(SQLException.class, closed::next);
            assertThrows(SQLException.class, () -> closed.bindLong(1, 1));
            SqliteStatement open = connection.prepare("SELECT 1");
            assertTrue(open.next());
            connection.close();
            connection.close();
            assertThrows(SQLException.class, open::next);
            open.close();
            assertThrows(SQLException.class, () -> connection.prepare("SELECT 1"));
        }
    }

    @Test
    void thousandsOfStatementsAndSourcesLeaveNothingOpen() throws SQLException, InterruptedException {
        try (SqliteFixture file = new SqliteFixture()) {
            file.execute("create table t (id integer primary key, v text)",
                    "insert into t values (1, 'a'), (2, 'b'), (3, 'c')");
            try (SqliteConnection connection = open(file)) {
                for (int i = 0; i < 5_000; i++) {
                    try (SqliteStatement statement = connection.prepare("SELECT * FROM t WHERE id = ? OR 'b' = ?")) {
                        statement.bindLong(1, 1 + i % 3);
                        statement.bindText(2, "x");
                        assertTrue(statement.next());
                        assertEquals(1 + i % 3, statement.integer(0));
                    }
                }
            }
            for (int i = 0; i < 300; i++) {
                try (Source source = new SqliteStore(file.config()).openSource();
                        SourcePager pager = source.open(SqliteReading.surveyed(source, "t", 2), new Cursor.Start())) {
                    assertEquals(2, pager.next().orElseThrow().rows().size());
                }
            }
            // Once nothing has it open, it may be opened with either driver.
            try (Source source = new SqliteStore(SqliteConfig.of(file.file(), DriverChoice.JDBC)).openSource()) {
                assertEquals(1, source.tables().size());
            }
            assertTrue(Files.notExists(file.file().resolveSibling("test.db-journal")));
        }
    }

    /** Two libraries in one process would drop each other's locks. */
    @Test
    void oneFileIsOpenedWithOneLibraryAtATime() {
        try (SqliteFixture file = new SqliteFixture().large()) {
            SqliteConfig jdbc = SqliteConfig.of(file.file(), DriverChoice.JDBC);
            SqliteConfig forced = SqliteConfig.of(file.file(), DriverChoice.NATIVE);
            try (Source _ = new SqliteStore(jdbc).openSource();
                    Source auto = new SqliteStore(SqliteConfig.of(file.file())).openSource()) {
                assertTrue(auto.via().startsWith("SQLite JDBC"), auto.via());
                assertThrows(StoreException.Denied.class, () -> new SqliteStore(forced).openSource());
            }
            try (Source auto = new SqliteStore(SqliteConfig.of(file.file())).openSource()) {
                boolean there = NativeLibrary.get().driver().isPresent();
                assertEquals(!there, auto.via().startsWith("SQLite JDBC"), auto.via());
                // Without a library both would be JDBC, and the forced one is refused for that.
                assertThrows(StoreException.Denied.class, () -> new SqliteStore(there ? jdbc : forced).openSource());
            }
        }
    }

    /** The system's library may be older than the one that made the file. */
    @ParameterizedTest
    @ValueSource(strings = {"create view v as select newer(1) from t",
            "create trigger g after insert on t begin select newer(1); end"})
    void aFileThatCallsWhatTheLibraryDoesNotHaveIsOpenedWithJdbc(String ddl) {
        try (SqliteFixture file = new SqliteFixture().large()) {
            file.execute(
                    "create table t (id integer primary key, v text, w text as (upper(v)), check (length(v) > 0))");
            SqliteConfig auto = SqliteConfig.of(file.file());
            try (Source source = new SqliteStore(auto).openSource()) {
                assertEquals(NativeLibrary.get().driver().isPresent(), !source.via().startsWith("SQLite JDBC"));
            }
            file.execute(ddl);
            try (Source source = new SqliteStore(auto).openSource()) {
                assertTrue(source.via().startsWith("SQLite JDBC"), source.via());
                assertEquals(NativeLibrary.get().driver().isPresent(), source.via().contains("newer"), source.via());
            }
        }
    }

    @Test
    void aFileInUtf16IsOpenedWithJdbcAndTheReasonIsTold() {
        try (SqliteFixture file = new SqliteFixture("pragma encoding = 'UTF-16le'").large();
                Source source = new SqliteStore(SqliteConfig.of(file.file())).openSource()) {
            assertTrue(source.via().startsWith("SQLite JDBC"), source.via());
            assertEquals(NativeLibrary.get().driver().isPresent(), source.via().contains("UTF-16le"), source.via());
        }
    }
}
