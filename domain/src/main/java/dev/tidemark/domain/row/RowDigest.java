package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A 128-bit digest of a row's values, equal for the same values whatever store they came from: decimals by value and not
 * by scale, JSON by value and not by text, NaN as one value. The columns count by position, so both sides must name them in one order and read them
 * under one {@link RowType}.
 *
 * <p>Four lanes mix eight bytes each as those of XXH64 do: first a word a cell, which is its slot or the length of its
 * bytes, and which cells are NULL; then the bytes of all heap cells in one go, for they lie one after the other in a batch.
 * Half of the time of a mix that takes cell by cell. It is a fingerprint, not a defence against forgery. Whoever keeps
 * digests keeps {@link #VERSION} with them. Not thread-safe; holds the last result.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">XXH64</a>
 */
public final class RowDigest {
    /** Of what is mixed and how; digests of different versions say nothing about each other. */
    public static final int VERSION = 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int LANES = 4;
    private static final int STRIPE = LANES * Long.BYTES;

    private final Kind[] kinds;
    private final int[] columns;
    private final long seed;
    /** A word a column, a word for the NULLs of 64 of them, and as many as make the last stripe whole. */
    private final long[] words;
    private byte[] bytes;
    private int from;
    private int to;
    private byte[] copy = new byte[0];
    private long high;
    private long low;

    /**
     * @param type the columns of the batches to come
     * @param columns which of them count, in order
     */
    public RowDigest(RowType type, int[] columns) {
        this.columns = columns.clone();
        this.kinds = Arrays.stream(columns).mapToObj(type::kind).toArray(Kind[]::new);
        long mixed = columns.length;
        for (Kind kind : kinds) {
            mixed = round(mixed, kind.ordinal() + 1);
        }
        this.seed = mixed;
        int used = columns.length + Math.ceilDiv(columns.length, Long.SIZE);
        this.words = new long[Math.ceilDiv(used, LANES) * LANES];
        this.bytes = copy;
    }

    /** Digests the row; read the result from {@link #high} and {@link #low}. */
    public void of(RowBatch batch, int row) {
        gather(batch, batch.firstCell(row));
        mix();
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** Fills the words, and finds the bytes where they are or brings them together. */
    private void gather(RowBatch batch, int first) {
        long[] slots = batch.slots();
        long[] nulls = batch.nulls();
        bytes = batch.heap();
        from = 0;
        to = 0;
        Arrays.fill(words, columns.length, words.length, 0);
        for (int i = 0; i < columns.length; i++) {
            int cell = first + columns[i];
            long slot = slots[cell];
            if (RowBatch.isSet(nulls, cell)) {
                words[columns.length + (i >>> 6)] |= 1L << i;
                words[i] = 0;
                continue;
            }
            words[i] = switch (kinds[i]) {
                case BOOLEAN, INT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> slot;
                case FLOAT64 -> Double.doubleToLongBits(Double.longBitsToDouble(slot));
                case TEXT, BYTES, UUID, NATIVE -> add(batch.heap(), (int) (slot >>> 32), (int) slot);
                case DECIMAL -> {
                    int offset = (int) (slot >>> 32);
                    yield add(batch.heap(), offset,
                            endOfSignificantDigits(batch.heap(), offset, offset + (int) slot) - offset);
                }
                case JSON -> {
                    byte[] json = JsonText.canonical(batch.heap(), (int) (slot >>> 32), (int) slot);
                    yield add(json, 0, json.length);
                }
            };
        }
    }

    /** Adds the bytes of a cell; they stay where they are as long as they follow those before them. */
    private int add(byte[] source, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (from == to) {
            bytes = source;
            from = offset;
            to = offset + length;
        } else if (source == bytes && source != copy && offset == to) {
            to += length;
        } else {
            append(source, offset, length);
        }
        return length;
    }

    private void append(byte[] source, int offset, int length) {
        int before = to - from;
        if (bytes != copy || copy.length < before + length) {
            byte[] room = copy.length < before + length ? new byte[(before + length) * 2] : copy;
            System.arraycopy(bytes, from, room, 0, before);
            copy = room;
        }
        System.arraycopy(source, offset, copy, before, length);
        bytes = copy;
        from = 0;
        to = before + length;
    }

    private void mix() {
        long a = seed + P1 + P2;
        long b = seed + P2;
        long c = seed;
        long d = seed - P1;
        for (int at = 0; at < words.length; at += LANES) {
            a = round(a, words[at]);
            b = round(b, words[at + 1]);
            c = round(c, words[at + 2]);
            d = round(d, words[at + 3]);
        }
        int at = from;
        for (; at <= to - STRIPE; at += STRIPE) {
            a = round(a, (long) LONGS.get(bytes, at));
            b = round(b, (long) LONGS.get(bytes, at + 8));
            c = round(c, (long) LONGS.get(bytes, at + 16));
            d = round(d, (long) LONGS.get(bytes, at + 24));
        }
        // The lengths are among the words, so zeros behind the end cannot be taken for bytes.
        a = round(a, word(at));
        b = round(b, word(at + 8));
        c = round(c, word(at + 16));
        d = round(d, word(at + 24));
        high = finish(a, b, c, d);
        low = finish(c, d, a ^ P3, b);
    }

    /** The eight bytes from there, or what is left of them. */
    private long word(int at) {
        if (at + Long.BYTES <= to) {
            return (long) LONGS.get(bytes, at);
        }
        long word = 0;
        for (int i = to - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * P2, 31) * P1;
    }

    private static long finish(long a, long b, long c, long d) {
        long mixed = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        mixed = merge(merge(merge(merge(mixed, a), b), c), d) + P5;
        mixed = (mixed ^ mixed >>> 33) * P2;
        mixed = (mixed ^ mixed >>> 29) * P3;
        return mixed ^ mixed >>> 32;
    }

    private static long merge(long mixed, long lane) {
        return (mixed ^ round(0, lane)) * P1 + P4;
    }

    /** 1.50 and 1.5 are one value. */
    static int endOfSignificantDigits(byte[] heap, int from, int to) {
        int point = from;
        while (point < to && heap[point] != '.') {
            point++;
        }
        if (point == to) {
            return to;
        }
        int end = to;
        while (heap[end - 1] == '0') {
            end--;
        }
        return heap[end - 1] == '.' ? end - 1 : end;
    }
}
