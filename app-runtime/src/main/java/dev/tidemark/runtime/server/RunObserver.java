package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import java.util.List;

/** Who hears what happens in every run of this server: a log, metrics, traces. */
@FunctionalInterface
public interface RunObserver {

    /** Who hears what happens in this run, or in a part of it that this server does; called before it begins. */
    Watch of(String run, String profile, Direction direction);

    /** All of them, in this order. */
    static RunObserver all(List<RunObserver> observers) {
        return (run, profile, direction) -> new Watches(
                observers.stream().map(observer -> observer.of(run, profile, direction)).toList());
    }

    /** Hears of one run, or of a part of one, from its beginning to its end. Thread-safe, as listeners are. */
    interface Watch extends SyncListener, AutoCloseable {

        /** What this server did in it since this was told last: a run may be done in parts, each of which has a report. */
        default void did(SyncReport report) {
        }

        /** The run as a whole is over; told once, on one of the servers. */
        default void ended(SyncReport report) {
        }

        /** Nothing more is told; also when something unexpected ended it. */
        @Override
        default void close() {
        }
    }

    /** Several that hear the same. */
    record Watches(List<Watch> all) implements Watch {
        @Override
        public void on(SyncEvent event) {
            all.forEach(watch -> watch.on(event));
        }

        @Override
        public void did(SyncReport report) {
            all.forEach(watch -> watch.did(report));
        }

        @Override
        public void ended(SyncReport report) {
            all.forEach(watch -> watch.ended(report));
        }

        @Override
        public void close() {
            all.forEach(Watch::close);
        }
    }
}
