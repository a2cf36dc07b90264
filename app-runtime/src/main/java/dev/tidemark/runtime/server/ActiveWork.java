package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.Interruption;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What this server is working on, so that it can be ended: all of it when the server goes, and that of one run when somebody
 * cancels it, on whichever server. Thread-safe.
 */
final class ActiveWork implements AutoCloseable {
    private final RunPieceStore pieces;
    private final Set<Work> active = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tidemark-cancel").factory());
    private volatile boolean closing;

    ActiveWork(RunPieceStore pieces, Duration poll) {
        this.pieces = pieces;
        watch.scheduleWithFixedDelay(this::look, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A piece of work on its way, on the thread that asked for it. */
    final class Work implements AutoCloseable {
        private final String run;
        private final boolean cancellable;
        private final Interruption interruption = new Interruption();
        private volatile boolean cancelled;

        private Work(String run, boolean cancellable) {
            this.run = run;
            this.cancellable = cancellable;
        }

        /** From here on its thread is interrupted when it is to end, at once if that was asked for before. */
        void begin() {
            interruption.begin();
        }

        /** Its thread is interrupted no more. */
        void end() {
            interruption.end();
        }

        /** Whether somebody cancelled the run; otherwise an interruption means that it goes on elsewhere. */
        boolean isCancelled() {
            return cancelled;
        }

        void interrupt() {
            interruption.request();
        }

        private void cancel() {
            cancelled = true;
            interruption.request();
        }

        @Override
        public void close() {
            active.remove(this);
            interruption.end();
        }
    }

    /** Work on a run that ends when the run is cancelled. */
    Work piece(String run) {
        return entered(new Work(run, true));
    }

    /** Work on a run that goes on until all of its pieces have ended. */
    Work coordination(String run) {
        return entered(new Work(run, false));
    }

    private Work entered(Work work) {
        active.add(work);
        if (closing) {
            work.interrupt();
        }
        return work;
    }

    /** Whether this server takes no more work. */
    boolean isClosing() {
        return closing;
    }

    private void look() {
        Collection<String> runs = active.stream().filter(work -> work.cancellable).map(work -> work.run)
                .collect(Collectors.toSet());
        for (String run : runs) {
            try {
                if (pieces.standing(run).cancelled()) {
                    active.stream().filter(work -> work.cancellable && work.run.equals(run)).forEach(Work::cancel);
                }
            } catch (StoreException _) {
                // The next look may get through; the work itself meets the same state and tells what is wrong with it.
            }
        }
    }

    /** All of it saves its place and ends. */
    @Override
    public void close() {
        closing = true;
        watch.shutdownNow();
        active.forEach(Work::interrupt);
    }
}
