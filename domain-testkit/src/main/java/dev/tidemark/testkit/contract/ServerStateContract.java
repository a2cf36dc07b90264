package dev.tidemark.testkit.contract;

import dev.tidemark.domain.port.ServerState;
import java.time.Instant;

/** What the contracts of a server's ports share. */
public abstract class ServerStateContract extends StateContract {
    static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    protected abstract ServerState openState() throws Exception;

    final ServerState server() {
        return (ServerState) state();
    }

    /** Closes the state and opens it again, as a server that is started anew does. */
    final ServerState restarted() throws Exception {
        return (ServerState) reopened();
    }
}
