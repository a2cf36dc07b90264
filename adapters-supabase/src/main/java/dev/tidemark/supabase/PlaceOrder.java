package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One order of all places that does not depend on the server's collation: numbers and times by value, everything else by
 * its bytes, NULLs last.
 */
final class PlaceOrder {
    private PlaceOrder() {
    }

    /** The rows by the given columns, ascending, as their numbers. */
    static int[] sorted(RowBatch rows, int[] columns) {
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted((one, other) -> compare(rows, one, columns, rows, other, columns))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Negative, zero or positive as the first is less, equal or greater. */
    static int compare(RowBatch one, int row, int[] columns, RowBatch other, int otherRow, int[] otherColumns) {
        for (int i = 0; i < columns.length; i++) {
            int order = compareCells(one, row, columns[i], other, otherRow, otherColumns[i]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareCells(RowBatch one, int row, int column, RowBatch other, int otherRow,
            int otherColumn) {
        boolean isNull = one.isNull(row, column);
        if (isNull || other.isNull(otherRow, otherColumn)) {
            return Boolean.compare(isNull, other.isNull(otherRow, otherColumn));
        }
        Kind kind = one.type().kind(column);
        if (kind == Kind.FLOAT64) {
            return Double.compare(one.float64(row, column), other.float64(otherRow, otherColumn));
        }
        if (kind.layout() == Layout.SLOT) {
            return Long.compare(one.slot(row, column), other.slot(otherRow, otherColumn));
        }
        int from = one.heapOffset(row, column);
        int otherFrom = other.heapOffset(otherRow, otherColumn);
        return Arrays.compareUnsigned(one.heap(), from, from + one.heapLength(row, column), other.heap(), otherFrom,
                otherFrom + other.heapLength(otherRow, otherColumn));
    }
}
