package dev.tidemark.postgres.wire;

import dev.tidemark.domain.row.IsoText;
import dev.tidemark.domain.row.RowBatch;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads rows of binary COPY into a batch. A time that no slot can hold is left NULL there and told by
 * {@link #failedColumn}. Not thread-safe.
 */
public final class CopyRowReader {
    private static final int SIGNATURE = 11;
    private static final int NULL = -1;

    private final WireType[] types;
    private boolean headerSeen;
    private int failedColumn;
    private String failedText = "";

    /**
     * @param types one opcode for each column of the statement
     */
    public CopyRowReader(WireType[] types) {
        this.types = types.clone();
    }

    /**
     * Reads the one row of a CopyData message, past the header if it is the first. The server sends each row in a message
     * of its own.
     *
     * @return whether there was a row; the last message has none
     * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">COPY Operations</a>
     */
    public boolean read(byte[] message, RowBatch.Builder out) {
        int at = 0;
        if (!headerSeen) {
            headerSeen = true;
            at = SIGNATURE + 8 + BigEndian.getInt(message, SIGNATURE + 4);
            if (at == message.length) {
                return false;
            }
        }
        int fields = BigEndian.getShort(message, at);
        if (fields < 0) {
            return false;
        }
        if (fields != types.length) {
            throw new IllegalStateException(fields + " fields in a row of " + types.length);
        }
        failedColumn = -1;
        row(message, at + 2, out);
        out.endRow();
        return true;
    }

    /** The column of the last row whose time is beyond the range of a slot; -1 if there is none. */
    public int failedColumn() {
        return failedColumn;
    }

    /** That time, for a person. */
    public String failedText() {
        return failedText;
    }

    private void row(byte[] in, int from, RowBatch.Builder out) {
        int at = from;
        for (int column = 0; column < types.length; column++) {
            int length = BigEndian.getInt(in, at);
            at += 4;
            if (length == NULL) {
                out.addNull();
                continue;
            }
            switch (types[column]) {
                case BOOL -> out.addSlot(in[at]);
                case INT2 -> out.addSlot(BigEndian.getShort(in, at));
                case INT4 -> out.addSlot(BigEndian.getInt(in, at));
                case OID -> out.addSlot(BigEndian.getInt(in, at) & 0xffff_ffffL);
                case INT8, TIME -> out.addSlot(BigEndian.getLong(in, at));
                case FLOAT4 -> out.addFloat64(Float.intBitsToFloat(BigEndian.getInt(in, at)));
                case FLOAT8 -> out.addFloat64(Double.longBitsToDouble(BigEndian.getLong(in, at)));
                case NUMERIC -> NumericWire.read(in, at, out);
                case DATE -> out.addSlot(date(BigEndian.getInt(in, at)));
                case TIMESTAMP, TIMESTAMPTZ -> timestamp(BigEndian.getLong(in, at), column, out);
                case TEXT, BYTEA, JSON, UUID, NATIVE -> out.addHeap(in, at, length);
                case JSONB -> out.addHeap(in, at + 1, length - 1);
            }
            at += length;
        }
    }

    private static long date(int wire) {
        return switch (wire) {
            case Integer.MAX_VALUE -> IsoText.INFINITY;
            case Integer.MIN_VALUE -> IsoText.NEGATIVE_INFINITY;
            default -> wire + PostgresEpoch.DAYS;
        };
    }

    private void timestamp(long wire, int column, RowBatch.Builder out) {
        if (PostgresEpoch.isInfinite(wire)) {
            out.addSlot(wire);
        } else if (wire < Long.MAX_VALUE - PostgresEpoch.MICROS) {
            out.addSlot(wire + PostgresEpoch.MICROS);
        } else {
            failedColumn = column;
            failedText = LocalDateTime
                    .ofEpochSecond(Math.floorDiv(wire, 1_000_000L) + PostgresEpoch.MICROS / 1_000_000,
                            (int) Math.floorMod(wire, 1_000_000L) * 1000, ZoneOffset.UTC)
                    .toString();
            out.addNull();
        }
    }
}
