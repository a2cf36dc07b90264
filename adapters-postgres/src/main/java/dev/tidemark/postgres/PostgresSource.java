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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * One snapshot of a database: a connection holds it and exports it, every pager imports it into a connection of its own.
 * Where it cannot be exported, or a pooler leads to another server, each pager has a snapshot of its own.
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
    private @Nullable PostgresSession reader;
    private boolean exported;
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
     * Opens the database for a look at what is written there: most want a count and no more, so that one connection
     * answers them until rows are read, and nobody asks for the horizon of a watermark.
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
        return new PostgresPager(openAtSnapshot(), shape, from);
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
        return java.util.Objects.requireNonNull(horizon);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (holder != null) {
            holder.close();
            holder = null;
        }
        sessions.leave();
    }

    private interface Question<T> {
        T ask(PostgresSession session) throws SQLException;
    }

    /** Asks on the connection for short questions; one that failed is replaced by the next question. */
    private synchronized <T> T ask(String doing, Question<T> question) {
        if (closed) {
            throw new IllegalStateException("the source is closed");
        }
        PostgresSession session = asked();
        try {
            return question.ask(session);
        } catch (SQLException e) {
            session.close();
            reader = null;
            if (session == holder) {
                holder = null;
            }
            throw PostgresErrors.failure(e, doing);
        }
    }

    /** A view that nobody has read rows from has nothing to lose with the transaction that holds its snapshot. */
    private PostgresSession asked() {
        if (view && !exported && reader == null) {
            if (holder == null) {
                holdSnapshot();
            }
            return java.util.Objects.requireNonNull(holder);
        }
        PostgresSession session = reader;
        if (session == null) {
            session = openAtSnapshot();
            reader = session;
        }
        return session;
    }

    private void holdSnapshot() {
        PostgresSession session = sessions.lend();
        try {
            holder = session;
            heldSince = System.nanoTime();
            own = PostgresDescriptions.ofSnapshot();
            if (view) {
                session.beginSnapshot(null);
                exported = false;
                return;
            }
            CommitHorizon now = CommitHorizon.look(session);
            // A lost snapshot that is taken anew settles nothing for the tables that were read from the first one.
            horizon = horizon == null ? now : horizon;
            session.beginSnapshot(null);
            snapshot = export(session);
            exported = true;
        } catch (SQLException e) {
            session.close();
            throw PostgresErrors.failure(e, "taking a snapshot of " + config.displayName());
        }
    }

    private static @Nullable String export(PostgresSession session) throws SQLException {
        try (java.sql.Statement statement = session.connection().createStatement();
                java.sql.ResultSet row = statement.executeQuery("select pg_export_snapshot()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            if (session.connection().isValid(5)) {
                // A standby of an old version, or a service that forbids it: then there is one snapshot a table.
                session.rollback();
                return null;
            }
            throw e;
        }
    }

    private synchronized PostgresSession openAtSnapshot() {
        PostgresSession session = sessions.lend();
        try {
            importSnapshot(session);
            return session;
        } catch (SQLException e) {
            session.close();
            throw PostgresErrors.failure(e, "reading the snapshot of this run");
        } catch (StoreException e) {
            session.close();
            throw e;
        }
    }

    private void importSnapshot(PostgresSession session) throws SQLException {
        renewLostSnapshot();
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

    /** A server that was restarted has lost the snapshot: the rest of the run sees a later moment, as it must. */
    private void renewLostSnapshot() throws SQLException {
        if (holder == null || exported && !holder.connection().isValid(10)) {
            if (holder != null) {
                holder.close();
            }
            holdSnapshot();
        }
        if (!exported) {
            snapshot = export(java.util.Objects.requireNonNull(holder));
            exported = true;
        }
    }
}
