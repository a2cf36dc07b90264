package dev.tidemark.postgres.wire;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.row.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as binary COPY into one reused buffer, and refuses, before a byte is sent, each value that the column would
 * not keep as it is. Not thread-safe.
 */
public final class CopyRowWriter {
    private static final byte[] HEADER = Arrays.copyOf("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1), 19);
    /** The longest field whose length does not depend on its cell: eight bytes and their number. */
    private static final int FIXED_FIELD = 12;

    private final WireColumn[] columns;
    private final boolean ordinal;
    /** Room for a row without its heap cells, made once a row: asking cell by cell costs as much as writing the cell. */
    private final int fixedRoom;
    private byte[] buffer = new byte[96 * 1024];
    private int end;
    private @Nullable Reason refusal;
    private @Nullable RowBatch current;
    private boolean mayHoldNul;

    /**
     * @param columns where each field comes from and what it becomes
     * @param ordinal whether a last field of type bigint counts the rows of the batch
     */
    public CopyRowWriter(List<WireColumn> columns, boolean ordinal) {
        this.columns = columns.toArray(WireColumn[]::new);
        this.ordinal = ordinal;
        this.fixedRoom = 2 + (columns.size() + 1) * FIXED_FIELD;
    }

    /** The bytes written since {@link #clear}; valid up to {@link #length}. */
    public byte[] bytes() {
        return buffer;
    }

    public int length() {
        return end;
    }

    public void clear() {
        end = 0;
    }

    /** Begins the stream. */
    public void header() {
        room(HEADER.length);
        System.arraycopy(HEADER, 0, buffer, end, HEADER.length);
        end += HEADER.length;
    }

    /** Ends the stream. */
    public void trailer() {
        room(2);
        BigEndian.putShort(buffer, end, -1);
        end += 2;
    }

    /**
     * Writes one row.
     *
     * @return why the row cannot be kept as it is, or null if it was written; what was written of it is then taken back
     */
    public @Nullable Reason row(RowBatch batch, int row) {
        if (batch != current) {
            begin(batch);
        }
        int start = end;
        room(fixedRoom);
        BigEndian.putShort(buffer, end, columns.length + (ordinal ? 1 : 0));
        end += 2;
        refusal = null;
        for (WireColumn column : columns) {
            if (batch.isNull(row, column.from())) {
                BigEndian.putInt(buffer, end, -1);
                end += 4;
            } else {
                cell(batch, row, column);
                if (refusal != null) {
                    end = start;
                    return refusal;
                }
            }
        }
        if (ordinal) {
            int64(row);
        }
        return null;
    }

    /** Lets go of the batch that was written last. */
    public void forget() {
        current = null;
    }

    /** Looks for NUL in all text of the batch at once: a sweep over the heap costs a third of a look at each cell. */
    private void begin(RowBatch batch) {
        current = batch;
        int start = batch.heapStart();
        mayHoldNul = Utf8.hasNul(batch.heap(), start, batch.heapEnd() - start);
    }

    private void cell(RowBatch batch, int row, WireColumn column) {
        switch (column.wire()) {
            case BOOL -> {
                BigEndian.putInt(buffer, end, 1);
                buffer[end + 4] = (byte) batch.slot(row, column.from());
                end += 5;
            }
            case INT2 -> int2(batch.slot(row, column.from()), column);
            case INT4 -> int4(batch.slot(row, column.from()), Integer.MIN_VALUE, Integer.MAX_VALUE, column);
            case OID -> int4(batch.slot(row, column.from()), 0, 0xffff_ffffL, column);
            case INT8 -> int64(batch.slot(row, column.from()));
            case FLOAT4 -> float4(batch.float64(row, column.from()), column);
            case FLOAT8 -> int64(Double.doubleToLongBits(batch.float64(row, column.from())));
            case NUMERIC -> numeric(batch, row, column);
            case DATE -> date(batch.slot(row, column.from()), column);
            case TIME -> time(batch.slot(row, column.from()), column);
            case TIMESTAMP, TIMESTAMPTZ -> timestamp(batch.slot(row, column.from()), column);
            case TEXT, NATIVE -> text(batch, row, column);
            case JSON -> heap(batch, row, column.from());
            case BYTEA, UUID -> heap(batch, row, column.from());
            case JSONB -> jsonb(batch, row, column.from());
        }
    }

    private void int2(long value, WireColumn column) {
        if (value != (short) value) {
            refuse(Reason.Kind.NOT_EXACT, column, value + " is out of range");
            return;
        }
        BigEndian.putInt(buffer, end, 2);
        BigEndian.putShort(buffer, end + 4, (short) value);
        end += 6;
    }

    private void int4(long value, long least, long most, WireColumn column) {
        if (value < least || value > most) {
            refuse(Reason.Kind.NOT_EXACT, column, value + " is out of range");
            return;
        }
        int32((int) value);
    }

    private void float4(double value, WireColumn column) {
        float narrow = (float) value;
        if (narrow != value && !Double.isNaN(value)) {
            // As a double, for the shortest text of a float is often that of the double which it is not.
            refuse(Reason.Kind.WOULD_CHANGE, column, value + " would become " + (double) narrow);
            return;
        }
        int32(Float.floatToIntBits(narrow));
    }

    private void numeric(RowBatch batch, int row, WireColumn column) {
        int length = batch.heapLength(row, column.from());
        int offset = batch.heapOffset(row, column.from());
        room(4 + NumericWire.room(length) + fixedRoom);
        int written = NumericWire.write(batch.heap(), offset, length, column.typmod(), buffer, end + 4);
        if (written <= 0) {
            String digits = batch.value(row, column.from()).text();
            refuse(written == -NumericWire.Outcome.MALFORMED.ordinal() ? Reason.Kind.NOT_EXACT
                    : Reason.Kind.WOULD_CHANGE,
                    column, shortened(digits) + " does not fit");
            return;
        }
        BigEndian.putInt(buffer, end, written);
        end += 4 + written;
    }

    private void date(long day, WireColumn column) {
        if (!PostgresEpoch.isDate(day)) {
            refuse(Reason.Kind.NOT_EXACT, column, "day " + day + " since 1970 is out of range");
            return;
        }
        int32(day == Long.MAX_VALUE ? Integer.MAX_VALUE
                : day == Long.MIN_VALUE ? Integer.MIN_VALUE : (int) (day - PostgresEpoch.DAYS));
    }

    private void time(long micros, WireColumn column) {
        if (micros < 0 || micros > PostgresEpoch.MICROS_PER_DAY || !column.keeps(micros)) {
            refuse(Reason.Kind.WOULD_CHANGE, column, new dev.tidemark.domain.row.Value.Time(micros).text()
                    + " has more digits than the column keeps");
            return;
        }
        int64(micros);
    }

    private void timestamp(long micros, WireColumn column) {
        if (!PostgresEpoch.isTimestamp(micros)) {
            refuse(Reason.Kind.NOT_EXACT, column, micros + " microseconds since 1970 are out of range");
        } else if (!column.keeps(micros) && !PostgresEpoch.isInfinite(micros)) {
            refuse(Reason.Kind.WOULD_CHANGE, column, new dev.tidemark.domain.row.Value.Timestamp(micros).text()
                    + " has more digits than the column keeps");
        } else {
            int64(PostgresEpoch.toWireMicros(micros));
        }
    }

    private void text(RowBatch batch, int row, WireColumn column) {
        byte[] heap = batch.heap();
        int offset = batch.heapOffset(row, column.from());
        int length = batch.heapLength(row, column.from());
        if (mayHoldNul && Utf8.hasNul(heap, offset, length)) {
            refuse(Reason.Kind.NOT_EXACT, column, "PostgreSQL keeps no NUL character in text");
        } else if (column.tooLong(heap, offset, length)) {
            refuse(Reason.Kind.WOULD_CHANGE, column, "'" + shortened(batch.value(row, column.from()).text())
                    + "' is longer than the column");
        } else {
            heap(batch, row, column.from());
        }
    }

    private void heap(RowBatch batch, int row, int from) {
        int length = batch.heapLength(row, from);
        room(4 + length + fixedRoom);
        BigEndian.putInt(buffer, end, length);
        System.arraycopy(batch.heap(), batch.heapOffset(row, from), buffer, end + 4, length);
        end += 4 + length;
    }

    private void jsonb(RowBatch batch, int row, int from) {
        int length = batch.heapLength(row, from);
        room(5 + length + fixedRoom);
        BigEndian.putInt(buffer, end, length + 1);
        buffer[end + 4] = 1;
        System.arraycopy(batch.heap(), batch.heapOffset(row, from), buffer, end + 5, length);
        end += 5 + length;
    }

    /** A field of four bytes. */
    private void int32(int value) {
        BigEndian.putInt(buffer, end, 4);
        BigEndian.putInt(buffer, end + 4, value);
        end += 8;
    }

    /** A field of eight bytes. */
    private void int64(long value) {
        BigEndian.putInt(buffer, end, 8);
        BigEndian.putLong(buffer, end + 4, value);
        end += 12;
    }

    private void room(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(end, bytes),
                    (int) Math.min(buffer.length * 2L, Integer.MAX_VALUE - 8L)));
        }
    }

    private void refuse(Reason.Kind kind, WireColumn column, String why) {
        refusal = Reason.of(kind, column.name() + " (" + column.declaredType() + "): " + why);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
