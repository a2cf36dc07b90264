package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.CheckpointKeeper.Beginning;
import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.engine.SinkOrphans.Deleted;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.position.Watermark;
import dev.tidemark.domain.schema.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One table of a run from its beginning to its report. Used by one thread at a time. */
final class TableRun {
    private final RunContext context;
    private final TablePlan plan;
    private final String table;
    private final Scope scope;
    private final Retrier retrier;
    private final Tally tally = new Tally();
    private final long rowsBefore;
    private Optional<String> resumedFrom = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Instant startedAt;
    private Duration duration = Duration.ZERO;
    private String passName;
    private final SinkOrphans orphans;
    private final WrittenSample sample;
    private long sinkRowsBefore;
    private long referencedOrphans;
    private boolean complete;
    private @Nullable Pass pass;
    private @Nullable CheckpointKeeper checkpoints;

    /**
     * @param rowsBefore rows of the sink's table before the run
     */
    TableRun(RunContext context, TablePlan plan, long rowsBefore) {
        this.context = context;
        this.plan = plan;
        this.table = plan.write().table().name();
        this.scope = context.scope(table);
        this.retrier = context.retrier(table);
        this.rowsBefore = rowsBefore;
        this.startedAt = context.clock().instant();
        this.passName = context.run();
        this.orphans = new SinkOrphans(context, plan, scope, retrier);
        this.sample = new WrittenSample(context, plan, retrier);
    }

    TablePlan plan() {
        return plan;
    }

    Optional<Failure> failure() {
        return failure;
    }

    private long changed() {
        return tally.progress().inserted() + tally.progress().updated() + tally.progress().deleted();
    }

    /** Syncs the table; what goes wrong is kept as its {@link #failure}. */
    void run() throws InterruptedException {
        startedAt = context.clock().instant();
        try (RowCount _ = RowCount.start(context, plan);
                SinkView sink = new SinkView(context, plan, retrier, rowsBefore)) {
            CheckpointKeeper keeper = new CheckpointKeeper(context, scope, plan, sinkIdentity());
            checkpoints = keeper;
            Beginning beginning = keeper.begin(context.plan().resume());
            if (beginning.checkpoint().isPresent()) {
                beginning = keeper.anewIfTheSinkLostRows(beginning, sink.countBefore());
            }
            beginning.warning().ifPresent(warning -> context.warn(table, warning));
            passName = keeper.pass();
            announce(beginning);
            sinkRowsBefore = orphans.areWanted() ? sink.countBefore() : 0;
            PassChooser chooser = new PassChooser(context, plan, scope, sink, retrier, orphans);
            Pass chosen = chooser.choose(beginning.checkpoint(), passName, sinkIdentity());
            pass = chosen;
            long inDoubt = beginning.checkpoint().isPresent() ? TableLoad.rowsInDoubt(context) : 0;
            boolean intoNothing = rowsBefore <= beginning.rows() + inDoubt;
            pass = new TableSync(context, plan, chosen, chooser::withoutOrder, keeper, orphans, sample, retrier, tally,
                    intoNothing)
                    .run(beginning, writer -> lastPageWritten(chosen, writer));
            retryRejectsOfEarlierPasses(pass);
            if (tally.mayClear() > 0 || resumedFrom.isPresent()) {
                retryDeferred();
            }
            complete = true;
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            end();
        }
    }

    /** In a full refresh the surplus goes in the same transaction as the rest comes. */
    private void lastPageWritten(Pass now, BatchWriter writer) throws InterruptedException {
        if (plan.write().visibility() == Visibility.AT_COMMIT && orphans.areWanted()) {
            new OrphanSearch(context, plan, orphans, retrier).find(now, tally.progress(), sinkRowsBefore);
            Deleted deleted = delete(writer);
            referencedOrphans = deleted.referenced();
        }
    }

    private Deleted delete(BatchWriter writer) throws InterruptedException {
        if (checkpoints != null && orphans.count() > 0) {
            checkpoints.distrustDigests();
        }
        Deleted deleted = orphans.delete(writer);
        tally.deleted(deleted.rows());
        return deleted;
    }

    /** A pass by watermark does not meet the rows again that an earlier one rejected (correctness rule 8). */
    private void retryRejectsOfEarlierPasses(Pass done) throws InterruptedException {
        if (done.read().watermark().flatMap(Watermark::from).isPresent()) {
            new RejectRetry(context).retryEarlier(this, scope, passName);
        }
    }

    /** Whether orphans are to be deleted that are still there. */
    boolean hasOrphansToDelete() {
        return orphans.areWanted() && pass != null
                && (plan.write().visibility() == Visibility.EACH_BATCH || referencedOrphans > 0);
    }

