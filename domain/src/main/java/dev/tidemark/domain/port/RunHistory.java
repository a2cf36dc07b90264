package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what became of each run. Thread-safe. */
public interface RunHistory {

    /** Saves the run in place of what was known of it. */
    void save(RunRecord run);

    /**
     * Saves the run unless it is known: one that several servers take on begins once, and one that has ended stays ended.
     *
     * @return whether it was saved
     */
    boolean add(RunRecord run);

    Optional<RunRecord> find(String run);

    /** The latest runs of a profile, or of all where none is named; newest first. */
    List<RunRecord> latest(Optional<String> profile, int limit);

    /**
     * The runs that began before a place in the history, newest first: page by page through all of it, while others begin.
     *
     * @param place of the last run that was seen; {@link Place#NEWEST} for the first page
     */
    List<RunRecord> before(Place place, Filter filter, int limit);

    /**
     * Where a run stands in the history.
     *
     * @param startedAt to the millisecond
     * @param run tells apart those of one millisecond
     */
    record Place(Instant startedAt, String run) {
        /** After all runs that there will be. */
        public static final Place NEWEST = new Place(Instant.parse("9999-12-31T23:59:59.999Z"), "");

        public static Place of(RunRecord run) {
            return new Place(run.startedAt(), run.run());
        }
    }

    /** Which runs are looked for; what is empty says nothing about them. */
    record Filter(Optional<String> profile, Optional<String> status) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());
    }

    /**
     * A run as it is kept.
     *
     * @param run its identifier
     * @param profile the profile's name
     * @param direction {@code push} or {@code pull}
     * @param status {@code running}, {@code succeeded}, {@code rejects}, {@code failed}, {@code interrupted} or {@code refused}
     * @param endedAt empty while it runs, and for ever if its process died
     * @param report the report as JSON; empty while it runs
     */
    record RunRecord(String run, String profile, String direction, String status, Instant startedAt,
            Optional<Instant> endedAt, String report) {
    }
}
