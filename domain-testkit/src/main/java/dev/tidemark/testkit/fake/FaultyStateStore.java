package dev.tidemark.testkit.fake;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Value;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** State that fails where a test says so. */
public record FaultyStateStore(StateStore state, Faults faults) implements StateStore {

    @Override
    public CheckpointStore checkpoints() {
        return new Checkpoints(state.checkpoints(), faults);
    }

    @Override
    public SyncPointStore syncPoints() {
        return new SyncPoints(state.syncPoints(), faults);
    }

    @Override
    public DigestStore digests() {
        return new Digests(state.digests(), faults);
    }

    @Override
    public OrphanStore orphans() {
        return new Orphans(state.orphans(), faults);
    }

    @Override
    public RejectStore rejects() {
        return new Rejects(state.rejects(), faults);
    }

    @Override
    public RunHistory runs() {
        return state.runs();
    }

    @Override
    public RunLock locks() {
        return new Locks(state.locks(), faults);
    }

    @Override
    public void close() {
        state.close();
    }

    private record Locks(RunLock locks, Faults faults) implements RunLock {
        @Override
        public Optional<Lease> acquire(String profile, String holder) throws InterruptedException {
            return locks.acquire(profile, holder).map(this::losable);
        }

        @Override
        public Optional<Lease> join(String profile, String run) throws InterruptedException {
            return locks.join(profile, run).map(this::losable);
        }

        private Lease losable(Lease lease) {
            return new Lease() {
                @Override
                public boolean isLost() {
                    return faults.isLockLost() || lease.isLost();
                }

                @Override
                public void close() {
                    lease.close();
                }
            };
        }

        @Override
        public void release(String profile, String run) {
            locks.release(profile, run);
        }

        @Override
        public Optional<String> holder(String profile) {
            return locks.holder(profile);
        }
    }

    private record Checkpoints(CheckpointStore store, Faults faults) implements CheckpointStore {
        @Override
        public void save(Checkpoint checkpoint) {
            int nth = faults.begin(Step.SAVE_CHECKPOINT);
            store.save(checkpoint);
            faults.end(Step.SAVE_CHECKPOINT, nth);
        }

        @Override
        public Optional<Checkpoint> find(Scope scope) {
            return store.find(scope);
        }

        @Override
        public List<Checkpoint> list(String profile) {
            return store.list(profile);
        }

        @Override
        public void remove(Scope scope) {
            int nth = faults.begin(Step.REMOVE_CHECKPOINT);
            store.remove(scope);
            faults.end(Step.REMOVE_CHECKPOINT, nth);
        }
    }

    private record SyncPoints(SyncPointStore store, Faults faults) implements SyncPointStore {
        @Override
        public void save(List<SyncPoint> points) {
            int nth = faults.begin(Step.SAVE_SYNC_POINT);
            store.save(points);
            faults.end(Step.SAVE_SYNC_POINT, nth);
        }

        @Override
        public Optional<SyncPoint> find(Scope scope) {
            return store.find(scope);
        }

        @Override
        public List<SyncPoint> list(String profile) {
            return store.list(profile);
        }

        @Override
        public void remove(Scope scope) {
            int nth = faults.begin(Step.REMOVE_SYNC_POINT);
            store.remove(scope);
            faults.end(Step.REMOVE_SYNC_POINT, nth);
        }
    }

    private record Digests(DigestStore store, Faults faults) implements DigestStore {
        @Override
        public void add(Scope scope, String pass, List<DigestRange> ranges) {
            int nth = faults.begin(Step.ADD_DIGESTS);
            store.add(scope, pass, ranges);
            faults.end(Step.ADD_DIGESTS, nth);
        }

        @Override
        public List<DigestRange> page(Scope scope, String pass, long after, int limit) {
            return store.page(scope, pass, after, limit);
        }

        @Override
        public void adopt(Scope scope, String from, long upTo, String to) {
            int nth = faults.begin(Step.ADOPT_DIGESTS);
            store.adopt(scope, from, upTo, to);
            faults.end(Step.ADOPT_DIGESTS, nth);
        }

        @Override
        public void removeUpTo(Scope scope, String pass, long end) {
            int nth = faults.begin(Step.REMOVE_DIGESTS);
            store.removeUpTo(scope, pass, end);
            faults.end(Step.REMOVE_DIGESTS, nth);
        }

        @Override
        public void removeAfter(Scope scope, String pass, long end) {
            int nth = faults.begin(Step.REMOVE_DIGESTS);
            store.removeAfter(scope, pass, end);
            faults.end(Step.REMOVE_DIGESTS, nth);
        }

        @Override
        public void removeOtherPasses(Scope scope, String pass) {
            int nth = faults.begin(Step.REMOVE_DIGESTS);
            store.removeOtherPasses(scope, pass);
            faults.end(Step.REMOVE_DIGESTS, nth);
        }

        @Override
        public Size size(Scope scope) {
            return store.size(scope);
        }
    }

    private record Orphans(OrphanStore store, Faults faults) implements OrphanStore {
        @Override
        public void add(Scope scope, List<List<Value>> keys) {
            int nth = faults.begin(Step.ADD_ORPHANS);
            store.add(scope, keys);
            faults.end(Step.ADD_ORPHANS, nth);
        }

        @Override
        public List<Stored> page(Scope scope, long after, int limit) {
            return store.page(scope, after, limit);
        }

        @Override
        public long count(Scope scope) {
            return store.count(scope);
        }

        @Override
        public void clear(Scope scope) {
            int nth = faults.begin(Step.CLEAR_ORPHANS);
            store.clear(scope);
            faults.end(Step.CLEAR_ORPHANS, nth);
        }
    }

    private record Rejects(RejectStore store, Faults faults) implements RejectStore {
        @Override
        public void add(Scope scope, String pass, Instant at, List<Reject> rejects) {
            int nth = faults.begin(Step.STORE_REJECTS);
            store.add(scope, pass, at, rejects);
            faults.end(Step.STORE_REJECTS, nth);
        }

        @Override
        public List<Stored> page(Scope scope, long after, int limit) {
            return store.page(scope, after, limit);
        }

        @Override
        public List<Count> count(String profile) {
            return store.count(profile);
        }

        @Override
        public void remove(Collection<Long> numbers) {
            store.remove(numbers);
        }

        @Override
        public void removeOtherPasses(Scope scope, String pass) {
            store.removeOtherPasses(scope, pass);
        }
    }
}
