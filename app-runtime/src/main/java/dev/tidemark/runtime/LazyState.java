package dev.tidemark.runtime;

import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.SyncPointStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state store, opened when somebody first asks for something in it: a call for help needs none. Thread-safe. */
final class LazyState implements StateStore {
    private final Supplier<StateStore> opening;
    private @Nullable StateStore open;

    LazyState(Supplier<StateStore> opening) {
        this.opening = opening;
    }

    synchronized StateStore get() {
        StateStore state = open == null ? opening.get() : open;
        open = state;
        return state;
    }

    @Override
    public CheckpointStore checkpoints() {
        return get().checkpoints();
    }

    @Override
    public SyncPointStore syncPoints() {
        return get().syncPoints();
    }

    @Override
    public DigestStore digests() {
        return get().digests();
    }

    @Override
    public OrphanStore orphans() {
        return get().orphans();
    }

    @Override
    public RejectStore rejects() {
        return get().rejects();
    }

    @Override
    public RunHistory runs() {
        return get().runs();
    }

    @Override
    public RunLock locks() {
        return get().locks();
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
