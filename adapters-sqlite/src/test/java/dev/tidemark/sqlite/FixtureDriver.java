package dev.tidemark.sqlite;

import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.ffm.NativeLibrary;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The driver of this run of the tests: the build runs all of them twice. Tests look at a file through the same library as the
 * adapter, for two libraries in one process do not see one another's locks, and each drops the other's when it closes.
 *
 * @see <a href="https://sqlite.org/howtocorrupt.html#_multiple_copies_of_sqlite_linked_into_the_same_application">Multiple
 *     copies of SQLite linked into the same application</a>
 */
final class FixtureDriver {
    private static final DriverChoice WANTED = DriverChoice.of(System.getProperty("test.sqlite.driver", "native"))
            .orElseThrow();

    private FixtureDriver() {
    }

    /** What was asked for. */
    static DriverChoice wanted() {
        return WANTED;
    }

    /** What this machine can do of it; {@link SqliteDriversTest} holds that a machine without a library says so. */
    static DriverChoice used() {
        return NativeLibrary.get().driver().isPresent() ? WANTED : DriverChoice.JDBC;
    }

    /** @param driver what the adapter opens the file with */
    static Connection connect(String file, DriverChoice driver) throws SQLException {
        return driver == DriverChoice.NATIVE
                ? LibraryConnection.of(NativeLibrary.get().driver().orElseThrow().open("file:" + file,
                        Duration.ofSeconds(5)))
                : DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=5000");
    }
}
