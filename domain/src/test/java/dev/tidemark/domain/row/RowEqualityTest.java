package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.schema.ValueType;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowEqualityTest {
    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void rowsAreEqualJustWhenTheirDigestsAre(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int round = 0; round < 200; round++) {
            RowType type = values.rowType();
            int[] all = IntStream.range(0, type.width()).toArray();
            Row row = values.row(type);
            RowBatch one = batch(row);
            RowBatch same = batch(new Row(type, row.values().stream().map(this::inAnotherForm).toList()));
            RowBatch other = batch(new Row(type, IntStream.of(all)
                    .mapToObj(column -> random.nextInt(3) == 0 ? values.value(type.types().get(column))
                            : row.values().get(column))
                    .toList()));
            assertTrue(RowEquality.equal(one, 0, same, 0, all), row::describe);
            assertEquals(sameDigest(one, same, all), RowEquality.equal(one, 0, same, 0, all), row::describe);
            assertEquals(sameDigest(one, other, all), RowEquality.equal(one, 0, other, 0, all), row::describe);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rule12_keysCompareAsEqualJustWhenTheyAre(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int round = 0; round < 500; round++) {
            RowType type = values.rowType();
            int[] all = IntStream.range(0, type.width()).toArray();
            RowBatch one = batch(values.row(type));
            RowBatch other = random.nextBoolean() ? batch(one.row(0)) : batch(values.row(type));
            boolean hasNull = IntStream.of(all).anyMatch(column -> one.isNull(0, column) || other.isNull(0, column));
            if (KeyComparator.canMerge(type, all) && !hasNull) {
                KeyComparator keys = new KeyComparator(type, all);
                int order = keys.compare(one, 0, other, 0);
                assertEquals(RowEquality.equal(one, 0, other, 0, all), order == 0);
                assertEquals(Integer.signum(order), -Integer.signum(keys.compare(other, 0, one, 0)));
            }
        }
    }

    @Test
    void negativeZeroIsNotZeroAndNullIsNoValue() {
        RowType type = new RowType(List.of("a"), List.of(ValueType.FLOAT64));
        int[] all = {0};
        RowBatch zero = batch(new Row(type, List.of(new Value.Float64(0.0))));
        RowBatch negative = batch(new Row(type, List.of(new Value.Float64(-0.0))));
        RowBatch none = batch(new Row(type, List.of(Value.Null.NULL)));
        assertFalse(RowEquality.equal(zero, 0, negative, 0, all));
        assertFalse(RowEquality.equal(zero, 0, none, 0, all));
        assertTrue(RowEquality.equal(none, 0, none, 0, all));
    }

    /** The same value as another store may write it. */
    private Value inAnotherForm(Value value) {
        return switch (value) {
            case Value.Decimal(String digits) when digits.contains(".") -> new Value.Decimal(digits + "00");
            case Value.Json(String text) -> new Value.Json(" " + text + "\n");
            case Value.Float64(double number) when Double.isNaN(number) ->
                    new Value.Float64(Double.longBitsToDouble(0x7ff8000000000001L + random.nextInt(99)));
            default -> value;
        };
    }

    private static RowBatch batch(Row row) {
        RowBatch.Builder builder = new RowBatch.Builder(row.type(), 1);
        row.values().forEach(builder::add);
        builder.endRow();
        return builder.build();
    }

    private static boolean sameDigest(RowBatch one, RowBatch other, int[] columns) {
        RowDigest first = new RowDigest(one.type(), columns);
        RowDigest second = new RowDigest(other.type(), columns);
        first.of(one, 0);
        second.of(other, 0);
        return first.high() == second.high() && first.low() == second.low();
    }
}