    /** Finds the rows of the sink that the source lacks; a guard that refuses becomes the table's {@link #failure}. */
    void findOrphans() throws InterruptedException {
        try {
            if (plan.write().visibility() == Visibility.EACH_BATCH && pass != null) {
                new OrphanSearch(context, plan, orphans, retrier).find(pass, tally.progress(), sinkRowsBefore);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void deleteOrphans() throws InterruptedException {
        WritePlan write = plan.write().withVisibility(Visibility.EACH_BATCH);
        try (BatchWriter writer = new BatchWriter(context.sink(), write, retrier)) {
            Deleted deleted = delete(writer);
            if (deleted.referenced() > 0) {
                context.warn(table, deleted.referenced() + " rows that the source no longer has stay, such as "
                        + deleted.example() + ": rows that stay refer to them");
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** What is known of orphans is worth nothing to the next run. */
    void forgetOrphans() {
        if (orphans.areWanted()) {
            orphans.forget();
        }
    }

    Retrier retrier() {
        return retrier;
    }

    /** Counts rows that were handled outside of a pass. */
    void count(long read, Written written, List<Reject> rejects) {
        tally.read(read);
        tally.written(written);
        tally.rejected(rejects);
    }

    /** Tries rows again that other tables may have cleared; returns how many landed. */
    long retryDeferred() throws InterruptedException {
        try {
            return new DeferredRejects(context, plan, scope, passName, startedAt, tally).retry(retrier);
        } catch (RuntimeException e) {
            fail(e);
            return 0;
        }
    }

    /** Makes the sink's table ready. */
    void prepare() {
        try {
            context.warnAll(table, context.sink().prepare(plan));
        } catch (StoreException e) {
            fail(e);
        }
    }

    /** Does what waits for the last row of all tables; returns what the next run begins with, for it to be saved. */
    Optional<SyncPoint> finish() throws InterruptedException {
        if (failure.isPresent()) {
            return Optional.empty();
        }
        try {
            context.warnAll(table, context.sink().finish(plan, changed()));
            return syncPoint();
        } catch (StoreException e) {
            fail(e);
            return Optional.empty();
        }
    }

    private Optional<SyncPoint> syncPoint() throws InterruptedException {
        boolean wanted = switch (plan.changes()) {
            case ChangeDetection.Digest _, ChangeDetection.ByWatermark _ -> true;
            // The next run then knows that comparing would not come to an end.
            case ChangeDetection.Compare _ -> sample.isChanged() || pass != null && pass.recorder().isPresent();
            case ChangeDetection.All _ -> false;
        };
        if (!wanted || pass == null || checkpoints == null || context.plan().limit() != Long.MAX_VALUE) {
            return Optional.empty();
        }
        OptionalLong known = SinkView.isWholeTable(plan) ? rowsAfter() : OptionalLong.empty();
        try (SinkView sink = new SinkView(context, plan, retrier)) {
            return Optional.of(checkpoints.left(pass, known.isPresent() ? known.getAsLong() : sink.count()));
        }
    }

    /** The sync point of {@link #finish} is saved. */
    void removeOtherDigests() {
        try {
            if (pass != null && checkpoints != null) {
                checkpoints.removeOtherDigests(pass);
            }
        } catch (StoreException e) {
            fail(e);
        }
    }

    boolean hasDeferred() {
        return failure.isEmpty() && tally.mayClear() > 0;
    }

    /** Checks, after the last row of the run, what only holds then. */
    void checkTheEnd() {
        if (failure.isPresent()) {
            return;
        }
        long rejected = tally.progress().rejected();
        if (context.plan().rejects().isExceeded(rejected, tally.progress().read(), true)) {
            fail(new TableSync.TooManyRejects(rejected, tally.progress().read()));
        } else if (!tally.progress().isConserved()) {
            fail(new IllegalStateException("the rows do not add up: " + tally.progress()));
        }
    }

    void fail(Throwable cause) {
        context.listener().on(new SyncEvent.Failed(table, cause));
        failure = Optional.of(Failures.of(doing(), cause, context.plan().profile()));
    }

    /** The table was not run. */
    void skip(String because) {
        failure = Optional.of(new Failure(Failure.Kind.FAILED, doing() + ": not run, because " + because, ""));
    }

    /**
     * The rows of the sink's table as the run leaves it: what was there and what the run wrote. Unknown where an answer may
     * have been lost, or where the sink may have written rows of its own. Counting a million rows that were just loaded takes
     * PostgreSQL a tenth of the load.
     */
    OptionalLong rowsAfter() {
        long change = tally.progress().inserted() - tally.progress().deleted();
        boolean sure = complete && failure.isEmpty() && retrier.retries() == 0 && !tally.isInDoubt()
                && (changed() == 0 || !context.sink().mayChangeRows(plan.write().table()));
        return sure ? OptionalLong.of(rowsBefore + change) : OptionalLong.empty();
    }

    TableReport report(long rowsAfter) {
        return new TableReport(table, plan.mode().word(), pass == null ? plan.changes().word() : pass.changes(),
                tally.progress(), retrier.retries(),
                tally.batches(), tally.roundTrips(), resumedFrom, rowsBefore, rowsAfter, duration, failure);
    }

    private String doing() {
        return context.plan().direction().word() + " " + context.plan().profile() + ", table " + table;
    }

    private String sinkIdentity() {
        return plan.existing()
                .or(() -> context.sink().describe(plan.write().table()))
                .map(TableSchema::identity)
                .orElse("");
    }

    private void announce(Beginning beginning) {
        if (beginning.cursor() instanceof Cursor.After) {
            resumedFrom = Optional.of(CursorCodec.describe(beginning.cursor()));
        }
        context.listener().on(new SyncEvent.TableStarted(table, beginning.rows(), resumedFrom.orElse("")));
    }

    private void end() {
        duration = Duration.between(startedAt, context.clock().instant());
        context.listener()
                .on(new SyncEvent.TableEnded(table, tally.progress(), duration,
                        failure.map(Failure::message).orElse("")));
    }
}
