package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.ReportJson;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRun;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.log.RunScope;
import dev.tidemark.runtime.server.RunObserver.Watch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The runs of one server, each on a thread of its own from the moment it is taken on, one a profile. Thread-safe. */
public final class LocalRuns implements Runs {
    /** Longer than a batch takes, and shorter than supervisors wait before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private final Syncs syncs;
    private final RunEventStore events;
    private final RunObserver observer;
    private final InstantSource clock;
    private volatile boolean closed;
    private final ConcurrentMap<String, Active> byProfile = new ConcurrentHashMap<>();

    /**
     * @param events where those who watch find what happens
     * @param observer who else hears it
     */
    public LocalRuns(Syncs syncs, RunEventStore events, RunObserver observer, InstantSource clock) {
        this.syncs = syncs;
        this.events = events;
        this.observer = observer;
        this.clock = clock;
    }

    private record Active(SyncRun run, Thread thread) {
    }

    @Override
    public Accepted start(SyncRequest request, Kind kind) {
        SyncRun run = switch (kind) {
            case SYNC -> syncs.prepare(request);
            case RETRY -> syncs.prepareRetry(request);
        };
        if (closed) {
            throw new StoreException.Transient("this server is ending, and starts no more runs", "",
                    "ask again when it is back", null);
        }
        Active active = new Active(run, Thread.ofVirtual().name("run-" + run.id()).unstarted(() -> execute(run)));
        Optional<String> holder = take(active).or(() -> syncs.holder(request.profile()));
        if (holder.isPresent()) {
            byProfile.remove(run.profile(), active);
            return new Accepted.Busy(request.profile(), holder.get());
        }
        // In the history before anybody is told of it, so that whoever is told finds it there.
        history().save(new RunRecord(run.id(), run.profile(), run.direction().word(), RunStatus.RUNNING,
                clock.instant(), Optional.empty(), ""));
        active.thread().start();
        return new Accepted.Started(run.id());
    }

    /** Makes it the profile's one run, unless another is. */
    private Optional<String> take(Active active) {
        @Nullable
        Active other = byProfile.putIfAbsent(active.run().profile(), active);
        if (other != null && hasEnded(other.run().id())) {
            // Whoever read its report may start the next at once; what is left of its thread takes a moment.
            awaitEnd(other);
            other = byProfile.putIfAbsent(active.run().profile(), active);
        }
        return other == null ? Optional.empty() : Optional.of("run " + other.run().id() + " of this server");
    }

    private boolean hasEnded(String run) {
        return history().find(run).filter(record -> !record.status().equals(RunStatus.RUNNING)).isPresent();
    }

    private void execute(SyncRun run) {
        RunEvents told = new RunEvents(run.id(), events, clock);
        try (RunScope _ = RunScope.open(run.id(), run.profile());
                Watch watch = observer.of(run.id(), run.profile(), run.direction())) {
            told.started(run.profile(), run.direction());
            SyncReport report = run.execute(event -> {
                watch.on(event);
                told.on(event);
            });
            watch.did(report);
            watch.ended(report);
            keep(report);
            told.ended(report.status().word());
        } finally {
            byProfile.computeIfPresent(run.profile(), (_, active) -> active.run() == run ? null : active);
        }
    }

    /** What could not begin does not get into the history by itself, where it is said to run. */
    private void keep(SyncReport report) {
        if (!hasEnded(report.run())) {
            history().save(new RunRecord(report.run(), report.profile(), report.direction().word(),
                    report.status().word(), report.startedAt(),
                    Optional.of(report.startedAt().plus(report.duration())), ReportJson.write(report)));
        }
    }

    private RunHistory history() {
        return syncs.server().runs();
    }

    @Override
    public boolean cancel(String run) {
        Optional<Active> found = byProfile.values().stream().filter(active -> active.run().id().equals(run))
                .findFirst();
        found.ifPresent(active -> active.run().cancel());
        return found.isPresent();
    }

    @Override
    public void close() {
        closed = true;
        List<Active> all = List.copyOf(byProfile.values());
        all.forEach(active -> active.run().cancel());
        all.forEach(LocalRuns::awaitEnd);
    }

    private static void awaitEnd(Active active) {
        try {
            boolean _ = active.thread().join(GRACE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
