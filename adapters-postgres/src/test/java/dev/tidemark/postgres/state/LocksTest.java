package dev.tidemark.postgres.state;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.schema.SchemaFingerprint;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class LocksTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final PostgresDatabase database;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    LocksTest(PostgresDatabase database) {
        this.database = database;
    }

    @AfterEach
    void dropTheState() {
        database.execute("drop schema state cascade");
    }

    @Test
    void rule18AWaiterTakesOverWhenASilentLeaseRunsOut() throws Exception {
        List<Duration> waited = new ArrayList<>();
        try (StateStore dead = open(LocksTest::never);
                Lease _ = dead.locks().acquire("shop", "dead run").orElseThrow()) {
            Sleeper sleeper = duration -> {
                waited.add(duration);
                if (waited.size() == 3) {
                    database.execute("update state.run_lock set expires_at = clock_timestamp()");
                }
            };
            try (StateStore next = open(sleeper); Lease _ = next.locks().acquire("shop", "next run").orElseThrow()) {
                assertEquals(Optional.of("next run"), dead.locks().holder("shop"));
            }
            assertEquals(3, waited.stream().filter(Pace.DEFAULT.look()::equals).count(),
                    "it looked, and slept between");
        }
    }

    @Test
    void rule18AWaiterIsRefusedAsSoonAsTheHolderBeats() throws Exception {
        SynchronousQueue<String> ticks = new SynchronousQueue<>();
        try (StateStore holder = open(_ -> ticks.take());
                Lease _ = holder.locks().acquire("shop", "holder").orElseThrow()) {
            // The second tick is taken when the beat of the first is done.
            Sleeper sleeper = _ -> {
                ticks.put("beat");
                ticks.put("beat again");
            };
            try (StateStore second = open(sleeper)) {
                assertEquals(Optional.empty(), second.locks().acquire("shop", "second"));
            }
        }
    }

    @Test
    void rule18AWaiterThatIsCancelledStopsWaiting() throws Exception {
        try (StateStore holder = open(LocksTest::never);
                Lease _ = holder.locks().acquire("shop", "holder").orElseThrow()) {
            Sleeper cancelled = _ -> {
                throw new InterruptedException();
            };
            try (StateStore second = open(cancelled)) {
                assertThrows(InterruptedException.class, () -> second.locks().acquire("shop", "second"));
            }
        }
    }

    @Test
    void rule18ARunWhoseLeaseRanOutSavesNothingMore() throws Exception {
        try (StateStore state = open(LocksTest::never); Lease _ = state.locks().acquire("shop", "run").orElseThrow()) {
            now.set(NOON.plusSeconds(29));
            state.checkpoints().save(checkpoint("shop"));
            now.set(NOON.plusSeconds(30));
            StoreException lost = assertThrows(StoreException.Permanent.class,
                    () -> state.checkpoints().save(checkpoint("shop")));
            assertTrue(lost.toString().contains("lock of profile shop is lost"), lost.toString());
            assertThrows(StoreException.Permanent.class,
                    () -> state.checkpoints().remove(checkpoint("shop").scope()), "it may be another's");
            assertEquals(1, state.checkpoints().list("shop").size());
            assertDoesNotThrow(() -> state.checkpoints().save(checkpoint("other")), "other profiles go on");
        }
    }

    @Test
    void rule18ABeatKeepsTheLease() throws Exception {
        SynchronousQueue<String> ticks = new SynchronousQueue<>();
        try (StateStore state = open(_ -> ticks.take()); Lease _ = state.locks().acquire("shop", "run").orElseThrow()) {
            now.set(NOON.plusSeconds(29));
            ticks.put("beat");
            ticks.put("when the first is done");
            now.set(NOON.plusSeconds(58));
            state.checkpoints().save(checkpoint("shop"));
        }
    }

    @Test
    void rule18ARunWhoseLeaseWasTakenOverNoticesItAtItsNextBeat() throws Exception {
        SynchronousQueue<String> ticks = new SynchronousQueue<>();
        try (StateStore state = open(_ -> ticks.take());
                Lease late = state.locks().acquire("shop", "run").orElseThrow()) {
            database.execute("update state.run_lock set token = 'another', holder = 'another'");
            ticks.put("beat");
            ticks.put("when the first is done");
            assertThrows(StoreException.Permanent.class, () -> state.checkpoints().save(checkpoint("shop")));
            late.close();
            assertEquals(Optional.of("another"), state.locks().holder("shop"));
        }
    }

    @Test
    void theProcessesOfARunHoldItsProfileTogether() throws Exception {
        try (StateStore one = open(LocksTest::never); StateStore other = open(LocksTest::never)) {
            Lease first = one.locks().join("shop", "01A").orElseThrow();
            Lease second = other.locks().join("shop", "01A").orElseThrow();
            first.close();
            assertEquals(Optional.of("01A"), other.locks().holder("shop"), "the other still takes part");
            second.close();
            assertEquals(Optional.of("01A"), other.locks().holder("shop"),
                    "its servers may all have died, and come back for it");
            one.locks().release("shop", "01A");
            other.locks().acquire("shop", "01B").orElseThrow().close();
        }
    }

    /** Others kept the lock alive: this process must not take it for its own, for what it did they have taken over. */
    @Test
    void aProcessThatWasAwayForTooLongHasLostItsPartThoughTheLockIsAlive() throws Exception {
        SynchronousQueue<String> ticks = new SynchronousQueue<>();
        try (StateStore paused = open(_ -> ticks.take());
                StateStore other = open(LocksTest::never);
                Lease part = paused.locks().join("shop", "01A").orElseThrow();
                Lease _ = other.locks().join("shop", "01A").orElseThrow()) {
            now.set(NOON.plusSeconds(30));
            ticks.put("beat");
            ticks.put("when the first is done");
            assertThrows(StoreException.Permanent.class, () -> paused.checkpoints().save(checkpoint("shop")));
            assertTrue(part.isLost());
            assertEquals(Optional.empty(), paused.locks().join("shop", "01A"), "while its work goes on");
            part.close();
            try (Lease _ = paused.locks().join("shop", "01A").orElseThrow()) {
                paused.checkpoints().save(checkpoint("shop"));
            }
        }
    }

    private StateStore open(Sleeper sleeper) {
        InstantSource clock = now::get;
        return PostgresStateStore.open(database.jdbcUrl(), "", "", "state", Pace.DEFAULT, sleeper, clock);
    }

    /** A heart that does not beat. */
    private static void never(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static Checkpoint checkpoint(String profile) {
        return new Checkpoint(new Scope(profile, "push", "orders"), "pass", "source", "sink",
                new SchemaFingerprint("00"),
                new Cursor.Start(), 0, NOON);
    }
}
