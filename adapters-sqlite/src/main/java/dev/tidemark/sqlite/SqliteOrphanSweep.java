package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.OrphanSweep;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ForeignKey;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.sqlite.wire.RowWriter;
import dev.tidemark.sqlite.wire.SinkColumn;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The keys of a table, a page of its own each, so that other tables are written between them. A row to which another still
 * refers is not deleted, whatever the reference's ON DELETE says (correctness rule 5).
 */
final class SqliteOrphanSweep implements OrphanSweep {
    private static final PageLimit KEYS_AT_ONCE = new PageLimit(5_000, 1 << 20);

    private final SqliteSession session;
    private final SqliteTable table;
    private final SqlitePager pager;
    private final SqliteBatch delete;
    private final int[] all;
    private boolean closed;

    /**
     * @param references the references to the table, by the table that refers
     */
    SqliteOrphanSweep(SqliteSession session, SqliteCatalog catalog, SqliteTable table,
            Map<String, List<ForeignKey>> references, WritePlan plan) throws SQLException {
        this.session = session;
        this.table = table;
        RowType keys = plan.rows().select(plan.key());
        this.all = IntStream.range(0, keys.width()).toArray();
        List<ReadColumn> columns = IntStream.of(all)
                .<ReadColumn>mapToObj(
                        i -> new ReadColumn.Stored(keys.names().get(i), keys.types().get(i), times(plan, keys, i)))
                .toList();
        ReadPlan read = new ReadPlan(plan.table(), columns, plan.key(), Optional.empty(), Optional.empty(),
                KEYS_AT_ONCE);
        this.pager = new SqlitePager(session, false, () -> {}, table, read,
                SqliteRows.of(session, catalog, table, read), new Cursor.Start());
        List<SinkColumn> written = IntStream.of(all).mapToObj(i -> {
            SqliteTable.SqliteColumn column = table.column(keys.names().get(i)).orElseThrow();
            ValueType declared = SqliteTypes.valueType(column.declaredType(), column.affinity());
            return new SinkColumn(column.name(), column.affinity(), declared.equals(ValueType.BYTES),
                    times(plan, keys, i));
        }).toList();
        RowWriter writer = new RowWriter(keys, written, session.encoding());
        String sql = SqliteSql.delete(table.name(), plan.key(),
                IntStream.of(all).mapToObj(column -> SqliteSql.compared(writer.placeholder(column))).toList(),
                references);
        this.delete = new SqliteBatch(session, writer, sql, all);
    }

    private static TimeEncoding times(WritePlan plan, RowType keys, int column) {
        return plan.times().getOrDefault(keys.names().get(column), TimeEncoding.NATURAL);
    }

    /** Keys that cannot be read exactly, or have a NULL, are left out: what cannot be named cannot be missed. */
    @Override
    public Optional<RowBatch> next() throws InterruptedException {
        for (Optional<Page> page = pager.next(); page.isPresent(); page = pager.next()) {
            RowBatch keys = withoutNulls(page.get().rows());
            if (!keys.isEmpty()) {
                return Optional.of(keys);
            }
        }
        return Optional.empty();
    }

    private RowBatch withoutNulls(RowBatch keys) {
        int[] whole = IntStream.range(0, keys.size())
                .filter(row -> IntStream.of(all).noneMatch(column -> keys.isNull(row, column))).toArray();
        if (whole.length == keys.size()) {
            return keys;
        }
        RowBatch.Builder kept = new RowBatch.Builder(keys.type(), whole.length);
        IntStream.of(whole).forEach(row -> kept.addRow(keys, row));
        return kept.build();
    }

    @Override
    public long delete(RowBatch keys) throws InterruptedException {
        session.lock().lockInterruptibly();
        try {
            session.begin(true);
            boolean committed = false;
            try {
                long deleted = deleteAll(keys);
                session.run("COMMIT");
                committed = true;
                return deleted;
            } finally {
                if (!committed) {
                    session.rollback();
                }
            }
        } catch (SqliteBatch.WouldChange e) {
            throw new IllegalArgumentException("key " + e.row() + " is none of this table's", e);
        } catch (SQLException e) {
            throw SqliteErrors.failure("deleting " + keys.size() + " rows of table " + table.name() + " in "
                    + session.store(), e);
        } finally {
            session.lock().unlock();
        }
    }

    /** A row of the table may refer to another that goes as well, so what is left is tried again as long as some go. */
    private long deleteAll(RowBatch keys) throws SQLException, SqliteBatch.WouldChange {
        int[] left = IntStream.range(0, keys.size()).toArray();
        long deleted = 0;
        long now;
        do {
            int[] tried = left;
            long[] changes = delete.run(keys, tried, SqliteBatch.ROWS_AT_ONCE);
            now = LongStream.of(changes).sum();
            deleted += now;
            left = IntStream.range(0, tried.length).filter(i -> changes[i] == 0).map(i -> tried[i]).toArray();
        } while (now > 0 && left.length > 0);
        return deleted;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        pager.close();
        session.lock().lock();
        try {
            delete.close();
        } catch (SQLException e) {
            throw SqliteErrors.failure("closing table " + table.name() + " of " + session.store(), e);
        } finally {
            session.lock().unlock();
        }
    }
}
