package dev.tidemark.runtime;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.SyncPointStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state as whoever runs a piece sees it. The profile's own lock is held by all who work on the run together; where the
 * work would take it, it has the lock of the piece, and once that is lost nothing is written any more.
 */
final class PieceState implements StateStore, RunLock {
    private final StateStore state;
    private final String profile;
    private final Lease piece;
    private final Runnable advanced;
    private volatile boolean heldByAnother;
    private volatile @Nullable Lease part;
    private volatile boolean partLost;

    /**
     * @param piece whoever works has it already, and gives it back
     * @param advanced what to do when a checkpoint was saved
     */
    PieceState(StateStore state, String profile, Lease piece, Runnable advanced) {
        this.state = state;
        this.profile = profile;
        this.piece = piece;
        this.advanced = advanced;
    }

    /** Whether something was locked that another still works on: it was thought dead, or has only just died. */
    boolean isHeldByAnother() {
        return heldByAnother;
    }

    /** Whether another may do by now what was done under a lock of this piece. */
    boolean isLost() {
        Lease held = part;
        return piece.isLost() || partLost || (held != null && held.isLost());
    }

    private void refuseIfLost() {
        if (isLost()) {
            throw new StoreException.Permanent(
                    "The lock of a piece of the run on " + profile + " is lost: this process was"
                            + " away for too long, and another may be doing it by now.",
                    "",
                    "Nothing needs to be done: it goes on from the last checkpoint.", null);
        }
    }

    @Override
    public Optional<Lease> acquire(String wanted, String holder) throws InterruptedException {
        if (wanted.equals(profile)) {
            return Optional.of(new Borrowed());
        }
        Optional<Lease> lease = state.locks().acquire(wanted, holder);
        heldByAnother |= lease.isEmpty();
        part = lease.orElse(null);
        return lease.map(Part::new);
    }

    /** The lock of the piece, which stays with whoever took it. */
    private final class Borrowed implements Lease {
        @Override
        public boolean isLost() {
            return PieceState.this.isLost();
        }

        @Override
        public void close() {
            // whoever took it gives it back
        }
    }

    /** The lock of a file, which is remembered if it was lost. */
    private final class Part implements Lease {
        private final Lease lease;

        Part(Lease lease) {
            this.lease = lease;
        }

        @Override
        public boolean isLost() {
            return PieceState.this.isLost();
        }

        @Override
        public void close() {
            partLost |= lease.isLost();
            part = null;
            lease.close();
        }
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
        return state.locks().holder(wanted);
    }

    @Override
    public RunLock locks() {
        return this;
    }

    @Override
    public CheckpointStore checkpoints() {
        return new Fenced.Checkpoints(state.checkpoints(), this::refuseIfLost, advanced);
    }

    @Override
    public SyncPointStore syncPoints() {
        return new Fenced.SyncPoints(state.syncPoints(), this::refuseIfLost);
    }

    @Override
    public DigestStore digests() {
        return new Fenced.Digests(state.digests(), this::refuseIfLost);
    }

    @Override
    public OrphanStore orphans() {
        return new Fenced.Orphans(state.orphans(), this::refuseIfLost);
    }

    @Override
    public RejectStore rejects() {
        return new Fenced.Rejects(state.rejects(), this::refuseIfLost);
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
