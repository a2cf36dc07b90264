package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a SQLite file over one connection, for SQLite has one writer: tables written side by side take turns, a batch
 * each. The file's own settings, its journal mode above all, stay as they are.
 *
 * <p>Foreign keys count for the rows of a table that was there, and are looked at when a batch is whole. SQLite takes the
 * references of a new table only when it is made, so for tables made in this run they do not count until its end;
 * {@link #finish} then tells which rows break them.
 */
final class SqliteSink implements Sink {
    /** How many rows tell whether a column keeps to its declared type; what differs later is a reject and not a loss. */
    private static final long ROWS_TO_LOOK_AT = 10_000;

    private static final int ROWS_TO_NAME = 5;

    private final SqliteConfig config;
    private final SqliteSession session;
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Map<String, TableName> prepared = new ConcurrentHashMap<>();
    private int upserters;

    private SqliteSink(SqliteConfig config, SqliteSession session) {
        this.config = config;
        this.session = session;
    }

    static SqliteSink open(SqliteConfig config) {
        return new SqliteSink(config, SqliteSession.openToWrite(config));
    }

    /**
     * The table as the file declares it; but a column whose values do not keep to its declared type, as SQLite allows, has
     * the type that carries them.
     */
    @Override
    public Optional<TableSchema> describe(TableName table) {
        return locked("describing table " + table, () -> {
            Optional<SqliteTable> found = catalog().find(table);
            return found.isEmpty() ? Optional.empty() : Optional.of(described(found.get()));
        });
    }

    private TableSchema described(SqliteTable table) throws SQLException {
        return table.schema(SqliteCensus.take(session, table, ROWS_TO_LOOK_AT, ROWS_TO_LOOK_AT).declaredIfKept());
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        return locked("making table " + plan.target().name(), () -> {
            claim(plan.target().name());
            Optional<SqliteTable> there = catalog().find(plan.target().name());
            SqliteDdl ddl = new SqliteDdl(plan.target());
            if (there.isEmpty()) {
                if (plan.schema() == SchemaPolicy.MATCH) {
                    throw new StoreException.Permanent(session.store() + " has no table " + plan.target().name(), "",
                            "Make the table, or set schema: create.", null);
                }
                session.run(ddl.create());
                made.add(plan.target().name().name());
            } else if (plan.schema() == SchemaPolicy.EVOLVE) {
                for (Column column : plan.target().columns()) {
                    if (there.get().column(column.name()).isEmpty()) {
                        session.run(ddl.add(column));
                    }
                }
            }
            return ddl.notes();
        });
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return locked("looking for triggers of table " + table, () -> !catalog().triggers(table).isEmpty());
    }

    /** SQLite takes {@code Case} and {@code case} for one table; two tables of a run must not become one. */
    private void claim(TableName table) {
        TableName first = prepared.putIfAbsent(table.name().toLowerCase(Locale.ROOT), table);
        if (first != null && !first.equals(table)) {
            throw new StoreException.Permanent("the tables " + first + " and " + table
                    + " would be one in SQLite, which does not tell names apart by case", "",
                    "give one of them another name with into:, or leave it out", null);
        }
    }

    @Override
    public SinkUpserter open(WritePlan plan) {
        return locked("opening table " + plan.table(), () -> {
            SqliteTable table = writable(plan.table());
            boolean enforced = !made.contains(table.name());
            SqliteStatements statements = new SqliteStatements(session, table, collations(table, plan), plan,
                    "tidemark_keys_" + upserters++);
            SqliteTransaction transaction = new SqliteTransaction(session, enforced, plan.visibility());
            SqliteDeletion deletion = new SqliteDeletion(session, table, catalog().referencesTo(table.name()), plan);
            return new SqliteUpserter(session, table, plan, statements, transaction, deletion);
        });
    }

    private List<String> collations(SqliteTable table, WritePlan plan) throws SQLException {
        List<String> collations = new ArrayList<>();
        for (String key : plan.key()) {
            collations.add(catalog().collation(table.name(), key));
        }
        return collations;
    }

    private SqliteTable writable(TableName name) throws SQLException {
        SqliteTable table = catalog().find(name)
                .orElseThrow(() -> new StoreException.Permanent(session.store() + " has no table " + name, "",
                        "Make the table, or set schema: create.", null));
        if (table.relation() == Relation.VIEW) {
            throw new StoreException.Permanent(name + " in " + session.store() + " is a view, and rows go into tables",
                    "",
                    "Name a table with into:.", null);
        }
        return table;
    }

    /** Looks at the references of a table that this run made. */
    @Override
    public List<String> finish(TablePlan plan, long written) {
        String table = plan.target().name().name();
        if (!made.contains(table)) {
            return List.of();
        }
        return locked("checking the references of table " + table, () -> brokenReferences(table));
    }

    private List<String> brokenReferences(String table) throws SQLException {
        List<String> warnings = new ArrayList<>();
        Optional<SqliteTable> found = catalog().find(new TableName(table));
        for (ForeignKey key : found.map(SqliteTable::foreignKeys).orElse(List.of())) {
            if (catalog().find(key.target()).isEmpty()) {
                continue;
            }
            List<String> rows = session.list(SqliteSql.broken(table, key, ROWS_TO_NAME + 1),
                    row -> row.getString(1) == null ? "NULL" : row.getString(1));
            if (!rows.isEmpty()) {
                String more = rows.size() > ROWS_TO_NAME ? " and more" : "";
                warnings.add("rows of " + table + " refer to rows that " + key.target() + " does not have: "
                        + String.join(", ", key.columns()) + " = "
                        + String.join("; ", rows.subList(0, Math.min(rows.size(), ROWS_TO_NAME))) + more
                        + " (SQLite keeps them, and enforces the reference from now on where foreign_keys is on)");
            }
        }
        return warnings;
    }

    private SqliteCatalog catalog() {
        return new SqliteCatalog(session, config.path());
    }

    private <T> T locked(String doing, Work<T> work) {
        session.lock().lock();
        try {
            return work.run();
        } catch (SQLException e) {
            throw SqliteErrors.failure(doing + " in " + session.store(), e);
        } finally {
            session.lock().unlock();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    @Override
    public void close() {
        session.close();
    }
}
