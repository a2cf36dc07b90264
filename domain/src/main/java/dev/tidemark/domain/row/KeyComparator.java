package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;
import java.util.Arrays;

/**
 * Compares the keys of rows as {@link dev.tidemark.domain.plan.KeyOrder#BINARY} orders them: numbers and times by value,
 * everything else by its bytes, unsigned. Whether a store really delivers its rows so is for the caller to check. Keys that
 * hold NULL have no order.
 */
public final class KeyComparator {
    private final int[] columns;
    private final boolean[] inSlot;
    /** The only column, where it is a number or a time, as most keys are; otherwise -1. */
    private final int onlySlot;

    /**
     * @param type of the rows; both sides have the same types column by column
     * @param key the columns of the key, in the order in which they count
     */
    public KeyComparator(RowType type, int[] key) {
        this.columns = key.clone();
        this.inSlot = new boolean[key.length];
        for (int i = 0; i < key.length; i++) {
            inSlot[i] = type.kind(key[i]).layout() == Layout.SLOT;
        }
        this.onlySlot = key.length == 1 && inSlot[0] ? key[0] : -1;
    }

    /** Whether all stores order keys of these columns alike. */
    public static boolean canMerge(RowType type, int[] key) {
        return key.length > 0 && Arrays.stream(key).mapToObj(type::kind).allMatch(KeyComparator::isAlike);
    }

    private static boolean isAlike(Kind kind) {
        return switch (kind) {
            case BOOLEAN, INT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TEXT, BYTES, UUID -> true;
            case FLOAT64, DECIMAL, JSON, NATIVE -> false;
        };
    }

    /** Negative, zero or positive as the key of the first row is less, equal or greater. */
    public int compare(RowBatch one, int row, RowBatch other, int otherRow) {
        if (onlySlot >= 0) {
            return Long.compare(one.slot(row, onlySlot), other.slot(otherRow, onlySlot));
        }
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            int order = inSlot[i]
                    ? Long.compare(one.slot(row, column), other.slot(otherRow, column))
                    : compareBytes(one, row, other, otherRow, column);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareBytes(RowBatch one, int row, RowBatch other, int otherRow, int column) {
        int from = one.heapOffset(row, column);
        int otherFrom = other.heapOffset(otherRow, column);
        return Arrays.compareUnsigned(one.heap(), from, from + one.heapLength(row, column), other.heap(), otherFrom,
                otherFrom + other.heapLength(otherRow, column));
    }
}
