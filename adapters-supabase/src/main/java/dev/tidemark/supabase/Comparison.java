package dev.tidemark.supabase;

import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.supabase.RowsInDoubt.Found;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** How the rows of a batch stand to those that the sink has under their keys. */
final class Comparison {
    private final Found[] found;
    private final int[] places;
    private final RowBatch there;
    private final int strangers;

    private Comparison(Found[] found, int[] places, RowBatch there, int strangers) {
        this.found = found;
        this.places = places;
        this.there = there;
        this.strangers = strangers;
    }

    /**
     * @param keys of the rows
     * @param there the sink's rows with these keys, in the same columns
     */
    static Comparison of(WriteShape shape, RowBatch rows, KeyDigest[] keys, RowBatch there) {
        KeyIdentity identity = new KeyIdentity(shape, there.type());
        Map<KeyDigest, Integer> byKey = new HashMap<>();
        for (int row = 0; row < there.size(); row++) {
            byKey.put(identity.of(there, row), row);
        }
        boolean leavesAlone = shape.plan().mode() == WriteMode.INSERT_ONLY;
        int[] padded = shape.padded();
        int[] compared = IntStream.of(shape.written())
                .filter(column -> IntStream.of(padded).noneMatch(c -> c == column))
                .toArray();
        Found[] found = new Found[keys.length];
        int[] places = new int[keys.length];
        Set<KeyDigest> met = new HashSet<>();
        for (int row = 0; row < keys.length; row++) {
            Integer place = byKey.get(keys[row]);
            places[row] = place == null ? -1 : place;
            if (place == null) {
                found[row] = Found.MISSING;
                continue;
            }
            met.add(keys[row]);
            boolean equal = leavesAlone || RowEquality.equal(rows, row, there, place, compared)
                    && isEqualButForBlanks(rows, row, there, place, padded);
            found[row] = equal ? Found.EQUAL : Found.DIFFERENT;
        }
        return new Comparison(found, places, there, byKey.size() - met.size());
    }

    /** The blanks at the end are the column's own. */
    private static boolean isEqualButForBlanks(RowBatch rows, int row, RowBatch there, int place, int[] padded) {
        for (int column : padded) {
            boolean isNull = rows.isNull(row, column);
            if (isNull != there.isNull(place, column)
                    || !isNull && !rows.value(row, column).text().replaceFirst(" +$", "")
                            .equals(there.value(place, column).text().replaceFirst(" +$", ""))) {
                return false;
            }
        }
        return true;
    }

    Found found(int row) {
        return found[row];
    }

    /** The sink's row under the key of this one. */
    RowBatch existing(int row) {
        return there.slice(places[row], places[row] + 1);
    }

    /** How many rows the sink found by these keys that have none of them: its equality is looser than what is known of it. */
    int strangers() {
        return strangers;
    }

    RowBatch there() {
        return there;
    }

    /** The rows that have to be sent. */
    int[] wanted() {
        return IntStream.range(0, found.length).filter(row -> found[row] != Found.EQUAL).toArray();
    }

    boolean isAllMissing() {
        return IntStream.range(0, found.length).allMatch(row -> found[row] == Found.MISSING);
    }
}
