package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Values and rows as one line of text, and back without loss: for checkpoints and stored rejects.
 *
 * <p>Each value is a letter for its kind, the number of characters, a colon and the characters: {@code i2:42t3:Ada}.
 */
public final class ValueCodec {
    private ValueCodec() {
    }

    public static String encode(List<Value> values) {
        StringBuilder out = new StringBuilder();
        values.forEach(value -> append(out, value));
        return out.toString();
    }

    /**
     * @throws IllegalArgumentException if the text was not written by {@link #encode}
     */
    public static List<Value> decode(String text) {
        List<Value> values = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int colon = text.indexOf(':', at);
            if (colon < 0) {
                throw new IllegalArgumentException("not a list of values: " + text);
            }
            int end = colon + 1 + Integer.parseInt(text, at + 1, colon, 10);
            if (end <= colon || end > text.length()) {
                throw new IllegalArgumentException("a value is cut short: " + text);
            }
            values.add(value(text.charAt(at), text.substring(colon + 1, end)));
            at = end;
        }
        return values;
    }

    public static String encodeRow(Row row) {
        List<Value> flat = new ArrayList<>();
        for (int column = 0; column < row.type().width(); column++) {
            ValueType type = row.type().types().get(column);
            flat.add(new Value.Text(row.type().names().get(column)));
            flat.add(new Value.Text(type.kind().name()));
            flat.add(new Value.Text(type.name()));
            flat.add(row.values().get(column));
        }
        return encode(flat);
    }

    /**
     * @throws IllegalArgumentException if the text was not written by {@link #encodeRow}
     */
    public static Row decodeRow(String text) {
        List<Value> flat = decode(text);
        List<String> names = new ArrayList<>();
        List<ValueType> types = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int at = 0; at < flat.size(); at += 4) {
            names.add(flat.get(at).text());
            types.add(new ValueType(Kind.valueOf(flat.get(at + 1).text()), flat.get(at + 2).text()));
            values.add(flat.get(at + 3));
        }
        return new Row(new RowType(names, types), values);
    }

    private static void append(StringBuilder out, Value value) {
        switch (value) {
            case Value.Null _ -> field(out, 'n', "");
            case Value.Bool(boolean bool) -> field(out, 'b', bool ? "1" : "0");
            case Value.Int64(long number) -> field(out, 'i', Long.toString(number));
            case Value.Float64(double number) -> field(out, 'f', Long.toHexString(Double.doubleToRawLongBits(number)));
            case Value.Date(long days) -> field(out, 'd', Long.toString(days));
            case Value.Time(long micros) -> field(out, 'c', Long.toString(micros));
            case Value.Timestamp(long micros) -> field(out, 'w', Long.toString(micros));
            case Value.TimestampTz(long micros) -> field(out, 'z', Long.toString(micros));
            case Value.Text(String text) -> field(out, 't', text);
            case Value.Bytes(byte[] bytes) -> field(out, 'x', HexFormat.of().formatHex(bytes));
            case Value.Decimal(String digits) -> field(out, 'm', digits);
            case Value.Json(String json) -> field(out, 'j', json);
            case Value.Uuid(UUID uuid) -> field(out, 'u', uuid.toString());
            case Value.Native(ValueType type, String text) ->
                    field(out, 'v', encode(List.of(new Value.Text(type.name()), new Value.Text(text))));
        }
    }

    private static Value value(char kind, String text) {
        return switch (kind) {
            case 'n' -> Value.Null.NULL;
            case 'b' -> new Value.Bool(text.equals("1"));
            case 'i' -> new Value.Int64(Long.parseLong(text));
            case 'f' -> new Value.Float64(Double.longBitsToDouble(Long.parseUnsignedLong(text, 16)));
            case 'd' -> new Value.Date(Long.parseLong(text));
            case 'c' -> new Value.Time(Long.parseLong(text));
            case 'w' -> new Value.Timestamp(Long.parseLong(text));
            case 'z' -> new Value.TimestampTz(Long.parseLong(text));
            case 't' -> new Value.Text(text);
            case 'x' -> new Value.Bytes(HexFormat.of().parseHex(text));
            case 'm' -> new Value.Decimal(text);
            case 'j' -> new Value.Json(text);
            case 'u' -> new Value.Uuid(UUID.fromString(text));
            case 'v' -> nativeValue(decode(text));
            default -> throw new IllegalArgumentException("no value is written as " + kind);
        };
    }

    private static Value nativeValue(List<Value> parts) {
        return new Value.Native(ValueType.ofNative(parts.getFirst().text()), parts.getLast().text());
    }

    private static void field(StringBuilder out, char kind, String text) {
        out.append(kind).append(text.length()).append(':').append(text);
    }
}
