package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.Scratch;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.schema.TableName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Runs plans. Thread-safe; one engine serves any number of runs, but a profile runs once at a time. */
public final class SyncEngine {
    private final StateStore state;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator jitter;
    private final Scratch scratch;

    /**
     * @param scratch for what does not fit in memory while tables are compared
     */
    public SyncEngine(StateStore state, InstantSource clock, Sleeper sleeper, RandomGenerator jitter,
            Scratch scratch) {
        this.state = state;
        this.clock = clock;
        this.sleeper = sleeper;
        this.jitter = jitter;
        this.scratch = scratch;
    }

    /**
     * Brings the sink's tables to what the source holds. Never throws for what a store or a row does: the report tells.
     * Interrupting the thread ends the run after the batch in hand, with the checkpoint saved.
     *
     * @param run the identifier of the run
     */
    public SyncReport run(String run, SyncPlan plan, Store source, Store sink, SyncListener listener) {
        return guarded(run, plan, source, sink, listener, context -> new SyncRun(context).run());
    }

    /**
     * Tries the profile's stored rejects again: each is read anew from the source by its key where it has one, and
     * written; what lands is removed from the reject store, and what the source no longer has as well.
     */
    public SyncReport retryRejects(String run, SyncPlan plan, Store source, Store sink, SyncListener listener) {
        return guarded(run, plan, source, sink, listener, context -> new RejectRetry(context).run());
    }

    /**
     * Finds out what {@link #run} would do now. Writes neither to the sink nor to the state.
     *
     * @param samples how many rows of each kind of change to show for each table
     */
    public ChangePlan plan(String run, SyncPlan plan, Store source, Store sink, int samples, SyncListener listener) {
        DryRunStore dry = new DryRunStore(sink, samples,
                table -> new Retrier(plan.retry(), sleeper, jitter, listener, table));
        SyncEngine engine = new SyncEngine(new DryRunState(state), clock, sleeper, jitter, scratch);
        return DryRun.changes(engine.run(run, plan.withWriters(1), source, dry, listener), dry);
    }

    /**
     * Compares the two sides value by value, as far as the plan's tables, columns and slices go. Writes nothing.
     *
     * @param limit how many differences to show for each table
     */
    public VerifyReport verify(String run, SyncPlan plan, Store source, Store sink, int limit, SyncListener listener) {
        Instant startedAt = clock.instant();
        try {
            return open(run, plan, source, sink, listener, context -> new Verification(context, limit).run());
        } catch (InterruptedException _) {
            return verified(run, plan, startedAt, VerifyReport.Status.INTERRUPTED, Optional.empty());
        } catch (RuntimeException e) {
            listener.on(new SyncEvent.Failed("", e));
            return verified(run, plan, startedAt, VerifyReport.Status.FAILED,
                    Optional.of(Failures.of("verify " + plan.profile(), e, plan.profile())));
        }
    }

    private VerifyReport verified(String run, SyncPlan plan, Instant startedAt, VerifyReport.Status status,
            Optional<Failure> failure) {
        return new VerifyReport(run, plan.profile(), plan.direction(), status, startedAt,
                Duration.between(startedAt, clock.instant()), List.of(), List.of(), failure);
    }

    /**
     * Looks for what would go wrong in a run before anything is written: plans every table, and asks both stores.
     *
     * @throws dev.tidemark.domain.port.StoreException if a store cannot be opened
     */
    public List<Finding> check(SyncPlan plan, Store source, Store sink) {
        try (Source from = source.openSource(); Sink to = sink.openSink()) {
            return new ProfileCheck(plan, from, to, clock.instant()).run();
        }
    }

    /** A run between open ends. */
    @FunctionalInterface
    private interface Work<T> {
        T run(RunContext context) throws InterruptedException;
    }

    /**
     * The plan's tables in groups of which each may be run by itself, side by side with the others, on another machine as
     * well: no foreign key leads from one to another, of the source or of the sink. Writes nothing.
     *
     * @return the source's names of the tables; together all that the plan names
     * @throws dev.tidemark.domain.port.StoreException if a store cannot be opened or described
     * @throws RuntimeException if a table cannot be planned; a run tells why
     */
    public List<Set<TableName>> independentTables(SyncPlan plan, Store source, Store sink) {
        try (Source from = source.openSource(); Sink to = sink.openSink()) {
            return new TableGroups(plan, from, new TablePlanner(plan, from, to, clock.instant()).plan()).groups();
        }
    }

    private SyncReport guarded(String run, SyncPlan plan, Store source, Store sink, SyncListener listener,
            Work<SyncReport> work) {
        Instant startedAt = clock.instant();
        try {
            Optional<Lease> lease = state.locks().acquire(plan.profile(), run);
            if (lease.isEmpty()) {
                String holder = state.locks().holder(plan.profile()).map(name -> " (" + name + ")").orElse("");
                return ended(run, plan, startedAt, Status.REFUSED, Optional.of(new Failure(Failure.Kind.REFUSED,
                        "another run holds the profile " + plan.profile() + holder,
                        "wait for its end, then try again")));
            }
            try (Lease held = lease.get()) {
                return open(run, plan, source, new FencedStore(sink, held, plan.profile()), listener, work);
            }
        } catch (InterruptedException _) {
            return ended(run, plan, startedAt, Status.INTERRUPTED, Optional.empty());
        } catch (RuntimeException e) {
            listener.on(new SyncEvent.Failed("", e));
            String doing = plan.direction().word() + " " + plan.profile();
            return ended(run, plan, startedAt, Status.FAILED, Optional.of(Failures.of(doing, e, plan.profile())));
        }
    }

    private <T> T open(String run, SyncPlan plan, Store sourceStore, Store sinkStore, SyncListener listener,
            Work<T> work) throws InterruptedException {
        Retrier retrier = new Retrier(plan.retry(), sleeper, jitter, listener, "");
        try (Source source = retrier.call(sourceStore::openSource); Sink sink = retrier.call(sinkStore::openSink)) {
            RunContext context = RunContext.of(run, plan, source, sink, sourceStore, sinkStore, state, clock, sleeper,
                    jitter, listener, scratch);
            return work.run(context);
        }
    }

    private SyncReport ended(String run, SyncPlan plan, Instant startedAt, Status status, Optional<Failure> failure) {
        return new SyncReport(run, plan.profile(), plan.direction(), status, startedAt,
                Duration.between(startedAt, clock.instant()), List.of(), Optional.empty(), 0, List.of(), failure);
    }
}
