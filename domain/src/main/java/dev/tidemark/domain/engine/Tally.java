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

    /** Forgets everything: the pass begins anew. */
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
