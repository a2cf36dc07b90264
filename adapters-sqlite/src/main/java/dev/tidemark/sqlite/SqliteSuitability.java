package dev.tidemark.sqlite;

import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.wire.TextEncoding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether a file is one for the system's SQLite, which may be older than the one that made it: a view, a generated column, a
 * check or a trigger may call functions that it does not have, and its schema may be written in words that it does not know.
 */
final class SqliteSuitability {
    private static final int PRIMARY_CODE = 0xff;
    private static final int ERROR = 1;
    private static final int CORRUPT = 11;

    private SqliteSuitability() {
    }

    /**
     * Why it is not; empty if it is.
     *
     * @throws SQLException if the file does not tell: it is locked, or no database
     */
    static String trouble(SqliteConnection connection) throws SQLException {
        try {
            String encoding = texts(connection, "PRAGMA encoding").getFirst();
            if (TextEncoding.of(encoding) != TextEncoding.UTF_8) {
                // Before 3.41 a blob bound under CAST(? AS TEXT) is taken for UTF-8 there; a bound text loses its U+FEFF.
                return "the file keeps its texts in " + encoding + ", which only SQLite JDBC reads and writes exactly";
            }
            for (String view : texts(connection, "SELECT name FROM main.sqlite_schema WHERE type = 'view'")) {
                prepare(connection, "SELECT * FROM main." + SqliteSql.quote(view));
            }
            for (String table : texts(connection, """
                    SELECT DISTINCT t.name FROM main.sqlite_schema AS s JOIN main.sqlite_schema AS t ON t.name = s.tbl_name
                    WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                    AND (s.type = 'trigger' OR s.type = 'index' AND s.sql LIKE '%(%(%'
                    OR s.type = 'table' AND (s.sql LIKE '% AS %' OR s.sql LIKE '%CHECK%'))""")) {
                prepare(connection, "SELECT * FROM main." + SqliteSql.quote(table));
                prepare(connection, "INSERT INTO main." + SqliteSql.quote(table) + " DEFAULT VALUES");
            }
            return "";
        } catch (SQLException e) {
            int code = e.getErrorCode() & PRIMARY_CODE;
            if (code == ERROR || code == CORRUPT) {
                return "the system's SQLite cannot serve the file: " + e.getMessage();
            }
            throw e;
        }
    }

    private static void prepare(SqliteConnection connection, String sql) throws SQLException {
        connection.prepare(sql).close();
    }

    private static List<String> texts(SqliteConnection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (SqliteStatement query = connection.prepare(sql)) {
            while (query.next()) {
                texts.add(Objects.requireNonNullElse(query.text(0), ""));
            }
        }
        return texts;
    }
}
