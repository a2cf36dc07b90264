package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunEventStore.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The latest events of one run, read once for all who watch it. Thread-safe. */
final class RecentEvents {
    private static final int PAGE = 500;
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private final String run;
    private final RunEventStore store;

    /** All that were kept after {@link #from} when the store was last asked. */
    private final List<Stored> latest = new ArrayList<>();
    private long from = -1;
    private long stirredBefore;
    private long askedAt;

    RecentEvents(String run, RunEventStore store) {
        this.run = run;
        this.store = store;
    }

    /**
     * The events after the one with this number, as many as are read at once. The store is asked if something was added here
     * since it was asked last, or else if that is nearly a second ago.
     *
     * @param stirred how often something was added here
     */
    List<Stored> after(long number, long stirred) {
        synchronized (this) {
            if (from < 0) {
                from = number;
                ask(stirred);
            } else if (stirred != stirredBefore || System.nanoTime() - askedAt >= FRESH_NANOS) {
                ask(stirred);
            }
            if (number >= from) {
                return latest.stream().filter(event -> event.number() > number).toList();
            }
        }
        // Further back than what the others are at.
        return store.after(run, number, PAGE);
    }

    private void ask(long stirred) {
        List<Stored> more = store.after(run, latest.isEmpty() ? from : latest.getLast().number(), PAGE);
        // A full page is not all there is: the next who comes asks again.
        stirredBefore = more.size() == PAGE ? -1 : stirred;
        askedAt = System.nanoTime();
        latest.addAll(more);
        if (latest.size() > 2 * PAGE) {
            List<Stored> old = latest.subList(0, latest.size() - PAGE);
            from = old.getLast().number();
            old.clear();
        }
    }
}
