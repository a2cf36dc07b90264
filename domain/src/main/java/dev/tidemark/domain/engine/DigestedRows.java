package dev.tidemark.domain.engine;

import dev.tidemark.domain.row.RowDigest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/**
 * Keys and digests of rows in the order of reading, and their form in a {@link dev.tidemark.domain.position.DigestRange}:
 * one byte that says which, and of which version of {@link RowDigest}; then for each row its key and its 8-byte digest. An
 * integer key is the difference to the one before, zigzag and base 128, mostly one byte; a key digest is 8 bytes. Not
 * thread-safe.
 */
final class DigestedRows {
    private static final byte INTEGER_KEYS = 2 * RowDigest.VERSION - 1;
    private static final byte KEY_DIGESTS = 2 * RowDigest.VERSION;
    private static final int LONGEST_ROW = 10 + Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final boolean integers;
    private long[] keys;
    private long[] digests;
    private int size;

    /**
     * @param integers whether the keys are integers of their own and not digests
     * @param expected how much room to make at first; more rows make more room
     */
    DigestedRows(boolean integers, int expected) {
        this.integers = integers;
        this.keys = new long[Math.max(1, expected)];
        this.digests = new long[Math.max(1, expected)];
    }

    /** Whether encoded rows are of the version that rows are digested by now; no others can be compared with. */
    static boolean isCurrent(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] == INTEGER_KEYS || bytes[0] == KEY_DIGESTS);
    }

    void add(long key, long digest) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            digests = Arrays.copyOf(digests, size * 2);
        }
        keys[size] = key;
        digests[size++] = digest;
    }

    int size() {
        return size;
    }

    long key(int row) {
        return keys[row];
    }

    long digest(int row) {
        return digests[row];
    }

    /** Whether the keys are integers of their own and not digests. */
    boolean areIntegers() {
        return integers;
    }

    void clear() {
        size = 0;
    }

    /** The rows whose keys are not among these. */
    DigestedRows without(Set<Long> left) {
        DigestedRows rest = new DigestedRows(integers, size);
        for (int row = 0; row < size; row++) {
            if (!left.contains(keys[row])) {
                rest.add(keys[row], digests[row]);
            }
        }
        return rest;
    }

    byte[] encode() {
        byte[] bytes = new byte[1 + size * LONGEST_ROW];
        bytes[0] = integers ? INTEGER_KEYS : KEY_DIGESTS;
        int at = 1;
        long before = 0;
        for (int row = 0; row < size; row++) {
            at = integers ? putVarint(bytes, at, zigzag(keys[row] - before)) : putLong(bytes, at, keys[row]);
            at = putLong(bytes, at, digests[row]);
            before = keys[row];
        }
        return Arrays.copyOf(bytes, at);
    }

    /**
     * @param rows how many there are
     */
    static DigestedRows decode(byte[] bytes, int rows) {
        DigestedRows decoded = new DigestedRows(bytes[0] == INTEGER_KEYS, rows);
        int at = 1;
        long before = 0;
        while (at < bytes.length) {
            long key;
            if (decoded.integers) {
                long number = 0;
                byte next;
                int shift = 0;
                do {
                    next = bytes[at++];
                    number |= (long) (next & 0x7f) << shift;
                    shift += 7;
                } while (next < 0);
                key = before + unzigzag(number);
            } else {
                key = (long) LONGS.get(bytes, at);
                at += Long.BYTES;
            }
            decoded.add(key, (long) LONGS.get(bytes, at));
            at += Long.BYTES;
            before = key;
        }
        return decoded;
    }

    /** The key of the first of encoded rows. */
    static long firstKey(byte[] bytes) {
        if (bytes[0] != INTEGER_KEYS) {
            return (long) LONGS.get(bytes, 1);
        }
        long number = 0;
        int at = 1;
        for (int shift = 0;; shift += 7) {
            byte next = bytes[at++];
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return unzigzag(number);
            }
        }
    }

    private static long zigzag(long number) {
        return number << 1 ^ number >> 63;
    }

    private static long unzigzag(long number) {
        return number >>> 1 ^ -(number & 1);
    }

    private static int putVarint(byte[] bytes, int from, long number) {
        int at = from;
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    private static int putLong(byte[] bytes, int from, long number) {
        LONGS.set(bytes, from, number);
        return from + Long.BYTES;
    }
}
