package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One lease and its heartbeat, which a virtual thread keeps up while it is held; of a run that several processes share, the
 * part that this process has in it.
 */
final class HeldLease implements RunLock.Lease {
    private final StateDatabase database;
    private final LockRows rows;
    private final String profile;
    private final Pace pace;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final Consumer<HeldLease> atEnd;
    private final boolean shared;
    private final String token;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread heart;
    private volatile Instant until = Instant.MAX;
    private int parts = 1;

    /**
     * @param run the run that shares it; empty for a lease of one holder alone
     */
    HeldLease(StateDatabase database, LockRows rows, String profile, Optional<String> run, Pace pace,
            Sleeper sleeper, InstantSource clock, Consumer<HeldLease> atEnd) {
        this.database = database;
        this.rows = rows;
        this.profile = profile;
        this.shared = run.isPresent();
        this.token = run.orElseGet(() -> UUID.randomUUID().toString());
        this.pace = pace;
        this.sleeper = sleeper;
        this.clock = clock;
        this.atEnd = atEnd;
        this.heart = Thread.ofVirtual().name("tidemark-lock").unstarted(this::beatUntilClosed);
    }

    /** Tries to take the lock, and lets the heart beat if it did. */
    boolean take(String holder) {
        Instant asked = clock.instant();
        if (database.change("taking the run lock",
                () -> rows.take(profile, token, holder, pace.life().toMillis())) == 0) {
            return false;
        }
        until = asked.plus(pace.life());
        heart.start();
        return true;
    }

    /** Whether the lease may be another's by now: no beat has reached the server for as long as it lasts. */
    @Override
    public boolean isLost() {
        return !clock.instant().isBefore(until);
    }

    /** Another thread takes part; not in a lease of one holder, of another run, or in one that is lost or given up. */
    synchronized boolean enter(String run) {
        boolean entered = shared && token.equals(run) && !closed.get() && !isLost();
        parts += entered ? 1 : 0;
        return entered;
    }

    /** A thread takes part no more; with the last one of this process its heart stops, and others may still beat. */
    synchronized void leave() {
        parts--;
        if (parts == 0) {
            close();
        }
    }

    private void beatUntilClosed() {
        try {
            while (!closed.get()) {
                sleeper.sleep(pace.beat());
                beat();
            }
        } catch (InterruptedException _) {
            // closed while it slept
        }
    }

    private void beat() {
        if (shared && isLost()) {
            // Others of the run may have kept it alive meanwhile, and taken over what this process was doing.
            until = Instant.MIN;
            return;
        }
        // Asked before the server sets its end, so ours is never later than the server's.
        Instant asked = clock.instant();
        try {
            long beaten = database.change("beating for the run lock",
                    () -> rows.beat(profile, token, pace.life().toMillis()));
            until = beaten == 1 ? asked.plus(pace.life()) : Instant.MIN;
        } catch (StoreException | RejectedExecutionException _) {
            // The next beat may get through; if none does, isLost says so. A closed state rejects what came too late.
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        heart.interrupt();
        if (shared) {
            atEnd.accept(this);
            return;
        }
        try {
            database.write("giving the run lock back", () -> rows.remove(profile, token));
        } catch (StoreException _) {
            // It runs out by itself, and whatever ended the run must not be hidden by this.
        } finally {
            atEnd.accept(this);
        }
    }
}
