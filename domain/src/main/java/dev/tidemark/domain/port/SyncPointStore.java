package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import java.util.List;
import java.util.Optional;

/** Keeps one sync point a scope, durably. Thread-safe. */
public interface SyncPointStore {

    /** Saves it in place of the scope's former one; durable when this returns. */
    default void save(SyncPoint point) {
        save(List.of(point));
    }

    /** Saves all of them, each in place of its scope's former one, or none; durable when this returns. */
    void save(List<SyncPoint> points);

    Optional<SyncPoint> find(Scope scope);

    /** All sync points of a profile, by direction and table. */
    List<SyncPoint> list(String profile);

    /** Forgets the scope's sync point, if there is one. */
    void remove(Scope scope);
}
