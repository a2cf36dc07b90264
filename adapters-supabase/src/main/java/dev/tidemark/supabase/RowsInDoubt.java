package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was found out about rows before they were sent and the answer was lost: whether they were written is not known. When
 * they come again, they may be there because of that, and are counted as what they were then. Thread-safe.
 */
final class RowsInDoubt {
    private final Map<KeyDigest, Found> rows = new HashMap<>();
    private final Map<KeyDigest, Trial> trials = new HashMap<>();

    /**
     * A row that was sent to see what is kept of it.
     *
     * @param before the sink's row as it was; empty if there was none
     */
    record Trial(RowBatch key, Optional<RowBatch> before) {
    }

    /** How a row stood to the sink's before it was sent. */
    enum Found {
        MISSING, DIFFERENT, EQUAL
    }

    private static final Set<Found> SENT = EnumSet.of(Found.MISSING, Found.DIFFERENT);

    synchronized boolean isEmpty() {
        return rows.isEmpty();
    }

    /** What was found first holds. */
    synchronized void add(KeyDigest key, Found found) {
        if (SENT.contains(found)) {
            rows.putIfAbsent(key, found);
        }
    }

    /** What was found when the row was first sent in vain; else what is found now. */
    synchronized Found first(KeyDigest key, Found now) {
        return rows.getOrDefault(key, now);
    }

    /** The row is on trial from now on, unless it is already. */
    synchronized void begin(KeyDigest key, Trial trial) {
        trials.putIfAbsent(key, trial);
    }

    synchronized Optional<Trial> trial(KeyDigest key) {
        return Optional.ofNullable(trials.get(key));
    }

    /** What became of the row is known. */
    synchronized void end(KeyDigest key) {
        trials.remove(key);
    }

    /** The row has arrived. */
    synchronized void remove(KeyDigest key) {
        rows.remove(key);
    }
}
