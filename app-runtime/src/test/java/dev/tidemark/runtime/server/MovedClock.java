package dev.tidemark.runtime.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on like any other, from the time to which a test moved it. */
final class MovedClock implements InstantSource {
    private final AtomicReference<Duration> ahead;

    MovedClock(String time) {
        this.ahead = new AtomicReference<>(ahead(time));
    }

    private static Duration ahead(String time) {
        return Duration.between(Instant.now(), Instant.parse(time));
    }

    void moveTo(String time) {
        ahead.set(ahead(time));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }
}
