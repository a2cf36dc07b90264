package dev.tidemark.http.api;

import dev.tidemark.domain.port.RunEventStore.Stored;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.http.api.EventStreams.Wanted;
import dev.tidemark.runtime.server.RunFeed;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.FluxSink;

/** One who watches a run: told what happens until the run has ended, he goes away, or his token no longer lets him in. */
final class EventStream {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LOOKS_A_HEARTBEAT = 15;

    /** So long the last event of a run may come after its report. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final String LAST = "run-ended";

    private final Wanted wanted;
    private final BooleanSupplier runHasEnded;
    private final FluxSink<Event<String>> sink;

    /** What the connection still takes: who reads slowly is not written to faster. */
    private final Semaphore asked = new Semaphore(0);

    EventStream(Wanted wanted, BooleanSupplier runHasEnded, FluxSink<Event<String>> sink) {
        this.wanted = wanted;
        this.runHasEnded = runHasEnded;
        this.sink = sink;
        sink.onRequest(more -> asked.release((int) Math.min(more, Integer.MAX_VALUE / 2)));
    }

    /** Tells on the calling thread until there is no more to tell; an interruption ends it. */
    void tell(RunFeed feed) {
        try (RunFeed.Watch watch = feed.watch(wanted.run())) {
            tell(watch);
        } catch (InterruptedException | StoreException _) {
            // He has gone, the server ends, or the state fails: whoever still watches comes back to where he was.
        } finally {
            sink.complete();
        }
    }

    private void tell(RunFeed.Watch watch) throws InterruptedException {
        long place = wanted.after();
        int quiet = 0;
        boolean ended = false;
        while (wanted.admitted().getAsBoolean()) {
            List<Stored> events = watch.after(place, ended ? LAST_WORDS : quiet == 0 ? Duration.ZERO : LOOK);
            if (events.isEmpty() && ended) {
                return;
            }
            if (events.isEmpty() && quiet % LOOKS_A_HEARTBEAT == 0) {
                ended = runHasEnded.getAsBoolean();
                beat(ended || quiet == 0);
            }
            for (Stored stored : events) {
                tell(stored);
                place = stored.number();
                if (stored.event().kind().equals(LAST)) {
                    return;
                }
            }
            quiet = events.isEmpty() ? quiet + 1 : 1;
        }
    }

    /** A comment, so that no proxy takes the connection for dead. */
    private void beat(boolean needless) throws InterruptedException {
        if (!needless) {
            asked.acquire();
            sink.next(Event.of("").comment("still there"));
        }
    }

    private void tell(Stored stored) throws InterruptedException {
        asked.acquire();
        sink.next(Event.of(wanted.shown().apply(stored.event().json())).id(Long.toString(stored.number()))
                .name(stored.event().kind()));
    }
}
