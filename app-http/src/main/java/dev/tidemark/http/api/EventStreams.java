package dev.tidemark.http.api;

import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunFeed;
import io.micronaut.http.sse.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The streams of those who watch runs, a virtual thread each. */
@Singleton
public final class EventStreams implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Syncs syncs;
    private final RunFeed feed;
    private final Set<Thread> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(Syncs syncs, RunFeed feed) {
        this.syncs = syncs;
        this.feed = feed;
    }

    /**
     * What somebody wants to watch.
     *
     * @param after the number of the last event that was seen
     * @param shown what he may see of an event's JSON
     * @param admitted whether he still may
     */
    record Wanted(String run, long after, UnaryOperator<String> shown, BooleanSupplier admitted) {
    }

    /** What happens in a run from a place on, until it has ended. */
    Publisher<Event<String>> of(Wanted wanted) {
        return Flux.create(sink -> {
            EventStream stream = new EventStream(wanted, () -> hasEnded(wanted.run()), sink);
            Thread watcher = Thread.ofVirtual().name("watch-" + wanted.run()).unstarted(() -> watch(stream));
            sink.onDispose(watcher::interrupt);
            watchers.add(watcher);
            watcher.start();
        });
    }

    private void watch(EventStream stream) {
        try {
            if (closed) {
                Thread.currentThread().interrupt();
            }
            stream.tell(feed);
        } finally {
            watchers.remove(Thread.currentThread());
        }
    }

    private boolean hasEnded(String run) {
        return syncs.findRun(run).filter(record -> !record.status().equals(RunStatus.RUNNING)).isPresent();
    }

    /** How many watch now. */
    public int watching() {
        return watchers.size();
    }

    /** Ends all streams, so that a server that ends need not wait for those who watch. */
    @Override
    public void close() {
        closed = true;
        List<Thread> all = List.copyOf(watchers);
        all.forEach(Thread::interrupt);
        try {
            for (Thread watcher : all) {
                boolean _ = watcher.join(GRACE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
