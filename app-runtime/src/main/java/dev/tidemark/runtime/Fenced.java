package dev.tidemark.runtime;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
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

/** Stores that change nothing before a fence was asked, which throws if what they keep is another's to change by now. */
final class Fenced {

    private Fenced() {
    }

    /**
     * @param saved what to do when a checkpoint was saved
     */
    record Checkpoints(CheckpointStore store, Runnable fence, Runnable saved) implements CheckpointStore {
        @Override
        public void save(Checkpoint checkpoint) {
            fence.run();
            store.save(checkpoint);
            saved.run();
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
            fence.run();
            store.remove(scope);
        }
    }

    record SyncPoints(SyncPointStore store, Runnable fence) implements SyncPointStore {
        @Override
        public void save(List<SyncPoint> points) {
            fence.run();
            store.save(points);
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
            fence.run();
            store.remove(scope);
        }
    }

    record Digests(DigestStore store, Runnable fence) implements DigestStore {
        @Override
        public void add(Scope scope, String pass, List<DigestRange> ranges) {
            fence.run();
            store.add(scope, pass, ranges);
        }

        @Override
        public List<DigestRange> page(Scope scope, String pass, long after, int limit) {
            return store.page(scope, pass, after, limit);
        }

        @Override
        public void adopt(Scope scope, String from, long upTo, String to) {
            fence.run();
            store.adopt(scope, from, upTo, to);
        }

        @Override
        public void removeUpTo(Scope scope, String pass, long end) {
            fence.run();
            store.removeUpTo(scope, pass, end);
        }

        @Override
        public void removeAfter(Scope scope, String pass, long end) {
            fence.run();
            store.removeAfter(scope, pass, end);
        }

        @Override
        public void removeOtherPasses(Scope scope, String pass) {
            fence.run();
            store.removeOtherPasses(scope, pass);
        }

        @Override
        public Size size(Scope scope) {
            return store.size(scope);
        }
    }

    record Orphans(OrphanStore store, Runnable fence) implements OrphanStore {
        @Override
        public void add(Scope scope, List<List<Value>> keys) {
            fence.run();
            store.add(scope, keys);
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
            fence.run();
            store.clear(scope);
        }
    }

    record Rejects(RejectStore store, Runnable fence) implements RejectStore {
        @Override
        public void add(Scope scope, String pass, Instant at, List<Reject> rejects) {
            fence.run();
            store.add(scope, pass, at, rejects);
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
            fence.run();
            store.remove(numbers);
        }

        @Override
        public void removeOtherPasses(Scope scope, String pass) {
            fence.run();
            store.removeOtherPasses(scope, pass);
        }
    }
}
