package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.PostgresTable.Interference;
import dev.tidemark.postgres.PostgresTable.Storage;
import dev.tidemark.postgres.WriteShape.Target;
import dev.tidemark.postgres.wire.CopyRowWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * One binary COPY straight into the table from commit to commit, however many pages it takes: a COPY for each page cost a
 * fifth more. Nothing of a page is kept but what fills a buffer.
 */
final class PostgresLoad implements BulkLoad {
    /** Measured: larger writes gain nothing, smaller ones cost system calls. */
    private static final int FLUSH = 64 * 1024;
    /**
     * Rows of two loads may meet in an index that nobody told us of, and then wait for a commit that waits for both. The load
     * gives up first, and the rows go by batches, each a transaction of its own. Not of the session: the connection goes on
     * to others. What is deferred is looked at when the COPY ends, and not at the commit, which refuses nothing.
     */
    private static final String PATIENCE = "set local lock_timeout = '10s'; set constraints all immediate";
    /** BEGIN with the settings, COPY, its end, and the commit. */
    private static final int ROUND_TRIPS = 4;

    private final PostgresSession session;
    private final WriteShape shape;
    private final BatchConverter converter;
    private final CopyRowWriter writer;
    private final String copyIn;
    private @Nullable CopyIn copy;
    private long rows;
    private boolean over;

    private PostgresLoad(PostgresSession session, WriteShape shape) {
        this.session = session;
        this.shape = shape;
        this.converter = new BatchConverter(shape);
        this.writer = new CopyRowWriter(shape.wireColumns(), false);
        this.copyIn = new MergeSql(shape, session.config().schema()).copyIn();
    }

    /**
     * A load on a connection of its own.
     *
     * @return empty where COPY could not do it: something changes rows on their way in, or the server has to cast them, or
     *     nothing would refuse a key that is there
     */
    static Optional<BulkLoad> open(PostgresSessions sessions, WritePlan plan, PostgresTable table) {
        WriteShape shape = WriteShape.of(plan, table);
        boolean copies = table.interference() == Interference.NONE && !table.mayChangeRows()
                && table.storage() != Storage.NONE && !shape.casts();
        boolean apart = plan.mode() != WriteMode.APPEND && plan.collisions() == KeyCollisions.IMPOSSIBLE
                && table.isUnique(plan.key()) && plan.visibility() == Visibility.EACH_BATCH;
        return copies && apart ? Optional.of(new PostgresLoad(sessions.lend(), shape)) : Optional.empty();
    }

    @Override
    public Optional<Refused> add(RowBatch page) throws InterruptedException {
        checkUsable();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return page.isEmpty() ? Optional.empty() : refusing("loading", () -> send(page));
    }

    @Override
    public Optional<Refused> flush() {
        checkUsable();
        return copy == null ? Optional.empty() : refusing("loading", this::end);
    }

    @Override
    public Applied commit() {
        checkUsable();
        long loaded = rows;
        try {
            session.commit();
        } catch (SQLException e) {
            // Even what a remote partition refuses only now: the rows are not there, and batches find those to blame.
            undo();
            throw PostgresErrors.failure(e, "committing what was loaded into " + shape.table().name());
        }
        rows = 0;
        return new Applied(loaded, 0, 0, List.of(), loaded == 0 ? 0 : ROUND_TRIPS);
    }

    private Optional<Refused> send(RowBatch page) throws SQLException {
        Optional<Refused> nullKey = nullKey(page);
        if (nullKey.isPresent()) {
            return nullKey;
        }
        return switch (converter.convert(page)) {
            case BatchConverter.Converted.Not(Refused refused) -> Optional.of(refused);
            case BatchConverter.Converted.Batch(RowBatch converted) -> copy(converted);
        };
    }

    /** A unique index takes NULL as often as it comes. */
    private Optional<Refused> nullKey(RowBatch page) {
        for (Target key : shape.key()) {
            for (int row = 0; row < page.size(); row++) {
                if (page.isNull(row, key.from())) {
                    return Optional.of(new Refused(Reason.of(Reason.Kind.NULL_KEY,
                            "the key " + key.column().name() + " is NULL"), OptionalInt.of(row)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> copy(RowBatch page) throws SQLException {
        CopyIn in = begun();
        for (int row = 0; row < page.size(); row++) {
            Reason reason = writer.row(page, row);
            if (reason != null) {
                return Optional.of(new Refused(reason, OptionalInt.of(row)));
            }
            if (writer.length() >= FLUSH) {
                in.writeToCopy(writer.bytes(), 0, writer.length());
                writer.clear();
            }
        }
        writer.forget();
        rows += page.size();
        return Optional.empty();
    }

    private CopyIn begun() throws SQLException {
        CopyIn in = copy;
        if (in == null) {
            session.begin();
            session.execute(PATIENCE);
            in = session.copy().copyIn(copyIn);
            copy = in;
            writer.clear();
            writer.header();
        }
        return in;
    }

    private Optional<Refused> end() throws SQLException {
        CopyIn in = begun();
        writer.trailer();
        in.writeToCopy(writer.bytes(), 0, writer.length());
        writer.clear();
        long taken = in.endCopy();
        copy = null;
        if (taken != rows) {
            throw new StoreException.Transient("loading " + shape.table().name() + ": the server took " + taken
                    + " rows of " + rows, "", "look for a trigger or a rule that was just added", null);
        }
        return Optional.empty();
    }

    /** Sends, and undoes what is not committed if the rows are refused or the store fails; the load is then over. */
    private Optional<Refused> refusing(String doing, PostgresSession.Work<Optional<Refused>> work) {
        try {
            Optional<Refused> refused = work.run();
            if (refused.isPresent()) {
                undo();
            }
            return refused;
        } catch (SQLException e) {
            undo();
            Optional<Reason> reason = PostgresErrors.refusal(e);
            if (reason.isPresent()) {
                return Optional.of(new Refused(reason.get(), OptionalInt.empty()));
            }
            throw PostgresErrors.failure(e, doing + " " + shape.table().name());
        } catch (StoreException e) {
            undo();
            throw e;
        }
    }

    private void undo() {
        over = true;
        CopyIn in = copy;
        copy = null;
        try {
            if (in != null && in.isActive()) {
                in.cancelCopy();
            }
        } catch (SQLException _) {
            // what follows says whether the connection is still good
        }
        session.rollback();
    }

    private void checkUsable() {
        if (over) {
            throw new IllegalStateException("this load failed, was refused or is closed");
        }
    }

    @Override
    public void close() {
        if (!over) {
            undo();
        }
        session.close();
    }
}
