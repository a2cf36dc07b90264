package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.sqlite.SqliteTable.SqliteColumn;
import dev.tidemark.sqlite.wire.Affinity;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.SinkColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The statements that write one table, each prepared when it is first needed. Used under the session's lock. */
final class SqliteStatements implements AutoCloseable {
    private final SqliteSession session;
    private final SqliteTable table;
    private final WritePlan plan;
    private final String keysTable;
    private final int[] key;
    private final int[] all;
    private final int[] neverNull;
    private final RowWriter writer;
    private final SqliteLookup lookup;
    private final SqliteBatch insert;
    private final Optional<SqliteBatch> update;
    private final Optional<SqliteBatch> park;
    private final Optional<SqliteBatch> keys;
    private final SqliteParents parents;
    private String makeKeys = "";

    /**
     * @param collations by which the key's columns compare, one each
     * @param keysTable a name for a temporary table
     */
    SqliteStatements(SqliteSession session, SqliteTable table, List<String> collations, WritePlan plan,
            String keysTable) {
        this.session = session;
        this.table = table;
        this.plan = plan;
        this.keysTable = keysTable;
        this.key = plan.rows().indexesOf(plan.key());
        this.all = IntStream.range(0, plan.rows().width()).toArray();
        this.neverNull = IntStream.concat(IntStream.of(key), IntStream.of(all).filter(this::isRowid)).distinct()
                .toArray();
        List<SinkColumn> columns = plan.rows().names().stream().map(this::sinkColumn).toList();
        this.writer = new RowWriter(plan.rows(), columns, session.encoding(), session.bindsUtf8());
        List<String> placeholders = IntStream.of(all).mapToObj(writer::placeholder).toList();
        this.insert = new SqliteBatch(session, writer,
                SqliteSql.insert(table.name(), plan.rows().names(), placeholders), all);
        this.lookup = new SqliteLookup(session, table, plan, writer, readColumns(), key);
        int[] set = settable();
        this.update = set.length == 0 ? Optional.empty() : Optional.of(update(set));
        this.park = park(set);
        this.keys = plan.collisions() == KeyCollisions.POSSIBLE && plan.mode() != WriteMode.APPEND
                ? Optional.of(keys(collations))
                : Optional.empty();
        this.parents = new SqliteParents(session, table, plan.rows().names(), writer);
    }

    /** Makes what the statements need besides the table; before a transaction, so that none undoes it. */
    void makeReady() throws SQLException {
        if (!makeKeys.isEmpty()) {
            session.run(makeKeys);
            makeKeys = "";
        }
    }

    /** Where the columns stand that must not be NULL: the key's, and the rowid, for which SQLite would make up a number. */
    int[] neverNull() {
        return neverNull.clone();
    }

    private boolean isRowid(int column) {
        return table.column(plan.rows().names().get(column)).filter(there -> table.isRowid(there.name())).isPresent();
    }

    /** What turns cells into parameters, and tells why one cannot be. */
    RowWriter writer() {
        return writer;
    }

    SqliteLookup lookup() {
        return lookup;
    }

    SqliteBatch insert() {
        return insert;
    }

    /** Sets all that may be set; empty if the table has keys alone. */
    Optional<SqliteBatch> update() {
        return update;
    }

    /** Takes the values of unique columns away from the rows that get others; empty if there are none. */
    Optional<SqliteBatch> park() {
        return park;
    }

    /** Notes the keys of this pass, and changes nothing for one that was noted; empty where no two can be one. */
    Optional<SqliteBatch> keys() {
        return keys;
    }

    /** Looks for the rows that rows of a batch refer to. */
    SqliteParents parents() {
        return parents;
    }

    private SinkColumn sinkColumn(String name) {
        SqliteColumn column = table.column(name)
                .orElseThrow(() -> new StoreException.Permanent(
                        "table " + table.name() + " of " + session.store() + " has no column " + name, "",
                        "Add the column, or set schema: evolve.", null));
        return column.written(plan.times().getOrDefault(name, TimeEncoding.NATURAL));
    }

    private List<ReadColumn> readColumns() {
        return IntStream.of(all)
                .<ReadColumn>mapToObj(i -> new ReadColumn.Stored(plan.rows().names().get(i), plan.rows().types().get(i),
                        plan.times().getOrDefault(plan.rows().names().get(i), TimeEncoding.NATURAL)))
                .toList();
    }

    /** The columns that an update sets: a key too that can be written in two ways, so that it reads as it was sent. */
    private int[] settable() {
        return key.length == 0
                ? new int[0]
                : IntStream.of(all)
                        .filter(column -> IntStream.of(key).noneMatch(k -> k == column) || !isOneToOne(column))
                        .toArray();
    }

    private SqliteBatch update(int[] set) {
        String sql = SqliteSql.update(table.name(), names(set),
                IntStream.of(set).mapToObj(writer::placeholder).toList(),
                plan.key(), keyPlaceholders());
        return new SqliteBatch(session, writer, sql, IntStream.concat(IntStream.of(set), IntStream.of(key)).toArray());
    }

    private Optional<SqliteBatch> park(int[] set) {
        Set<String> unique = table.uniqueColumns();
        List<String> names = names(set).stream().filter(unique::contains).filter(name -> !plan.key().contains(name))
                .toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Predicate<String> notNull = name -> table.column(name).orElseThrow().notNull();
        String sql = SqliteSql.park(table.name(), names.stream().filter(notNull.negate()).toList(),
                names.stream().filter(notNull).toList(), plan.key(), keyPlaceholders());
        return Optional.of(new SqliteBatch(session, writer, sql, key));
    }

    private List<String> names(int[] columns) {
        return IntStream.of(columns).mapToObj(plan.rows().names()::get).toList();
    }

    private List<String> keyPlaceholders() {
        return IntStream.of(key).mapToObj(column -> SqliteSql.compared(writer.placeholder(column))).toList();
    }

    private boolean isOneToOne(int column) {
        SqliteColumn stored = table.column(plan.rows().names().get(column)).orElseThrow();
        return table.isOneToOne(stored, plan.rows().types().get(column));
    }

    /** The keys that this upserter wrote, compared as the table compares them. */
    private SqliteBatch keys(List<String> collations) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.length; i++) {
            Affinity affinity = table.column(plan.key().get(i)).orElseThrow().affinity();
            columns.add("k" + i + " " + affinity + " COLLATE " + collations.get(i));
        }
        List<String> names = IntStream.range(0, key.length).mapToObj(i -> "k" + i).toList();
        makeKeys = "CREATE TEMP TABLE " + keysTable + " (" + String.join(", ", columns) + ", PRIMARY KEY ("
                + String.join(", ", names) + ")) WITHOUT ROWID";
        List<String> placeholders = IntStream.of(key).mapToObj(writer::placeholder).toList();
        return new SqliteBatch(session, writer,
                "INSERT OR IGNORE INTO temp." + keysTable + " VALUES (" + String.join(", ", placeholders) + ")", key);
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        lookup.close();
        parents.close();
        for (Optional<SqliteBatch> statement : List.of(update, park, keys)) {
            if (statement.isPresent()) {
                statement.get().close();
            }
        }
        if (keys.isPresent()) {
            session.run("DROP TABLE IF EXISTS temp." + keysTable);
        }
    }
}
