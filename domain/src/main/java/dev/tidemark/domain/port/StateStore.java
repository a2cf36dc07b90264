package dev.tidemark.domain.port;

/** Where Tidemark remembers. Thread-safe. */
public interface StateStore extends AutoCloseable {

    CheckpointStore checkpoints();

    default SyncPointStore syncPoints() {
        throw new AssertionError("every state store has its own");
    }

    default DigestStore digests() {
        throw new AssertionError("every state store has its own");
    }

    default OrphanStore orphans() {
        throw new AssertionError("every state store has its own");
    }

    RejectStore rejects();

    RunHistory runs();

    RunLock locks();

    @Override
    void close();
}
