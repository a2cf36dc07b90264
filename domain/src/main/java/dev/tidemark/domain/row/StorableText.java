package dev.tidemark.domain.row;

/**
 * Any string as one that every store keeps, and back without loss.
 *
 * <p>PostgreSQL's {@code text} refuses NUL, and UTF-8 has no form for a surrogate without its partner; a rejected row may
 * well hold either. Both are written as U+001A, the control character "substitute", and four hex digits, and so is
 * U+001A itself. Everything else, so nearly every text there is, stays as it is and can be read in the store.
 */
public final class StorableText {
    private static final char MARK = '\u001a';
    private static final int DIGITS = 4;

    private StorableText() {
    }

    public static String encode(String text) {
        int at = nextUnstorable(text, 0);
        if (at == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        int copied = 0;
        while (at < text.length()) {
            out.append(text, copied, at).append(MARK).append("%04x".formatted((int) text.charAt(at)));
            copied = at + 1;
            at = nextUnstorable(text, copied);
        }
        return out.append(text, copied, text.length()).toString();
    }

    /**
     * @throws IllegalArgumentException if the text was not written by {@link #encode}
     */
    public static String decode(String text) {
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int copied = 0;
        while (mark >= 0) {
            int end = mark + 1 + DIGITS;
            if (end > text.length()) {
                throw new IllegalArgumentException("cut short: " + text);
            }
            out.append(text, copied, mark).append((char) Integer.parseInt(text, mark + 1, end, 16));
            copied = end;
            mark = text.indexOf(MARK, copied);
        }
        return out.append(text, copied, text.length()).toString();
    }

    private static int nextUnstorable(String text, int from) {
        int at = from;
        while (at < text.length()) {
            char unit = text.charAt(at);
            if (unit == 0 || unit == MARK) {
                return at;
            }
            if (Character.isSurrogate(unit)) {
                if (!isPair(text, at)) {
                    return at;
                }
                at++;
            }
            at++;
        }
        return at;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at)) && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
