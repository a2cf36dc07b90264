package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.ReadColumn;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.sqlite.SqliteKeyset.Range;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.wire.RowReader;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table in keyset order. In a snapshot one statement runs from page to page; without one each page is a read of
 * its own that begins after the last row, so that writers wait for a page at most.
 */
final class SqlitePager implements SourcePager {
    private static final int ROWS_AT_FIRST = 1_024;

    private final SqliteSession session;
    private final Runnable release;
    private final boolean snapshot;
    private final SqliteTable table;
    private final ReadPlan plan;
    private final SqliteRows rows;
    private final SqliteKeyset keyset;
    private final SqliteKeyset.Place place;
    private final RowReader reader;
    /** Kept from page to page, for it knows by then how much room one takes. */
    private final RowBatch.Builder page;
    private final List<String> selected = new ArrayList<>();
    /** The column of the rows that is the place, so that it is not read twice; -1 if the place is more than that. */
    private final int placeColumn;
    private final int firstTerm;
    private Deque<Range> ranges;
    private Cursor position;
    private @Nullable SqliteStatement open;
    private boolean ended;
    private boolean closed;

    /**
     * @param snapshot whether the session holds one, so that a statement may stay open
     * @param release gives the session back
     * @param rows those that the plan means
     */
    SqlitePager(SqliteSession session, boolean snapshot, Runnable release, SqliteTable table, ReadPlan plan,
            SqliteRows rows, Cursor from) {
        this.session = session;
        this.release = release;
        this.snapshot = snapshot;
        this.table = table;
        this.plan = plan;
        this.rows = rows;
        this.keyset = rows.keyset();
        this.place = keyset.new Place();
        this.reader = new RowReader(plan.columns(), 0, session.encoding());
        this.page = new RowBatch.Builder(reader.type(), Math.min(plan.limit().rows(), ROWS_AT_FIRST));
        List<String> stored = stored(plan.columns());
        stored.forEach(column -> selected.add(SqliteSql.column(column)));
        this.placeColumn = rowidAmong(reader.type());
        if (placeColumn < 0) {
            this.firstTerm = selected.size();
            selected.addAll(keyset.terms());
        } else {
            this.firstTerm = stored.indexOf(plan.keyset().getFirst());
        }
        this.position = from;
        this.ranges = new ArrayDeque<>(keyset.after(from));
    }

    private static List<String> stored(List<ReadColumn> columns) {
        return columns.stream().filter(ReadColumn.Stored.class::isInstance).map(ReadColumn::name).toList();
    }

    /** Where the rowid stands, if it is all of the keyset: it is an integer in whatever row. */
    private int rowidAmong(RowType type) {
        if (keyset.terms().size() != 1 || plan.keyset().size() != 1 || !table.isRowid(plan.keyset().getFirst())) {
            return -1;
        }
        int column = type.names().indexOf(plan.keyset().getFirst());
        return column >= 0 && type.kind(column) == Kind.INT64 && plan.columns().get(column) instanceof ReadColumn.Stored
                ? column
                : -1;
    }

    @Override
    public Optional<Page> next() throws InterruptedException {
        session.lock().lockInterruptibly();
        try {
            return ended ? Optional.empty() : page();
        } catch (SQLException e) {
            throw SqliteErrors.failure("reading table " + table.name() + " of " + session.store() + " after "
                    + CursorCodec.describe(position), e);
        } finally {
            session.lock().unlock();
        }
    }

    private Optional<Page> page() throws SQLException {
        PageLimit limit = plan.limit();
        List<Reject> rejects = new ArrayList<>();
        int read = 0;
        boolean noted = false;
        while (!limit.isReached(read, page.bytes())) {
            SqliteStatement range = open == null ? openNext(limit.rows() - read) : open;
            if (range == null) {
                ended = true;
                break;
            }
            if (range.next()) {
                read++;
                boolean exact = reader.read(range, page);
                if (!exact) {
                    rejects.add(reject(range));
                }
                noted = !exact || placeColumn < 0;
                if (noted) {
                    place.note(range, firstTerm);
                }
            } else {
                closeRange();
            }
        }
        if (read == 0) {
            return Optional.empty();
        }
        RowBatch batch = page.build();
        position = noted ? place.cursor()
                : new Cursor.After(List.of(batch.value(batch.size() - 1, placeColumn)));
        if (!snapshot) {
            closeRange();
            ranges = new ArrayDeque<>(keyset.after(position));
        }
        return Optional.of(new Page(batch, rejects, position));
    }

    private @Nullable SqliteStatement openNext(int most) throws SQLException {
        Range range = ranges.poll();
        if (range == null) {
            return null;
        }
        List<String> conditions = new ArrayList<>(rows.conditions());
        conditions.addAll(range.conditions());
        List<Value> values = new ArrayList<>(rows.values());
        values.addAll(range.values());
        // In a snapshot the statement goes on over the page's end; otherwise it ends with the page.
        String limit = snapshot ? "" : " LIMIT " + (most + range.skip());
        String sql = SqliteSql.selectFrom(selected, rows.from(), conditions, keyset.terms()) + limit;
        SqliteStatement statement = session.prepare(sql);
        try {
            keyset.bind(statement, 1, values);
            skip(statement, range.skip());
            open = statement;
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private void skip(SqliteStatement range, long rows) throws SQLException {
        for (long skipped = 0; skipped < rows && range.next(); skipped++) {
            place.note(range, firstTerm);
            place.counted(skipped + 1);
        }
    }

    private Reject reject(SqliteStatement range) throws SQLException {
        Row row = reader.found(range);
        return new Reject(Reason.of(Reason.Kind.NOT_EXACT, reader.refusal(range)), key(row), Optional.of(row));
    }

    private String key(Row row) {
        List<String> known = plan.keyset().stream().filter(row.type().names()::contains).toList();
        return (known.isEmpty() ? row : row.select(known)).describe();
    }

    private void closeRange() throws SQLException {
        SqliteStatement range = open;
        open = null;
        if (range != null) {
            range.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ended = true;
        session.lock().lock();
        try {
            closeRange();
        } catch (SQLException e) {
            throw SqliteErrors.failure("closing table " + table.name() + " of " + session.store(), e);
        } finally {
            session.lock().unlock();
            release.run();
        }
    }
}
