package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.List;

/**
 * What happens in runs, in the order in which it happened, for those who watch: another server can tell it, and a watcher
 * that lost its connection goes on where it was. Several servers may add to one run: whoever asks for what
 * came after a number misses nothing that is added later. Thread-safe.
 */
public interface RunEventStore {

    /** Adds events of a run, which get the next numbers in this order. */
    void add(String run, Instant at, List<RunEvent> events);

    /** The run's events after the one with this number, oldest first. */
    List<Stored> after(String run, long after, int limit);

    /** Forgets the events of runs, not the runs, from before this time. */
    void removeBefore(Instant time);

    /**
     * Something that happened.
     *
     * @param kind such as {@code table-ended}
     * @param json what there is to say of it, an object
     */
    record RunEvent(String kind, String json) {
    }

    /**
     * An event as it is kept.
     *
     * @param number grows within a run, with gaps
     */
    record Stored(String run, long number, Instant at, RunEvent event) {
    }
}
