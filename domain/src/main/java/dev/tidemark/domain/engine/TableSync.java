package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.CheckpointKeeper.Beginning;
import dev.tidemark.domain.engine.OrderedRows.OrderBroken;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One pass over one table: page, upsert, rejects, checkpoint, event, and so on to the last row. Reading, writing,
 * isolating, retrying and remembering are its collaborators' business. Not thread-safe.
 */
final class TableSync {
    /** So that a pass that finds little to write is remembered all the same. */
    private static final long ROWS_BETWEEN_CHECKPOINTS = 100_000;
    /** How long rows wait for a whole batch; it is as much work as a kill -9 costs. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final RunContext context;
    private final TablePlan plan;
    private final UnaryOperator<Pass> withoutOrder;
    private final CheckpointKeeper checkpoints;
    private final SinkOrphans orphans;
    private final WrittenSample sample;
    private final Retrier retrier;
    private final Tally tally;
    private final String table;
    private final boolean intoNothing;
    private Pass pass;
    private long rowsBefore;
    private long pages;
    private long readAtLastFlush;
    private boolean beganAnew;
    private boolean distrusted;
    private boolean lastOfPass;
    private Instant lastFlush;

    /**
     * @param intoNothing whether the sink holds none of the rows that are still to come
     */
    TableSync(RunContext context, TablePlan plan, Pass pass, UnaryOperator<Pass> withoutOrder,
            CheckpointKeeper checkpoints, SinkOrphans orphans,
            WrittenSample sample, Retrier retrier, Tally tally, boolean intoNothing) {
        this.context = context;
        this.plan = plan;
        this.withoutOrder = withoutOrder;
        this.pass = pass;
        this.checkpoints = checkpoints;
        this.orphans = orphans;
        this.sample = sample;
        this.retrier = retrier;
        this.tally = tally;
        this.intoNothing = intoNothing;
        this.table = plan.write().table().name();
        this.lastFlush = context.clock().instant();
    }

