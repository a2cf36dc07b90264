package dev.tidemark.sqlite;

import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Of which keys it was seen, when a whole table was read, that each stands there in the one form in which the sink writes it,
 * so that SQLite can search for it. Known until somebody writes to the file. Used under the session's lock.
 *
 * @see <a href="https://sqlite.org/pragma.html#pragma_data_version">PRAGMA data_version</a>
 */
final class SqliteForms {
    private final Map<Key, Long> seen = new HashMap<>();

    private record Key(String table, RowType type) {
    }

    /** Which state of the file the session sees. */
    static long version(SqliteSession session) throws SQLException {
        return session.number("PRAGMA data_version");
    }

    /** Whether values of the type have one form at all, whoever names them: 1.5 and 1.50 are one decimal. */
    static boolean canBeOne(ValueType type) {
        return switch (type.kind()) {
            case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TEXT, BYTES, UUID -> true;
            case DECIMAL, JSON, NATIVE -> false;
        };
    }

    boolean areOne(String table, RowType key, long version) {
        Long then = seen.get(new Key(table, key));
        return then != null && then == version;
    }

    void note(String table, RowType key, long version) {
        seen.put(new Key(table, key), version);
    }
}
