package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestGateTest {
    private long now;
    private final List<Duration> slept = new ArrayList<>();
    private final RequestGate gate = new RequestGate(this::sleep, () -> now);

    @Test
    void noMoreThanSoManyAreUnderWay() throws Exception {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int thread = 0; thread < 30; thread++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            all.add(done);
            Thread.ofVirtual().start(() -> {
                try {
                    for (int turn = 0; turn < 20; turn++) {
                        try (RequestGate.Pass pass = gate.enter()) {
                            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            Thread.yield();
                            underWay.decrementAndGet();
                            pass.wentWell();
                        }
                    }
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(e);
                }
            });
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertTrue(most.get() <= RequestGate.MOST_AT_ONCE, () -> most + " at a time");
    }

    @Test
    void tooMuchHalvesTheLimitOnceForAllThatWereUnderWayTogether() throws InterruptedException {
        RequestGate.Pass first = gate.enter();
        RequestGate.Pass second = gate.enter();
        first.wasTooMuch();
        second.wasTooMuch();
        assertEquals(4, gate.limit());
        first.close();
        second.close();
        for (int limit : new int[] {2, 1, 1}) {
            try (RequestGate.Pass pass = gate.enter()) {
                pass.wasTooMuch();
            }
            assertEquals(limit, gate.limit());
        }
    }

    @Test
    void whatGoesWellLetsMoreInSlowly() throws InterruptedException {
        try (RequestGate.Pass pass = gate.enter()) {
            pass.wasTooMuch();
        }
        for (int request = 0; request < RequestGate.GROWS_AFTER; request++) {
            assertEquals(4, gate.limit());
            succeed();
        }
        assertEquals(5, gate.limit());
        for (int request = 0; request < 10 * RequestGate.GROWS_AFTER; request++) {
            succeed();
        }
        assertEquals(RequestGate.MOST_AT_ONCE, gate.limit());
    }

    @Test
    void everybodyIsHeldBackUntilTheServerWantsToBeAskedAgain() throws InterruptedException {
        gate.holdBack(Duration.ofSeconds(7));
        gate.holdBack(Duration.ofSeconds(2));
        gate.enter().close();
        assertEquals(List.of(Duration.ofSeconds(7)), slept);
        gate.enter().close();
        assertEquals(1, slept.size());
    }

    @Test
    void whoeverWaitsCanBeInterrupted() {
        gate.holdBack(Duration.ofSeconds(7));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, gate::enter);
    }

    @Test
    void allThatAskOneProjectWithOneKeyShareAGate() {
        SupabaseConfig config = SupabaseConfig.of(URI.create("https://a.supabase.co"), "sb_secret_a");
        assertSame(RequestGate.of(config), RequestGate.of(config.withSchema("other")));
        assertNotSame(RequestGate.of(config),
                RequestGate.of(SupabaseConfig.of(URI.create("https://a.supabase.co"), "sb_secret_b")));
        assertNotSame(RequestGate.of(config),
                RequestGate.of(SupabaseConfig.of(URI.create("https://b.supabase.co"), "sb_secret_a")));
    }

    private void succeed() throws InterruptedException {
        try (RequestGate.Pass pass = gate.enter()) {
            pass.wentWell();
        }
    }

    private void sleep(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(pause);
        now += pause.toNanos();
    }
}