    /** More rows were rejected than the user allows; what was written and remembered stays. */
    static final class TooManyRejects extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyRejects(long rejected, long read) {
            super(rejected + " of " + read + " rows were rejected, more than max-rejects allows");
        }
    }

    /** What is done when the last page was written, before it becomes visible where that is put off. */
    @FunctionalInterface
    interface End {
        void reached(BatchWriter writer) throws InterruptedException;
    }

    /** Runs the pass from the place where it begins to the table's end; returns how it went in the end. */
    Pass run(Beginning beginning, End end) throws InterruptedException {
        rowsBefore = beginning.rows();
        pass.recorder().ifPresent(recorder -> recorder.resumeAt(rowsBefore));
        for (int lost = 1;; lost++) {
            try {
                runPass(beginning.cursor(), end);
                return pass;
            } catch (BatchWriter.PassLost e) {
                if (lost >= context.plan().retry().attempts()) {
                    throw e.trouble();
                }
                context.warn(table, "the connection broke in a pass that cannot go on in its middle; it began anew");
                beginAnew();
            } catch (OrderBroken e) {
                context.warn(table, e.getMessage() + "; both sides are matched by digests instead");
                pass = withoutOrder.apply(pass);
                beginAnew();
            }
        }
    }

    private void beginAnew() {
        tally.beginAnew();
        beganAnew = true;
        lastOfPass = false;
        readAtLastFlush = 0;
        checkpoints.restart();
        orphans.forget();
        pass.recorder().ifPresent(recorder -> recorder.resumeAt(rowsBefore));
    }

    private void runPass(Cursor from, End end) throws InterruptedException {
        boolean committed = plan.write().visibility() == Visibility.EACH_BATCH;
        try (BatchWriters writers = new BatchWriters(context, plan, retrier)) {
            if (plan.write().mode() == WriteMode.APPEND) {
                new KeylessPasses(context, plan, retrier, orphans, (filter, countsRejects) -> readAndWrite(
                        new Cursor.Start(), filter, writers, countsRejects, Long.MAX_VALUE)).run(beganAnew);
            } else {
                try (RowFilter filter = pass.filter().open()) {
                    loadAndWrite(from, filter, writers);
                    filter.end();
                    saveRestOfDigests();
                }
            }
            if (plan.write().visibility() == Visibility.AT_COMMIT) {
                failIfTooManyRejects(true);
            }
            end.reached(writers.first());
            writers.first().commit();
            committed = true;
        } finally {
            if (!committed) {
                tally.reset();
            }
        }
        if (isWholeTable()) {
            checkpoints.complete(pass);
        }
        failIfTooManyRejects(true);
    }

    /** Streams what it can, and writes by batches what a load refused, until it is behind it. */
    private void loadAndWrite(Cursor from, RowFilter filter, BatchWriters writers) throws InterruptedException {
        if (!intoNothing || !(filter instanceof RowFilter.Everything) || !TableLoad.isPossible(context, plan)) {
            readAndWrite(from, filter, writers, true, Long.MAX_VALUE);
            return;
        }
        distrustDigests();
        TableLoad load = new TableLoad(context, plan, pass, retrier, from, new Loaded());
        for (Optional<Cursor> left = load.run(from); left.isPresent();) {
            Optional<Cursor> behind = readAndWrite(left.get(), filter, writers, true, load.rowsForBatches());
            left = behind.isPresent() ? load.run(behind.get()) : behind;
        }
    }

    /** Returns the place behind about so many rows, if the table goes on there. */
    private Optional<Cursor> readAndWrite(Cursor from, RowFilter filter, BatchWriters writers, boolean countsRejects,
            long most) throws InterruptedException {
        PageJoiner joiner = new PageJoiner(context.plan().batch(), BatchWriters.number(context, plan), from);
        long readBefore = tally.progress().read();
        try (ReadAhead reader = open(from)) {
            long left = context.plan().limit();
            for (Optional<Page> next = reader.next(); next.isPresent() && left > 0; next = reader.next()) {
                Page page = atMost(left, next.get());
                left -= page.read();
                boolean hadRows = joiner.hasRows();
                take(page, joiner, filter, countsRejects);
                announce(page, reader.fetched());
                if (joiner.hasRows() && !hadRows) {
                    writers.expectRows();
                }
                boolean isEnough = tally.progress().read() - readBefore >= most;
                if (isEnough || joiner.isFull() || isCheckpointDue(joiner)) {
                    flush(joiner, writers);
                }
                if (isEnough) {
                    return Optional.of(joiner.end());
                }
            }
            if (!joiner.isEmpty()) {
                lastOfPass = left > 0;
                flush(joiner, writers);
            }
        }
        return Optional.empty();
    }

    private ReadAhead open(Cursor from) {
        return new ReadAhead(new PageReader(context.source(), pass.read(), from, retrier), table, context.clock());
    }

    /** A few rows wait for more, as many as come in a while: a batch costs the sink some round trips, however small it is. */
    private boolean isCheckpointDue(PageJoiner joiner) {
        return tally.progress().read() - readAtLastFlush >= ROWS_BETWEEN_CHECKPOINTS
                && (!joiner.hasRows() || Duration.between(lastFlush, context.clock().instant())
                        .compareTo(LONGEST_WAIT) >= 0);
    }

    private static Page atMost(long rows, Page page) {
        int most = (int) Math.min(page.rows().size(), rows);
        return most == page.rows().size() ? page : new Page(page.rows().slice(0, most), List.of(), page.end());
    }

    private void take(Page page, PageJoiner joiner, RowFilter filter, boolean countsRejects)
            throws InterruptedException {
        if (!(filter instanceof DigestFilter)) {
            pass.recorder().ifPresent(recorder -> recorder.keepAll(page.rows()));
        }
        RowFilter.Sorted sorted = filter.sort(page.rows());
        pass.recorder().ifPresent(recorder -> recorder.endPage(page.rows(), page.read()));
        tally.read(sorted.mine());
        tally.unchanged(sorted.mine() - sorted.missing().size());
        if (countsRejects) {
            tally.read(page.rejects().size());
            joiner.add(page, sorted.missing());
        } else {
            joiner.add(new Page(page.rows(), List.of(), page.end()), sorted.missing());
        }
    }

    private void announce(Page page, Duration fetched) {
        context.listener().on(new SyncEvent.PageRead(table, ++pages, page.read(), fetched));
    }

    /** Order, always: apply, store the rejects, save the checkpoint, emit. */
    private void flush(PageJoiner joiner, BatchWriters writers) throws InterruptedException {
        Instant begun = context.clock().instant();
        List<Reject> rejects = joiner.takeRejects();
        List<RowBatch> batches = joiner.takeBatches();
        if (!batches.isEmpty() || isReplacingDigests()) {
            distrustDigests();
        }
        writers.write(batches, written -> {
            tally.written(written);
            rejects.addAll(written.rejects());
        });
        if (!batches.isEmpty()) {
            sample.look(batches.getFirst(), rejects);
        }
        settle(rejects, joiner.end(), begun);
    }

    /** What is done for rows that are in the sink, whichever way they came there. */
    private void settle(List<Reject> rejects, Cursor end, Instant begun) throws InterruptedException {
        tally.rejected(rejects);
        boolean interrupted = Thread.interrupted();
        try {
            checkpoints.storeRejects(rejects);
            pass.recorder().ifPresent(recorder -> recorder.save(rejects));
            if (isResumable() && !isSpared(interrupted)) {
                checkpoints.save(pass, end, rowsBefore + tally.progress().read());
            }
            readAtLastFlush = tally.progress().read();
            lastFlush = context.clock().instant();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Duration took = Duration.between(begun, context.clock().instant());
        context.listener().on(new SyncEvent.BatchApplied(table, tally.batches(), tally.progress(), took));
        failIfTooManyRejects(false);
        if (interrupted) {
            throw new InterruptedException("cancelled after a batch");
        }
    }

    /** What became known only when there were no more rows to read. */
    private void saveRestOfDigests() {
        if (isReplacingDigests()) {
            distrustDigests();
            pass.recorder().ifPresent(recorder -> recorder.save(List.of()));
        }
    }

    private boolean isReplacingDigests() {
        return pass.recorder().filter(DigestRecorder::hasReplaced).isPresent();
    }

    /**
     * A table that was read to its end and has no checkpoint yet gets none, for it would be removed again at once: two
     * writes to the disk a table. A crash in between makes the next run begin the table anew, which is harmless.
     */
    private boolean isSpared(boolean interrupted) {
        return lastOfPass && !interrupted && !checkpoints.hasSaved() && !areTooManyRejected(true);
    }

    /** Once, before the first row goes to the sink. */
    private void distrustDigests() {
        if (!distrusted) {
            distrusted = true;
            checkpoints.distrustDigests();
        }
    }

    /** Rejects that may clear count at the end of the run only. */
    private void failIfTooManyRejects(boolean complete) {
        if (areTooManyRejected(complete)) {
            throw new TooManyRejects(tally.progress().rejected() - tally.mayClear(), tally.progress().read());
        }
    }

    private boolean areTooManyRejected(boolean complete) {
        long rejected = tally.progress().rejected() - tally.mayClear();
        return context.plan().rejects().isExceeded(rejected, tally.progress().read(), complete);
    }

    private boolean isWholeTable() {
        return context.plan().limit() == Long.MAX_VALUE;
    }

    /**
     * Not where the rows have no key to go on from, or the sink keeps track of the keys of the whole pass; nor where the
     * digests of the last run hold so far, for a run that begins anew finds that sooner than one that goes on without them.
     */
    private boolean isResumable() {
        boolean holds = pass.recorder().filter(recorder -> !recorder.isRewriting()).isPresent();
        return isWholeTable() && !holds && plan.write().mode() != WriteMode.APPEND && !plan.read().keyset().isEmpty()
                && plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                && plan.write().visibility() == Visibility.EACH_BATCH;
    }

    /** Rows that were streamed. */
    private final class Loaded implements TableLoad.Settling {
        @Override
        public void read(Page page, Duration fetched) {
            pass.recorder().ifPresent(recorder -> {
                recorder.keepAll(page.rows());
                recorder.endPage(page.rows(), page.read());
            });
            announce(page, fetched);
        }

        @Override
        public void settle(LoadWindow window) throws InterruptedException {
            tally.read(window.read());
            tally.loaded(window.inserted(), window.roundTrips());
            lastOfPass = window.isLast();
            TableSync.this.settle(window.rejects(), window.end(), window.since());
        }

        @Override
        public void lost() {
            tally.doubt();
        }

        @Override
        public void rewind(long landed) {
            tally.landed(landed);
            pass.recorder().ifPresent(recorder -> recorder.resumeAt(rowsBefore + tally.progress().read()));
        }
    }
}
