package dev.tidemark.sqlite;

import dev.tidemark.domain.schema.TableName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a connection knows of tables, as long as the schema is what it was: SQLite counts its changes. A run asks for each of
 * its tables several times, and each time took some ten queries. Whoever asks for a third table gets those that follow it by
 * name along with it: 200 tables took 1,000 statements. Used under the session's lock.
 */
final class SqliteDescriptions {
    /** One or two tables are asked for alone: a file may have thousands of others. */
    private static final int ALONE = 2;
    private static final int AHEAD = 256;

    private final Map<String, Optional<SqliteTable>> known = new HashMap<>();
    private long version = -1;
    private int alone;
    private String lastAhead = "";

    /**
     * The table of that name.
     *
     * @param schema the schema's version now
     * @param catalog asked for what is not known
     */
    Optional<SqliteTable> find(TableName table, long schema, SqliteCatalog catalog) throws SQLException {
        if (schema != version) {
            known.clear();
            version = schema;
            lastAhead = "";
        }
        String name = folded(table.name());
        Optional<SqliteTable> found = known.get(name);
        // Never the same stretch twice, in whatever order they are asked for.
        if (found == null && ++alone > ALONE && table.name().compareTo(lastAhead) > 0) {
            readAhead(table, catalog);
            found = known.get(name);
        }
        if (found == null) {
            found = catalog.look(table);
            known.put(name, found);
        }
        return found;
    }

    private void readAhead(TableName from, SqliteCatalog catalog) throws SQLException {
        lastAhead = from.name();
        for (SqliteTable ahead : catalog.lookAhead(from, AHEAD)) {
            known.put(folded(ahead.name()), Optional.of(ahead));
            lastAhead = ahead.name();
        }
    }

    /** ASCII letters only, as SQLite tells names apart. */
    private static String folded(String name) {
        return name.chars().allMatch(c -> c < 0x80) ? name.toLowerCase(Locale.ROOT) : name;
    }
}
