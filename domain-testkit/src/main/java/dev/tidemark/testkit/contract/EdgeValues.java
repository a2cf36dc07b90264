package dev.tidemark.testkit.contract;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Values at which stores and drivers are known to fail; see {@code traps.md} 1 to 8. */
public final class EdgeValues {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private EdgeValues() {
    }

    /** Every type that all stores share. */
    public static Stream<ValueType> types() {
        return Stream.of(ValueType.BOOLEAN, ValueType.INT64, ValueType.FLOAT64, ValueType.DATE, ValueType.TIME,
                ValueType.TIMESTAMP, ValueType.TIMESTAMPTZ, ValueType.TEXT, ValueType.BYTES, ValueType.DECIMAL,
                ValueType.JSON, ValueType.UUID);
    }

    /** Values of the type, NULL last. */
    public static List<Value> of(ValueType type) {
        List<Value> values = new ArrayList<>(present(type));
        values.add(Value.Null.NULL);
        return values;
    }

    private static List<? extends Value> present(ValueType type) {
        return switch (type.kind()) {
            case BOOLEAN -> List.of(new Value.Bool(true), new Value.Bool(false));
            case INT64 -> integers();
            case FLOAT64 -> doubles();
            case DATE -> dates();
            case TIME -> times();
            case TIMESTAMP -> timestamps().mapToObj(Value.Timestamp::new).toList();
            case TIMESTAMPTZ -> timestamps().mapToObj(Value.TimestampTz::new).toList();
            case TEXT -> texts().map(Value.Text::new).toList();
            case BYTES -> bytes();
            case DECIMAL -> decimals();
            case JSON -> json();
            case UUID -> uuids();
            case NATIVE -> throw new IllegalArgumentException("only a store knows values of its native types");
        };
    }

    private static List<Value> integers() {
        return LongStream.of(0, 1, -1, 127, 128, -129, 32_767, 32_768, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L,
                Integer.MIN_VALUE, Integer.MIN_VALUE - 1L, (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1,
                Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1)
                .<Value>mapToObj(Value.Int64::new).toList();
    }

    private static List<Value> doubles() {
        return DoubleStream.of(0.0, -0.0, 1, -1, 0.1, 0.1 + 0.2, 1 / 3.0, Math.PI, 3.141592653589793, 1e15, 1e16, 1e21,
                123456789012345680.0, 5e-324, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE,
                9007199254740993.0,
                2.2250738585072011e-308, 4.35, 0.000001, 1e-7, 9.2233720368547758E18, 1.7976931348623157E308,
                Double.NaN,
                Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY).<Value>mapToObj(Value.Float64::new).toList();
    }

    private static List<Value> dates() {
        List<Value> dates = new ArrayList<>();
        for (String text : List.of("1970-01-01", "1969-12-31", "2000-02-29", "1900-02-28", "0001-01-01", "9999-12-31",
                "1582-10-04", "1582-10-15", "1500-02-28", "0000-12-31", "-0043-03-15", "+12345-06-07")) {
            dates.add(new Value.Date(LocalDate.parse(text).toEpochDay()));
        }
        dates.add(new Value.Date(IsoText.INFINITY));
        dates.add(new Value.Date(IsoText.NEGATIVE_INFINITY));
        return dates;
    }

    private static List<Value> times() {
        return LongStream.of(0, 1, 999_999, MICROS_PER_SECOND, 43_200 * MICROS_PER_SECOND, 86_399_999_999L,
                86_400 * MICROS_PER_SECOND, 45_296_789_000L, 45_296_100_000L).<Value>mapToObj(Value.Time::new).toList();
    }

    /** On clocks of Europe and America some of these hours are skipped or come twice. */
    private static LongStream timestamps() {
        LongStream.Builder micros = LongStream.builder();
        for (String text : List.of("1970-01-01T00:00:00", "1969-12-31T23:59:59.999999", "2024-03-31T01:30:00",
                "2024-03-31T02:30:00", "2024-10-27T00:30:00", "2024-10-27T02:30:00", "2024-03-10T02:30:00",
                "2024-02-29T12:34:56.789", "2024-02-29T12:34:56.123456", "2024-02-29T12:34:56.000001",
                "0001-01-01T00:00:00",
                "9999-12-31T23:59:59.999999", "1582-10-10T12:00:00", "1890-01-01T00:00:00", "0000-12-31T23:59:59",
                "-0043-03-15T12:00:00", "+12345-06-07T08:09:10")) {
            Instant instant = LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            micros.add(Math.floorDiv(ChronoUnit.MICROS.between(Instant.EPOCH, instant), 1L));
        }
        return micros.add(IsoText.INFINITY).add(IsoText.NEGATIVE_INFINITY).build();
    }

    private static Stream<String> texts() {
        return Stream.of("", " ", "  a  ", "NULL", "null", "\\N", "\\.", "a\tb\nc\rd", "a\r\nb", "it's", "a\"b", "a\\b",
                "a,b;c|d",
                "0", "007", "1e3", "12.0", " 12", "9223372036854775808", "3.10", "0x10", "true", "infinity",
                "2024-02-29", "'); drop table x; --", "ß", "Ä", "A\u0308", "İı",
                "日本語", "\uD83D\uDE00", "\uD83D\uDC69\u200D\uD83D\uDE80", "\uFEFFbom", "\uFFFD", "\u200B",
                "\uDBFF\uDFFF", "\u0001\u001F\u007F",
                "a\u0000b", "\u0000", "x".repeat(100_000), "é".repeat(50_000));
    }

    private static List<Value> bytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return List.of(new Value.Bytes(new byte[0]), new Value.Bytes(new byte[] {0}), new Value.Bytes(all),
                new Value.Bytes(new byte[] {'\\', 'x', '0', '0'}), new Value.Bytes(new byte[] {'1', '2'}),
                new Value.Bytes(new byte[] {(byte) 0xc3, 0x28}), new Value.Bytes(new byte[100_000]));
    }

    private static List<Value> decimals() {
        return Stream.of("0", "0.00", "1", "-1", "1.5", "1.50", "-0.001", "0.1", "0.30000000000000004", "100",
                "1000000",
                "123456789012345678901234567890", "1234567890.12345678901234567890", "0.000000000000000000000000000001",
                "-99999999999999999999.9999999900", "9223372036854775807", "9223372036854775808", "9007199254740993",
                "9007199254740993.0", "10000000000000000", "12345678901234567.8", "1" + "0".repeat(300),
                "0." + "0".repeat(299) + "1", "NaN", "Infinity", "-Infinity").<Value>map(Value.Decimal::new).toList();
    }

    private static List<Value> json() {
        return Stream
                .of("{}", "[]", "null", "true", "\"\"", "\"text\"", "0", "-1.50", "1e3", "12345678901234567890.12345",
                        "{\"a\":1}", "{ \"b\" : [ 1 , 2 ] ,\n \"a\" : null }", "{\"a\":1,\"a\":2}", "\"\\u00e9\"",
                        "\"\\ud83d\\ude00\"",
                        "\"a\\\\b\\\"c\\n\"", "\"\uD83D\uDE00\"", "[[[[[]]]]]", "\"\\u0000\"")
                .<Value>map(Value.Json::new).toList();
    }

    private static List<Value> uuids() {
        return Stream.of(new UUID(0, 0), new UUID(-1, -1), new UUID(1, Long.MIN_VALUE),
                UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789")).<Value>map(Value.Uuid::new).toList();
    }
}
