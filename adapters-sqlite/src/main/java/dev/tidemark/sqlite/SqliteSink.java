package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.domain.schema.TableSchema.Relation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a SQLite file over one connection, for SQLite has one writer: tables written side by side take turns, a batch
 * each. The file's own settings, its journal mode above all, stay as they are. Until something is made or written the file
 * is only read, or is not there: looking at a sink changes and makes nothing.
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
    private final Object opening = new Object();
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Map<String, TableName> prepared = new ConcurrentHashMap<>();
    private @Nullable SqliteSession reader;
    private @Nullable SqliteSession writer;
    private int upserters;

    private SqliteSink(SqliteConfig config) {
        this.config = config;
    }

    static SqliteSink open(SqliteConfig config) {
        Path folder = config.path().toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(config.path())) {
            throw new StoreException.Denied("opening SQLite " + config.path() + " for writing: "
                    + (Files.isDirectory(config.path()) ? "it is a folder" : "its folder does not exist"), "",
                    "Correct the path, or make the folder; only the file itself is made.", null);
        }
        SqliteSink sink = new SqliteSink(config);
        sink.look(_ -> true);
        return sink;
    }

    /**
     * The table as the file declares it; but a column whose values do not keep to its declared type, as SQLite allows, has
     * the type that carries them.
     */
    @Override
    public Optional<TableSchema> describe(TableName table) {
        return look(session -> locked(session, "describing table " + table, () -> {
            Optional<SqliteTable> found = catalog(session).find(table);
            return found.isEmpty() ? Optional.<TableSchema>empty() : Optional.of(described(session, found.get()));
        })).flatMap(Function.identity());
    }

    private static TableSchema described(SqliteSession session, SqliteTable table) throws SQLException {
        return table.schema(SqliteCensus.take(session, table, ROWS_TO_LOOK_AT, ROWS_TO_LOOK_AT).declaredIfKept());
    }

    @Override
    public List<String> prepare(TablePlan plan) {
        claim(plan.target().name());
        SqliteDdl ddl = new SqliteDdl(plan.target());
        if (ddl(plan).isEmpty()) {
            return ddl.notes();
        }
        SqliteSession session = toWrite();
        session.turn().acquireUninterruptibly();
        try {
            return locked(session, "making table " + plan.target().name(), () -> {
                Optional<SqliteTable> there = catalog(session).find(plan.target().name());
                for (String statement : missing(plan, there, ddl)) {
                    session.run(statement);
                }
                if (there.isEmpty()) {
                    made.add(plan.target().name().name());
                }
                return ddl.notes();
            });
        } finally {
            session.turn().release();
        }
    }

    @Override
    public List<String> ddl(TablePlan plan) {
        Optional<SqliteTable> there = look(session -> locked(session, "describing table " + plan.target().name(),
                () -> catalog(session).find(plan.target().name()))).flatMap(Function.identity());
        return missing(plan, there, new SqliteDdl(plan.target()));
    }

    private List<String> missing(TablePlan plan, Optional<SqliteTable> there, SqliteDdl ddl) {
        if (there.isEmpty() && plan.schema() == SchemaPolicy.MATCH) {
            throw new StoreException.Permanent(name() + " has no table " + plan.target().name(), "",
                    "Make the table, or set schema: create.", null);
        }
        if (there.isEmpty()) {
            return List.of(ddl.create());
        }
        return plan.schema() != SchemaPolicy.EVOLVE ? List.of()
                : plan.target().columns().stream()
                        .filter(column -> there.get().column(column.name()).isEmpty()).map(ddl::add).toList();
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        SqliteSinkCheck check = new SqliteSinkCheck(config, plan);
        return look(session -> locked(session, "checking table " + plan.write().table(),
                () -> check.of(session, catalog(session)))).orElseGet(check::ofMissingFile);
    }

    @Override
    public boolean mayChangeRows(TableName table) {
        return look(session -> locked(session, "looking for triggers of table " + table,
                () -> !catalog(session).triggers(table).isEmpty())).orElse(false);
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
        SqliteSession session = toWrite();
        return locked(session, "opening table " + plan.table(), () -> {
            SqliteCatalog catalog = catalog(session);
            SqliteTable table = writable(catalog, plan.table());
            boolean enforced = !made.contains(table.name());
            SqliteStatements statements = statements(session, catalog, table, plan);
            SqliteTransaction transaction = new SqliteTransaction(session, enforced, plan.visibility());
            SqliteDeletion deletion = new SqliteDeletion(session, catalog, table, plan);
            return new SqliteUpserter(session, table, plan, statements, transaction, deletion);
        });
    }

    @Override
    public Optional<BulkLoad> load(WritePlan plan) {
        SqliteSession session = toWrite();
        return locked(session, "opening table " + plan.table(), () -> {
            SqliteCatalog catalog = catalog(session);
            SqliteTable table = writable(catalog, plan.table());
            return SqliteLoad.open(session, table, plan, !made.contains(table.name()), catalog.triggers(plan.table()),
                    statements(session, catalog, table, plan));
        });
    }

    private SqliteStatements statements(SqliteSession session, SqliteCatalog catalog, SqliteTable table, WritePlan plan)
            throws SQLException {
        return new SqliteStatements(session, table, collations(catalog, table, plan), plan,
                "tidemark_keys_" + upserters++);
    }

    private static List<String> collations(SqliteCatalog catalog, SqliteTable table, WritePlan plan)
            throws SQLException {
        List<String> collations = new ArrayList<>();
        for (String key : plan.key()) {
            collations.add(catalog.collation(table.name(), key));
        }
        return collations;
    }

    private SqliteTable writable(SqliteCatalog catalog, TableName name) throws SQLException {
        SqliteTable table = catalog.find(name)
                .orElseThrow(() -> new StoreException.Permanent(name() + " has no table " + name, "",
                        "Make the table, or set schema: create.", null));
        if (table.relation() == Relation.VIEW) {
            throw new StoreException.Permanent(name + " in " + name() + " is a view, and rows go into tables",
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
        SqliteSession session = toWrite();
        return locked(session, "checking the references of table " + table, () -> brokenReferences(session, table));
    }

    private List<String> brokenReferences(SqliteSession session, String table) throws SQLException {
        List<String> warnings = new ArrayList<>();
        SqliteCatalog catalog = catalog(session);
        Optional<SqliteTable> found = catalog.find(new TableName(table));
        for (ForeignKey key : found.map(SqliteTable::foreignKeys).orElse(List.of())) {
            if (catalog.find(key.target()).isEmpty()) {
                continue;
            }
            List<String> rows = session.list(SqliteSql.broken(table, key, ROWS_TO_NAME + 1),
                    row -> Objects.requireNonNullElse(row.text(0), "NULL"));
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

    private String name() {
        return "SQLite " + config.path();
    }

    private SqliteCatalog catalog(SqliteSession session) {
        return new SqliteCatalog(session, config.path());
    }

    /** The session that writes; makes the file. */
    private SqliteSession toWrite() {
        synchronized (opening) {
            SqliteSession open = writer;
            if (open == null) {
                open = SqliteSession.openToWrite(config);
                writer = open;
            }
            return open;
        }
    }

    /** Asks the file as it is now; empty if there is none yet. */
    private <T> Optional<T> look(Function<SqliteSession, T> question) {
        Optional<SqliteSession> session;
        synchronized (opening) {
            if (writer == null && reader == null && Files.exists(config.path())) {
                reader = SqliteSession.openToRead(config);
            }
            session = Optional.ofNullable(writer == null ? reader : writer);
        }
        return session.map(question);
    }

    private static <T> T locked(SqliteSession session, String doing, Work<T> work) {
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
        synchronized (opening) {
            // The writer comes last: whoever closes a file in WAL mode last folds the WAL in.
            for (SqliteSession session : Stream.of(Optional.ofNullable(reader), Optional.ofNullable(writer))
                    .flatMap(Optional::stream).toList()) {
                session.close();
            }
        }
    }
}
