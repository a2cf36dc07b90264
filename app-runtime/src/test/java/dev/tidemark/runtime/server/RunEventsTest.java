package dev.tidemark.runtime.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.testkit.fake.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunEventsTest {
    /** How each event ends before the clock moves. */
    private static final String AT = ",\"at\":\"2026-01-02T03:04:05.678Z\"}";

    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final Kept kept = new Kept();
    private final RunEvents events = new RunEvents("01A", kept, clock);

    /** Keeps events, unless it is broken. */
    private static final class Kept implements RunEventStore {
        private final List<String> all = new ArrayList<>();
        private boolean broken;

        @Override
        public void add(String run, Instant at, List<RunEvent> events) {
            if (broken) {
                throw new StoreException.Transient("the state is locked", "", "", null);
            }
            events.forEach(event -> all.add(event.kind() + " " + event.json()));
        }

        @Override
        public List<Stored> after(String run, long after, int limit) {
            return List.of();
        }

        @Override
        public void removeBefore(Instant time) {
            all.clear();
        }
    }

    private static Progress read(long rows) {
        return new Progress(rows, rows, 0, 0, 0, 0, 0);
    }

    @Test
    void aRunIsToldInTheWordsOfTheContract() {
        events.started("shop", Direction.PUSH);
        events.on(new SyncEvent.TableMeasured("orders", 20));
        events.on(new SyncEvent.TableStarted("orders", 5, "after id=5"));
        events.on(new SyncEvent.BatchApplied("orders", 1, read(10), Duration.ofMillis(3)));
        events.on(new SyncEvent.Retrying("orders", 1, Duration.ofSeconds(1), "locked"));
        events.on(new SyncEvent.Warned("", "odd"));
        events.on(new SyncEvent.Failed("orders", new IllegalStateException("gone")));
        events.on(new SyncEvent.TableEnded("orders", read(15), Duration.ofMillis(9), "gone"));
        events.ended("failed");

        String counts = "\"updated\":0,\"unchanged\":0,\"duplicates\":0,\"deleted\":0,\"rejected\":0";
        assertEquals(List.of("run-started {\"run\":\"01A\",\"profile\":\"shop\",\"direction\":\"push\"" + AT,
                "table-started {\"table\":\"orders\",\"before\":5" + AT,
                "progress {\"table\":\"orders\",\"total\":20,\"read\":10,\"inserted\":10," + counts + AT,
                "retrying {\"table\":\"orders\",\"trouble\":\"locked\",\"attempt\":1,\"delayMs\":1000" + AT,
                "warning {\"table\":\"\",\"text\":\"odd\"" + AT,
                "failed {\"table\":\"orders\",\"message\":\"gone\"" + AT,
                "table-ended {\"table\":\"orders\",\"read\":15,\"inserted\":15," + counts
                        + ",\"durationMs\":9,\"error\":\"gone\"" + AT,
                "run-ended {\"status\":\"failed\"" + AT), kept.all);
    }

    @Test
    void progressIsToldOnceASecondATable() {
        for (int batch = 1; batch <= 100; batch++) {
            events.on(new SyncEvent.PageRead("orders", batch, 10, Duration.ofMillis(1)));
            events.on(new SyncEvent.BatchApplied("orders", batch, read(batch * 10), Duration.ofMillis(1)));
            clock.advance(Duration.ofMillis(50));
        }
        events.on(new SyncEvent.PageRead("lines", 1, 10, Duration.ofMillis(1)));

        assertEquals(5, kept.all.stream().filter(told -> told.startsWith("progress {\"table\":\"orders\"")).count());
        assertEquals(
                "progress {\"table\":\"lines\",\"total\":null,\"read\":10,\"inserted\":0,\"updated\":0,\"unchanged\":0,"
                        + "\"duplicates\":0,\"deleted\":0,\"rejected\":0,\"at\":\"2026-01-02T03:04:10.678Z\"}",
                kept.all.getLast());
    }

    @Test
    void whatTheStoreDidNotTakeComesWithTheNext() {
        kept.broken = true;
        events.started("shop", Direction.PULL);
        for (int i = 0; i < 2_000; i++) {
            events.on(new SyncEvent.Warned("", "warning " + i));
        }
        kept.broken = false;
        events.ended("succeeded");

        assertEquals(1_000, kept.all.size());
        assertEquals("warning {\"table\":\"\",\"text\":\"warning 1999\"" + AT, kept.all.get(998));
        assertTrue(kept.all.getLast().startsWith("run-ended"), kept.all.getLast());
    }
}
