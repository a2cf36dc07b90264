package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection knows of tables, as long as the schema is what it was: SQLite counts its changes. A run asks for each of
 * its tables several times, and each time took some ten queries. Used under the session's lock.
 */
final class SqliteDescriptions {
    private final Map<String, Optional<SqliteTable>> known = new HashMap<>();
    private long version = -1;

    /** Describes a table. */
    @FunctionalInterface
    interface Look {
        Optional<SqliteTable> at(TableName table) throws SQLException;
    }

    /**
     * The table of that name.
     *
     * @param schema the schema's version now
     * @param look asked for what is not known
     */
    Optional<SqliteTable> find(TableName table, long schema, Look look) throws SQLException {
        if (schema != version) {
            known.clear();
            version = schema;
        }
        // ASCII letters only, as SQLite tells names apart.
        String name = table.name().chars().allMatch(c -> c < 0x80) ? table.name().toLowerCase(Locale.ROOT)
                : table.name();
        Optional<SqliteTable> found = known.get(name);
        if (found == null) {
            found = look.at(table);
            known.put(name, found);
        }
        return found;
    }
}
