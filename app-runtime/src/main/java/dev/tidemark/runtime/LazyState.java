package dev.tidemark.runtime;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.ServerSecrets;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.port.TokenStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state store, opened when somebody first asks for something in it: a call for help needs none. Thread-safe. */
final class LazyState implements ServerState {
    private final Supplier<ServerState> opening;
    private @Nullable ServerState open;

    LazyState(Supplier<ServerState> opening) {
        this.opening = opening;
    }

    synchronized ServerState get() {
        ServerState state = open == null ? opening.get() : open;
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
    public TokenStore tokens() {
        return get().tokens();
    }

    @Override
    public AuditLog audit() {
        return get().audit();
    }

    @Override
    public RunEventStore events() {
        return get().events();
    }

    @Override
    public StartStore starts() {
        return get().starts();
    }

    @Override
    public ServerSecrets secrets() {
        return get().secrets();
    }

    @Override
    public RunPieceStore pieces() {
        return get().pieces();
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
