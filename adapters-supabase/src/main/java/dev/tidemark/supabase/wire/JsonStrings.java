package dev.tidemark.supabase.wire;

import dev.tidemark.domain.row.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strings from their JSON form. Pure functions. */
final class JsonStrings {
    private static final int NONE = -1;
    private static final int UUID_LENGTH = 36;

    private JsonStrings() {
    }

    /** Adds the text, if its escapes are characters. */
    static boolean add(JsonInput in, RowBatch.Builder out) {
        int length = in.end() - in.start();
        if (!in.isEscaped()) {
            out.addHeap(in.buffer(), in.start(), length);
            return true;
        }
        byte[] heap = out.reserve(length);
        int written = unescape(in.buffer(), in.start(), in.end(), heap, out.heapPosition());
        if (written == NONE) {
            return false;
        }
        out.addReserved(written);
        return true;
    }

    /** Adds the bytes of {@code \x} and hex digits, where the backslash is escaped. */
    static boolean addHex(JsonInput in, RowBatch.Builder out) {
        byte[] text = in.buffer();
        int at = in.start();
        int digits = in.end() - at - 3;
        if (digits < 0 || digits % 2 != 0 || text[at] != '\\' || text[at + 1] != '\\' || text[at + 2] != 'x') {
            return false;
        }
        byte[] heap = out.reserve(digits / 2);
        if (!hex(text, at + 3, digits / 2, heap, out.heapPosition())) {
            return false;
        }
        out.addReserved(digits / 2);
        return true;
    }

    static boolean addUuid(JsonInput in, RowBatch.Builder out) {
        byte[] text = in.buffer();
        int at = in.start();
        if (in.end() - at != UUID_LENGTH || text[at + 8] != '-' || text[at + 13] != '-' || text[at + 18] != '-'
                || text[at + 23] != '-') {
            return false;
        }
        byte[] heap = out.reserve(16);
        int to = out.heapPosition();
        if (hex(text, at, 4, heap, to) && hex(text, at + 9, 2, heap, to + 4) && hex(text, at + 14, 2, heap, to + 6)
                && hex(text, at + 19, 2, heap, to + 8) && hex(text, at + 24, 6, heap, to + 10)) {
            out.addReserved(16);
            return true;
        }
        return false;
    }

    /** The text, if its escapes are characters. */
    static Optional<String> unescaped(JsonInput in) {
        byte[] out = new byte[in.end() - in.start()];
        int length = unescape(in.buffer(), in.start(), in.end(), out, 0);
        return length == NONE ? Optional.empty() : Optional.of(new String(out, 0, length, StandardCharsets.UTF_8));
    }

    private static boolean hex(byte[] text, int from, int count, byte[] out, int to) {
        for (int i = 0; i < count; i++) {
            int high = Character.digit(text[from + 2 * i], 16);
            int low = Character.digit(text[from + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return false;
            }
            out[to + i] = (byte) (high << 4 | low);
        }
        return true;
    }

    /** Writes the text, which is never longer than its form, and returns its length, or {@link #NONE}. */
    private static int unescape(byte[] text, int from, int to, byte[] out, int target) {
        int end = target;
        int at = from;
        while (at < to) {
            byte b = text[at++];
            if (b != '\\') {
                out[end++] = b;
                continue;
            }
            byte mark = text[at++];
            if (mark == 'u') {
                int unit = unit(text, at, to);
                at += 4;
                int low = unit >= 0 && Character.isHighSurrogate((char) unit) && at + 1 < to && text[at] == '\\'
                        && text[at + 1] == 'u' ? unit(text, at + 2, to) : NONE;
                if (low >= 0 && Character.isLowSurrogate((char) low)) {
                    unit = Character.toCodePoint((char) unit, (char) low);
                    at += 6;
                }
                if (unit < 0 || unit >= Character.MIN_SURROGATE && unit <= Character.MAX_SURROGATE) {
                    return NONE;
                }
                end = utf8(unit, out, end);
            } else {
                int character = simple(mark);
                if (character == NONE) {
                    return NONE;
                }
                out[end++] = (byte) character;
            }
        }
        return end - target;
    }

    private static int simple(byte mark) {
        return switch (mark) {
            case '"', '\\', '/' -> mark;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> NONE;
        };
    }

    private static int unit(byte[] text, int from, int to) {
        if (to - from < 4) {
            return NONE;
        }
        int unit = 0;
        for (int at = from; at < from + 4; at++) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                return NONE;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int utf8(int character, byte[] out, int at) {
        int end = at;
        if (character < 0x80) {
            out[end++] = (byte) character;
        } else if (character < 0x800) {
            out[end++] = (byte) (0xc0 | character >> 6);
            out[end++] = (byte) (0x80 | character & 0x3f);
        } else if (character < 0x1_0000) {
            out[end++] = (byte) (0xe0 | character >> 12);
            out[end++] = (byte) (0x80 | character >> 6 & 0x3f);
            out[end++] = (byte) (0x80 | character & 0x3f);
        } else {
            out[end++] = (byte) (0xf0 | character >> 18);
            out[end++] = (byte) (0x80 | character >> 12 & 0x3f);
            out[end++] = (byte) (0x80 | character >> 6 & 0x3f);
            out[end++] = (byte) (0x80 | character & 0x3f);
        }
        return end;
    }
}
