package dev.tidemark.sqlite.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MigrationsTest {
    @TempDir
    Path folder;

    @Test
    void aNewFileIsWhatFlywayMakes() throws SQLException, IOException {
        Path file = folder.resolve("state.db");
        StateConnection made = new StateConnection(file);
        StateConnection migrated = new StateConnection(folder.resolve("migrated.db"));
        try {
            Migrations.apply(made, file, folder.resolve("lock"));
            Migrations.migrate(migrated);
            assertFalse(contents(made).isEmpty());
            assertEquals(contents(migrated), contents(made));
            // Flyway finds nothing to complain of and nothing to do.
            List<String> before = history(made);
            Migrations.migrate(made);
            assertEquals(before, history(made));
        } finally {
            made.shut();
            migrated.shut();
        }
    }

    /** Flyway makes its history first, in a transaction of its own: a kill behind it leaves that and nothing else. */
    @Test
    void aFileWithNothingButAnEmptyHistoryIsGoneOnWith() throws SQLException, IOException {
        Path file = folder.resolve("state.db");
        StateConnection begun = new StateConnection(file);
        StateConnection whole = new StateConnection(folder.resolve("whole.db"));
        try {
            Migrations.migrate(whole);
            Migrations.migrate(begun);
            try (Statement statement = begun.createStatement()) {
                for (String table : rows(begun, "select name from sqlite_schema where type = 'table'"
                        + " and name not like 'sqlite_%' and name <> 'tidemark_history'")) {
                    statement.execute("drop table " + table.replace("|", ""));
                }
                statement.execute("delete from tidemark_history");
            }
            Migrations.apply(begun, file, folder.resolve("lock"));
            assertEquals(contents(whole), contents(begun));
        } finally {
            begun.shut();
            whole.shut();
        }
    }

    private static List<String> contents(StateConnection connection) throws SQLException {
        List<String> contents = new ArrayList<>(rows(connection,
                "select type, name, tbl_name, replace(sql, ' IF NOT EXISTS', '') from sqlite_schema order by name"));
        contents.addAll(history(connection));
        contents.addAll(rows(connection, "pragma journal_mode"));
        return contents;
    }

    private static List<String> history(StateConnection connection) throws SQLException {
        return rows(connection,
                "select installed_rank, version, description, type, script, checksum, installed_by, success,"
                        + " typeof(installed_rank), typeof(checksum), typeof(success) from tidemark_history order by installed_rank");
    }

    private static List<String> rows(StateConnection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.append(found.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
