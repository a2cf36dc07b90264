package dev.tidemark.runtime;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.SyncPointStore;
import java.util.Optional;

/**
 * The state as whoever runs a piece sees it. The profile's own lock is held by all who work on the run together; where the
 * work would take it, a lock of the piece is taken, so that a piece is never run twice at once, whatever its server is
 * thought to be.
 */
final class PieceState implements StateStore, RunLock {
    private final StateStore state;
    private final String profile;
    private final String piece;
    private volatile boolean heldByAnother;

    PieceState(StateStore state, String profile, int number) {
        this.state = state;
        this.profile = profile;
        this.piece = profile + " piece " + number;
    }

    /** Whether something was locked that another still works on: it was thought dead, or has only just died. */
    boolean isHeldByAnother() {
        return heldByAnother;
    }

    @Override
    public Optional<Lease> acquire(String wanted, String holder) throws InterruptedException {
        Optional<Lease> lease = state.locks().acquire(wanted.equals(profile) ? piece : wanted, holder);
        heldByAnother |= lease.isEmpty();
        return lease;
    }

    @Override
    public Optional<Lease> join(String wanted, String run) throws InterruptedException {
        return state.locks().join(wanted, run);
    }

    @Override
    public void release(String wanted, String run) {
        state.locks().release(wanted, run);
    }

    @Override
    public Optional<String> holder(String wanted) {
        return state.locks().holder(wanted.equals(profile) ? piece : wanted);
    }

    @Override
    public RunLock locks() {
        return this;
    }

    @Override
    public CheckpointStore checkpoints() {
        return state.checkpoints();
    }

    @Override
    public SyncPointStore syncPoints() {
        return state.syncPoints();
    }

    @Override
    public DigestStore digests() {
        return state.digests();
    }

    @Override
    public OrphanStore orphans() {
        return state.orphans();
    }

    @Override
    public RejectStore rejects() {
        return state.rejects();
    }

    @Override
    public RunHistory runs() {
        return state.runs();
    }

    @Override
    public void close() {
        // the state is somebody else's
    }
}
