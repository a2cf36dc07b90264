package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.testkit.fake.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CommonClockTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final MovingClock own = new MovingClock(NOON.plusSeconds(40));
    private Instant state = NOON;
    private final AtomicLong nanos = new AtomicLong();
    private boolean silent;

    private Instant ask() {
        if (silent) {
            throw new StoreException.Transient("no answer", "", "", null);
        }
        return state;
    }

    private void pass(Duration time) {
        own.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aServerWhoseClockIsWrongGoesByTheStates() {
        CommonClock clock = new CommonClock(own, this::ask, nanos::get);
        assertEquals(NOON, clock.instant());
        pass(Duration.ofSeconds(30));
        assertEquals(NOON.plusSeconds(30), clock.instant());
    }

    @Test
    void whatIsPutRightMeanwhileIsNoticed() {
        CommonClock clock = new CommonClock(own, this::ask, nanos::get);
        pass(Duration.ofMinutes(1));
        // Somebody put this server's clock right, to which the state's had gone on.
        own.advance(Duration.ofSeconds(-40));
        state = NOON.plusSeconds(60);
        assertEquals(NOON.plusSeconds(60), clock.instant());
    }

    @Test
    void itGoesOnWhileTheStateIsSilent() {
        CommonClock clock = new CommonClock(own, this::ask, nanos::get);
        silent = true;
        pass(Duration.ofMinutes(3));
        assertEquals(NOON.plusSeconds(180), clock.instant());
    }
}
