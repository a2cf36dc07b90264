package dev.tidemark.testkit.fake;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
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
    public RejectStore rejects() {
        return new Rejects(state.rejects(), faults);
    }

    @Override
    public RunHistory runs() {
        return state.runs();
    }

    @Override
    public RunLock locks() {
        return state.locks();
    }

    @Override
    public void close() {
        state.close();
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
