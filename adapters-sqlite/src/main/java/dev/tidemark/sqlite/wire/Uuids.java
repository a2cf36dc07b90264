package dev.tidemark.sqlite.wire;

import java.util.Optional;

/** UUIDs between their 36 characters and their 16 bytes. */
public final class Uuids {
    private static final int LENGTH = 36;
    private static final int SIZE = 16;

    private Uuids() {
    }

    /** The 16 bytes, if the text is a UUID in groups of 8, 4, 4, 4 and 12 hex digits, in either case. */
    public static Optional<byte[]> parse(byte[] text) {
        if (text.length != LENGTH) {
            return Optional.empty();
        }
        byte[] bytes = new byte[SIZE];
        int at = 0;
        for (int i = 0; i < SIZE; i++) {
            if (isHyphenBefore(i) && text[at++] != '-') {
                return Optional.empty();
            }
            int high = Character.digit(text[at], 16);
            int low = Character.digit(text[at + 1], 16);
            if (text[at] < 0 || text[at + 1] < 0 || high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) (high << 4 | low);
            at += 2;
        }
        return Optional.of(bytes);
    }

    /** The 36 characters in lower case. */
    public static byte[] text(byte[] heap, int offset) {
        byte[] text = new byte[LENGTH];
        int at = 0;
        for (int i = 0; i < SIZE; i++) {
            if (isHyphenBefore(i)) {
                text[at++] = '-';
            }
            text[at++] = (byte) Character.forDigit(heap[offset + i] >> 4 & 0xf, 16);
            text[at++] = (byte) Character.forDigit(heap[offset + i] & 0xf, 16);
        }
        return text;
    }

    private static boolean isHyphenBefore(int index) {
        return index == 4 || index == 6 || index == 8 || index == 10;
    }
}
