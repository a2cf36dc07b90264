package dev.tidemark.sqlite.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number is itself after the way through text, and what would be another is none. */
final class NumbersTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aDoubleIsReadBackFromItsTextWhateverItIs() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 50_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(number)) {
                assertEquals(OptionalDouble.of(number), Numbers.float64(bytes(Numbers.text(number))),
                        () -> Double.toHexString(number));
            }
        }
    }

    @Test
    void aDoubleIsItsDecimalAndBack() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 20_000; i++) {
            double number = random.nextDouble(-1e18, 1e18) * Math.pow(10, random.nextInt(-30, 10));
            byte[] digits = Numbers.decimal(number).orElseThrow();
            assertTrue(Numbers.isPlain(digits), () -> new String(digits, StandardCharsets.UTF_8));
            assertEquals(number, new BigDecimal(new String(digits, StandardCharsets.UTF_8)).doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.1", "100.0, 100.0", "1e14, 100000000000000.0", "1e15, 1.0e+15", "1.5e-4, 0.00015",
            "1.5e-5, 1.5e-05",
            "1e100, 1.0e+100", "-2.5, -2.5", "5e-324, 4.9e-324", "1.2345678901234567e16, 12345678901234568.0"})
    void aDoubleIsPrintedAsSqliteDoes(double number, String text) {
        assertEquals(text, Numbers.text(number));
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L})
    void anIntegerIsReadBackFromItsText(long number) {
        assertEquals(OptionalLong.of(number), Numbers.int64(bytes(Long.toString(number))));
        assertEquals(OptionalLong.of(number), Numbers.int64(bytes(number + ".000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "1a", " 1", "1 ", "1e", "0x1", "1.5", "9223372036854775808", "1e19",
            "1e-1", "١", "1_0",
            "99999999999999999999999999", "1e2147483648"})
    void whatIsNoIntegerIsNone(String text) {
        assertEquals(OptionalLong.empty(), Numbers.int64(bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", " 1 ", "\t1\n", "+1", "-1", ".5", "5.", "1e5", "1E+05", "00", "1e400", "\u000b1"})
    void whatSqliteTakesForANumberLooksLikeOne(String text) {
        assertTrue(Numbers.looksNumeric(bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1a", "0x10", "1_0", "Inf", "infinity", "NaN", ".", "e5", "1e", "1 2", "--1",
            "\u00a01"})
    void whatSqliteLeavesAsTextDoesNotLookLikeANumber(String text) {
        assertFalse(Numbers.looksNumeric(bytes(text)));
    }
}
