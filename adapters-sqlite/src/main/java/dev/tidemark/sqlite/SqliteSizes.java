package dev.tidemark.sqlite;

import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.schema.TableName;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;

/** Counts rows, and the pages of a table and its indexes by SQLite's own {@code dbstat}. */
final class SqliteSizes implements SizeProbe {
    private static final TableSize NOTHING = new TableSize(0, 0);

    private final SqliteConfig config;

    SqliteSizes(SqliteConfig config) {
        this.config = config;
    }

    @Override
    public long count(TableName table) {
        return look(table, "counting", 0L, SqliteSizes::rows);
    }

    @Override
    public TableSize measure(TableName table) {
        return look(table, "measuring", NOTHING, SqliteSizes::size);
    }

    /** What is asked of a table that is there. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(SqliteSession session, String table) throws SQLException;
    }

    private <T> T look(TableName table, String doing, T nothing, Question<T> question) {
        if (!Files.exists(config.path())) {
            return nothing;
        }
        try (SqliteSession session = SqliteSession.openToRead(config)) {
            Optional<SqliteTable> found = new SqliteCatalog(session, config.path()).find(table);
            return found.isEmpty() ? nothing : question.ask(session, found.get().name());
        } catch (SQLException e) {
            throw SqliteErrors.failure(doing + " table " + table + " of SQLite " + config.path(), e);
        }
    }

    private static long rows(SqliteSession session, String table) throws SQLException {
        return session.number("SELECT count(*) FROM " + SqliteSql.quote(table));
    }

    private static TableSize size(SqliteSession session, String table) throws SQLException {
        long rows = rows(session, table);
        long bytes = session.number("""
                SELECT coalesce(sum(d.pgsize), 0) FROM sqlite_schema AS s
                JOIN dbstat AS d ON d.name = s.name AND d.aggregate = TRUE
                WHERE s.tbl_name = ? AND s.rootpage > 0""", table);
        return new TableSize(rows, bytes);
    }
}
