package dev.tidemark.runtime.server;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.Runs.Accepted;
import dev.tidemark.runtime.server.Runs.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What {@code tidemark serve} runs, without HTTP. */
final class RunningServer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Syncs syncs;
    final SharedRuns runs;
    /** What happened in the pieces that this server worked on. */
    final Queue<SyncEvent> events = new ConcurrentLinkedQueue<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    RunningServer(String name, Syncs syncs, Duration deadAfter, InstantSource clock) {
        this.syncs = syncs;
        RunObserver observer = (_, _, _) -> event -> {
            events.add(event);
            begun.countDown();
        };
        this.runs = SharedRuns.open(syncs, syncs.server().events(), observer,
                new Sharing(name, 2, deadAfter, POLL), clock);
    }

    String start(String profile) {
        if (runs.start(SyncRequest.push(profile), Kind.SYNC) instanceof Accepted.Started(var run)) {
            return run;
        }
        throw new AssertionError(profile + " is busy");
    }

    /** Until this server works on something. */
    void awaitWork() throws InterruptedException {
        if (!begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nothing to do");
        }
    }

    /** Until the run has ended; the history is asked again whenever it answers. */
    RunRecord ended(String run) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            RunRecord record = syncs.findRun(run).orElseThrow();
            if (!record.status().equals(RunStatus.RUNNING)) {
                return record;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("run " + run + " goes on and on");
    }

    @Override
    public void close() {
        runs.close();
        syncs.close();
    }
}
