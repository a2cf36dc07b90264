package dev.tidemark.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A SQLite file as another program would make and read it. */
record Sqlite(Path file) implements Side {

    Sqlite execute(String... statements) throws SQLException {
        run(statements);
        return this;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
