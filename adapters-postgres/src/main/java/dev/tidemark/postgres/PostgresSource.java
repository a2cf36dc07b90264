package dev.tidemark.postgres;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.domain.schema.TableSchema;
import dev.tidemark.postgres.wire.CopyRowReader;
import dev.tidemark.postgres.wire.WireType;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * One snapshot of a database: a connection holds it and exports it, others import it; those that are done with a table wait
 * in its transaction for the next. Where it cannot be exported, or a pooler leads to another server, each has a snapshot of
 * its own.
 */
final class PostgresSource implements Source {
    /** So that the statement with their keys in it stays far below a megabyte. */
    private static final int KEYS_OF_A_STATEMENT = 2_000;

    private final PostgresConfig config;
    private final PostgresSessions sessions;
    private final PostgresDescriptions descriptions;
    private final boolean view;
    /** What the snapshot itself shows, from when on it is too old to say how the tables are now. */
    private PostgresDescriptions own = PostgresDescriptions.ofSnapshot();
    private long heldSince;
    private @Nullable PostgresSession holder;
    private @Nullable String snapshot;
    private @Nullable CommitHorizon horizon;
    /** In a transaction that sees the snapshot; never the holder. */
    private final Deque<PostgresSession> idle = new ArrayDeque<>();
    /** Which snapshot it is, counted from the first: whoever is given back and saw an earlier one is not asked again. */
    private int moment;
    /** Whether another connection sees it, so that questions no longer go to the holder, which a failed one would end. */
    private boolean isShared;
    private boolean closed;

    private PostgresSource(PostgresSessions sessions, PostgresDescriptions descriptions, boolean view) {
        this.config = sessions.config();
        this.sessions = sessions;
        this.descriptions = descriptions;
        this.view = view;
    }

    /** Opens the database for reading. */
    static PostgresSource open(PostgresSessions sessions) {
        return entered(new PostgresSource(sessions, PostgresDescriptions.ofNow(), false));
    }

    /**
     * Opens the database for a look at what is written there: most want a count and no more, so that the connection that
     * holds the snapshot answers them itself until rows are read, and nobody asks for the horizon of a watermark. Rows are
     * never read on it: a pager fails, is left midway or changes its transaction, and the snapshot would be gone.
     */
    static PostgresSource openView(PostgresSessions sessions, PostgresDescriptions descriptions) {
        return entered(new PostgresSource(sessions, descriptions, true));
    }

    private static PostgresSource entered(PostgresSource source) {
        source.sessions.enter();
        try {
            source.holdSnapshot();
            return source;
        } catch (StoreException e) {
            source.sessions.leave();
            throw e;
        }
    }

    @Override
    public List<TableName> tables() {
        return ask("listing the tables of schema " + config.schema(), session -> new PostgresCatalog(session).tables());
    }

    @Override
    public TableSchema describe(TableName table) {
        return table(table).schema();
    }

    @Override
    public TableSchema survey(TableName table) {
        return describe(table);
    }

    private PostgresTable table(TableName table) {
        return ask("describing " + table, session -> descriptions().describe(session, table))
                .orElseThrow(() -> new StoreException.Permanent(
                        "schema " + config.schema() + " of " + config.displayName()
                                + " has no table or view " + table,
                        "42P01", "look at the names of table and schema", null));
    }

    /** A view shares what is known of now, as long as its snapshot is of now. */
    private PostgresDescriptions descriptions() {
        boolean isOld = System.nanoTime() - heldSince > PostgresDescriptions.BELIEVED.toNanos();
        return view && !isOld ? descriptions : own;
    }

    @Override
    public SourcePager open(ReadPlan plan, Cursor from) {
        ReadShape shape = ReadShape.of(plan, table(plan.table()));
        return pager(shape, from);
    }

    private synchronized PostgresPager pager(ReadShape shape, Cursor from) {
        PostgresSession session = takeForRows();
        int seen = moment;
        return new PostgresPager(session, shape, from, (left, how) -> giveBack(left, how, seen));
    }

