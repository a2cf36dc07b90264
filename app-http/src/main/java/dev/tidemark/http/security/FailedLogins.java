package dev.tidemark.http.security;

import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who fails to log in: each failure from an address is answered later than the one before, from a quarter of a
 * second to eight, until ten minutes pass without one. Thread-safe.
 */
@Singleton
final class FailedLogins {
    private static final long FIRST_DELAY_MILLIS = 250;
    private static final int MOST_DOUBLINGS = 5;
    private static final long FORGIVEN_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Answers that one address can have waiting: side by side it must not get further than one after the other. */
    private static final int MOST_WAITING = 8;

    /** Addresses that are remembered; the one that was quiet longest makes room. */
    private static final int MOST_ADDRESSES = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Attempts> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** What the audit log takes of all addresses together, so that nobody can fill it. */
    private final Bucket told;
    private long untold;

    @jakarta.inject.Inject
    FailedLogins() {
        this(System::nanoTime);
    }

    FailedLogins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.told = Bucket.builder()
                .addLimit(limit -> limit.capacity(10).refillGreedy(1, Duration.ofMinutes(1)))
                .build();
    }

    /**
     * What follows from a failure.
     *
     * @param delay before it is answered; empty if too many of this address wait already
     * @param told how many failures the audit log is to tell now, this and those that it was not told; empty for none
     */
    record Penalty(Optional<Duration> delay, OptionalLong told) {
    }

    private static final class Attempts {
        private int failures;
        private int waiting;
        private long lastNanos;
    }

    /** Notes a failure; one that is delayed is to be {@link #answered} once. */
    synchronized Penalty note(String address) {
        Attempts attempts = byAddress.computeIfAbsent(address, _ -> new Attempts());
        long now = nanoTime.getAsLong();
        if (now - attempts.lastNanos > FORGIVEN_NANOS) {
            attempts.failures = 0;
        }
        attempts.lastNanos = now;
        attempts.failures++;
        return new Penalty(delay(attempts), told());
    }

    private static Optional<Duration> delay(Attempts attempts) {
        if (attempts.waiting >= MOST_WAITING) {
            return Optional.empty();
        }
        attempts.waiting++;
        int doublings = Math.min(attempts.failures - 1, MOST_DOUBLINGS);
        return Optional.of(Duration.ofMillis(FIRST_DELAY_MILLIS << doublings));
    }

    private OptionalLong told() {
        untold++;
        if (!told.tryConsume(1)) {
            return OptionalLong.empty();
        }
        long count = untold;
        untold = 0;
        return OptionalLong.of(count);
    }

    /** A failure was answered. */
    synchronized void answered(String address) {
        @Nullable
        Attempts attempts = byAddress.get(address);
        if (attempts != null && attempts.waiting > 0) {
            attempts.waiting--;
        }
    }
}
