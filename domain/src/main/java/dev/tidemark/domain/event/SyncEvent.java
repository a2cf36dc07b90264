package dev.tidemark.domain.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that happened in a run. Holds no row values and no secrets. */
public sealed interface SyncEvent {

    /** The tables are known; they run in this order as far as their foreign keys ask for it. */
    record RunStarted(String run, String profile, List<String> tables, Instant at) implements SyncEvent {
    }

    /**
     * A table begins.
     *
     * @param rowsBefore rows that an interrupted pass already brought over; 0 unless resumed
     * @param resumedFrom the place it goes on from, for a person; empty at the start
     */
    record TableStarted(String table, long rowsBefore, String resumedFrom) implements SyncEvent {
    }

    /** The number of rows that the source holds, for the progress; comes when it is known, or never. */
    record TableMeasured(String table, long rows) implements SyncEvent {
    }

    /**
     * A page was read.
     *
     * @param took how long the source needed to deliver it, attempts in vain included; writing goes on meanwhile
     */
    record PageRead(String table, long page, long rows, Duration took) implements SyncEvent {
    }

    /**
     * A batch was written, its rejects stored and the checkpoint saved.
     *
     * @param progress of the whole table so far
     * @param took from the moment when there was enough to write until the checkpoint was saved; of rows that are streamed, since
     *     the commit before
     */
    record BatchApplied(String table, long batch, Progress progress, Duration took) implements SyncEvent {
    }

    /** Trouble that may pass; the attempt that failed and the pause before the next. */
    record Retrying(String table, int attempt, Duration delay, String trouble) implements SyncEvent {
    }

    /** Something a person should know; the table is empty if it concerns the run. */
    record Warned(String table, String warning) implements SyncEvent {
    }

    /** A table is done, or failed with the error given; an empty error is none. */
    record TableEnded(String table, Progress progress, Duration took, String error) implements SyncEvent {
    }

    /** Something failed for good; the cause is for a log at debug level, the report says it for a person. */
    record Failed(String table, Throwable cause) implements SyncEvent {
    }
}
