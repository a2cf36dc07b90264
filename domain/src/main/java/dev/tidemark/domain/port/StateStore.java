package dev.tidemark.domain.port;

/** Where Tidemark remembers. Thread-safe. */
public interface StateStore extends AutoCloseable {

    CheckpointStore checkpoints();

    RejectStore rejects();

    RunHistory runs();

    RunLock locks();

    @Override
    void close();
}
