package dev.tidemark.sqlite.wire;

import dev.tidemark.domain.row.JsonText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whether two rows say the same: decimals by value and not by scale, JSON by value and not by text (correctness rule 7). */
public final class SameValues {
    private SameValues() {
    }

    /** Whether the rows are equal, cell by cell; both batches have the same column kinds. */
    public static boolean equal(RowBatch one, int row, RowBatch other, int otherRow) {
        for (int column = 0; column < one.type().width(); column++) {
            if (!sameCell(one, row, other, otherRow, column)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameCell(RowBatch one, int row, RowBatch other, int otherRow, int column) {
        boolean isNull = one.isNull(row, column);
        if (isNull || other.isNull(otherRow, column)) {
            return isNull == other.isNull(otherRow, column);
        }
        Kind kind = one.type().kind(column);
        if (kind.layout() == Layout.SLOT) {
            return one.slot(row, column) == other.slot(otherRow, column);
        }
        int from = one.heapOffset(row, column);
        int otherFrom = other.heapOffset(otherRow, column);
        if (Arrays.equals(one.heap(), from, from + one.heapLength(row, column), other.heap(), otherFrom,
                otherFrom + other.heapLength(otherRow, column))) {
            return true;
        }
        return switch (kind) {
            case DECIMAL -> sameNumber(text(one, row, column), text(other, otherRow, column));
            case JSON -> sameJson(text(one, row, column), text(other, otherRow, column));
            case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TEXT, BYTES, UUID, NATIVE -> false;
        };
    }

    private static String text(RowBatch batch, int row, int column) {
        return new String(batch.heap(), batch.heapOffset(row, column), batch.heapLength(row, column),
                StandardCharsets.UTF_8);
    }

    private static boolean sameNumber(String one, String other) {
        Optional<BigDecimal> number = Numbers.number(Numbers.bytes(one));
        return number.isPresent()
                && Numbers.number(Numbers.bytes(other)).filter(n -> n.compareTo(number.get()) == 0).isPresent();
    }

    private static boolean sameJson(String one, String other) {
        Optional<String> canonical = JsonText.canonical(one);
        return canonical.isPresent() && canonical.equals(JsonText.canonical(other));
    }
}
