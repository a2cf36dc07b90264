package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.runtime.RunStatus;
import dev.tidemark.runtime.SharedRun;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.server.Runs.Kind;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all work of one server has in common. */
record Workplace(Syncs syncs, RunEventStore events, RunObserver observer, InstantSource clock, Sharing sharing,
        ActiveWork active, Bell bell) {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

    /**
     * The run that is asked for.
     *
     * @throws ConfigurationException if it cannot be understood here
     */
    SharedRun shared(SyncRequest request, Kind kind) {
        return switch (kind) {
            case SYNC -> syncs.share(request);
            case RETRY -> syncs.shareRetry(request);
        };
    }

    /**
     * The run that a ticket asks for.
     *
     * @return empty if the profile is not here, or not the one for which another server took the run on
     */
    Optional<SharedRun> shared(RunTicket ticket) {
        try {
            SharedRun shared = shared(ticket.request(), ticket.kind());
            if (shared.fingerprint().equals(ticket.profile())) {
                return Optional.of(shared);
            }
            LOG.warn("run {} of {}: left to others, for the profile is not the same here as on {}", ticket.run(),
                    ticket.request().profile(), ticket.server());
        } catch (ConfigurationException e) {
            LOG.warn("run {} of {}: left to others, for the profile cannot be read here: {}", ticket.run(),
                    ticket.request().profile(), e.getMessage());
        }
        return Optional.empty();
    }

    /** Whether the run has begun, and has not ended. */
    boolean isRunning(String run) {
        return history().find(run).filter(record -> record.status().equals(RunStatus.RUNNING)).isPresent();
    }

    /** Who holds the profile; what a run that has ended left of its lock keeps nobody out. */
    Optional<String> holder(String profile) {
        Optional<String> holder = locks().holder(profile);
        if (holder.flatMap(history()::find).filter(run -> !run.status().equals(RunStatus.RUNNING)).isEmpty()) {
            return holder;
        }
        locks().release(profile, holder.get());
        return Optional.empty();
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
