package dev.tidemark.domain.engine;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.position.SyncPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is remembered as a dry run finds it. It sees its own checkpoints and rejects; none of them, and nothing else, gets
 * to the store. Takes no lock: it writes nothing that a run could be disturbed by. Thread-safe.
 */
final class DryRunState implements StateStore {
    private final StateStore store;
    private final RejectStore rejects;
    private final OrphanStore orphans = new DryRunOrphans();
    private final Map<Scope, Optional<Checkpoint>> checkpoints = new ConcurrentHashMap<>();

    DryRunState(StateStore store) {
        this.store = store;
        this.rejects = new DryRunRejects(store.rejects());
    }

    @Override
    public CheckpointStore checkpoints() {
        return new CheckpointStore() {
            @Override
            public void save(Checkpoint checkpoint) {
                checkpoints.put(checkpoint.scope(), Optional.of(checkpoint));
            }

            @Override
            public Optional<Checkpoint> find(Scope scope) {
                return checkpoints.computeIfAbsent(scope, store.checkpoints()::find);
            }

            @Override
            public List<Checkpoint> list(String profile) {
                return store.checkpoints().list(profile);
            }

            @Override
            public void remove(Scope scope) {
                checkpoints.put(scope, Optional.empty());
            }
        };
    }

    /** What a run leaves for the next one is of no use. */
    @Override
    public SyncPointStore syncPoints() {
        return new SyncPointStore() {
            @Override
            public void save(List<SyncPoint> points) {
                // there is no next run
            }

            @Override
            public Optional<SyncPoint> find(Scope scope) {
                return store.syncPoints().find(scope);
            }

            @Override
            public List<SyncPoint> list(String profile) {
                return store.syncPoints().list(profile);
            }

            @Override
            public void remove(Scope scope) {
                // the next run finds it as it is
            }
        };
    }

    @Override
    public DigestStore digests() {
        return new DigestStore() {
            @Override
            public void add(Scope scope, String pass, List<DigestRange> ranges) {
                // there is no next run
            }

            @Override
            public List<DigestRange> page(Scope scope, String pass, long after, int limit) {
                return store.digests().page(scope, pass, after, limit);
            }

            @Override
            public void adopt(Scope scope, String from, long upTo, String to) {
                // the next run finds them as they are
            }

            @Override
            public void removeUpTo(Scope scope, String pass, long end) {
                // the next run finds them as they are
            }

            @Override
            public void removeAfter(Scope scope, String pass, long end) {
                // the next run finds them as they are
            }

            @Override
            public void removeOtherPasses(Scope scope, String pass) {
                // the next run finds them as they are
            }

            @Override
            public Size size(Scope scope) {
                return store.digests().size(scope);
            }
        };
    }

    @Override
    public OrphanStore orphans() {
        return orphans;
    }

    @Override
    public RejectStore rejects() {
        return rejects;
    }

    @Override
    public RunHistory runs() {
        return store.runs();
    }

    @Override
    public RunLock locks() {
        return new RunLock() {
            @Override
            public Optional<Lease> acquire(String profile, String holder) {
                return Optional.of(() -> {});
            }

            @Override
            public Optional<Lease> join(String profile, String run) {
                return Optional.of(() -> {});
            }

            @Override
            public void release(String profile, String run) {
                // nothing is held
            }

            @Override
            public Optional<String> holder(String profile) {
                return store.locks().holder(profile);
            }
        };
    }

    @Override
    public void close() {
        // the store is somebody else's
    }
}
