package dev.tidemark.supabase;

import dev.tidemark.domain.port.Sleeper;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets requests pass as the server can take them: so many at a time, fewer after it was too much and slowly more again, and
 * none while it wants to be left alone. There is one for a project and key in the process, so that runs side by side share
 * it. Thread-safe.
 */
final class RequestGate {
    /** PostgREST has 10 connections unless told otherwise, and we are not alone. */
    static final int MOST_AT_ONCE = 8;
    /** How many have to go well before one more is let in. */
    static final int GROWS_AFTER = 20;

    private static final Map<Door, RequestGate> GATES = new ConcurrentHashMap<>();

    private final Sleeper sleeper;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition left = lock.newCondition();
    private int limit = MOST_AT_ONCE;
    private int inFlight;
    private int wentWell;
    private int narrowings;
    private long heldUntil;

    RequestGate(Sleeper sleeper, LongSupplier nanoTime) {
        this.sleeper = sleeper;
        this.nanoTime = nanoTime;
        this.heldUntil = nanoTime.getAsLong();
    }

    /** Never printed, for it holds the key. */
    private record Door(URI url, String key) {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /** The gate that all share who ask this project with this key. */
    static RequestGate of(SupabaseConfig config) {
        return GATES.computeIfAbsent(new Door(config.url(), config.key()),
                _ -> new RequestGate(Thread::sleep, System::nanoTime));
    }

    /** Waits until a request may be sent. */
    Pass enter() throws InterruptedException {
        while (true) {
            long pause = heldFor();
            if (pause > 0) {
                sleeper.sleep(Duration.ofNanos(pause));
                continue;
            }
            lock.lockInterruptibly();
            try {
                if (inFlight < limit) {
                    inFlight++;
                    return new Pass(narrowings);
                }
                left.await();
            } finally {
                lock.unlock();
            }
        }
    }

    /** How many may be under way at a time just now. */
    int limit() {
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody is let in before this time has passed. */
    void holdBack(Duration pause) {
        lock.lock();
        try {
            long until = nanoTime.getAsLong() + pause.toNanos();
            if (until - heldUntil > 0) {
                heldUntil = until;
            }
        } finally {
            lock.unlock();
        }
    }

    private long heldFor() {
        lock.lock();
        try {
            return heldUntil - nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** The right to have one request under way, until it is closed. */
    final class Pass implements AutoCloseable {
        private final int narrowingsBefore;

        private Pass(int narrowingsBefore) {
            this.narrowingsBefore = narrowingsBefore;
        }

        /** The request was answered as it should be. */
        void wentWell() {
            lock.lock();
            try {
                wentWell++;
                if (wentWell >= GROWS_AFTER && limit < MOST_AT_ONCE) {
                    wentWell = 0;
                    limit++;
                    left.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        /** The server could not take so many: half as many from now on. Those that were under way together count once. */
        void wasTooMuch() {
            lock.lock();
            try {
                wentWell = 0;
                if (narrowingsBefore == narrowings) {
                    narrowings++;
                    limit = Math.max(1, limit / 2);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                inFlight--;
                left.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
