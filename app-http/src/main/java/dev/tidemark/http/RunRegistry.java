package dev.tidemark.http;

import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRun;
import dev.tidemark.runtime.Syncs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The runs that this server started and that have not ended, one a profile. Thread-safe. */
final class RunRegistry implements AutoCloseable {
    /** Longer than a batch takes, and shorter than supervisors wait before they kill. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    private final Syncs syncs;
    private final ConcurrentMap<String, Active> byProfile = new ConcurrentHashMap<>();

    RunRegistry(Syncs syncs) {
        this.syncs = syncs;
    }

    private record Active(SyncRun run, Thread thread) {
    }

    /**
     * Starts the run on a thread of its own.
     *
     * @return the run; empty if the profile is running, here or in another process
     */
    Optional<SyncRun> start(SyncRequest request) {
        SyncRun run = syncs.prepare(request);
        Active active = new Active(run, Thread.ofVirtual().name("run-" + run.id()).unstarted(() -> execute(run)));
        if (syncs.holder(request.profile()).isPresent() || byProfile.putIfAbsent(request.profile(), active) != null) {
            return Optional.empty();
        }
        active.thread().start();
        return Optional.of(run);
    }

    private void execute(SyncRun run) {
        try {
            run.execute(new RunLog(run.id()));
        } finally {
            byProfile.remove(run.profile());
        }
    }

    /** The run if it has not ended; from the moment it is not found here, its profile can be run again. */
    Optional<SyncRun> find(String id) {
        return byProfile.values().stream().map(Active::run).filter(run -> run.id().equals(id)).findFirst();
    }

    @Override
    public void close() {
        List<Active> all = List.copyOf(byProfile.values());
        all.forEach(active -> active.run().cancel());
        try {
            for (Active active : all) {
                active.thread().join(GRACE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
