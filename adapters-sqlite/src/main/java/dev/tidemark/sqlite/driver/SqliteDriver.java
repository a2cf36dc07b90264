package dev.tidemark.sqlite.driver;

import java.sql.SQLException;
import java.time.Duration;

/** One of the two ways to speak to SQLite. */
public interface SqliteDriver {

    /** What the configuration calls it. */
    DriverChoice kind();

    /** What it is, with the version of its SQLite, for a person. */
    String description();

    /**
     * Opens a file.
     *
     * @param uri a {@code file:} URI whose {@code mode} says what for
     * @param busyTimeout how long to wait for a lock that another process holds
     */
    SqliteConnection open(String uri, Duration busyTimeout) throws SQLException;
}
