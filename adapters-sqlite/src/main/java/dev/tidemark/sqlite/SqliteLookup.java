package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.wire.RowReader;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.SameValues;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a batch in the table by their keys, and compares them. Used under the session's lock. */
final class SqliteLookup implements AutoCloseable {
    /** Keys looked up by one statement where an index finds each of them. */
    private static final int KEYS_AT_ONCE = 500;
    /** Without an index each statement reads the whole table, so it takes as many keys as it may have parameters. */
    private static final int MOST_PARAMETERS = 30_000;

    private final SqliteSession session;
    private final SqliteTable table;
    private final List<String> key;
    private final int[] keyColumns;
    private final RowWriter writer;
    private final RowReader reader;
    private final boolean compares;
    private final boolean indexed;
    private final List<String> selected;
    private final List<String> placeholders;
    private @Nullable SqliteStatement statement;
    private int prepared;

    SqliteLookup(SqliteSession session, SqliteTable table, WritePlan plan, RowWriter writer, List<ReadColumn> columns,
            int[] keyColumns) {
        this.session = session;
        this.table = table;
        this.key = plan.key();
        this.keyColumns = keyColumns.clone();
        this.writer = writer;
        this.compares = plan.mode() == WriteMode.UPSERT;
        // Each result begins with the number of its key.
        this.reader = new RowReader(columns, 1, session.encoding());
        this.selected = compares ? plan.rows().names().stream().map(SqliteSql::column).toList() : List.of();
        this.indexed = key.stream().anyMatch(table::isIndexed);
        this.placeholders = IntStream.of(keyColumns)
                .mapToObj(column -> SqliteSql.compared(writer.placeholder(column))).toList();
    }

    /**
     * Tells for each row of the batch how it stands in the table.
     *
     * @param states is filled with one of the three
     * @return how many statements it took
     */
    int states(RowBatch batch, byte[] states, int missing, int equal, int different)
            throws SQLException, SqliteBatch.WouldChange {
        Arrays.fill(states, (byte) missing);
        int keys = indexed ? KEYS_AT_ONCE : Math.max(1, MOST_PARAMETERS / keyColumns.length);
        int statements = 0;
        for (int from = 0; from < batch.size(); from += keys) {
            int to = Math.min(batch.size(), from + keys);
            look(batch, from, to, states, equal, different);
            statements++;
        }
        return statements;
    }

    private void look(RowBatch batch, int from, int to, byte[] states, int equal, int different)
            throws SQLException, SqliteBatch.WouldChange {
        SqliteStatement query = query(to - from);
        query.reset();
        int parameter = 1;
        for (int row = from; row < to; row++) {
            for (int column : keyColumns) {
                if (!writer.bind(batch, row, column, query, parameter++)) {
                    throw new SqliteBatch.WouldChange(row);
                }
            }
        }
        RowBatch.Builder found = new RowBatch.Builder(reader.type(), compares ? to - from : 0);
        int[] rows = new int[to - from];
        while (query.next()) {
            int row = from + (int) query.integer(0);
            if (!compares) {
                states[row] = (byte) equal;
            } else if (reader.read(query, found)) {
                rows = found.size() > rows.length ? Arrays.copyOf(rows, rows.length * 2) : rows;
                rows[found.size() - 1] = row;
            } else {
                states[row] = (byte) different;
            }
        }
        query.reset();
        compare(batch, found.build(), rows, states, equal, different);
    }

    /** A key that several rows of the table have is different as soon as one of them is. */
    private static void compare(RowBatch batch, RowBatch found, int[] rows, byte[] states, int equal, int different) {
        for (int i = 0; i < found.size(); i++) {
            boolean same = states[rows[i]] != different && SameValues.equal(batch, rows[i], found, i);
            states[rows[i]] = (byte) (same ? equal : different);
        }
    }

    private SqliteStatement query(int keys) throws SQLException {
        if (statement == null || prepared != keys) {
            close();
            statement = session.prepare(SqliteSql.lookup(selected, table.name(), key, placeholders, keys, indexed));
            prepared = keys;
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
            statement = null;
        }
    }
}
