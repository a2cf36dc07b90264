package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether rows hold the same values, just when their {@link RowDigest}s are equal: decimals by value and not by scale, JSON
 * by value and not by text, NaN as one value, everything else by its bits and bytes. Both sides have the same types column
 * by column.
 *
 * <p>Rows that are equal bit by bit, as most are, cost one look at their slots and one comparison of their bytes, for the
 * heap cells of a row lie one after the other.
 */
public final class RowEquality {
    private final int[] columns;
    private final boolean[] inHeap;

    /**
     * @param type of both sides' rows
     * @param columns which have to be equal
     */
    public RowEquality(RowType type, int[] columns) {
        this.columns = columns.clone();
        this.inHeap = type.inHeap();
    }

    /** Whether the rows are equal in all of the columns. */
    public boolean equal(RowBatch one, int row, RowBatch other, int otherRow) {
        return isSameBits(one, row, other, otherRow) || equal(one, row, other, otherRow, columns);
    }

    /** Whether the rows are equal in all of these columns. */
    public static boolean equal(RowBatch one, int row, RowBatch other, int otherRow, int[] columns) {
        for (int column : columns) {
            if (!equalCell(one, row, other, otherRow, column)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rows are equal in this column. */
    public static boolean equalCell(RowBatch one, int row, RowBatch other, int otherRow, int column) {
        boolean isNull = one.isNull(row, column);
        if (isNull || other.isNull(otherRow, column)) {
            return isNull == other.isNull(otherRow, column);
        }
        Kind kind = one.type().kind(column);
        if (kind.layout() == Layout.SLOT) {
            long slot = one.slot(row, column);
            long otherSlot = other.slot(otherRow, column);
            return slot == otherSlot || kind == Kind.FLOAT64 && Double.isNaN(Double.longBitsToDouble(slot))
                    && Double.isNaN(Double.longBitsToDouble(otherSlot));
        }
        int from = one.heapOffset(row, column);
        int length = one.heapLength(row, column);
        int otherFrom = other.heapOffset(otherRow, column);
        int otherLength = other.heapLength(otherRow, column);
        if (Arrays.equals(one.heap(), from, from + length, other.heap(), otherFrom, otherFrom + otherLength)) {
            return true;
        }
        return switch (kind) {
            case DECIMAL -> significant(one, from, length).equals(significant(other, otherFrom, otherLength));
            case JSON -> Arrays.equals(JsonText.canonical(one.heap(), from, length),
                    JsonText.canonical(other.heap(), otherFrom, otherLength));
            case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TEXT, BYTES, UUID, NATIVE -> false;
        };
    }

    /**
     * The slots of heap cells hold offset and length: where all lengths are the same and all offsets differ by the same,
     * the bytes between the first and the last of them tell the rest. Anything else says nothing.
     */
    private boolean isSameBits(RowBatch one, int row, RowBatch other, int otherRow) {
        long[] slots = one.slots();
        long[] otherSlots = other.slots();
        int first = one.firstCell(row);
        int otherFirst = other.firstCell(otherRow);
        boolean hasBytes = false;
        long shift = 0;
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (int column : columns) {
            int cell = first + column;
            int otherCell = otherFirst + column;
            boolean isNull = RowBatch.isSet(one.nulls(), cell);
            if (isNull != RowBatch.isSet(other.nulls(), otherCell)) {
                return false;
            }
            long slot = slots[cell];
            long difference = otherSlots[otherCell] - slot;
            if (inHeap[column] && !isNull) {
                shift = hasBytes ? shift : difference;
                hasBytes = true;
                int offset = (int) (slot >>> 32);
                from = Math.min(from, offset);
                to = Math.max(to, offset + (int) slot);
                if (difference != shift || (int) difference != 0) {
                    return false;
                }
            } else if (difference != 0) {
                return false;
            }
        }
        int by = (int) (shift >> 32);
        return !hasBytes || Arrays.equals(one.heap(), from, to, other.heap(), from + by, to + by);
    }

    /** The digits without zeros behind the last that counts. */
    private static String significant(RowBatch batch, int from, int length) {
        int end = RowDigest.endOfSignificantDigits(batch.heap(), from, from + length);
        return new String(batch.heap(), from, end - from, StandardCharsets.US_ASCII);
    }
}
