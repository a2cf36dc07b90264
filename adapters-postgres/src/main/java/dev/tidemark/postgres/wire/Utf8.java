package dev.tidemark.postgres.wire;

/** Questions about UTF-8 in a byte array, answered without decoding it. */
final class Utf8 {
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {
    }

    /** Eight bytes at a time: {@code (x - 0x01..) & ~x & 0x80..} is not 0 just when a byte of x is. */
    static boolean hasNul(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            long word = BigEndian.getLong(bytes, at);
            if ((word - LOW_BITS & ~word & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The number of characters (code points). */
    static int characters(byte[] bytes, int offset, int length) {
        int characters = 0;
        for (int at = offset; at < offset + length; at++) {
            if ((bytes[at] & 0xc0) != 0x80) {
                characters++;
            }
        }
        return characters;
    }
}
