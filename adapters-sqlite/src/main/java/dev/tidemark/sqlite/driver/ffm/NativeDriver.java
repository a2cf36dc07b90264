package dev.tidemark.sqlite.driver.ffm;

import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteDriver;
import java.sql.SQLException;
import java.time.Duration;

/** The system's libsqlite3, loaded and tested: {@link NativeLibrary} makes it. */
public final class NativeDriver implements SqliteDriver {
    private final String library;

    NativeDriver(String library) {
        this.library = library;
    }

    @Override
    public DriverChoice kind() {
        return DriverChoice.NATIVE;
    }

    @Override
    public String description() {
        return library + " " + version();
    }

    private static String version() {
        int number = Sqlite3.libversionNumber();
        return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
    }

    @Override
    public SqliteConnection open(String uri, Duration busyTimeout) throws SQLException {
        NativeConnection connection = NativeConnection.open(uri, busyTimeout);
        try {
            // A library may be built with another default than SQLite's own, which the rest counts on.
            connection.run("PRAGMA foreign_keys = OFF");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
