package dev.tidemark.domain.event;

/** Hears what happens in a run. Called from the threads of the tables, so implementations are thread-safe and quick. */
@FunctionalInterface
public interface SyncListener {
    void on(SyncEvent event);
}
