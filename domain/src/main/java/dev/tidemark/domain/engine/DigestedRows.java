package dev.tidemark.domain.engine;

import java.util.Arrays;
import java.util.Set;

/**
 * Keys and digests of rows in the order of reading, and their form in a {@link dev.tidemark.domain.position.DigestRange}:
 * one byte that says which, then for each row its key and its 8-byte digest. An integer key is the difference to the one
 * before, zigzag and base 128, mostly one byte; a key digest is 8 bytes. Not thread-safe.
 */
final class DigestedRows {
    private static final byte INTEGER_KEYS = 1;
    private static final byte KEY_DIGESTS = 2;
    private static final int LONGEST_ROW = 10 + Long.BYTES;

    private final boolean integers;
    private long[] keys = new long[64];
    private long[] digests = new long[64];
    private int size;

    /**
     * @param integers whether the keys are integers of their own and not digests
     */
    DigestedRows(boolean integers) {
        this.integers = integers;
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
        DigestedRows rest = new DigestedRows(integers);
        for (int row = 0; row < size; row++) {
            if (!left.contains(keys[row])) {
                rest.add(keys[row], digests[row]);
            }
        }
        return rest;
    }

    /** The rows from {@code from}, inclusive, to {@code to}, exclusive. */
    byte[] encode(int from, int to) {
        byte[] bytes = new byte[1 + (to - from) * LONGEST_ROW];
        bytes[0] = integers ? INTEGER_KEYS : KEY_DIGESTS;
        int at = 1;
        long before = 0;
        for (int row = from; row < to; row++) {
            at = integers ? putVarint(bytes, at, zigzag(keys[row] - before)) : putLong(bytes, at, keys[row]);
            at = putLong(bytes, at, digests[row]);
            before = keys[row];
        }
        return Arrays.copyOf(bytes, at);
    }

    static DigestedRows decode(byte[] bytes) {
        DigestedRows rows = new DigestedRows(bytes[0] == INTEGER_KEYS);
        Reader reader = new Reader(bytes);
        long before = 0;
        while (reader.at < bytes.length) {
            long key = rows.integers ? before + unzigzag(reader.varint()) : reader.number();
            rows.add(key, reader.number());
            before = key;
        }
        return rows;
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
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[from + i] = (byte) (number >>> 8 * (Long.BYTES - 1 - i));
        }
        return from + Long.BYTES;
    }

    /** A place in encoded bytes. */
    private static final class Reader {
        private final byte[] bytes;
        private int at = 1;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        long varint() {
            long number = 0;
            for (int shift = 0;; shift += 7) {
                byte next = bytes[at++];
                number |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        long number() {
            long number = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                number = number << 8 | bytes[at++] & 0xff;
            }
            return number;
        }
    }
}
