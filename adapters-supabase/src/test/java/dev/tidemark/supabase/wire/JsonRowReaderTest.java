package dev.tidemark.supabase.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowReaderTest {
    private static final long IDES_OF_MARCH = LocalDate.of(-43, 3, 15).toEpochDay();
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    @Test
    void bytesThatAreNotHexAreToldAndNotTakenForTheirText() throws IOException {
        JsonRowReader reader = new JsonRowReader(
                new ByteArrayInputStream("[{\"c\":\"a\\\\000\"}]".getBytes(StandardCharsets.UTF_8)),
                List.of(JsonColumn.of("c", ValueType.BYTES)));
        assertTrue(reader.read(new RowBatch.Builder(new RowType(List.of("c"), List.of(ValueType.BYTES)), 1)));
        assertEquals(Map.of(0, new Value.Text("a\\000")), reader.failures());
    }

    @Test
    void everyFormIsReadToTheLastDigit() throws IOException {
        assertEquals(new Value.Int64(Long.MIN_VALUE), one(ValueType.INT64, "-9223372036854775808"));
        assertEquals(new Value.Int64(Long.MAX_VALUE), one(ValueType.INT64, "9223372036854775807"));
        assertEquals(new Value.Int64(4_000_000_000L), one(ValueType.INT64, "\"4000000000\""));
        assertEquals(new Value.Decimal("1.1000000000"), one(ValueType.DECIMAL, "1.1000000000"));
        assertEquals(new Value.Decimal("-1200"), one(ValueType.DECIMAL, "-1.2e3"));
        assertEquals(new Value.Decimal("NaN"), one(ValueType.DECIMAL, "\"NaN\""));
        assertEquals(new Value.Decimal("-Infinity"), one(ValueType.DECIMAL, "\"-Infinity\""));
        assertEquals(new Value.Float64(-0.0), one(ValueType.FLOAT64, "-0"));
        assertEquals(new Value.Float64(Double.MIN_VALUE), one(ValueType.FLOAT64, "5e-324"));
        assertEquals(new Value.Float64(Double.NaN), one(ValueType.FLOAT64, "\"NaN\""));
        assertEquals(new Value.Float64(Double.NEGATIVE_INFINITY), one(ValueType.FLOAT64, "\"-Infinity\""));
        assertEquals(new Value.Bool(true), one(ValueType.BOOLEAN, "true"));
        assertEquals(new Value.Bool(false), one(ValueType.BOOLEAN, " false "));
        assertEquals(Value.Null.NULL, one(ValueType.TEXT, "null"));
        assertEquals(new Value.Text("null"), one(ValueType.TEXT, "\"null\""));
        assertEquals(new Value.Bytes(new byte[] {0, -1}), one(ValueType.BYTES, "\"\\\\x00fF\""));
        assertEquals(new Value.Bytes(new byte[0]), one(ValueType.BYTES, "\"\\\\x\""));
        UUID uuid = UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789");
        assertEquals(new Value.Uuid(uuid), one(ValueType.UUID, "\"0A1b2c3d-4e5f-6789-abcd-ef0123456789\""));
        assertEquals(new Value.Json("{\"a\": [1.50]}"), one(ValueType.JSON, "\"{\\\"a\\\": [1.50]}\""));
        ValueType ints = ValueType.ofNative("integer[]");
        assertEquals(new Value.Native(ints, "{1,NULL}"), one(ints, "\"{1,NULL}\""));
    }

    @Test
    void timesComeAsPostgresWritesThem() throws IOException {
        assertEquals(new Value.Date(19_782), one(ValueType.DATE, "\"2024-02-29\""));
        assertEquals(new Value.Date(Long.MAX_VALUE), one(ValueType.DATE, "\"infinity\""));
        assertEquals(new Value.Date(IDES_OF_MARCH), one(ValueType.DATE, "\"0044-03-15 BC\""));
        assertEquals(new Value.Date(LocalDate.of(0, 2, 29).toEpochDay()), one(ValueType.DATE, "\"0001-02-29 BC\""));
        assertEquals(new Value.Date(LocalDate.of(5_874_897, 12, 31).toEpochDay()),
                one(ValueType.DATE, "\"5874897-12-31\""));
        assertEquals(new Value.Time(86_400_000_000L), one(ValueType.TIME, "\"24:00:00\""));
        assertEquals(new Value.Timestamp(19_782 * MICROS_PER_DAY + 1), one(ValueType.TIMESTAMP,
                "\"2024-02-29T00:00:00.000001\""));
        assertEquals(new Value.Timestamp(IDES_OF_MARCH * MICROS_PER_DAY + 36_000_000_000L),
                one(ValueType.TIMESTAMP, "\"0044-03-15T10:00:00 BC\""));
        assertEquals(new Value.TimestampTz(19_782 * MICROS_PER_DAY - 19_800_000_000L),
                one(ValueType.TIMESTAMPTZ, "\"2024-02-29T00:00:00+05:30\""));
        assertEquals(new Value.TimestampTz(IDES_OF_MARCH * MICROS_PER_DAY + 36_000_000_000L),
                one(ValueType.TIMESTAMPTZ, "\"0044-03-15T10:00:00+00:00 BC\""));
        assertEquals(new Value.TimestampTz(Long.MIN_VALUE), one(ValueType.TIMESTAMPTZ, "\"-infinity\""));
    }

    @Test
    void realsAreTheDoublesOfTheFloatsThatTheirDigitsName() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            float number = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(number)) {
                assertEquals(new Value.Float64(number), cell(JsonColumn.real("a"), Float.toString(number)));
            }
        }
        assertEquals(new Value.Float64(0.1f), cell(JsonColumn.real("a"), "0.1"));
        assertEquals(new Value.Float64(Double.NaN), cell(JsonColumn.real("a"), "\"NaN\""));
    }

    @Test
    void doublesAreThoseOfJava() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double number = switch (i % 4) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(2_000_000) / 1000.0;
                case 2 -> random.nextLong() / 1000.0;
                default -> random.nextDouble();
            };
            if (Double.isFinite(number)) {
                assertEquals(new Value.Float64(number), one(ValueType.FLOAT64, Double.toString(number)));
                String plain = new BigDecimal(number).toPlainString();
                assertEquals(new Value.Float64(number == 0 ? 0.0 : number), one(ValueType.FLOAT64, plain));
            }
        }
    }

    @Test
    void textsAreReadWhateverIsInThem() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(40), 1, 0x11_0000).filter(Character::isDefined)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .map(c -> i(random, c)).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                            StringBuilder::append)
                    .toString();
            assertEquals(new Value.Text(text), one(ValueType.TEXT, json(text, false)));
            assertEquals(new Value.Text(text), one(ValueType.TEXT, json(text, true)));
        }
    }

    private static int i(Random random, int character) {
        String frequent = "\"\\/\b\f\n\r\t a,{}[]:\u0001";
        return random.nextBoolean() ? frequent.charAt(random.nextInt(frequent.length())) : character;
    }

    @Test
    void aLoneSurrogateIsNoText() throws IOException {
        assertEquals(Map.of(0, new Value.Text("a\\ud83d!")), failures(ValueType.TEXT, "\"a\\ud83d!\""));
        assertEquals(Map.of(0, new Value.Text("\\udE00")), failures(ValueType.TEXT, "\"\\udE00\""));
    }

    @Test
    void whatDoesNotFitIsToldAsItCame() throws IOException {
        assertEquals(Map.of(0, new Value.Decimal("9223372036854775808")),
                failures(ValueType.INT64, "9223372036854775808"));
        assertEquals(Map.of(0, new Value.Decimal("1.5")), failures(ValueType.INT64, "1.5"));
        assertEquals(Map.of(0, new Value.Text("2024-02-30")), failures(ValueType.DATE, "\"2024-02-30\""));
        assertEquals(Map.of(0, new Value.Text("294277-01-09T04:00:54.775807")),
                failures(ValueType.TIMESTAMP, "\"294277-01-09T04:00:54.775807\""));
        assertEquals(Map.of(0, new Value.Bool(true)), failures(ValueType.DATE, "true"));
        assertEquals(Map.of(0, new Value.Json("{\"a\":[\"]\\\"\"]}")),
                failures(ValueType.DATE, "{\"a\":[\"]\\\"\"]}"));
    }

    @Test
    void whatFitsAnotherTypeExactlyIsTaken() throws IOException {
        assertEquals(new Value.Int64(5), one(ValueType.INT64, "5.00"));
        assertEquals(new Value.Text("5.00"), one(ValueType.TEXT, "5.00"));
        assertEquals(new Value.Text("true"), one(ValueType.TEXT, "true"));
        assertEquals(new Value.Json("[1, 2]"), one(ValueType.JSON, "[1, 2]"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void rowsAreTheSameHoweverTheBytesCome(int atOnce) throws IOException {
        assertEquals(rows(answer(), Integer.MAX_VALUE), rows(answer(), atOnce));
        assertEquals(4, rows(answer(), atOnce).size());
    }

    @Test
    void anAnswerThatIsCutIsAnErrorWhereverItIsCut() throws IOException {
        byte[] whole = answer();
        List<Row> all = rows(whole, Integer.MAX_VALUE);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            RowBatch.Builder builder = new RowBatch.Builder(TYPE, 4);
            JsonRowReader reader = new JsonRowReader(new ByteArrayInputStream(part), COLUMNS);
            assertThrows(IOException.class, () -> {
                while (reader.read(builder)) {
                    // Rows before the cut may be read.
                }
            }, () -> new String(part, StandardCharsets.UTF_8));
            RowBatch read = builder.build();
            for (int row = 0; row < read.size(); row++) {
                assertEquals(all.get(row), read.row(row));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"a\":1}", "[{\"b\":1}]", "[{\"a\":1,\"a\":2}]", "[{\"a\":1} {\"a\":1}]", "[1]",
            "[{\"a\":nul}]", "[{\"a\":truth}]", "[{\"a\":}]", "[{}]", "[{\"a\":x}]"})
    void whatIsNoListOfTheseRowsIsAnError(String answer) {
        assertThrows(IOException.class, () -> one(new JsonRowReader(new ByteArrayInputStream(
                answer.getBytes(StandardCharsets.UTF_8)), List.of(JsonColumn.of("a", ValueType.INT64))),
                ValueType.INT64));
    }

    @Test
    void theEndOfTheAnswerIsReadSoThatItsConnectionServesAgain() throws IOException {
        InputStream in = new ByteArrayInputStream("[]   ".getBytes(StandardCharsets.UTF_8));
        JsonRowReader reader = new JsonRowReader(in, COLUMNS);
        assertFalse(reader.read(new RowBatch.Builder(TYPE, 1)));
        assertFalse(reader.read(new RowBatch.Builder(TYPE, 1)));
        assertEquals(-1, in.read());
    }

    private static final RowType TYPE = new RowType(List.of("id", "text", "at", "bytes", "double"),
            List.of(ValueType.INT64, ValueType.TEXT, ValueType.TIMESTAMPTZ, ValueType.BYTES, ValueType.FLOAT64));
    private static final List<JsonColumn> COLUMNS = Stream.of(0, 1, 2, 3, 4)
            .map(i -> JsonColumn.of("k" + i, TYPE.types().get(i))).toList();

    private static byte[] answer() {
        String text = "\"größe \\\"q\\\" \\u00e9 \\ud83d\\ude00 表\\n\"";
        return ("[{\"k0\":1,\"k1\":" + text
                + ",\"k2\":\"2024-02-29T07:04:56.789012+00:00\",\"k3\":\"\\\\x00ff\",\"k4\":1.5}, \n"
                + " {\"k0\":-2,\"k1\":null,\"k2\":null,\"k3\":null,\"k4\":null}, \n"
                + " {\"k0\":3,\"k1\":[1,\"]\\\"\",{\"a\":1}],\"k2\":\"infinity\",\"k3\":\"\\\\x\",\"k4\":1e300}, \n"
                + " {\"k0\":4,\"k1\":\"" + "x".repeat(3_000)
                + "\",\"k2\":\"0044-03-15T10:00:00+00:00 BC\",\"k3\":\"\\\\x"
                + "ab".repeat(2_000) + "\",\"k4\":\"NaN\"}]").getBytes(StandardCharsets.UTF_8);
    }

    private static List<Row> rows(byte[] answer, int atOnce) throws IOException {
        InputStream in = new FilterInputStream(new ByteArrayInputStream(answer)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, atOnce));
            }
        };
        JsonRowReader reader = new JsonRowReader(in, COLUMNS);
        RowBatch.Builder builder = new RowBatch.Builder(TYPE, 1);
        List<Row> rows = new ArrayList<>();
        while (reader.read(builder)) {
            assertTrue(reader.failures().isEmpty());
        }
        RowBatch batch = builder.build();
        for (int row = 0; row < batch.size(); row++) {
            rows.add(batch.row(row));
        }
        return rows;
    }

    private static Value one(ValueType type, String json) throws IOException {
        return cell(JsonColumn.of("a", type), json);
    }

    private static Value cell(JsonColumn column, String json) throws IOException {
        return one(reader(column, json), column.type());
    }

    private static Value one(JsonRowReader reader, ValueType type) throws IOException {
        RowBatch.Builder builder = new RowBatch.Builder(new RowType(List.of("a"), List.of(type)), 1);
        assertTrue(reader.read(builder));
        assertEquals(Map.of(), reader.failures());
        assertFalse(reader.read(builder));
        return builder.build().value(0, 0);
    }

    private static Map<Integer, Value> failures(ValueType type, String json) throws IOException {
        JsonRowReader reader = reader(JsonColumn.of("a", type), json);
        RowBatch.Builder builder = new RowBatch.Builder(new RowType(List.of("a"), List.of(type)), 1);
        assertTrue(reader.read(builder));
        assertTrue(builder.build().isNull(0, 0));
        return reader.failures();
    }

    private static JsonRowReader reader(JsonColumn column, String json) {
        return new JsonRowReader(new ByteArrayInputStream(("[{\"a\":" + json + "}]").getBytes(StandardCharsets.UTF_8)),
                List.of(column));
    }

    private static String json(String text, boolean ascii) {
        return text.chars().mapToObj(c -> switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            default -> c < ' ' || ascii && c > '~' ? "\\u%04x".formatted(c) : String.valueOf((char) c);
        }).collect(Collectors.joining("", "\"", "\""));
    }
}
