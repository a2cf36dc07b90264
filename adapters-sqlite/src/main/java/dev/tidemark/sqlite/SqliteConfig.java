package dev.tidemark.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to open a SQLite file.
 *
 * @param path the file
 * @param busyTimeout how long to wait for a lock that another process holds, before it is reported as transient trouble
 */
public record SqliteConfig(Path path, Duration busyTimeout) {
    private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(5);

    /** The file, with a wait of 5 seconds for locks. */
    public static SqliteConfig of(Path path) {
        return new SqliteConfig(path, DEFAULT_BUSY_TIMEOUT);
    }
}
