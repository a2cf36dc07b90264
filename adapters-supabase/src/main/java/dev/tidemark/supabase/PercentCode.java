package dev.tidemark.supabase;

import java.nio.charset.StandardCharsets;

/** Text as it may stand in an address. Pure functions. */
final class PercentCode {
    private static final String HEX = "0123456789ABCDEF";
    /** What RFC 3986 leaves alone everywhere, and of what a query may hold, what PostgREST's language is made of. */
    private static final boolean[] PLAIN_IN_PATH = plain("-._~");
    private static final boolean[] PLAIN_IN_QUERY = plain("-._~,():*");

    private PercentCode() {
    }

    /** As one segment of a path. */
    static String ofSegment(String text) {
        return encode(text, PLAIN_IN_PATH);
    }

    /** As the name or the value of a parameter. */
    static String ofQuery(String text) {
        return encode(text, PLAIN_IN_QUERY);
    }

    private static String encode(String text, boolean[] plain) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (b >= 0 && plain[b]) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return out.toString();
    }

    private static boolean[] plain(String marks) {
        boolean[] plain = new boolean[128];
        for (char c = 0; c < plain.length; c++) {
            plain[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || marks.indexOf(c) >= 0;
        }
        return plain;
    }
}
