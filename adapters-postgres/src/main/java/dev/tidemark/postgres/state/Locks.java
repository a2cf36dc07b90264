package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A run lock is a lease with a heartbeat, by the server's clock ({@code correctness.md} 18). Who finds it taken watches it:
 * if it beats, its run is alive and the answer is no; if it stays silent, its run is dead, and when it has run out the
 * watcher takes over.
 */
final class Locks implements RunLock, AutoCloseable {
    private final StateDatabase database;
    private final LockRows rows;
    private final Pace pace;
    private final Sleeper sleeper;
    private final InstantSource clock;
    /** Held or asked for through this state, by profile. */
    private final ConcurrentMap<String, HeldLease> leases = new ConcurrentHashMap<>();
    /** Who joins a profile's lock waits for whoever is just joining it. */
    private final ConcurrentMap<String, ReentrantLock> joining = new ConcurrentHashMap<>();

    Locks(StateDatabase database, Pace pace, Sleeper sleeper, InstantSource clock) {
        this.database = database;
        this.rows = database.rows(LockRows.class);
        this.pace = pace;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    @Override
    public Optional<Lease> acquire(String profile, String holder) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return taken(profile, Optional.empty(), encode(holder)).map(Lease.class::cast);
    }

    @Override
    public Optional<Lease> join(String profile, String run) throws InterruptedException {
        ReentrantLock alone = joining.computeIfAbsent(profile, _ -> new ReentrantLock());
        alone.lockInterruptibly();
        try {
            for (HeldLease here = leases.get(profile); here != null; here = leases.get(profile)) {
                if (here.enter(run)) {
                    return Optional.of(part(here));
                }
                if (leases.get(profile) == here) {
                    return Optional.empty();
                }
                // The last one left while this one came.
            }
            return taken(profile, Optional.of(run), encode(run)).map(Locks::part);
        } finally {
            alone.unlock();
        }
    }

    private static Lease part(HeldLease lease) {
        AtomicBoolean left = new AtomicBoolean();
        return new Lease() {
            @Override
            public boolean isLost() {
                return lease.isLost();
            }

            @Override
            public void close() {
                if (!left.getAndSet(true)) {
                    lease.leave();
                }
            }
        };
    }

    @Override
    public void release(String profile, String run) {
        database.write("giving the run lock back", () -> rows.remove(profile, run));
    }

    private Optional<HeldLease> taken(String profile, Optional<String> run, String holder)
            throws InterruptedException {
        HeldLease lease = new HeldLease(database, rows, profile, run, pace, sleeper, clock,
                ended -> leases.remove(profile, ended));
        if (leases.putIfAbsent(profile, lease) != null) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            taken = takeOrSeeItBeat(lease, profile, holder);
            return taken ? Optional.of(lease) : Optional.empty();
        } finally {
            if (!taken) {
                leases.remove(profile, lease);
            }
        }
    }

    private boolean takeOrSeeItBeat(HeldLease lease, String profile, String holder) throws InterruptedException {
        Optional<LockRow> first = Optional.empty();
        while (!lease.take(holder)) {
            Optional<LockRow> now = find(profile);
            if (first.isPresent() && now.isPresent() && now.get().differsFrom(first.get())) {
                return false;
            }
            if (now.isPresent()) {
                first = now;
                sleeper.sleep(shorter(now.get().remaining(), pace.look()));
            }
        }
        return true;
    }

    @Override
    public Optional<String> holder(String profile) {
        return find(profile).filter(LockRow::isAlive).map(row -> decode(row.holder()));
    }

    /**
     * Stops a run whose lease ran out, since no heartbeat reached the server: another run may have begun, and what this one
     * would save is no longer true.
     */
    void refuseIfLost(String profile) {
        HeldLease lease = leases.get(profile);
        if (lease != null && lease.isLost()) {
            throw new StoreException.Permanent(
                    "The run lock of profile " + profile + " is lost: the state heard nothing from this run for "
                            + pace.life().toSeconds() + " s, and another run may have begun.",
                    "", "Run it again: it goes on from the last checkpoint.", null);
        }
    }

    /** Lets go of what was taken here. */
    @Override
    public void close() {
        List.copyOf(leases.values()).forEach(HeldLease::close);
    }

    private Optional<LockRow> find(String profile) {
        return database.read("looking at the run lock", () -> rows.find(profile));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
