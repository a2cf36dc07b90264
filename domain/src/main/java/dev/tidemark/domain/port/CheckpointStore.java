package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import java.util.List;
import java.util.Optional;

/** Keeps one checkpoint a scope, durably. Thread-safe. */
public interface CheckpointStore {

    /** Saves the checkpoint in place of the scope's former one; durable when this returns. */
    void save(Checkpoint checkpoint);

    Optional<Checkpoint> find(Scope scope);

    /** All checkpoints of a profile, by direction and table. */
    List<Checkpoint> list(String profile);

    /** Forgets the scope's checkpoint, if there is one. */
    void remove(Scope scope);
}
