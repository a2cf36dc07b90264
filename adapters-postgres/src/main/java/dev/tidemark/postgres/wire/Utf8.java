package dev.tidemark.postgres.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Questions about UTF-8 in a byte array, answered without decoding it. */
final class Utf8 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {
    }

    /**
     * Eight bytes at a time: {@code (x - 0x01..) & ~x & 0x80..} is not 0 just when a byte of x is, in whatever order they are
     * read.
     */
    static boolean hasNul(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        for (int last = end - 32; at <= last; at += 32) {
            long one = (long) WORDS.get(bytes, at);
            long two = (long) WORDS.get(bytes, at + 8);
            long three = (long) WORDS.get(bytes, at + 16);
            long four = (long) WORDS.get(bytes, at + 24);
            if (((one - LOW_BITS & ~one | two - LOW_BITS & ~two | three - LOW_BITS & ~three | four - LOW_BITS & ~four)
                    & HIGH_BITS) != 0) {
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
