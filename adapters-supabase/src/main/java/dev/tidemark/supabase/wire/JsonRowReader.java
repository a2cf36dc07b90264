package dev.tidemark.supabase.wire;

import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.row.ValueConversion;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the array of objects that PostgREST answers into a batch. The members of each object come in the order of the
 * {@code select}; that they do is checked. A value that its cell cannot hold exactly is left NULL there and told by
 * {@link #failures}. Not thread-safe.
 */
public final class JsonRowReader {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private final JsonInput in;
    private final JsonColumn[] columns;
    private final byte[][] keys;
    private boolean begun;
    private boolean ended;
    private Map<Integer, Value> failures = Map.of();

    /**
     * @param in the body of the answer; who gave it closes it
     * @param columns the members, in order
     */
    public JsonRowReader(InputStream in, List<JsonColumn> columns) {
        this.in = new JsonInput(in);
        this.columns = columns.toArray(JsonColumn[]::new);
        this.keys = columns.stream().map(JsonRowReader::written).toArray(byte[][]::new);
    }

    private static byte[] written(JsonColumn column) {
        return ('"' + column.key() + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the next row.
     *
     * @return whether there was one
     * @throws IOException if the answer ends in its middle or is none
     */
    public boolean read(RowBatch.Builder out) throws IOException {
        if (ended || !hasNext()) {
            return false;
        }
        failures = Map.of();
        in.expect('{');
        for (int column = 0; column < columns.length; column++) {
            if (column > 0) {
                in.expect(',');
            }
            in.expect(keys[column]);
            cell(column, out);
        }
        in.expect('}');
        out.endRow();
        return true;
    }

    /** What of the last row its cells cannot hold, as it came, by the position of the column. */
    public Map<Integer, Value> failures() {
        return failures;
    }

    private boolean hasNext() throws IOException {
        if (!begun) {
            in.expect('[');
            begun = true;
            if (in.peek() != ']') {
                return true;
            }
        } else if (in.peek() == ',') {
            in.skip();
            return true;
        }
        in.expect(']');
        in.drain();
        ended = true;
        return false;
    }

    private void cell(int column, RowBatch.Builder out) throws IOException {
        switch (in.peek()) {
            case 'n' -> {
                in.expect(NULL);
                out.addNull();
            }
            case '"' -> {
                in.string();
                if (!string(columns[column].form(), out)) {
                    otherString(column, out);
                }
            }
            case '{', '[' -> {
                in.nested();
                other(column, new Value.Json(in.text()), out);
            }
            case 't' -> {
                in.expect(TRUE);
                bool(column, true, out);
            }
            case 'f' -> {
                in.expect(FALSE);
                bool(column, false, out);
            }
            default -> {
                in.bare();
                if (!number(columns[column].form(), out)) {
                    other(column, decimal(in.text()), out);
                }
            }
        }
    }

    private boolean string(JsonColumn.Form form, RowBatch.Builder out) {
        return switch (form) {
            case TEXT -> JsonStrings.add(in, out);
            case DATE -> !in.isEscaped() && JsonTimes.addDate(in.buffer(), in.start(), in.end(), out);
            case TIME -> !in.isEscaped() && JsonTimes.addTime(in.buffer(), in.start(), in.end(), out);
            case TIMESTAMP -> !in.isEscaped() && JsonTimes.addTimestamp(in.buffer(), in.start(), in.end(), out);
            case TIMESTAMPTZ -> !in.isEscaped() && JsonTimes.addTimestamptz(in.buffer(), in.start(), in.end(), out);
            case HEX -> JsonStrings.addHex(in, out);
            case UUID -> JsonStrings.addUuid(in, out);
            // An oid comes in quotes.
            case INTEGER -> JsonNumbers.addInteger(in.buffer(), in.start(), in.end(), out);
            case REAL, DOUBLE, DIGITS -> JsonNumbers.addNotFinite(form, in.text(), out);
            case BOOLEAN -> false;
        };
    }

    private boolean number(JsonColumn.Form form, RowBatch.Builder out) {
        return switch (form) {
            case INTEGER -> JsonNumbers.addInteger(in.buffer(), in.start(), in.end(), out);
            case DOUBLE -> JsonNumbers.addDouble(in.buffer(), in.start(), in.end(), out);
            case REAL -> JsonNumbers.addReal(in.buffer(), in.start(), in.end(), out);
            case DIGITS -> JsonNumbers.addDigits(in.buffer(), in.start(), in.end(), out);
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TEXT, HEX, UUID -> false;
        };
    }

    private void bool(int column, boolean value, RowBatch.Builder out) {
        if (columns[column].form() == JsonColumn.Form.BOOLEAN) {
            out.addSlot(value ? 1 : 0);
        } else {
            other(column, new Value.Bool(value), out);
        }
    }

    private Value decimal(String number) throws IOException {
        try {
            return new Value.Decimal(new BigDecimal(number).toPlainString());
        } catch (NumberFormatException _) {
            throw in.unexpected("a value");
        }
    }

    private void otherString(int column, RowBatch.Builder out) {
        Optional<String> text = JsonStrings.unescaped(in);
        // Bytes in another form than hex (bytea_output = escape) are not the bytes of their text.
        if (text.isPresent() && columns[column].form() != JsonColumn.Form.HEX) {
            other(column, new Value.Text(text.get()), out);
        } else {
            fail(column, new Value.Text(text.orElseGet(in::text)), out);
        }
    }

    /** A value of another kind than the column's: what we were told of the table was not the whole truth. */
    private void other(int column, Value value, RowBatch.Builder out) {
        Optional<Value> converted = ValueConversion.convert(value, columns[column].type(), Value::text);
        if (converted.isPresent()) {
            out.add(converted.get());
        } else {
            fail(column, value, out);
        }
    }

    private void fail(int column, Value value, RowBatch.Builder out) {
        failures = failures.isEmpty() ? new TreeMap<>() : failures;
        failures.put(column, value);
        out.addNull();
    }
}
