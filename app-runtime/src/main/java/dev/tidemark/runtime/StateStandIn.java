package dev.tidemark.runtime;

import dev.tidemark.domain.port.ServerState;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.StateLocation;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty state elsewhere, for a look that comes before the first run: what that would make, a look must not. */
record StateStandIn(Path folder, ServerState store) implements AutoCloseable {

    /** What is done with the state. */
    @FunctionalInterface
    interface Look<T, E extends Exception> {
        T at(LazyState state) throws E;
    }

    /** Looks with what is remembered, or with its stand-in, which is gone afterwards. */
    static <T, E extends Exception> T look(Configuration configuration, LazyState state, Look<T, E> look) throws E {
        if (!isNeeded(configuration)) {
            return look.at(state);
        }
        try (StateStandIn empty = open()) {
            return look.at(new LazyState(empty::store));
        }
    }

    private static boolean isNeeded(Configuration configuration) {
        try {
            return configuration.state() instanceof StateLocation.File(Path path) && Files.notExists(path);
        } catch (ConfigurationException _) {
            // Whoever opens it is told.
            return false;
        }
    }

    private static StateStandIn open() {
        Path folder = StandIn.folder();
        return new StateStandIn(folder, Composition.state(new StateLocation.File(folder.resolve("state.db")),
                Composition.LEASES));
    }

    @Override
    public void close() {
        store.close();
        StandIn.remove(folder);
    }
}
