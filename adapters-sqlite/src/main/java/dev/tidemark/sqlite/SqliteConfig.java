package dev.tidemark.sqlite;

import dev.tidemark.sqlite.driver.DriverChoice;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to open a SQLite file.
 *
 * @param path the file
 * @param busyTimeout how long to wait for a lock that another process holds, before it is reported as transient trouble
 * @param driver which library to open it with
 */
public record SqliteConfig(Path path, Duration busyTimeout, DriverChoice driver) {
    private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** The file, with a wait of 5 seconds for locks and the driver that suits. */
    public static SqliteConfig of(Path path) {
        return of(path, DriverChoice.AUTO);
    }

    /** The file, with a wait of 5 seconds for locks. */
    public static SqliteConfig of(Path path, DriverChoice driver) {
        return new SqliteConfig(path, DEFAULT_BUSY_TIMEOUT, driver);
    }

    /** The same, but with another wait. */
    SqliteConfig waiting(Duration busyTimeout) {
        return new SqliteConfig(path, busyTimeout, driver);
    }
}
