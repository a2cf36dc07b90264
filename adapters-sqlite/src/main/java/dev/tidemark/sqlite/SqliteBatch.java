package dev.tidemark.sqlite;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.wire.RowWriter;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One statement that is run for many rows. Prepared when it is first needed; used under the session's lock. */
final class SqliteBatch implements AutoCloseable {
    /** Rows handed to the driver at once; measured: beyond a thousand nothing is gained. */
    static final int ROWS_AT_ONCE = 1_000;

    private final SqliteSession session;
    private final RowWriter writer;
    private final String sql;
    private final int[] columns;
    private @Nullable SqliteStatement statement;

    /**
     * @param columns the batch's columns whose cells are the parameters, in order
     */
    SqliteBatch(SqliteSession session, RowWriter writer, String sql, int[] columns) {
        this.session = session;
        this.writer = writer;
        this.sql = sql;
        this.columns = columns.clone();
    }

    /** The column would store another value than the row has; the writer tells why. */
    static final class WouldChange extends Exception {
        private static final long serialVersionUID = 1;

        private final int row;

        WouldChange(int row) {
            super(null, null, false, false);
            this.row = row;
        }

        int row() {
            return row;
        }
    }

    /** SQLite refused this very row. */
    static final class RefusedRow extends SQLException {
        private static final long serialVersionUID = 1;

        private final int row;

        RefusedRow(int row, SQLException cause) {
            super(cause);
            this.row = row;
        }

        int row() {
            return row;
        }
    }

    /**
     * Runs the statement for each of the rows.
     *
     * @param rowsAtOnce how many rows go to SQLite in one call; with 1, a row that is refused is named by {@link RefusedRow}
     * @return how many rows of the table each of them changed
     */
    long[] run(RowBatch batch, int[] rows, int rowsAtOnce) throws SQLException, WouldChange {
        long[] changes = new long[rows.length];
        if (rows.length == 0) {
            return changes;
        }
        SqliteStatement target = statement == null ? session.prepare(sql) : statement;
        statement = target;
        for (int from = 0; from < rows.length; from += rowsAtOnce) {
            int to = Math.min(rows.length, from + rowsAtOnce);
            target.clearBatch();
            announce(batch, rows[from], rows[to - 1], target);
            for (int i = from; i < to; i++) {
                bind(batch, rows[i], target);
                add(target, rows[i], rowsAtOnce);
            }
            long[] some = execute(target, rows[from], rowsAtOnce);
            System.arraycopy(some, 0, changes, from, some.length);
        }
        return changes;
    }

    /** The heap cells of rows lie one after the other. */
    private static void announce(RowBatch batch, int first, int last, SqliteStatement target) {
        if (first < last) {
            RowBatch some = batch.slice(first, last + 1);
            target.announce(batch.heap(), some.heapStart(), some.heapEnd());
        }
    }

    private void bind(RowBatch batch, int row, SqliteStatement target) throws SQLException, WouldChange {
        for (int i = 0; i < columns.length; i++) {
            if (!writer.bind(batch, row, columns[i], target, i + 1)) {
                throw new WouldChange(row);
            }
        }
    }

    private static void add(SqliteStatement target, int row, int rowsAtOnce) throws SQLException {
        try {
            target.addToBatch();
        } catch (SQLException e) {
            throw named(e, row, rowsAtOnce);
        }
    }

    private static long[] execute(SqliteStatement target, int row, int rowsAtOnce) throws SQLException {
        try {
            return target.runBatch();
        } catch (SQLException e) {
            throw named(e, row, rowsAtOnce);
        }
    }

    private static SQLException named(SQLException e, int row, int rowsAtOnce) {
        return rowsAtOnce == 1 && SqliteErrors.refusal(e).isPresent() ? new RefusedRow(row, e) : e;
    }

    @Override
    public void close() throws SQLException {
        if (statement != null) {
            statement.close();
        }
    }

    @Override
    public String toString() {
        return sql + " " + Arrays.toString(columns);
    }
}
