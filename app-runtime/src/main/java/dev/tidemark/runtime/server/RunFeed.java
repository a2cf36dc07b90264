package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of runs for those who watch. What this server adds is told at once; what another server adds is found within a
 * second. However many watch a run, the store is asked once. Thread-safe.
 */
public final class RunFeed implements RunEventStore {
    private static final Duration POLL = Duration.ofSeconds(1);

    private final RunEventStore store;
    private final ConcurrentMap<String, Watched> watched = new ConcurrentHashMap<>();

    public RunFeed(RunEventStore store) {
        this.store = store;
    }

    @Override
    public void add(String run, Instant at, List<RunEvent> events) {
        store.add(run, at, events);
        @Nullable
        Watched watch = watched.get(run);
        if (watch != null) {
            watch.stir();
        }
    }

    @Override
    public List<Stored> after(String run, long after, int limit) {
        return store.after(run, after, limit);
    }

    @Override
    public void removeBefore(Instant time) {
        store.removeBefore(time);
    }

    /** Watches a run from now on, whether it goes on or not; its place is the caller's. */
    public Watch watch(String run) {
        return new Watch(run, watched.compute(run, (_, there) -> {
            Watched one = there == null ? new Watched(new RecentEvents(run, store)) : there;
            one.watchers++;
            return one;
        }));
    }

    /** Somebody who watches a run. */
    public final class Watch implements AutoCloseable {
        private final String run;
        private final Watched events;
        private boolean closed;

        private Watch(String run, Watched events) {
            this.run = run;
            this.events = events;
        }

        /**
         * The run's events after the one with this number, oldest first; waits for one.
         *
         * @param most how long to wait
         * @return empty if there was none in this time
         */
        public List<Stored> after(long number, Duration most) throws InterruptedException {
            return events.after(number, most);
        }

        /** With the last who watches a run all that is held for it is gone. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                watched.computeIfPresent(run, (_, there) -> --there.watchers == 0 ? null : there);
            }
        }
    }

    /** What all who watch one run share. */
    private static final class Watched {
        private final RecentEvents recent;
        private int watchers;
        private long stirred;

        Watched(RecentEvents recent) {
            this.recent = recent;
        }

        synchronized void stir() {
            stirred++;
            notifyAll();
        }

        List<Stored> after(long number, Duration most) throws InterruptedException {
            long end = System.nanoTime() + most.toNanos();
            long seen = stirred();
            List<Stored> events = recent.after(number, seen);
            while (events.isEmpty() && System.nanoTime() < end) {
                seen = await(seen, Math.min(POLL.toNanos(), end - System.nanoTime()));
                events = recent.after(number, seen);
            }
            return events;
        }

        private synchronized long stirred() {
            return stirred;
        }

        /** Until something was added here, or so long. */
        private synchronized long await(long seen, long nanos) throws InterruptedException {
            if (stirred == seen && nanos > 0) {
                wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
            return stirred;
        }
    }
}
