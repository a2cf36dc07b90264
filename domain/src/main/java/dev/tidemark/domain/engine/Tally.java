package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RejectIsolator.Written;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.port.Reject;
import java.util.List;

/** Counts the rows of one table while it runs. Not thread-safe. */
final class Tally {
    private Progress progress = Progress.NONE;
    private long mayClear;
    private long batches;
    private long roundTrips;
    private boolean inDoubt;

    void read(long rows) {
        progress = progress.plus(new Progress(rows, 0, 0, 0, 0, 0, 0));
    }

    void unchanged(long rows) {
        progress = progress.plus(new Progress(0, 0, 0, rows, 0, 0, 0));
    }

    void rejected(List<Reject> rejects) {
        rejected(rejects.size());
        mayClear += rejects.stream().filter(reject -> reject.reason().kind().mayClear()).count();
    }

    private void rejected(long rows) {
        progress = progress.plus(new Progress(0, 0, 0, 0, 0, rows, 0));
    }

    void written(Written written) {
        progress = progress.plus(new Progress(0, written.inserted(), written.updated(), written.unchanged(), 0, 0, 0));
        batches += written.batches();
        roundTrips += written.roundTrips();
    }

    /** Rows that were streamed and committed together. */
    void loaded(long rows, long trips) {
        progress = progress.plus(new Progress(0, rows, 0, 0, 0, 0, 0));
        batches++;
        roundTrips += trips;
    }

    /** An answer was lost: rows that count as unchanged may have been inserted. */
    void doubt() {
        inDoubt = true;
    }

    /** Whether some rows may count as something else than what became of them. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Rows that an earlier run of the same pass had rejected were written after all. */
    void clearedOfEarlierRun(Written written) {
        read(written.landed());
        written(written);
    }

    /** Rows that were counted as rejected were written after all. */
    void cleared(Written written) {
        written(written);
        rejected(-written.landed());
        mayClear -= written.landed();
    }

    /** The rejects so far that writing other rows may yet clear. */
    long mayClear() {
        return mayClear;
    }

    void deleted(long rows) {
        progress = progress.plus(new Progress(0, 0, 0, 0, 0, 0, rows));
    }

    /** The pass begins anew: rows that it wrote stay counted as what they were, and are taken off where they are met again. */
    void beginAnew() {
        long written = progress.inserted() + progress.updated();
        progress = new Progress(0, progress.inserted(), progress.updated(), -written, 0, 0, 0);
        mayClear = 0;
    }

    /** Rows were written that will be read again: they stay counted as new, and are taken off where they are met. */
    void landed(long rows) {
        progress = progress.plus(new Progress(0, rows, 0, -rows, 0, 0, 0));
    }

    /** What was written was not committed, so it has not happened. */
    void reset() {
        progress = Progress.NONE;
        mayClear = 0;
    }

    Progress progress() {
        return progress;
    }

    long batches() {
        return batches;
    }

    long roundTrips() {
        return roundTrips;
    }
}
