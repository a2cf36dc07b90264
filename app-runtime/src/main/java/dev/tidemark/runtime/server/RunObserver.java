package dev.tidemark.runtime.server;

import dev.tidemark.domain.event.SyncListener;

/** Who hears what happens in every run of this server: a log, metrics. */
@FunctionalInterface
public interface RunObserver {

    /** Who hears what happens in this run; called once a run, before it begins. */
    SyncListener of(String run, String profile);

    /** Both of them, this one first. */
    default RunObserver and(RunObserver other) {
        return (run, profile) -> {
            SyncListener first = of(run, profile);
            SyncListener second = other.of(run, profile);
            return event -> {
                first.on(event);
                second.on(event);
            };
        };
    }
}
