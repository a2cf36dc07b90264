package dev.tidemark.postgres.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CopyRowTest {
    private static final int NUMERIC_HEADER = 4;

    private static WireColumn numeric(int precision, int scale) {
        int typmod = precision == 0 ? -1 : (precision << 16 | scale & 0x7ff) + NUMERIC_HEADER;
        return new WireColumn(0, "n", "numeric", WireType.NUMERIC, typmod, WireColumn.UNLIMITED, false, 1);
    }

    private static RowBatch one(ValueType type, Value value) {
        RowBatch.Builder builder = new RowBatch.Builder(new RowType(List.of("n"), List.of(type)), 1);
        builder.add(value);
        builder.endRow();
        return builder.build();
    }

    /** As the server sends it: the header in one message with the first row. */
    private static Value roundTrip(RowBatch batch, WireColumn column) {
        CopyRowWriter writer = new CopyRowWriter(List.of(column), false);
        writer.header();
        assertNull(writer.row(batch, 0));
        RowBatch.Builder read = new RowBatch.Builder(batch.type(), 1);
        CopyRowReader reader = new CopyRowReader(new WireType[] {column.wire()});
        assertTrue(reader.read(Arrays.copyOf(writer.bytes(), writer.length()), read));
        writer.clear();
        writer.trailer();
        assertFalse(reader.read(Arrays.copyOf(writer.bytes(), writer.length()), read));
        return read.build().value(0, 0);
    }

    @Test
    void everyDecimalComesBackWithItsScale() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261121);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(1, 200), new java.util.Random(i)),
                    random.nextInt(0, 60));
            String digits = (random.nextBoolean() ? number : number.negate()).toPlainString();
            assertEquals(digits, roundTrip(one(ValueType.DECIMAL, new Value.Decimal(digits)), numeric(0, 0)).text());
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 2, 1234.56, true", "6, 2, 1234.560, true", "6, 2, 12345, false", "6, 2, 1.005, false",
            "6, 2, -9999.99, true",
            "6, 2, 0009999.99, true", "3, 5, 0.00123, true", "3, 5, 0.01, false", "3, 5, 0, true", "2, -2, 1200, true",
            "2, -2, 1250, false", "2, -2, 12000, false", "5, 0, 99999, true", "5, 0, 99999.0, true", "5, 0, 0.5, false",
            "5, 2, NaN, true", "5, 2, Infinity, false", "0, 0, Infinity, true", "0, 0, 1e3, false", "0, 0, 1., false",
            "0, 0, '', false"})
    void rule7_onlyADecimalThatTheColumnKeepsIsWritten(int precision, int scale, String digits, boolean fits) {
        CopyRowWriter writer = new CopyRowWriter(List.of(numeric(precision, scale)), false);
        Reason reason = writer.row(one(ValueType.DECIMAL, new Value.Decimal(digits)), 0);
        assertEquals(fits, reason == null, () -> String.valueOf(reason));
    }

    @Test
    void rule7_aRefusedFloatIsToldByItsOwnDigits() {
        WireColumn real = new WireColumn(0, "n", "real", WireType.FLOAT4, -1, WireColumn.UNLIMITED, false, 1);
        Reason reason = new CopyRowWriter(List.of(real), false).row(one(ValueType.FLOAT64, new Value.Float64(0.1)), 0);
        assertNotNull(reason);
        assertTrue(reason.message().contains("0.1 would become 0.10000000149011612"), reason::message);
    }

    @Test
    void aNulIsFoundWhereverItStands() {
        WireColumn text = new WireColumn(0, "t", "text", WireType.TEXT, -1, WireColumn.UNLIMITED, false, 1);
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                char[] chars = new char[length];
                Arrays.fill(chars, '\u0080');
                chars[at] = 0;
                Value value = new Value.Text(new String(chars));
                assertNotNull(new CopyRowWriter(List.of(text), false).row(one(ValueType.TEXT, value), 0));
            }
            Value clean = new Value.Text("\u0001".repeat(length));
            assertEquals(clean, roundTrip(one(ValueType.TEXT, clean), text));
        }
    }
}
