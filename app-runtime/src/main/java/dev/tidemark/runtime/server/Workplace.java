package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.Syncs;
import java.time.InstantSource;

/** What all work of one server has in common. */
record Workplace(Syncs syncs, RunEventStore events, RunObserver observer, InstantSource clock, Sharing sharing,
        ActiveWork active, Bell bell) {

    /**
     * The run that a ticket asks for.
     *
     * @throws dev.tidemark.runtime.config.ConfigurationException if it cannot be understood here
     */
    SharedRun shared(RunTicket ticket) {
        return switch (ticket.kind()) {
            case SYNC -> syncs.share(ticket.request());
            case RETRY -> syncs.shareRetry(ticket.request());
        };
    }

    RunPieceStore pieces() {
        return state().pieces();
    }

    RunHistory history() {
        return state().runs();
    }

    RunLock locks() {
        return state().locks();
    }

    private ServerState state() {
        return syncs.server();
    }
}
