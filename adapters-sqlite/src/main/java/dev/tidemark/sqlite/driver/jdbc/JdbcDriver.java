package dev.tidemark.sqlite.driver.jdbc;

import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteDriver;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite JDBC, with the library that it brings along. */
public final class JdbcDriver implements SqliteDriver {
    @Override
    public DriverChoice kind() {
        return DriverChoice.JDBC;
    }

    @Override
    public String description() {
        return "SQLite JDBC " + SQLiteJDBCLoader.getVersion();
    }

    @Override
    public SqliteConnection open(String uri, Duration busyTimeout) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
        return new JdbcConnection(JDBC.createConnection(JDBC.PREFIX + uri, config.toProperties()));
    }
}
