package dev.tidemark.sqlite.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells valid UTF-8; SQLite itself stores whatever bytes it is given as text. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {
    }

    /**
     * Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing beyond U+10FFFF.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629, section 4</a>
     */
    static boolean isValid(byte[] text, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if ((at & Long.BYTES - 1) == 0) {
                at = endOfAscii(text, at, end);
            }
            if (at < end && text[at] >= 0) {
                at++;
            } else if (at < end) {
                int bytes = sequence(text, at, end);
                if (bytes == 0) {
                    return false;
                }
                at += bytes;
            }
        }
        return true;
    }

    /** Eight at a time, from a multiple of eight: the first compiler reads any other long byte by byte. */
    private static int endOfAscii(byte[] text, int from, int end) {
        int at = from;
        int last = end - Long.BYTES;
        while (at <= last && ((long) LONGS.get(text, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        return at;
    }

    /** The length of the sequence of two or more bytes that begins here, or 0. */
    private static int sequence(byte[] text, int at, int end) {
        int first = text[at] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4 || end - at < length) {
            return 0;
        }
        int second = text[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
