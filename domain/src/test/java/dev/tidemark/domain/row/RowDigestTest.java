package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.schema.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowDigestTest {

    @Test
    void oneFlippedBitTurnsHalfOfTheDigest() {
        Random random = new Random(42);
        long turned = 0;
        int trials = 2_000;
        for (int trial = 0; trial < trials; trial++) {
            long value = random.nextLong();
            Digest before = digest(new Value.Int64(value));
            Digest after = digest(new Value.Int64(value ^ 1L << random.nextInt(64)));
            turned += Long.bitCount(before.high ^ after.high) + Long.bitCount(before.low ^ after.low);
        }
        double average = (double) turned / trials;
        assertTrue(average > 60 && average < 68, () -> average + " of 128 bits turn");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tenThousandValuesNearEachOtherHaveTenThousandDigests(long step) {
        Set<Digest> digests = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            digests.add(digest(new Value.Int64(i * step)));
            digests.add(digest(new Value.Text("row " + i)));
        }
        assertEquals(20_000, digests.size());
    }

    @ParameterizedTest
    @CsvSource({"1.5,1.50", "0,0.000", "100,100.0", "-7.10,-7.1", "12345678901234567890.1230,12345678901234567890.123"})
    void equalDecimalsHaveOneDigestWhateverTheirScale(String one, String other) {
        assertEquals(digest(new Value.Decimal(one)), digest(new Value.Decimal(other)));
    }

    @ParameterizedTest
    @CsvSource({"1.5,1.51", "100,10", "100,1", "1.05,1.5", "10.0,1", "NaN,Infinity", "0.1,0.01"})
    void otherDecimalsHaveOtherDigests(String one, String other) {
        assertNotEquals(digest(new Value.Decimal(one)), digest(new Value.Decimal(other)));
    }

    @Test
    void everyNotANumberIsOneValueAndMinusZeroIsNotZero() {
        double strange = Double.longBitsToDouble(0x7ff8000000000123L);
        assertEquals(digest(new Value.Float64(Double.NaN)), digest(new Value.Float64(strange)));
        assertNotEquals(digest(new Value.Float64(0.0)), digest(new Value.Float64(-0.0)));
    }

    @Test
    void nullTheEmptyTextZeroAndEmptyBytesAreFourThings() {
        Set<Digest> digests = Set.of(digest(Value.Null.NULL), digest(new Value.Text("")), digest(new Value.Int64(0)),
                digest(new Value.Bytes(new byte[0])), digest(new Value.Text("\u0000")));
        assertEquals(5, digests.size());
    }

    @Test
    void cellsDoNotFlowIntoEachOther() {
        assertNotEquals(digest(new Value.Text("ab"), new Value.Text("c")),
                digest(new Value.Text("a"), new Value.Text("bc")));
        assertNotEquals(digest(new Value.Text("a"), Value.Null.NULL), digest(Value.Null.NULL, new Value.Text("a")));
        assertNotEquals(digest(new Value.Int64(1), new Value.Int64(2)), digest(new Value.Int64(2), new Value.Int64(1)));
    }

    @Test
    void everyByteOfALongTextCounts() {
        Set<Digest> digests = new HashSet<>();
        for (int at = 0; at < 50; at++) {
            StringBuilder text = new StringBuilder("x".repeat(50));
            text.setCharAt(at, 'y');
            digests.add(digest(new Value.Text(text.toString())));
            digests.add(digest(new Value.Text("x".repeat(at))));
        }
        assertEquals(100, digests.size());
    }

    @Test
    void whereARowLiesInItsBatchDoesNotMatter() {
        RowType type = new RowType(List.of("a", "b"), List.of(ValueType.TEXT, ValueType.UUID));
        RowBatch.Builder builder = new RowBatch.Builder(type, 3);
        for (int row = 0; row < 3; row++) {
            builder.addUtf8("same");
            builder.addUuid(new UUID(1, 2));
            builder.endRow();
        }
        RowBatch batch = builder.build();
        RowDigest digest = new RowDigest(type, new int[] {0, 1});
        Set<Digest> digests = new HashSet<>();
        for (RowBatch part : List.of(batch, batch.slice(1, 3))) {
            for (int row = 0; row < part.size(); row++) {
                digest.of(part, row);
                digests.add(new Digest(digest.high(), digest.low()));
            }
        }
        assertEquals(1, digests.size());
    }

    @Test
    void onlyTheColumnsThatCountAreLookedAtAndInTheirOrder() {
        RowType type = new RowType(List.of("a", "b", "c"), List.of(ValueType.INT64, ValueType.INT64, ValueType.INT64));
        RowBatch.Builder builder = new RowBatch.Builder(type, 2);
        IntStream.of(1, 2, 3).forEach(builder::addSlot);
        builder.endRow();
        IntStream.of(9, 2, 1).forEach(builder::addSlot);
        builder.endRow();
        RowBatch batch = builder.build();
        RowDigest forwards = new RowDigest(type, new int[] {0, 1});
        RowDigest backwards = new RowDigest(type, new int[] {2, 1});
        forwards.of(batch, 0);
        backwards.of(batch, 1);
        assertEquals(new Digest(forwards.high(), forwards.low()), new Digest(backwards.high(), backwards.low()));
    }

    private record Digest(long high, long low) {
    }

    private static Digest digest(Value... values) {
        List<ValueType> types = List.of(values).stream().map(RowDigestTest::type).toList();
        RowType type = new RowType(IntStream.range(0, values.length).mapToObj(column -> "c" + column).toList(), types);
        RowBatch.Builder builder = new RowBatch.Builder(type, 1);
        List.of(values).forEach(builder::add);
        builder.endRow();
        RowDigest digest = new RowDigest(type, IntStream.range(0, values.length).toArray());
        digest.of(builder.build(), 0);
        return new Digest(digest.high(), digest.low());
    }

    private static ValueType type(Value value) {
        return switch (value) {
            case Value.Int64 _ -> ValueType.INT64;
            case Value.Float64 _ -> ValueType.FLOAT64;
            case Value.Decimal _ -> ValueType.DECIMAL;
            case Value.Bytes _ -> ValueType.BYTES;
            default -> ValueType.TEXT;
        };
    }
}
