package dev.tidemark.domain.engine;

import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a run.
 *
 * @param run its identifier
 * @param sinkBytes the size of the sink's tables, all together; empty if it is not known, as over REST, or where nothing was
 *     begun
 * @param peakMemoryBytes the most memory that the process was seen to use
 * @param warnings what a person should know, each once
 * @param failure why the run as a whole did not end well; tables have their own
 */
public record SyncReport(String run, String profile, Direction direction, Status status, Instant startedAt,
        Duration duration, List<TableReport> tables, Optional<SinkBytes> sinkBytes, long peakMemoryBytes,
        List<String> warnings,
        Optional<Failure> failure) {
    public SyncReport {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    public SyncReport withPeakMemory(long bytes) {
        return new SyncReport(run, profile, direction, status, startedAt, duration, tables, sinkBytes, bytes, warnings,
                failure);
    }

    /** The counts of all tables together. */
    public Progress totals() {
        return tables.stream().map(TableReport::counts).reduce(Progress.NONE, Progress::plus);
    }

    /** How a run ended. */
    public enum Status {
        SUCCEEDED,
        /** It came to its end, and rows are waiting in the reject store. */
        REJECTS, FAILED, INTERRUPTED,
        /** A guard stopped it. */
        REFUSED;

        /** As users write it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Bytes before the first table and after the last. */
    public record SinkBytes(long before, long after) {
    }

    /**
     * What became of a table.
     *
     * @param table the sink's name of it
     * @param mode as users write it
     * @param changes how changed rows were found, as users write it
     * @param resumedFrom the place it went on from, for a person
     * @param rowsBefore rows of the sink's table before, and {@code rowsAfter} after
     */
    public record TableReport(String table, String mode, String changes, Progress counts, long retries, long batches,
            long roundTrips, Optional<String> resumedFrom, long rowsBefore, long rowsAfter, Duration duration,
            Optional<Failure> failure) {
    }
}
