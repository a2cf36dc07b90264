package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by the clock of the state's server, asked for now and then: what servers tell each other by times, such as when
 * one was alive last, holds though their own clocks differ. Thread-safe.
 */
final class CommonClock implements InstantSource {
    private static final Logger LOG = LoggerFactory.getLogger(CommonClock.class);
    private static final Duration ASK_AFTER = Duration.ofMinutes(1);
    /** More than an answer takes, and enough to be worth a word. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(2);

    private final InstantSource own;
    private final Supplier<Instant> state;
    private final LongSupplier nanos;
    private final AtomicLong asked;
    private volatile Duration ahead = Duration.ZERO;

    CommonClock(InstantSource own, Supplier<Instant> state) {
        this(own, state, System::nanoTime);
    }

    /**
     * @param state asks the state for its time
     * @param nanos as {@link System#nanoTime}
     */
    CommonClock(InstantSource own, Supplier<Instant> state, LongSupplier nanos) {
        this.own = own;
        this.state = state;
        this.nanos = nanos;
        this.asked = new AtomicLong(nanos.getAsLong());
        this.ahead = measured().ahead;
    }

    @Override
    public Instant instant() {
        long last = asked.get();
        long now = nanos.getAsLong();
        if (now - last >= ASK_AFTER.toNanos() && asked.compareAndSet(last, now)) {
            ask();
        }
        return own.instant().plus(ahead);
    }

    private void ask() {
        try {
            Answer answer = measured();
            if (answer.took.compareTo(WORTH_TELLING) < 0) {
                ahead = answer.ahead;
            }
        } catch (StoreException e) {
            LOG.debug("the state does not tell the time, which is taken to go on as before", e);
        }
    }

    /**
     * @param ahead how far the state's clock is before this server's
     * @param took half of it is what {@code ahead} may be wrong by
     */
    private record Answer(Duration ahead, Duration took) {
    }

    private Answer measured() {
        Instant before = own.instant();
        Instant there = state.get();
        Duration took = Duration.between(before, own.instant());
        Duration measured = Duration.between(before.plus(took.dividedBy(2)), there);
        if (measured.minus(ahead).abs().compareTo(WORTH_TELLING) >= 0) {
            LOG.warn("this server's clock differs from the state's by {} s; the state's is used",
                    measured.negated().toMillis() / 1000.0);
        }
        return new Answer(measured, took);
    }
}
