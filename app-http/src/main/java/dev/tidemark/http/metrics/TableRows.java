package dev.tidemark.http.metrics;

import dev.tidemark.domain.event.Progress;
import java.util.Arrays;

/**
 * How many rows of one table were counted so far, so that none is counted twice: events tell how far a table has come, in all,
 * and begin anew where a run reads several files. Not thread-safe.
 */
final class TableRows {
    private static final int OUTCOMES = Outcome.values().length;

    private final long[] inPass = new long[OUTCOMES];
    private final long[] inPart = new long[OUTCOMES];

    /** What takes rows that were not counted yet. */
    @FunctionalInterface
    interface Meter {
        void add(Outcome outcome, long rows);
    }

    /** The next file's rows of this table. */
    void begin() {
        Arrays.fill(inPass, 0);
    }

    /** The pass has come so far. Counters never go back: what a transaction undid stays counted. */
    void pass(Progress soFar, Meter meter) {
        for (Outcome outcome : Outcome.values()) {
            if (!outcome.mayShrink()) {
                int i = outcome.ordinal();
                long more = Math.max(0, outcome.of(soFar) - inPass[i]);
                inPass[i] += more;
                add(outcome, more, meter);
            }
        }
    }

    /** All that was done with the table since this was told last: deletes and rejects are known only now. */
    void did(Progress all, Meter meter) {
        for (Outcome outcome : Outcome.values()) {
            add(outcome, Math.max(0, outcome.of(all) - inPart[outcome.ordinal()]), meter);
        }
        Arrays.fill(inPart, 0);
        begin();
    }

    private void add(Outcome outcome, long rows, Meter meter) {
        inPart[outcome.ordinal()] += rows;
        meter.add(outcome, rows);
    }
}
