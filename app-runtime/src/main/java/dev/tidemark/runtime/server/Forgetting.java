package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Forgets, when a server starts and every hour from then on, what nobody asks for any more: what happened in runs of more
 * than a week ago (not the runs), and requests of more than a day ago. Several servers may do so at once.
 */
public final class Forgetting implements AutoCloseable {
    /** A watcher who lost his connection comes back in minutes; a person who looks at what happened, in days. */
    static final Duration EVENTS = Duration.ofDays(7);

    /** Longer than any program goes on sending a request again. */
    static final Duration REQUESTS = Duration.ofHours(24);

    private final ServerState state;
    private final InstantSource clock;
    private final ScheduledExecutorService hourly = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("forgetting").factory());

    private Forgetting(ServerState state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Forgets from now on, until it is closed. */
    public static Forgetting begin(ServerState state, InstantSource clock) {
        Forgetting forgetting = new Forgetting(state, clock);
        forgetting.hourly.scheduleAtFixedRate(forgetting::once, 0, 1, TimeUnit.HOURS);
        return forgetting;
    }

    private void once() {
        try {
            forget(state, clock.instant());
        } catch (StoreException _) {
            // In an hour again: what is there too long harms nobody.
        }
    }

    static void forget(ServerState state, Instant now) {
        state.events().removeBefore(now.minus(EVENTS));
        state.starts().removeBefore(now.minus(REQUESTS));
    }

    @Override
    public void close() {
        hourly.shutdownNow();
        try {
            boolean _ = hourly.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
