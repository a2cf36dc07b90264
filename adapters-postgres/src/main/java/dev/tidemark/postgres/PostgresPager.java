package dev.tidemark.postgres;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.postgres.wire.CopyRowReader;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a table from one binary COPY that streams to the end, cut into pages as they come; the server waits while
 * nobody reads on. Small pages come from a statement each, so that the good rows before a bad one can be read.
 */
final class PostgresPager implements SourcePager {
    /** Up to here a page is a statement of its own: the engine asks for so few rows only to find one that fails. */
    private static final int SMALL_PAGE = 32;
    /** What is read to its end, so that the connection serves the next table. */
    private static final int LITTLE = 256 * 1024;
    private static final int EXPECTED_ROWS = 1_024;
    /** Rows then come as they lie in the heap; a scan that joins another one half-way would begin in the middle. */
    private static final String HEAP_ORDER = "set local synchronize_seqscans = off; set local enable_indexscan = off;"
            + "set local enable_indexonlyscan = off; set local enable_bitmapscan = off;"
            + "set local max_parallel_workers_per_gather = 0";

    private final PostgresSession session;
    private final ReadShape shape;
    private final PageShaper shaper;
    private final PageLimit limit;
    private final OptionalInt statementLimit;
    private final RowBatch.Builder builder;
    private final String doing;
    private CopyRowReader reader;
    private Cursor end;
    private @Nullable CopyOut copy;
    private int rowsOfStatement;
    private final Home home;
    private boolean finished;
    private boolean spoiled;
    private boolean failed;
    private boolean closed;

    /** Takes the connection of a pager that is closed. */
    @FunctionalInterface
    interface Home {
        void take(PostgresSession session, Left left);
    }

    /** How a pager leaves its connection. */
    enum Left {
        /** In the transaction in which it got it. */
        CLEAN,
        /** In a transaction that failed, or with other settings. */
        SPOILED,
        /** In the middle of a COPY that nobody wants to hear to its end, or that broke. */
        MIDWAY
    }

    /**
     * @param session with the transaction begun whose snapshot is read
     */
    PostgresPager(PostgresSession session, ReadShape shape, Cursor from, Home home) {
        this.session = session;
        this.home = home;
        this.shape = shape;
        this.shaper = new PageShaper(shape);
        this.limit = shape.plan().limit();
        this.statementLimit = limit.rows() <= SMALL_PAGE ? OptionalInt.of(limit.rows()) : OptionalInt.empty();
        this.builder = new RowBatch.Builder(shape.rows(), Math.min(limit.rows(), EXPECTED_ROWS));
        this.reader = new CopyRowReader(shape.wires());
        this.end = from;
        this.doing = "reading " + shape.table().name();
    }

    @Override
    public Optional<Page> next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (finished) {
            return Optional.empty();
        }
        try {
            return read();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private StoreException failure(SQLException e) throws InterruptedException {
        failed = true;
        // A virtual thread that is interrupted while it reads finds its socket closed.
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return PostgresErrors.failure(e, doing);
    }

    private Optional<Page> read() throws SQLException {
        Map<Integer, PageShaper.Unreadable> unreadable = new HashMap<>();
        while (!finished && !limit.isReached(builder.size(), builder.bytes())) {
            byte[] message = message();
            if (message == null || !reader.read(message, builder)) {
                endStatement();
                if (builder.size() > 0) {
                    break;
                }
            } else {
                rowsOfStatement++;
                noteFailure(unreadable);
            }
        }
        if (builder.size() == 0) {
            return Optional.empty();
        }
        RowBatch rows = builder.build();
        end = placeOfLast(rows);
        return Optional.of(shaper.page(rows, unreadable, end));
    }

    private byte @Nullable [] message() throws SQLException {
        CopyOut running = copy;
        if (running == null) {
            if (shape.isHeapOrder() || shape.isCounted()) {
                spoiled = true;
                session.execute(HEAP_ORDER);
            }
            reader = new CopyRowReader(shape.wires());
            rowsOfStatement = 0;
            running = session.copy().copyOut(ReadSql.copy(shape, session.config().schema(), end, statementLimit));
            copy = running;
        }
        return running.readFromCopy();
    }

    /** Reads what the server still says, for an error may follow the last row. */
    private void endStatement() throws SQLException {
        CopyOut running = copy;
        while (running != null && running.isActive() && running.readFromCopy() != null) {
            // the end of the stream has no rows
        }
        copy = null;
        finished = statementLimit.isEmpty() || rowsOfStatement < statementLimit.getAsInt();
    }

    private void noteFailure(Map<Integer, PageShaper.Unreadable> unreadable) {
        int field = reader.failedColumn();
        if (field >= 0) {
            unreadable.put(builder.size() - 1,
                    new PageShaper.Unreadable(field, shape.fields().get(field).name(), reader.failedText()));
        }
    }

    private Cursor placeOfLast(RowBatch rows) {
        if (shape.isCounted()) {
            long before = end instanceof Cursor.After(List<Value> keyset)
                    && keyset.getFirst() instanceof Value.Int64(long n)
                            ? n
                            : 0;
            return new Cursor.After(List.of(new Value.Int64(before + rows.size())));
        }
        return new Cursor.After(shape.place().stream().map(field -> rows.value(rows.size() - 1, field)).toList());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (copy != null && !hasEnded(copy)) {
            // Reading the rest of a large table to be polite would take longer than the table took.
            home.take(session, Left.MIDWAY);
        } else {
            home.take(session, spoiled || failed ? Left.SPOILED : Left.CLEAN);
        }
    }

    /** Whether all that is left has come already, as of a small table. */
    private static boolean hasEnded(CopyOut running) {
        try {
            int bytes = 0;
            while (running.isActive() && bytes < LITTLE) {
                byte[] message = running.readFromCopy(false);
                if (message == null) {
                    break;
                }
                bytes += message.length;
            }
            return !running.isActive();
        } catch (SQLException _) {
            return false;
        }
    }
}
