package dev.tidemark.supabase.wire;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as a JSON array of objects with the same members, byte by byte into one reused buffer, and refuses each value
 * that the column would not keep as it is. What is refused here is what PostgREST takes and changes, or what takes a whole
 * batch down. Not thread-safe.
 */
public final class JsonRowWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 4714-11-24 BC, Julian day 0: PostgreSQL has no day before it. */
    private static final long FIRST_DAY = -2_440_588;
    /** The first day that PostgreSQL's date cannot be. */
    private static final long END_DAY = 2_147_483_494L + FIRST_DAY;

    private final JsonMember[] columns;
    private final byte[][] names;
    private final JsonSyntax syntax = new JsonSyntax();
    private final JsonOutput out = new JsonOutput();
    private @Nullable Reason refusal;

    /**
     * @param columns where each member comes from and what it becomes
     */
    public JsonRowWriter(List<JsonMember> columns) {
        this.columns = columns.toArray(JsonMember[]::new);
        this.names = new byte[this.columns.length][];
        for (int i = 0; i < names.length; i++) {
            out.shorten(0);
            byte[] name = this.columns[i].name().getBytes(StandardCharsets.UTF_8);
            out.mark(i == 0 ? '{' : ',');
            out.quoted(name, 0, name.length);
            out.mark(':');
            names[i] = out.copy(0);
        }
        out.shorten(0);
    }

    /** Begins another array, of which nothing is written yet. */
    public void clear() {
        out.shorten(0);
    }

    /** How many bytes the array has so far. */
    public int length() {
        return out.length();
    }

    /**
     * Writes one row.
     *
     * @return why the row cannot be kept as it is, or null if it was written
     */
    public @Nullable Reason row(RowBatch batch, int row) {
        int start = out.length();
        out.mark(start == 0 ? '[' : ',');
        refusal = null;
        for (int i = 0; i < columns.length; i++) {
            out.raw(names[i]);
            if (batch.isNull(row, columns[i].from())) {
                out.raw(NULL);
            } else {
                cell(batch, row, columns[i]);
                if (refusal != null) {
                    out.shorten(start);
                    return refusal;
                }
            }
        }
        out.mark('}');
        return null;
    }

    /** The array, ended. */
    public byte[] toBytes() {
        byte[] array = out.copy(out.length() == 0 ? 2 : 1);
        array[0] = '[';
        array[array.length - 1] = ']';
        return array;
    }

    private void cell(RowBatch batch, int row, JsonMember column) {
        int from = column.from();
        switch (column.form()) {
            case BOOLEAN -> out.raw(batch.slot(row, from) == 0 ? FALSE : TRUE);
            case SMALLINT -> integer(batch.slot(row, from), Short.MIN_VALUE, Short.MAX_VALUE, column);
            case INTEGER -> integer(batch.slot(row, from), Integer.MIN_VALUE, Integer.MAX_VALUE, column);
            case BIGINT -> integer(batch.slot(row, from), Long.MIN_VALUE, Long.MAX_VALUE, column);
            case REAL -> real(batch.float64(row, from), column);
            case DOUBLE -> floating(batch.float64(row, from));
            case NUMERIC -> numeric(batch.heap(), batch.heapOffset(row, from), batch.heapLength(row, from));
            case DATE -> date(batch.slot(row, from), column);
            case TIME -> time(batch.slot(row, from), column);
            case TIMESTAMP -> timestamp(batch.slot(row, from), false, column);
            case TIMESTAMPTZ -> timestamp(batch.slot(row, from), true, column);
            case TEXT, NATIVE -> text(batch, row, column);
            case BYTEA -> out.bytea(batch.heap(), batch.heapOffset(row, from), batch.heapLength(row, from));
            case JSON -> json(batch, row, column);
            case UUID -> out.uuid(batch.heap(), batch.heapOffset(row, from));
        }
    }

    private void integer(long value, long least, long most, JsonMember column) {
        if (value < least || value > most) {
            refuse(Reason.Kind.NOT_EXACT, column, value + " is out of range");
            return;
        }
        out.decimal(value);
    }

    private void real(double value, JsonMember column) {
        float narrow = (float) value;
        if (narrow != value && !Double.isNaN(value)) {
            // As a double, for the shortest text of a float is often that of the double which it is not.
            refuse(Reason.Kind.WOULD_CHANGE, column, value + " would become " + (double) narrow);
        } else if (Float.isFinite(narrow)) {
            out.ascii(Float.toString(narrow));
        } else {
            out.quotedAscii(Float.toString(narrow));
        }
    }

    /** The shortest text that is this number and no other. */
    private void floating(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < 1L << 53 && (whole != 0 || 1 / value > 0)) {
            out.decimal(whole);
        } else if (Double.isFinite(value)) {
            out.ascii(Double.toString(value));
        } else {
            out.quotedAscii(Double.toString(value));
        }
    }

    private void numeric(byte[] heap, int offset, int length) {
        byte last = length == 0 ? 0 : heap[offset + length - 1];
        boolean number = last >= '0' && last <= '9';
        if (!number) {
            out.mark('"');
        }
        out.raw(heap, offset, offset + length);
        if (!number) {
            out.mark('"');
        }
    }

    private void date(long day, JsonMember column) {
        if (!isInfinite(day) && (day < FIRST_DAY || day >= END_DAY)) {
            refuse(Reason.Kind.NOT_EXACT, column, "day " + day + " since 1970 is out of range");
            return;
        }
        out.date(day);
    }

    private void time(long micros, JsonMember column) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            refuse(Reason.Kind.NOT_EXACT, column, micros + " microseconds are no time of a day");
            return;
        }
        out.time(micros);
    }

    private void timestamp(long micros, boolean zone, JsonMember column) {
        if (!isInfinite(micros) && micros < FIRST_DAY * MICROS_PER_DAY) {
            refuse(Reason.Kind.NOT_EXACT, column, micros + " microseconds since 1970 are out of range");
            return;
        }
        out.timestamp(micros, zone);
    }

    private static boolean isInfinite(long slot) {
        return slot == IsoText.INFINITY || slot == IsoText.NEGATIVE_INFINITY;
    }

    private void text(RowBatch batch, int row, JsonMember column) {
        byte[] heap = batch.heap();
        int offset = batch.heapOffset(row, column.from());
        int length = batch.heapLength(row, column.from());
        if (column.changes(heap, offset, length)) {
            refuse(Reason.Kind.WOULD_CHANGE, column, "'" + shortened(batch.value(row, column.from()))
                    + "' is longer than the column");
        } else if (!out.quoted(heap, offset, length)) {
            refuse(Reason.Kind.NOT_EXACT, column, "PostgreSQL keeps no NUL character in text");
        }
    }

    private void json(RowBatch batch, int row, JsonMember column) {
        byte[] heap = batch.heap();
        int offset = batch.heapOffset(row, column.from());
        int length = batch.heapLength(row, column.from());
        switch (syntax.judge(heap, offset, length)) {
            case VALUE -> out.raw(heap, offset, offset + length);
            case NULL -> refuse(Reason.Kind.NOT_EXACT, column,
                    "REST stores NULL in place of the JSON value null");
            case NOT_STORABLE -> refuse(Reason.Kind.NOT_EXACT, column,
                    "PostgreSQL keeps no NUL character and no half of a surrogate pair: "
                            + shortened(batch.value(row, column.from())));
            case NOT_JSON -> refuse(Reason.Kind.NOT_EXACT, column,
                    "'" + shortened(batch.value(row, column.from())) + "' is no JSON");
        }
    }

    private void refuse(Reason.Kind kind, JsonMember column, String why) {
        refusal = Reason.of(kind, column.name() + " (" + column.declaredType() + "): " + why);
    }

    private static String shortened(Value value) {
        String text = value.text();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
