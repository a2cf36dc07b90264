package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.CheckpointKeeper.Beginning;
import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.schema.TableSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    private String pass;

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
        this.pass = context.run();
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
        try (RowCount _ = RowCount.start(context, plan)) {
            CheckpointKeeper checkpoints = new CheckpointKeeper(context.state(), context.clock(), scope, plan,
                    sinkIdentity(), context.run());
            Beginning beginning = checkpoints.begin(context.plan().resume());
            beginning.warning().ifPresent(warning -> context.warn(table, warning));
            pass = checkpoints.pass();
            announce(beginning);
            new TableSync(context, plan, checkpoints, retrier, tally).run(beginning);
            if (tally.mayClear() > 0 || resumedFrom.isPresent()) {
                retryDeferred();
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            end();
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
            return new DeferredRejects(context, plan, scope, pass, startedAt, tally).retry(retrier);
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

    /** Does what waits for the last row of all tables. */
    void finish() {
        if (failure.isPresent()) {
            return;
        }
        try {
            context.warnAll(table, context.sink().finish(plan, changed()));
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

    TableReport report(long rowsAfter) {
        return new TableReport(table, plan.mode().word(), plan.changes().word(), tally.progress(), retrier.retries(),
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
