package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.RetryPolicy;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Tries again what may pass, with growing pauses; everything else fails at once. Thread-safe. */
final class Retrier {
    private final RetryPolicy policy;
    private final Sleeper sleeper;
    private final RandomGenerator jitter;
    private final SyncListener listener;
    private final String table;
    private final AtomicLong retries = new AtomicLong();

    Retrier(RetryPolicy policy, Sleeper sleeper, RandomGenerator jitter, SyncListener listener, String table) {
        this.policy = policy;
        this.sleeper = sleeper;
        this.jitter = jitter;
        this.listener = listener;
        this.table = table;
    }

    /** Something that may fail for a while. It is run again from its beginning, so it reopens what died. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws InterruptedException;
    }

    <T> T call(Attempt<T> attempt) throws InterruptedException {
        for (int tried = 1;; tried++) {
            try {
                return attempt.run();
            } catch (StoreException e) {
                if (tried >= policy.attempts() || !mayPass(e)) {
                    throw e;
                }
                pause(e, tried);
            }
        }
    }

    /** How often something was tried again. */
    long retries() {
        return retries.get();
    }

    /** Whether it makes sense to try again. */
    static boolean mayPass(StoreException e) {
        return switch (e) {
            case StoreException.Transient _, StoreException.Unreachable _ -> true;
            case StoreException.TooLarge _, StoreException.Permanent _, StoreException.Denied _ -> false;
        };
    }

    /**
     * Tells of the trouble, and waits as long as it asks for.
     *
     * @param tried how often it was tried in vain so far
     */
    void pause(StoreException e, int tried) throws InterruptedException {
        Duration delay = requestedPause(e).orElseGet(() -> jittered(policy.delayAfter(tried)));
        retries.incrementAndGet();
        listener.on(new SyncEvent.Retrying(table, tried, delay, String.valueOf(e.getMessage())));
        sleeper.sleep(delay);
    }

    private static Optional<Duration> requestedPause(StoreException e) {
        return e instanceof StoreException.Transient passing ? passing.retryAfter() : Optional.empty();
    }

    /** Between half of the delay and the whole, so that many clients do not come back at once. */
    private Duration jittered(Duration delay) {
        return delay.dividedBy(2).plusNanos((long) (delay.toNanos() / 2.0 * jitter.nextDouble()));
    }
}
