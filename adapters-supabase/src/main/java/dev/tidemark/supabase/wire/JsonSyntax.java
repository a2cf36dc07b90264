package dev.tidemark.supabase.wire;

/**
 * Whether bytes are one JSON value that PostgreSQL takes inside of a larger one, told without building it. Stricter than
 * RFC 8259 in two things: no NUL, and no surrogate without its partner, for PostgreSQL has no text for either.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-json.html">JSON Types</a>
 */
final class JsonSyntax {
    /** PostgreSQL's parser, too, ends somewhere: at its stack's depth. */
    private static final int DEEPEST = 1_000;

    private byte[] text = {};
    private int at;
    private int end;
    private int depth;
    private boolean storable;

    /** What bytes turned out to be. */
    enum Verdict {
        VALUE,
        /** The word {@code null}, which REST takes for SQL's NULL. */
        NULL,
        /** JSON that PostgreSQL cannot keep. */
        NOT_STORABLE, NOT_JSON
    }

    Verdict judge(byte[] bytes, int offset, int length) {
        text = bytes;
        at = offset;
        end = offset + length;
        depth = 0;
        storable = true;
        skipBlanks();
        boolean isNull = peek() == 'n';
        boolean valid = value();
        skipBlanks();
        if (!valid || at != end) {
            return Verdict.NOT_JSON;
        }
        return isNull ? Verdict.NULL : storable ? Verdict.VALUE : Verdict.NOT_STORABLE;
    }

    private boolean value() {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members() {
        at++;
        if (++depth > DEEPEST) {
            return false;
        }
        skipBlanks();
        if (skip('}')) {
            depth--;
            return true;
        }
        do {
            skipBlanks();
            if (!string()) {
                return false;
            }
            skipBlanks();
            if (!skip(':')) {
                return false;
            }
            skipBlanks();
            if (!value()) {
                return false;
            }
            skipBlanks();
        } while (skip(','));
        depth--;
        return skip('}');
    }

    private boolean elements() {
        at++;
        if (++depth > DEEPEST) {
            return false;
        }
        skipBlanks();
        if (skip(']')) {
            depth--;
            return true;
        }
        do {
            skipBlanks();
            if (!value()) {
                return false;
            }
            skipBlanks();
        } while (skip(','));
        depth--;
        return skip(']');
    }

    private boolean string() {
        if (!skip('"')) {
            return false;
        }
        int highSurrogate = 0;
        while (at < end) {
            int next = text[at++];
            if (next == '\\') {
                int unit = escaped();
                if (unit < 0) {
                    return false;
                }
                boolean isLow = unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
                boolean isHigh = unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
                storable &= unit != 0 && isLow == (highSurrogate != 0);
                highSurrogate = isHigh ? unit : 0;
                continue;
            }
            storable &= highSurrogate == 0;
            if (next == '"') {
                return true;
            }
            if (next >= 0 && next < ' ') {
                return false;
            }
        }
        return false;
    }

    /** The UTF-16 unit that an escape stands for, or less than 0 if it is none. */
    private int escaped() {
        if (at == end) {
            return -1;
        }
        return switch (text[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> ' ';
            case 'u' -> hex();
            default -> -1;
        };
    }

    private int hex() {
        if (end - at < 4) {
            return -1;
        }
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text[at++], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private boolean number() {
        skip('-');
        if (!skip('0') && !digits()) {
            return false;
        }
        if (skip('.') && !digits()) {
            return false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!skip(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private void skipBlanks() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
    }

    private boolean skip(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** The next byte, or NUL at the end, which is no part of JSON. */
    private int peek() {
        return at < end ? text[at] : 0;
    }
}
