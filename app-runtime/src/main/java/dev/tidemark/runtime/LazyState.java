package dev.tidemark.runtime;

import dev.tidemark.domain.port.StateStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state store, opened when somebody first asks for it: a call for help needs none. Thread-safe. */
final class LazyState implements AutoCloseable {
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
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
