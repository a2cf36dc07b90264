package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.ServerState;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The state of a configuration without profiles, in a SQLite file. */
final class StateFixture implements AutoCloseable {
    private final Syncs syncs;

    StateFixture(Path folder) throws IOException {
        Files.writeString(folder.resolve("tidemark.yml"), "state: sqlite:state.db\n");
        this.syncs = Syncs.open(Configuration.load(Optional.empty(), new Environment(Map.of(), folder)));
    }

    ServerState state() {
        return syncs.server();
    }

    @Override
    public void close() {
        syncs.close();
    }
}
