package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCodecTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRowComesBackWithItsTypes(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < 200; i++) {
            Row row = values.row(values.rowType());
            assertEquals(row.values(), ValueCodec.decode(ValueCodec.encode(row.values())));
            assertEquals(row, ValueCodec.decodeRow(ValueCodec.encodeRow(row)));
        }
    }

    @Test
    void doublesComeBackToTheBit() {
        for (double number : new double[] {0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE,
                Double.NEGATIVE_INFINITY, 0.1}) {
            Value.Float64 decoded = (Value.Float64) ValueCodec
                    .decode(ValueCodec.encode(List.of(new Value.Float64(number)))).getFirst();
            assertEquals(Double.doubleToRawLongBits(number), Double.doubleToRawLongBits(decoded.value()));
        }
    }

    @Test
    void theTextIsForPeopleToo() {
        assertEquals("i2:42t3:Adan0:",
                ValueCodec.encode(List.of(new Value.Int64(42), new Value.Text("Ada"), Value.Null.NULL)));
        assertEquals(List.of(), ValueCodec.decode(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i", "i2", "?1:a", "i2:4x", "42", "ix:4", "t9:short", "t-1:a"})
    void whatItDidNotWriteItDoesNotRead(String text) {
        assertThrows(IllegalArgumentException.class, () -> ValueCodec.decode(text));
    }
}
