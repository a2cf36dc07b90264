package dev.tidemark.supabase;

import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.supabase.RowsInDoubt.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a batch as what they were before this run first sent them: by what was found before, by what the sink
 * said of each row that it wrote, and by what was found before an answer was lost. For one batch.
 */
final class RowCounts {
    private static final String INSERTED = "0";

    private final OpenedTable table;
    private final KeyDigest[] keys;
    private final Comparison before;
    private final Map<KeyDigest, Boolean> inserted = new HashMap<>();
    private @Nullable Comparison after;

    RowCounts(OpenedTable table, KeyDigest[] keys, Comparison before) {
        this.table = table;
        this.keys = keys;
        this.before = before;
    }

    /** What an upsert gave back. */
    void shown(RowBatch shown) {
        KeyIdentity identity = new KeyIdentity(table.shape(), shown.type());
        int xmax = shown.type().names().indexOf(WriteRequests.XMAX);
        Map<KeyDigest, Found> found = new HashMap<>();
        for (int row = 0; row < keys.length; row++) {
            found.put(keys[row], before.found(row));
        }
        for (int row = 0; row < shown.size(); row++) {
            KeyDigest key = identity.of(shown, row);
            inserted.put(key, xmax < 0 ? found.get(key) == Found.MISSING
                    : shown.value(row, xmax) instanceof Value.Native(_, String text) && text.equals(INSERTED));
        }
    }

    /** Whether only the table tells why a row was not written: dropped, or added by somebody else in the meantime. */
    boolean lacksExisting() {
        return table.shape().plan().mode() == WriteMode.INSERT_ONLY
                && IntStream.range(0, keys.length).anyMatch(this::isMissed);
    }

    void existing(Comparison now) {
        after = now;
    }

    private boolean isMissed(int row) {
        return before.found(row) != Found.EQUAL && !inserted.containsKey(keys[row]);
    }

    Applied applied(int roundTrips) {
        long[] counts = new long[Found.values().length];
        List<Integer> skipped = new ArrayList<>();
        for (int row = 0; row < keys.length; row++) {
            if (!isMissed(row)) {
                counts[wasBefore(row).ordinal()]++;
            } else if (after != null && after.found(row) == Found.EQUAL) {
                counts[Found.EQUAL.ordinal()]++;
            } else {
                skipped.add(row);
            }
            table.inDoubt().remove(keys[row]);
        }
        return new Applied(counts[Found.MISSING.ordinal()], counts[Found.DIFFERENT.ordinal()],
                counts[Found.EQUAL.ordinal()], skipped, roundTrips);
    }

    private Found wasBefore(int row) {
        Found now = before.found(row) == Found.EQUAL ? Found.EQUAL
                : inserted.getOrDefault(keys[row], false) ? Found.MISSING : Found.DIFFERENT;
        return now == Found.MISSING ? now : table.inDoubt().first(keys[row], now);
    }
}
