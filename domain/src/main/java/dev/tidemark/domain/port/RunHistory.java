package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what became of each run. Thread-safe. */
public interface RunHistory {

    /** Saves the run in place of what was known of it. */
    void save(RunRecord run);

    Optional<RunRecord> find(String run);

    /** The latest runs of a profile, or of all where none is named; newest first. */
    List<RunRecord> latest(Optional<String> profile, int limit);

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