    @Override
    public Page fetch(ReadPlan plan, RowBatch keys) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        ReadShape shape = ReadShape.of(plan, table(plan.table()));
        RowBatch.Builder builder = new RowBatch.Builder(shape.rows(), keys.size());
        Map<Integer, PageShaper.Unreadable> unreadable = new HashMap<>();
        for (int from = 0; from < keys.size(); from += KEYS_OF_A_STATEMENT) {
            RowBatch slice = keys.slice(from, Math.min(keys.size(), from + KEYS_OF_A_STATEMENT));
            ask("looking up rows of " + plan.table(), session -> {
                copy(session, shape, slice, builder, unreadable);
                return slice;
            });
        }
        return new PageShaper(shape).page(builder.build(), unreadable, new Cursor.Start());
    }

    private void copy(PostgresSession session, ReadShape shape, RowBatch keys, RowBatch.Builder builder,
            Map<Integer, PageShaper.Unreadable> unreadable) throws SQLException {
        CopyRowReader rows = new CopyRowReader(shape.wires());
        CopyOut out = session.copy().copyOut(ReadSql.copyByKey(shape, config.schema(), keys));
        for (byte[] message = out.readFromCopy(); message != null; message = out.readFromCopy()) {
            if (rows.read(message, builder) && rows.failedColumn() >= 0) {
                unreadable.put(builder.size() - 1, new PageShaper.Unreadable(rows.failedColumn(),
                        shape.fields().get(rows.failedColumn()).name(), rows.failedText()));
            }
        }
    }

    @Override
    public long count(ReadPlan plan) {
        PostgresTable table = table(plan.table());
        String sql = ReadSql.count(ReadShape.of(plan, table), config.schema());
        return ask("counting the rows of " + plan.table(), session -> session.queryLong(sql));
    }

    @Override
    public WatermarkBounds bounds(ReadPlan plan, String name) {
        PostgresTable table = table(plan.table());
        PostgresColumn column = ReadShape.column(table, name);
        String sql = ReadSql.copyHighest(plan, table, config.schema(), column);
        String doing = "looking for the greatest " + name + " of " + plan.table();
        Value highest = ask(doing, session -> highest(session, sql, column));
        return horizon().bounds(highest, PostgresTypes.micros(column));
    }

    private static Value highest(PostgresSession session, String sql, PostgresColumn column) throws SQLException {
        WireType wire = PostgresTypes.wire(column.base().oid());
        RowType type = new RowType(List.of(column.name()),
                List.of(PostgresTypes.inFlight(wire, column.base().name())));
        RowBatch.Builder builder = new RowBatch.Builder(type, 1);
        CopyRowReader rows = new CopyRowReader(new WireType[] {wire});
        CopyOut out = session.copy().copyOut(sql);
        String unreadable = "";
        for (byte[] message = out.readFromCopy(); message != null; message = out.readFromCopy()) {
            if (rows.read(message, builder) && rows.failedColumn() >= 0) {
                unreadable = rows.failedText();
            }
        }
        if (!unreadable.isEmpty()) {
            throw new StoreException.Permanent("the greatest value of the watermark " + column.name()
                    + " cannot be held exactly: " + unreadable, "", "mend that value, or use changes: compare", null);
        }
        RowBatch row = builder.build();
        return row.isEmpty() ? Value.Null.NULL : row.value(0, 0);
    }

    @Override
    public List<Finding> check(TablePlan plan) {
        PostgresTable table = table(plan.read().table());
        SourceCheck check = new SourceCheck(plan, table, config.access());
        List<Finding> findings = ask("looking at the rights on " + table.name(), check::rights);
        if (findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            return findings;
        }
        findings.addAll(ask("checking " + table.name(), check::rows));
        findings.addAll(check.watermark(column -> bounds(plan.read(), column)));
        return findings;
    }

    private synchronized CommitHorizon horizon() {
        return Objects.requireNonNull(horizon);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeAll();
        sessions.leave();
    }

    private interface Question<T> {
        T ask(PostgresSession session) throws SQLException;
    }

    /** Asks in a transaction at the snapshot; a connection on which a question failed is not asked again. */
    private synchronized <T> T ask(String doing, Question<T> question) {
        PostgresSession session = takeForQuestion();
        try {
            T answer = question.ask(session);
            if (session != holder) {
                idle.push(session);
            }
            return answer;
        } catch (SQLException e) {
            drop(session);
            throw PostgresErrors.failure(e, doing);
        } catch (StoreException e) {
            drop(session);
            throw e;
        } catch (RuntimeException | Error e) {
            // Perhaps in the middle of a COPY, for whose end giving it back would wait.
            session.abort();
            drop(session);
            throw e;
        }
    }

    /** A view that nobody has read rows from has nothing to lose with the transaction that holds its snapshot. */
    private PostgresSession takeForQuestion() {
        requireOpen();
        PostgresSession free = idle.poll();
        if (free != null) {
            return free;
        }
        if (!view || isShared) {
            return openAtSnapshot();
        }
        if (holder == null) {
            holdSnapshot();
        }
        return Objects.requireNonNull(holder);
    }

    /** A connection in a transaction that sees the snapshot which others still can import. */
    private PostgresSession takeForRows() {
        requireOpen();
        for (PostgresSession free = idle.poll(); free != null; free = idle.poll()) {
            if (seesHolder(free)) {
                return free;
            }
            // What it sees is of the past, unless the line to it broke; importing tells.
            free.close();
        }
        return openAtSnapshot();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the source is closed");
        }
    }

    /**
     * Whether the transaction is still open that holds the snapshot. Another connection asks for it: an interrupt would
     * end the one that is asked.
     */
    private boolean seesHolder(PostgresSession session) {
        if (holder == null || snapshot == null) {
            return false;
        }
        if (session.isPooled()) {
            return true;
        }
        try {
            int process = holder.connection().unwrap(PGConnection.class).getBackendPID();
            return session.queryBoolean("select exists (select from pg_catalog.pg_locks where locktype = 'virtualxid'"
                    + " and pid = " + process + ")");
        } catch (SQLException _) {
            return false;
        }
    }

    /** Takes a pager's connection, and keeps it if its transaction is as good as at its beginning. */
    private void giveBack(PostgresSession session, PostgresPager.Left how, int seen) {
        if (how == PostgresPager.Left.MIDWAY) {
            session.abort();
        } else if (how == PostgresPager.Left.SPOILED || !keeps(session, seen)) {
            session.close();
        }
    }

    private synchronized boolean keeps(PostgresSession session, int seen) {
        // Where none is exported each pager sees a moment of its own, and who reads next must not see an earlier one.
        if (closed || seen != moment || holder == null || snapshot == null) {
            return false;
        }
        idle.push(session);
        return true;
    }

    private void drop(PostgresSession session) {
        if (session == holder) {
            holder = null;
        }
        session.close();
    }

    private void closeAll() {
        idle.forEach(PostgresSession::close);
        idle.clear();
        if (holder != null) {
            holder.close();
            holder = null;
        }
    }

    private void holdSnapshot() {
        closeAll();
        moment++;
        isShared = false;
        PostgresSession session = sessions.lend();
        try {
            heldSince = System.nanoTime();
            own = PostgresDescriptions.ofSnapshot();
            if (!view) {
                CommitHorizon now = CommitHorizon.look(session);
                // A lost snapshot that is taken anew settles nothing for the tables that were read from the first one.
                horizon = horizon == null ? now : horizon;
            }
            snapshot = begin(session);
            holder = session;
        } catch (SQLException e) {
            session.close();
            throw PostgresErrors.failure(e, "taking a snapshot of " + config.displayName());
        }
    }

    private static @Nullable String begin(PostgresSession session) throws SQLException {
        try {
            return session.beginExportedSnapshot(null);
        } catch (SQLException e) {
            if (session.connection().isValid(5)) {
                // A standby of an old version, or a service that forbids it: then there is one snapshot a table.
                session.rollback();
                session.beginSnapshot(null);
                return null;
            }
            throw e;
        }
    }

    private PostgresSession openAtSnapshot() {
        if (holder == null) {
            holdSnapshot();
        }
        PostgresSession session = sessions.lend();
        try {
            importSnapshot(session);
            isShared = true;
            return session;
        } catch (SQLException e) {
            session.close();
            // Asking while interrupted would end the connection that holds the snapshot.
            if (Thread.currentThread().isInterrupted() || isHeld()) {
                throw PostgresErrors.failure(e, "reading the snapshot of this run");
            }
        }
        // A server that was restarted has lost the snapshot: the rest of the run sees a later moment, as it must.
        holdSnapshot();
        return openAtSnapshot();
    }

    private boolean isHeld() {
        try {
            return holder != null && holder.connection().isValid(10);
        } catch (SQLException _) {
            return false;
        }
    }

    private void importSnapshot(PostgresSession session) throws SQLException {
        try {
            session.beginSnapshot(snapshot);
        } catch (SQLException e) {
            if (!session.isPooled()) {
                throw e;
            }
            session.rollback();
            session.beginSnapshot(null);
        }
    }
}
