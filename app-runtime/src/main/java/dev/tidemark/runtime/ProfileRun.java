package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.log.RunScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A run of a profile: its legs one after the other, kept in the run history from its beginning to its end. */
final class ProfileRun implements SyncRun {
    private final String id;
    private final Profile profile;
    private final Supplier<List<Leg>> legs;
    private final Supplier<StateStore> state;
    private final ProfileWork work;
    private final InstantSource clock;
    private List<Leg> made = List.of();
    private final Interruption interruption = new Interruption();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param legs made when the run begins, since files come and go
     * @param state opened when the run begins
     */
    ProfileRun(String id, Profile profile, Supplier<List<Leg>> legs, Supplier<StateStore> state, ProfileWork work,
            InstantSource clock) {
        this.id = id;
        this.profile = profile;
        this.legs = legs;
        this.state = state;
        this.work = work;
        this.clock = clock;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String profile() {
        return profile.name();
    }

    @Override
    public Direction direction() {
        return profile.direction();
    }

    @Override
    public SyncReport execute(SyncListener listener) {
        try (RunScope _ = RunScope.open(id, profile.name())) {
            return executed(RunScope.byTable(listener));
        }
    }

    private SyncReport executed(SyncListener listener) {
        Instant startedAt = clock.instant();
        interruption.begin();
        try {
            return recorded(startedAt, listener);
        } catch (StoreException e) {
            // The state store, or a path without files: nothing was begun.
            listener.on(new SyncEvent.Failed("", e));
            return ended(startedAt, Status.FAILED, Optional.of(work.failure(e)));
        } finally {
            interruption.end();
            ended.countDown();
        }
    }

    private SyncReport recorded(Instant startedAt, SyncListener listener) {
        try (Store.Expectation _ = expectation()) {
            return keptInHistory(startedAt, listener);
        }
    }

    /**
     * Connecting takes round trips and, before the first, the classes of the driver: all of that beside the opening of the
     * state, which takes as long.
     */
    private Store.Expectation expectation() {
        try {
            Leg first = legs().getFirst();
            Store.Expectation from = first.from().expect();
            Store.Expectation to = first.to().expect();
            return () -> {
                from.close();
                to.close();
            };
        } catch (ConfigurationException | StoreException _) {
            // Told when the run, which is then in the history, asks for its legs.
            return () -> {
            };
        }
    }

    private List<Leg> legs() {
        List<Leg> all = made.isEmpty() ? legs.get() : made;
        made = all;
        return all;
    }

    private SyncReport keptInHistory(Instant startedAt, SyncListener listener) {
        RunHistory history = state.get().runs();
        String direction = profile.direction().word();
        history.save(new RunRecord(id, profile.name(), direction, RunStatus.RUNNING, startedAt, Optional.empty(), ""));
        SyncReport report = reportedWhateverHappens(history, startedAt, listener);
        // From here on an interruption has nothing to end, and must not break the saving.
        interruption.end();
        try {
            history.save(new RunRecord(id, profile.name(), direction, report.status().word(), startedAt,
                    Optional.of(startedAt.plus(report.duration())), ReportJson.write(report)));
            return report;
        } catch (StoreException e) {
            listener.on(new SyncEvent.Failed("", e));
            return Reports.withWarning(report, "the run is not in the history: " + e.getMessage());
        }
    }

    /** A defect ends the process, or a thread of it; the history must not say for ever that the run goes on. */
    private SyncReport reportedWhateverHappens(RunHistory history, Instant startedAt, SyncListener listener) {
        try {
            return reported(startedAt, listener);
        } catch (Error e) {
            SyncReport report = ended(startedAt, Status.FAILED, Optional.of(new Failure(Failure.Kind.FAILED,
                    profile.direction().word() + " " + profile.name() + ": unexpected " + e, "")));
            history.save(new RunRecord(id, profile.name(), profile.direction().word(), report.status().word(),
                    startedAt, Optional.of(clock.instant()), ReportJson.write(report)));
            throw e;
        }
    }

    private SyncReport reported(Instant startedAt, SyncListener listener) {
        return work.run(id, startedAt, this::legs, listener);
    }

    private SyncReport ended(Instant startedAt, Status status, Optional<Failure> failure) {
        return work.ended(id, startedAt, status, failure);
    }

    @Override
    public void cancel() {
        interruption.request();
    }

    @Override
    public void await(Duration most) throws InterruptedException {
        if (interruption.hasBegun()) {
            boolean _ = ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
