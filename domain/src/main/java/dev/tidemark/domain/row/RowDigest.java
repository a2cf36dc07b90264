package dev.tidemark.domain.row;

import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.domain.schema.ValueType.Layout;

/**
 * A 128-bit digest of a row's values, equal for the same values whatever store they came from: decimals by value and not
 * by scale, JSON by value and not by text, NaN as one value. The columns count by position, so both sides must name them in one order and read them
 * under one {@link RowType}.
 *
 * <p>The mixing is that of MurmurHash3 x64-128, one 16-byte block a slot cell; heap cells are a block of kind and
 * length, then their bytes. It is a fingerprint, not a defence against forgery. Not thread-safe; holds the last result.
 *
 * @see <a href="https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp">MurmurHash3</a>
 */
public final class RowDigest {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int NULL_TAG = 0x7f;

    private final Kind[] kinds;
    private final int[] columns;
    private long high;
    private long low;
    private long blocks;

    /**
     * @param type the columns of the batches to come
     * @param columns which of them count, in order
     */
    public RowDigest(RowType type, int[] columns) {
        this.columns = columns.clone();
        this.kinds = java.util.Arrays.stream(columns).mapToObj(type::kind).toArray(Kind[]::new);
    }

    /** Digests the row; read the result from {@link #high} and {@link #low}. */
    public void of(RowBatch batch, int row) {
        high = 0;
        low = 0;
        blocks = 0;
        for (int i = 0; i < columns.length; i++) {
            int column = columns[i];
            if (batch.isNull(row, column)) {
                mix(NULL_TAG, 0);
            } else if (kinds[i].layout() == Layout.SLOT) {
                mix(kinds[i].ordinal(), canonicalSlot(kinds[i], batch.slot(row, column)));
            } else if (kinds[i] == Kind.JSON) {
                byte[] json = JsonText.canonical(batch.heap(), batch.heapOffset(row, column),
                        batch.heapLength(row, column));
                heapCell(kinds[i], json, 0, json.length);
            } else {
                heapCell(kinds[i], batch.heap(), batch.heapOffset(row, column), batch.heapLength(row, column));
            }
        }
        finish();
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    private static long canonicalSlot(Kind kind, long slot) {
        return kind == Kind.FLOAT64 ? Double.doubleToLongBits(Double.longBitsToDouble(slot)) : slot;
    }

    private void heapCell(Kind kind, byte[] heap, int offset, int length) {
        int end = kind == Kind.DECIMAL ? endOfSignificantDigits(heap, offset, offset + length) : offset + length;
        mix(kind.ordinal(), end - offset);
        int at = offset;
        for (; at + 16 <= end; at += 16) {
            mix(BigEndian.getLong(heap, at), BigEndian.getLong(heap, at + 8));
        }
        if (at < end) {
            mix(tail(heap, at, Math.min(end, at + 8)), tail(heap, at + 8, end));
        }
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

    private static long tail(byte[] heap, int from, int to) {
        long word = 0;
        for (int at = from; at < to; at++) {
            word = word << 8 | (heap[at] & 0xff);
        }
        return word;
    }

    private void mix(long first, long second) {
        high ^= Long.rotateLeft(first * C1, 31) * C2;
        high = (Long.rotateLeft(high, 27) + low) * 5 + 0x52dce729;
        low ^= Long.rotateLeft(second * C2, 33) * C1;
        low = (Long.rotateLeft(low, 31) + high) * 5 + 0x38495ab5;
        blocks++;
    }

    private void finish() {
        high ^= blocks;
        low ^= blocks;
        high += low;
        low += high;
        high = avalanche(high);
        low = avalanche(low);
        high += low;
        low += high;
    }

    private static long avalanche(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
