package dev.tidemark.postgres;

import dev.tidemark.domain.schema.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog says of tables, asked for many of them at a time: a run asks for the description of each of its tables
 * several times, which took five statements each. Whoever asks for a third table gets those that follow it by name along
 * with it. Thread-safe.
 */
final class PostgresDescriptions {
    /** One or two tables are asked for alone: a schema may have thousands of others. */
    private static final int ALONE = 2;
    private static final int AHEAD = 256;
    /** As long as may lie anyway between a look at the catalog and the statement that relies on it. */
    static final Duration BELIEVED = Duration.ofSeconds(5);

    private final long believedNanos;
    private final Map<TableName, PostgresTable> known = new HashMap<>();
    private @Nullable TableName first;
    private @Nullable TableName readFrom;
    private @Nullable TableName readTo;
    private final Set<TableName> changed = new HashSet<>();
    private boolean schemaIsThere;
    private int alone;
    private long since;

    private PostgresDescriptions(long believedNanos) {
        this.believedNanos = believedNanos;
    }

    /** Of a database as it is now. */
    static PostgresDescriptions ofNow() {
        return new PostgresDescriptions(BELIEVED.toNanos());
    }

    /** Of one snapshot, in which nothing changes. */
    static PostgresDescriptions ofSnapshot() {
        return new PostgresDescriptions(Long.MAX_VALUE);
    }

    /** The table, if nobody need be asked. */
    synchronized Optional<PostgresTable> recall(TableName table) {
        if (System.nanoTime() - since > believedNanos) {
            forget();
        }
        return Optional.ofNullable(known.get(table));
    }

    /** The table, or empty if the schema has none of that name. */
    synchronized Optional<PostgresTable> describe(PostgresSession session, TableName table) throws SQLException {
        PostgresTable found = recall(table).orElse(null);
        if (found != null || isKnownMissing(table)) {
            return Optional.ofNullable(found);
        }
        if (first == null || isBefore(table, first)) {
            first = table;
        }
        PostgresCatalog catalog = new PostgresCatalog(session);
        if (known.isEmpty() && readFrom == null) {
            since = System.nanoTime();
        }
        if (++alone <= ALONE) {
            Optional<PostgresTable> described = catalog.describe(table);
            described.ifPresent(there -> known.put(table, there));
            return described;
        }
        return readAhead(catalog, table);
    }

    /** Whether the schema itself is there. */
    synchronized boolean hasSchema(PostgresSession session) throws SQLException {
        schemaIsThere = schemaIsThere || !known.isEmpty() || session.queryBoolean("select to_regnamespace("
                + PostgresSql.literal(PostgresSql.quote(session.config().schema())) + ") is not null");
        return schemaIsThere;
    }

    private Optional<PostgresTable> readAhead(PostgresCatalog catalog, TableName table) throws SQLException {
        forget();
        since = System.nanoTime();
        TableName from = first == null ? table : first;
        PostgresCatalog.Stretch stretch = catalog.describeFrom(from, AHEAD);
        if (stretch.last().filter(last -> isBefore(last, table)).isPresent()) {
            from = table;
            stretch = catalog.describeFrom(from, AHEAD);
        }
        stretch.tables().forEach(there -> known.put(there.name(), there));
        readFrom = from;
        readTo = stretch.last().orElse(null);
        PostgresTable found = known.get(table);
        return found != null || isKnownMissing(table) ? Optional.ofNullable(found) : catalog.describe(table);
    }

    /** Only where the order of names is the same here as in any encoding of the server. */
    private boolean isKnownMissing(TableName table) {
        return readFrom != null && !changed.contains(table) && table.name().chars().allMatch(c -> c < 0x80)
                && !isBefore(table, readFrom) && (readTo == null || isBefore(table, readTo));
    }

    private static boolean isBefore(TableName one, TableName other) {
        return one.name().compareTo(other.name()) < 0;
    }

    /** A table was changed or made: it is to be looked at anew. */
    synchronized void changed(TableName table) {
        known.remove(table);
        changed.add(table);
    }

    /** What is known may not hold any more. */
    synchronized void forget() {
        known.clear();
        readFrom = null;
        readTo = null;
        changed.clear();
    }
}
