package dev.tidemark.supabase;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was found out about rows before they were sent and the answer was lost: whether they were written is not known. When
 * they come again, they may be there because of that, and are counted as what they were then. Thread-safe.
 */
final class RowsInDoubt {
    private final Map<KeyDigest, Found> rows = new HashMap<>();

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

    /** The row has arrived. */
    synchronized void remove(KeyDigest key) {
        rows.remove(key);
    }
}
