package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is done with the legs of a profile: one after the other, as far as nothing ends the run. */
final class ProfileWork {
    private final Profile profile;
    private final StateStore state;
    private final One one;
    private final Guard guard;
    private final InstantSource clock;

    /** What is done with each leg. */
    @FunctionalInterface
    interface One {
        SyncReport run(String run, Leg leg, SyncListener listener) throws InterruptedException;
    }

    /** What is asked before the first of several legs. */
    @FunctionalInterface
    interface Guard {
        /** Why no leg may delete; empty if nothing stands against it. */
        Optional<Failure> refusal(String run, List<Leg> legs) throws InterruptedException;
    }

    /** Who hears the report of each leg. */
    @FunctionalInterface
    interface Each {
        /** Whether to go on. */
        boolean hear(SyncReport report);
    }

    ProfileWork(Profile profile, StateStore state, One one, Guard guard, InstantSource clock) {
        this.profile = profile;
        this.state = state;
        this.one = one;
        this.guard = guard;
        this.clock = clock;
    }

    /** Why none of several legs may delete; empty if nothing stands against it. */
    Optional<Failure> refusal(String id, List<Leg> legs) throws InterruptedException {
        return guard.refusal(id, legs);
    }

    /**
     * Runs them to the end.
     *
     * @param legs made when they are asked for, since files come and go
     */
    SyncReport run(String id, Instant startedAt, Supplier<List<Leg>> legs, SyncListener listener) {
        try {
            List<Leg> all = legs.get();
            SyncReport report = all.size() == 1 ? one.run(id, all.getFirst(), listener)
                    : allOf(id, all, startedAt, listener);
            return Reports.asRun(report, profile.name(), PeakMemory.bytes());
        } catch (InterruptedException _) {
            return ended(id, startedAt, Status.INTERRUPTED, Optional.empty());
        } catch (ConfigurationException e) {
            // Which files there are is known only now.
            return ended(id, startedAt, Status.FAILED,
                    Optional.of(new Failure(Failure.Kind.CONFIGURATION, String.valueOf(e.getMessage()), "")));
        } catch (StoreException e) {
            listener.on(new SyncEvent.Failed("", e));
            return ended(id, startedAt, Status.FAILED, Optional.of(failure(e)));
        }
    }

    /** Every leg has a lock of its own; this one keeps a second run from weaving its legs in between. */
    private SyncReport allOf(String id, List<Leg> all, Instant startedAt, SyncListener listener)
            throws InterruptedException {
        Optional<Lease> lease = state.locks().acquire(profile.name(), id);
        if (lease.isEmpty()) {
            return ended(id, startedAt, Status.REFUSED, Optional.of(new Failure(Failure.Kind.REFUSED,
                    "another run holds the profile " + profile.name(), "wait for its end, then try again")));
        }
        try (Lease _ = lease.get()) {
            Optional<Failure> refusal = refusal(id, all);
            List<Leg> allowed = refusal.isPresent() ? all.stream().map(Leg::keepingOrphans).toList() : all;
            List<SyncReport> reports = new ArrayList<>();
            eachOf(id, allowed, listener, reports::add);
            SyncReport report = Reports.sum(reports, Duration.between(startedAt, clock.instant()));
            return refusal.isPresent() ? Reports.refused(report, refusal.get()) : report;
        }
    }

    /**
     * Runs some of many legs, one after the other, as far as nothing ends the run.
     *
     * @param each hears the report of each as soon as it has ended, and says whether to go on
     * @return whether nothing ended the run
     */
    boolean eachOf(String id, List<Leg> all, SyncListener listener, Each each)
            throws InterruptedException {
        for (Leg leg : all) {
            SyncReport report = Reports.ofFile(one.run(id, leg, listener), leg.file());
            if (!each.hear(report) || endsTheRun(report)) {
                return false;
            }
        }
        return true;
    }

    /** One damaged file does not keep the others from running; what concerns them all does. */
    static boolean endsTheRun(SyncReport report) {
        return switch (report.status()) {
            case SUCCEEDED, REJECTS -> false;
            case FAILED -> report.failure().filter(failure -> failure.kind() != Failure.Kind.FAILED).isPresent();
            case INTERRUPTED, REFUSED -> true;
        };
    }

    Failure failure(StoreException e) {
        Failure.Kind kind = switch (e) {
            case StoreException.Denied _, StoreException.Unreachable _ -> Failure.Kind.UNREACHABLE;
            case StoreException.Transient _, StoreException.TooLarge _, StoreException.Permanent _ -> Failure.Kind.FAILED;
        };
        return new Failure(kind, profile.direction().word() + " " + profile.name() + ": " + e.getMessage(), e.advice());
    }

    SyncReport ended(String id, Instant startedAt, Status status, Optional<Failure> failure) {
        return new SyncReport(id, profile.name(), profile.direction(), status, startedAt,
                Duration.between(startedAt, clock.instant()), List.of(),
                Optional.empty(), PeakMemory.bytes(), List.of(), failure);
    }
}
