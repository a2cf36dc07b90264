package dev.tidemark.supabase.wire;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as a JSON array of objects with the same members, byte by byte into one reused buffer, and refuses each value
 * that the column would not keep as it is. What is refused here is what PostgREST takes and changes, or what takes a whole
 * batch down. Not thread-safe.
 */
public final class JsonRowWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_CHRIST = " BC".getBytes(StandardCharsets.US_ASCII);
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 0001-01-01: PostgreSQL counts the years before it, where ISO has a year 0 and negative ones. */
    private static final long FIRST_DAY_AFTER_CHRIST = LocalDate.of(1, 1, 1).toEpochDay();
    /** 4714-11-24 BC, Julian day 0: PostgreSQL has no day before it. */
    private static final long FIRST_DAY = -2_440_588;
    /** The first day that PostgreSQL's date cannot be. */
    private static final long END_DAY = 2_147_483_494L + FIRST_DAY;
    private static final int UUID_BYTES = 16;

    private final JsonMember[] columns;
    private final byte[][] names;
    private final JsonSyntax syntax = new JsonSyntax();
    private byte[] buffer = new byte[64 << 10];
    private int end;
    private @Nullable Reason refusal;

    /**
     * @param columns where each member comes from and what it becomes
     */
    public JsonRowWriter(List<JsonMember> columns) {
        this.columns = columns.toArray(JsonMember[]::new);
        this.names = new byte[this.columns.length][];
        for (int i = 0; i < names.length; i++) {
            end = 0;
            byte[] name = this.columns[i].name().getBytes(StandardCharsets.UTF_8);
            room(name.length + 8)[end++] = (byte) (i == 0 ? '{' : ',');
            quoted(name, 0, name.length);
            room(1)[end++] = ':';
            names[i] = Arrays.copyOf(buffer, end);
        }
        end = 0;
    }

    /** Begins another array, of which nothing is written yet. */
    public void clear() {
        end = 0;
    }

    /** How many bytes the array has so far. */
    public int length() {
        return end;
    }

    /**
     * Writes one row.
     *
     * @return why the row cannot be kept as it is, or null if it was written
     */
    public @Nullable Reason row(RowBatch batch, int row) {
        int start = end;
        room(1)[end++] = (byte) (start == 0 ? '[' : ',');
        refusal = null;
        for (int i = 0; i < columns.length; i++) {
            ascii(names[i]);
            if (batch.isNull(row, columns[i].from())) {
                ascii(NULL);
            } else {
                cell(batch, row, columns[i]);
                if (refusal != null) {
                    end = start;
                    return refusal;
                }
            }
        }
        room(1)[end++] = '}';
        return null;
    }

    /** The array, ended. */
    public byte[] toBytes() {
        byte[] array = Arrays.copyOf(buffer, Math.max(end, 1) + 1);
        array[0] = '[';
        array[array.length - 1] = ']';
        return array;
    }

    private void cell(RowBatch batch, int row, JsonMember column) {
        int from = column.from();
        switch (column.form()) {
            case BOOLEAN -> ascii(batch.slot(row, from) == 0 ? FALSE : TRUE);
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
            case BYTEA -> bytes(batch.heap(), batch.heapOffset(row, from), batch.heapLength(row, from));
            case JSON -> json(batch, row, column);
            case UUID -> uuid(batch.heap(), batch.heapOffset(row, from));
        }
    }

    private void integer(long value, long least, long most, JsonMember column) {
        if (value < least || value > most) {
            refuse(Reason.Kind.NOT_EXACT, column, value + " is out of range");
            return;
        }
        decimal(value);
    }

    private void decimal(long value) {
        room(20);
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value));
            return;
        }
        long left = Math.abs(value);
        if (value < 0) {
            buffer[end++] = '-';
        }
        int digits = 1;
        for (long power = 10; digits < 19 && left >= power; power *= 10) {
            digits++;
        }
        for (int place = end + digits - 1; place >= end; place--) {
            buffer[place] = (byte) ('0' + left % 10);
            left /= 10;
        }
        end += digits;
    }

    private void real(double value, JsonMember column) {
        float narrow = (float) value;
        if (narrow != value && !Double.isNaN(value)) {
            // As a double, for the shortest text of a float is often that of the double which it is not.
            refuse(Reason.Kind.WOULD_CHANGE, column, value + " would become " + (double) narrow);
        } else if (Float.isFinite(narrow)) {
            ascii(Float.toString(narrow));
        } else {
            quotedAscii(Float.toString(narrow));
        }
    }

    /** The shortest text that is this number and no other. */
    private void floating(double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < 1L << 53 && (whole != 0 || 1 / value > 0)) {
            decimal(whole);
        } else if (Double.isFinite(value)) {
            ascii(Double.toString(value));
        } else {
            quotedAscii(Double.toString(value));
        }
    }

    private void numeric(byte[] heap, int offset, int length) {
        byte last = length == 0 ? 0 : heap[offset + length - 1];
        boolean number = last >= '0' && last <= '9';
        room(length + 2);
        if (!number) {
            buffer[end++] = '"';
        }
        System.arraycopy(heap, offset, buffer, end, length);
        end += length;
        if (!number) {
            buffer[end++] = '"';
        }
    }

    private void date(long day, JsonMember column) {
        if (!isInfinite(day) && (day < FIRST_DAY || day >= END_DAY)) {
            refuse(Reason.Kind.NOT_EXACT, column, "day " + day + " since 1970 is out of range");
            return;
        }
        room(IsoText.MAX_LENGTH + 8);
        buffer[end++] = '"';
        boolean beforeChrist = !isInfinite(day) && day < FIRST_DAY_AFTER_CHRIST;
        end = beforeChrist ? dateBeforeChrist(day) : IsoText.writeDate(day, buffer, end);
        endTime(beforeChrist);
    }

    private void time(long micros, JsonMember column) {
        if (micros < 0 || micros > MICROS_PER_DAY) {
            refuse(Reason.Kind.NOT_EXACT, column, micros + " microseconds are no time of a day");
            return;
        }
        room(IsoText.MAX_LENGTH);
        buffer[end++] = '"';
        end = IsoText.writeTime(micros, buffer, end);
        buffer[end++] = '"';
    }

    private void timestamp(long micros, boolean zone, JsonMember column) {
        boolean infinite = isInfinite(micros);
        if (!infinite && micros < FIRST_DAY * MICROS_PER_DAY) {
            refuse(Reason.Kind.NOT_EXACT, column, micros + " microseconds since 1970 are out of range");
            return;
        }
        room(IsoText.MAX_LENGTH + 8);
        buffer[end++] = '"';
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        boolean beforeChrist = !infinite && day < FIRST_DAY_AFTER_CHRIST;
        if (beforeChrist) {
            end = dateBeforeChrist(day);
            buffer[end++] = ' ';
            end = IsoText.writeTime(Math.floorMod(micros, MICROS_PER_DAY), buffer, end);
            if (zone) {
                buffer[end++] = 'Z';
            }
        } else {
            end = zone ? IsoText.writeTimestamptz(micros, buffer, end) : IsoText.writeTimestamp(micros, buffer, end);
        }
        endTime(beforeChrist);
    }

    private int dateBeforeChrist(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        int year = 1 - date.getYear();
        int at = end;
        at = twoDigits(year / 100, at);
        at = twoDigits(year % 100, at);
        buffer[at++] = '-';
        at = twoDigits(date.getMonthValue(), at);
        buffer[at++] = '-';
        return twoDigits(date.getDayOfMonth(), at);
    }

    private int twoDigits(int number, int at) {
        buffer[at] = (byte) ('0' + number / 10);
        buffer[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }

    private void endTime(boolean beforeChrist) {
        if (beforeChrist) {
            ascii(BEFORE_CHRIST);
        }
        buffer[end++] = '"';
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
        } else if (!quoted(heap, offset, length)) {
            refuse(Reason.Kind.NOT_EXACT, column, "PostgreSQL keeps no NUL character in text");
        }
    }

    /**
     * Writes text as a JSON string.
     *
     * @return false if it holds NUL, which has no form that PostgreSQL takes
     */
    private boolean quoted(byte[] text, int offset, int length) {
        room(length + 2);
        buffer[end++] = '"';
        int plain = offset;
        int stop = offset + length;
        for (int at = offset; at < stop; at++) {
            byte next = text[at];
            if (next < 0 || next >= ' ' && next != '"' && next != '\\') {
                continue;
            }
            if (next == 0) {
                return false;
            }
            copy(text, plain, at);
            escape(next, stop - at);
            plain = at + 1;
        }
        copy(text, plain, stop);
        room(1)[end++] = '"';
        return true;
    }

    private void copy(byte[] text, int from, int to) {
        System.arraycopy(text, from, room(to - from), end, to - from);
        end += to - from;
    }

    private void escape(byte mark, int left) {
        room(6 + left);
        buffer[end++] = '\\';
        switch (mark) {
            case '"', '\\' -> buffer[end++] = mark;
            case '\n' -> buffer[end++] = 'n';
            case '\r' -> buffer[end++] = 'r';
            case '\t' -> buffer[end++] = 't';
            default -> {
                buffer[end++] = 'u';
                buffer[end++] = '0';
                buffer[end++] = '0';
                hex(mark);
            }
        }
    }

    private void bytes(byte[] heap, int offset, int length) {
        room(Math.addExact(Math.multiplyExact(2, length), 6));
        buffer[end++] = '"';
        buffer[end++] = '\\';
        buffer[end++] = '\\';
        buffer[end++] = 'x';
        for (int at = offset; at < offset + length; at++) {
            hex(heap[at]);
        }
        buffer[end++] = '"';
    }

    private void json(RowBatch batch, int row, JsonMember column) {
        byte[] heap = batch.heap();
        int offset = batch.heapOffset(row, column.from());
        int length = batch.heapLength(row, column.from());
        switch (syntax.judge(heap, offset, length)) {
            case VALUE -> copy(heap, offset, offset + length);
            case NULL -> refuse(Reason.Kind.NOT_EXACT, column,
                    "REST stores NULL in place of the JSON value null");
            case NOT_STORABLE -> refuse(Reason.Kind.NOT_EXACT, column,
                    "PostgreSQL keeps no NUL character and no half of a surrogate pair: "
                            + shortened(batch.value(row, column.from())));
            case NOT_JSON -> refuse(Reason.Kind.NOT_EXACT, column,
                    "'" + shortened(batch.value(row, column.from())) + "' is no JSON");
        }
    }

    private void uuid(byte[] heap, int offset) {
        room(38);
        buffer[end++] = '"';
        for (int i = 0; i < UUID_BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                buffer[end++] = '-';
            }
            hex(heap[offset + i]);
        }
        buffer[end++] = '"';
    }

    private void hex(byte value) {
        buffer[end++] = HEX[value >> 4 & 0xf];
        buffer[end++] = HEX[value & 0xf];
    }

    private void quotedAscii(String text) {
        room(1)[end++] = '"';
        ascii(text);
        room(1)[end++] = '"';
    }

    private void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[end++] = (byte) text.charAt(i);
        }
    }

    private void ascii(byte[] text) {
        System.arraycopy(text, 0, room(text.length), end, text.length);
        end += text.length;
    }

    private byte[] room(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(end, bytes),
                    (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8L)));
        }
        return buffer;
    }

    private void refuse(Reason.Kind kind, JsonMember column, String why) {
        refusal = Reason.of(kind, column.name() + " (" + column.declaredType() + "): " + why);
    }

    private static String shortened(Value value) {
        String text = value.text();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
