package dev.tidemark.domain.port;

/** Where Tidemark remembers. Thread-safe. */
public interface StateStore extends AutoCloseable {

    CheckpointStore checkpoints();

    SyncPointStore syncPoints();

    DigestStore digests();

    OrphanStore orphans();

    RejectStore rejects();

    RunHistory runs();

    RunLock locks();

    @Override
    void close();
}
