package dev.tidemark.http.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.http.health.StateProbe.Answer;
import dev.tidemark.testkit.fake.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StateProbeTest {
    private final MovingClock clock = new MovingClock(Instant.EPOCH);
    private final AtomicInteger questions = new AtomicInteger();

    @Test
    void whoAsksAgainWithinASecondGetsTheSameAnswer() {
        StateProbe probe = new StateProbe(questions::incrementAndGet, clock);
        assertTrue(probe.ask().isUp());
        assertTrue(probe.ask().isUp());
        assertEquals(1, questions.get());
        clock.advance(Duration.ofSeconds(2));
        assertTrue(probe.ask().isUp());
        assertEquals(2, questions.get());
    }

    @Test
    void aStateThatRefusesIsDownAndSaysWhy() {
        Answer answer = new StateProbe(() -> {
            throw new IllegalStateException("no such database");
        }, clock).ask();
        assertFalse(answer.isUp());
        assertEquals("no such database", answer.trouble());
    }

    @Test
    void aStateThatHangsIsDownAndIsAskedByOneThreadOnly() {
        CountDownLatch never = new CountDownLatch(1);
        StateProbe probe = new StateProbe(() -> {
            questions.incrementAndGet();
            await(never);
        }, clock, Duration.ofMillis(50));
        assertFalse(probe.ask().isUp());
        clock.advance(Duration.ofMinutes(1));
        assertFalse(probe.ask().isUp());
        assertEquals(1, questions.get());
        never.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
