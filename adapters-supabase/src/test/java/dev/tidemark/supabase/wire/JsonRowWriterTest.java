package dev.tidemark.supabase.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRowWriterTest {
    private static final long SEED = 20_261_121;

    @Test
    void noRowsAreAnEmptyArray() {
        assertEquals("[]", text(new JsonRowWriter(List.of(member(JsonForm.TEXT))).toBytes()));
    }

    @Test
    void everyRowHasEveryMemberInTheOrderOfTheColumns() {
        RowType type = new RowType(List.of("a", "b", "c"), List.of(ValueType.INT64, ValueType.TEXT, ValueType.BOOLEAN));
        JsonRowWriter writer = new JsonRowWriter(List.of(
                new JsonMember(2, "c", "boolean", JsonForm.BOOLEAN, JsonMember.UNLIMITED, false),
                new JsonMember(0, "a \"quoted\"\n", "bigint", JsonForm.BIGINT, JsonMember.UNLIMITED, false)));
        RowBatch.Builder rows = new RowBatch.Builder(type, 2);
        add(rows, new Value.Int64(-7), new Value.Text("left out"), new Value.Bool(true));
        add(rows, Value.Null.NULL, Value.Null.NULL, new Value.Bool(false));
        RowBatch batch = rows.build();
        assertNull(writer.row(batch, 1));
        assertNull(writer.row(batch, 0));
        assertEquals("[{\"c\":false,\"a \\\"quoted\\\"\\n\":null},{\"c\":true,\"a \\\"quoted\\\"\\n\":-7}]",
                text(writer.toBytes()));
        writer.clear();
        assertNull(writer.row(batch, 0));
        assertEquals("[{\"c\":true,\"a \\\"quoted\\\"\\n\":-7}]", text(writer.toBytes()));
    }

    @Test
    void aRefusedRowLeavesNothingBehind() {
        JsonRowWriter writer = new JsonRowWriter(List.of(member(JsonForm.SMALLINT)));
        RowBatch.Builder rows = new RowBatch.Builder(new RowType(List.of("v"), List.of(ValueType.INT64)), 3);
        add(rows, new Value.Int64(1));
        add(rows, new Value.Int64(32_768));
        add(rows, new Value.Int64(3));
        RowBatch batch = rows.build();
        assertNull(writer.row(batch, 0));
        Reason reason = assertNotNullReason(writer.row(batch, 1));
        assertEquals(Reason.Kind.NOT_EXACT, reason.kind());
        assertNull(writer.row(batch, 2));
        assertEquals("[{\"v\":1},{\"v\":3}]", text(writer.toBytes()));
    }

    @Test
    void integersAndDoublesAreTheirShortestDigits() {
        assertWritten("-9223372036854775808", JsonForm.BIGINT, new Value.Int64(Long.MIN_VALUE));
        assertWritten("9223372036854775807", JsonForm.BIGINT, new Value.Int64(Long.MAX_VALUE));
        assertWritten("1000000000000000000", JsonForm.BIGINT, new Value.Int64(1_000_000_000_000_000_000L));
        assertWritten("0", JsonForm.INTEGER, new Value.Int64(0));
        assertWritten("-32768", JsonForm.SMALLINT, new Value.Int64(Short.MIN_VALUE));
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.INTEGER, new Value.Int64(1L << 31));
        assertWritten("0.1", JsonForm.DOUBLE, new Value.Float64(0.1));
        assertWritten("-0.0", JsonForm.DOUBLE, new Value.Float64(-0.0));
        assertWritten("\"NaN\"", JsonForm.DOUBLE, new Value.Float64(Double.NaN));
        assertWritten("\"-Infinity\"", JsonForm.DOUBLE, new Value.Float64(Double.NEGATIVE_INFINITY));
        assertWritten("0.1", JsonForm.REAL, new Value.Float64(0.1f));
        assertRefused(Reason.Kind.WOULD_CHANGE, JsonForm.REAL, new Value.Float64(0.1));
        assertWritten("\"Infinity\"", JsonForm.REAL, new Value.Float64(Double.POSITIVE_INFINITY));
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertEquals(number, Double.parseDouble(written(JsonForm.DOUBLE, new Value.Float64(number))));
            }
            long whole = random.nextLong() >> random.nextInt(64);
            assertWritten(Long.toString(whole), JsonForm.BIGINT, new Value.Int64(whole));
        }
    }

    @Test
    void decimalsKeepEveryDigitAndTheirScale() {
        assertWritten("123456789012345678901234567890.10", JsonForm.NUMERIC,
                new Value.Decimal("123456789012345678901234567890.10"));
        assertWritten("\"NaN\"", JsonForm.NUMERIC, new Value.Decimal("NaN"));
        assertWritten("\"-Infinity\"", JsonForm.NUMERIC, new Value.Decimal("-Infinity"));
    }

    @Test
    void timesAreIsoAndYearsBeforeChristArePostgres() {
        assertWritten("\"2024-02-29\"", JsonForm.DATE, new Value.Date(LocalDate.of(2024, 2, 29).toEpochDay()));
        assertWritten("\"0044-03-15 BC\"", JsonForm.DATE, new Value.Date(LocalDate.of(-43, 3, 15).toEpochDay()));
        assertWritten("\"0001-12-31 BC\"", JsonForm.DATE, new Value.Date(LocalDate.of(0, 12, 31).toEpochDay()));
        assertWritten("\"0001-01-01\"", JsonForm.DATE, new Value.Date(LocalDate.of(1, 1, 1).toEpochDay()));
        assertWritten("\"12345-06-07\"", JsonForm.DATE, new Value.Date(LocalDate.of(12_345, 6, 7).toEpochDay()));
        assertWritten("\"infinity\"", JsonForm.DATE, new Value.Date(IsoText.INFINITY));
        assertWritten("\"-infinity\"", JsonForm.TIMESTAMPTZ, new Value.TimestampTz(IsoText.NEGATIVE_INFINITY));
        assertWritten("\"1970-01-01 00:00:00.000001+00:00\"", JsonForm.TIMESTAMPTZ, new Value.TimestampTz(1));
        long ides = LocalDate.of(-43, 3, 15).toEpochDay() * 86_400_000_000L + 1_500_000;
        assertWritten("\"0044-03-15 00:00:01.5 BC\"", JsonForm.TIMESTAMP, new Value.Timestamp(ides));
        assertWritten("\"0044-03-15 00:00:01.5Z BC\"", JsonForm.TIMESTAMPTZ, new Value.TimestampTz(ides));
        assertWritten("\"24:00:00\"", JsonForm.TIME, new Value.Time(86_400_000_000L));
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.DATE, new Value.Date(Long.MAX_VALUE - 1));
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.TIMESTAMP, new Value.Timestamp(Long.MIN_VALUE + 1));
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.TIME, new Value.Time(-1));
    }

    @Test
    void bytesAndUuidsAreHex() {
        assertWritten("\"\\\\x00ff10\"", JsonForm.BYTEA, new Value.Bytes(new byte[] {0, -1, 16}));
        assertWritten("\"\\\\x\"", JsonForm.BYTEA, new Value.Bytes(new byte[0]));
        UUID uuid = UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789");
        assertWritten('"' + uuid.toString() + '"', JsonForm.UUID, new Value.Uuid(uuid));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, 2.50 ,-3e+7]\n", "\"a\\u00e9\\ud83d\\ude00\"", "0", "-0.0", "true",
            "{\"a\":{\"b\":[null]},\"a\":1}", "\"\"", "[[[[]]]]", "\"\\\\u0000\""})
    void jsonIsEmbeddedAsItIs(String json) {
        assertWritten(json, JsonForm.JSON, new Value.Json(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", " null ", "nul", "01", "1.", ".5", "+1", "{", "{\"a\"}", "[1,]", "'a'",
            "{\"a\":1,}", "1 2", "\"a", "\"\\x\"", "\"\\u00g0\"", "tru", "NaN", "[\"\\u0000\"]", "\"\\ud83d\"",
            "\"\\ude00\"", "\"\\ud83dx\\ude00\"", "{\"a\\u0000\":1}", "[1}", "\u0001", "\"\t\""})
    void whatIsNoJsonOrCannotBeKeptIsRefused(String json) {
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.JSON, new Value.Json(json));
    }

    @Test
    void jsonDeeperThanAnyStackIsRefusedAndEndsNothing() {
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.JSON, new Value.Json("[".repeat(1_000_000)));
    }

    @Test
    void textIsWhatAParserReadsBack() throws IOException {
        Random random = new Random(SEED);
        RowType type = new RowType(List.of("v", "w"), List.of(ValueType.TEXT, ValueType.ofNative("citext")));
        JsonRowWriter writer = new JsonRowWriter(List.of(
                new JsonMember(0, "v", "text", JsonForm.TEXT, JsonMember.UNLIMITED, false),
                new JsonMember(1, "w", "citext", JsonForm.NATIVE, JsonMember.UNLIMITED, false)));
        List<Map<String, @Nullable String>> expected = new ArrayList<>();
        RowBatch.Builder rows = new RowBatch.Builder(type, 16);
        for (int i = 0; i < 2_000; i++) {
            Map<String, @Nullable String> row = new LinkedHashMap<>();
            for (String name : type.names()) {
                String text = random.nextInt(20) == 0 ? null : randomText(random);
                row.put(name, text);
                if (text == null) {
                    rows.addNull();
                } else {
                    rows.addUtf8(text);
                }
            }
            rows.endRow();
            expected.add(row);
        }
        RowBatch batch = rows.build();
        for (int row = 0; row < batch.size(); row++) {
            assertNull(writer.row(batch, row));
        }
        assertEquals(expected, parsed(writer.toBytes()));
    }

    @Test
    void textThatTheColumnWouldCutOrThatHoldsNulIsRefused() {
        JsonMember three = new JsonMember(0, "v", "character varying(3)", JsonForm.TEXT, 3, false);
        JsonMember padded = new JsonMember(0, "v", "character(3)", JsonForm.TEXT, 3, true);
        assertNull(refusal(three, new Value.Text("äöü")));
        assertNull(refusal(three, new Value.Text("a  ")));
        assertEquals(Reason.Kind.WOULD_CHANGE, assertNotNullReason(refusal(three, new Value.Text("abc "))).kind());
        assertNull(refusal(padded, new Value.Text("a")));
        assertNull(refusal(padded, new Value.Text("a  ")));
        assertEquals(Reason.Kind.WOULD_CHANGE, assertNotNullReason(refusal(padded, new Value.Text("a "))).kind());
        assertRefused(Reason.Kind.NOT_EXACT, JsonForm.TEXT, new Value.Text("a\0b"));
    }

    @Test
    void rule7_aRefusedFloatIsToldByItsOwnDigits() {
        String message = assertNotNullReason(refusal(member(JsonForm.REAL), new Value.Float64(0.1))).message();
        assertTrue(message.contains("0.1 would become 0.10000000149011612"), message);
    }

    private static String randomText(Random random) {
        int length = random.nextInt(40);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int kind = random.nextInt(4);
            int point = kind == 0 ? 1 + random.nextInt(31)
                    : kind == 1 ? "\"\\/\u007f\u0080".codePointAt(random.nextInt(5))
                    : 32 + random.nextInt(kind == 2 ? 95 : 0x1_0000);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private static List<Map<String, @Nullable String>> parsed(byte[] json) throws IOException {
        List<Map<String, @Nullable String>> rows = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            assertEquals(JsonToken.START_ARRAY, parser.nextToken());
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    row.put(name, parser.nextToken() == JsonToken.VALUE_NULL ? null : parser.getText());
                }
                rows.add(row);
            }
            assertNull(parser.nextToken());
        }
        return rows;
    }

    private static JsonMember member(JsonForm form) {
        return new JsonMember(0, "v", form.name(), form, JsonMember.UNLIMITED, false);
    }

    private static void add(RowBatch.Builder rows, Value... values) {
        for (Value value : values) {
            rows.add(value);
        }
        rows.endRow();
    }

    private static void assertWritten(String expected, JsonForm form, Value value) {
        assertEquals(expected, written(form, value));
    }

    private static String written(JsonForm form, Value value) {
        JsonRowWriter writer = new JsonRowWriter(List.of(member(form)));
        assertNull(writer.row(one(form, value), 0));
        String array = text(writer.toBytes());
        return array.substring("[{\"v\":".length(), array.length() - 2);
    }

    private static void assertRefused(Reason.Kind kind, JsonForm form, Value value) {
        assertEquals(kind, assertNotNullReason(refusal(member(form), value)).kind());
    }

    private static @Nullable Reason refusal(JsonMember member, Value value) {
        return new JsonRowWriter(List.of(member)).row(one(member.form(), value), 0);
    }

    private static RowBatch one(JsonForm form, Value value) {
        ValueType type = form == JsonForm.NATIVE ? ValueType.ofNative("native") : new ValueType(form.kind(), "");
        RowBatch.Builder rows = new RowBatch.Builder(new RowType(List.of("v"), List.of(type)), 1);
        add(rows, value);
        return rows.build();
    }

    private static Reason assertNotNullReason(@Nullable Reason reason) {
        assertNotNull(reason);
        return reason;
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
