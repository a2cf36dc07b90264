package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunLock.Lease;
import dev.tidemark.domain.port.StateStore;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link RunLock} promises: one holder a profile, until it lets go or ends. */
public abstract class RunLockContract extends StateContract {

    @Test
    void rule18_aProfileIsHeldOnceAtATime() throws Exception {
        RunLock locks = state().locks();
        Lease lease = locks.acquire("shop", "run 01A on host, process 7").orElseThrow();
        assertEquals(Optional.empty(), locks.acquire("shop", "run 01B"));
        assertEquals(Optional.of("run 01A on host, process 7"), locks.holder("shop"));
        lease.close();
        lease.close();
        try (Lease next = locks.acquire("shop", "run 01C").orElseThrow()) {
            lease.close();
            assertEquals(Optional.empty(), locks.acquire("shop", "run 01D"), "a closed lease frees nobody else's lock");
            assertTrue(next != lease);
        }
    }

    @Test
    void rule18_anotherProcessSeesTheLock() throws Exception {
        try (StateStore other = openState()) {
            Lease lease = state().locks().acquire("shop", "run 01A").orElseThrow();
            assertEquals(Optional.empty(), other.locks().acquire("shop", "run 01B"));
            assertEquals(Optional.of("run 01A"), other.locks().holder("shop"));
            lease.close();
            other.locks().acquire("shop", "run 01B").orElseThrow().close();
        }
    }

    @Test
    void profilesDoNotLockEachOther() throws Exception {
        RunLock locks = state().locks();
        try (Lease _ = locks.acquire("shop", "a").orElseThrow();
                Lease _ = locks.acquire("größe/2 \"x\"", "b").orElseThrow();
                Lease _ = locks.acquire("Shop", "c").orElseThrow()) {
            assertEquals(Optional.empty(), locks.acquire("größe/2 \"x\"", "d"));
        }
    }

    @Test
    void nobodyHoldsAProfileThatWasLetGo() throws Exception {
        RunLock locks = state().locks();
        assertEquals(Optional.empty(), locks.holder("shop"));
        locks.acquire("shop", "run 01A").orElseThrow().close();
        assertEquals(Optional.empty(), locks.holder("shop"));
    }

    @Test
    void rule18_theLockEndsWithTheStateThatHoldsIt() throws Exception {
        assertTrue(state().locks().acquire("shop", "run 01A").isPresent());
        reopened().locks().acquire("shop", "run 01B").orElseThrow().close();
    }

    @Test
    void allWhoNameTheSameRunHoldItsProfileTogether() throws Exception {
        RunLock locks = state().locks();
        Lease first = locks.join("shop", "01A").orElseThrow();
        Lease second = locks.join("shop", "01A").orElseThrow();
        assertEquals(Optional.of("01A"), locks.holder("shop"));
        assertEquals(Optional.empty(), locks.join("shop", "01B"), "another run");
        assertEquals(Optional.empty(), locks.acquire("shop", "01A"), "who takes it wants it alone");
        first.close();
        first.close();
        assertEquals(Optional.empty(), locks.acquire("shop", "01B"), "one part is still taken");
        second.close();
        locks.release("shop", "01A");
        locks.acquire("shop", "01B").orElseThrow().close();
    }

    @Test
    void aProfileThatSomebodyTookCannotBeJoined() throws Exception {
        RunLock locks = state().locks();
        try (Lease _ = locks.acquire("shop", "01A").orElseThrow()) {
            assertEquals(Optional.empty(), locks.join("shop", "01A"));
            locks.release("shop", "01A");
            assertEquals(Optional.of("01A"), locks.holder("shop"), "only those who joined are released");
        }
        Lease joined = locks.join("shop", "01A").orElseThrow();
        joined.close();
        locks.release("shop", "01A");
        assertEquals(Optional.empty(), locks.holder("shop"));
        joined.close();
    }

    @Test
    void releasingAnotherRunFreesNothing() throws Exception {
        RunLock locks = state().locks();
        try (Lease _ = locks.join("shop", "01A").orElseThrow()) {
            locks.release("shop", "01B");
            assertEquals(Optional.empty(), locks.join("shop", "01B"));
        }
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
        RunLock locks = state().locks();
        CountDownLatch start = new CountDownLatch(1);
        Queue<Optional<Lease>> answers = new ConcurrentLinkedQueue<>();
        var threads = IntStream.range(0, 8).mapToObj(i -> Thread.ofVirtual().start(() -> {
            try {
                start.await();
                answers.add(locks.acquire("shop", "run " + i));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        })).toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, answers.size());
        assertEquals(1, answers.stream().filter(Optional::isPresent).count());
        answers.forEach(answer -> answer.ifPresent(Lease::close));
    }
}
