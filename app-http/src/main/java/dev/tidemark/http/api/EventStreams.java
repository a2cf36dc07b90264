package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunEventStore.Stored;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.server.RunFeed;
import io.micronaut.http.sse.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The streams of those who watch runs: a virtual thread each, which waits where the watcher is slow. */
@Singleton
public final class EventStreams implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** So long the last event of a run may come after its report. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final String LAST = "run-ended";

    private final Syncs syncs;
    private final RunFeed feed;
    private final Set<Thread> watchers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EventStreams(Syncs syncs, RunFeed feed) {
        this.syncs = syncs;
        this.feed = feed;
    }

    /**
     * What happens in a run from a place on, until it has ended.
     *
     * @param after the number of the last event that was seen
     * @param shown what the watcher may see of an event's JSON
     */
    Publisher<Event<String>> of(String run, long after, UnaryOperator<String> shown) {
        return Flux.create(sink -> {
            Semaphore asked = new Semaphore(0);
            Thread watcher = Thread.ofVirtual().name("watch-" + run)
                    .unstarted(() -> watch(new Watcher(run, after, shown, sink, asked)));
            sink.onRequest(more -> asked.release((int) Math.min(more, Integer.MAX_VALUE / 2)));
            sink.onDispose(watcher::interrupt);
            watchers.add(watcher);
            watcher.start();
        });
    }

    private record Watcher(String run, long after, UnaryOperator<String> shown, FluxSink<Event<String>> sink,
            Semaphore asked) {

        /** Waits until the connection takes one more. */
        void tell(Event<String> event) throws InterruptedException {
            asked.acquire();
            sink.next(event);
        }
    }

    private void watch(Watcher watcher) {
        try (RunFeed.Watch watch = feed.watch(watcher.run())) {
            if (!closed) {
                tell(watcher, watch);
            }
        } catch (InterruptedException | StoreException _) {
            // The watcher has gone, the server ends, or the state fails: whoever still watches comes back to where he was.
        } finally {
            watchers.remove(Thread.currentThread());
            watcher.sink().complete();
        }
    }

    private void tell(Watcher watcher, RunFeed.Watch watch) throws InterruptedException {
        long place = watcher.after();
        boolean ended = false;
        while (true) {
            List<Stored> events = watch.after(place, ended ? LAST_WORDS : Duration.ZERO);
            if (events.isEmpty() && ended) {
                return;
            }
            if (events.isEmpty()) {
                ended = hasEnded(watcher.run());
                events = ended ? events : watch.after(place, HEARTBEAT);
                if (events.isEmpty() && !ended) {
                    watcher.tell(Event.of("").comment("still there"));
                }
            }
            for (Stored stored : events) {
                watcher.tell(Event.of(watcher.shown().apply(stored.event().json())).id(Long.toString(stored.number()))
                        .name(stored.event().kind()));
                place = stored.number();
                if (stored.event().kind().equals(LAST)) {
                    return;
                }
            }
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
                boolean _ = watcher.join(LAST_WORDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
