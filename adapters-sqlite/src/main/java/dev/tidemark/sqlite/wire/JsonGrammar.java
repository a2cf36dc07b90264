package dev.tidemark.sqlite.wire;

/**
 * Tells JSON text from other text, without building anything.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonGrammar {
    /** Deeper nesting is not taken as JSON; SQLite's own functions stop here too (JSON_MAX_DEPTH). */
    private static final int DEEPEST = 1_000;

    private final byte[] text;
    private int at;

    private JsonGrammar(byte[] text) {
        this.text = text;
    }

    /** Whether the valid UTF-8 is one JSON value, with blanks around it at most. */
    public static boolean isValid(byte[] utf8) {
        JsonGrammar json = new JsonGrammar(utf8);
        json.blanks();
        if (!json.value(0)) {
            return false;
        }
        json.blanks();
        return json.at == utf8.length;
    }

    private boolean value(int depth) {
        return depth < DEEPEST && switch (peek()) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean members(int depth) {
        at++;
        blanks();
        if (take('}')) {
            return true;
        }
        do {
            blanks();
            if (!string()) {
                return false;
            }
            blanks();
            if (!take(':')) {
                return false;
            }
            blanks();
            if (!value(depth + 1)) {
                return false;
            }
            blanks();
        } while (take(','));
        return take('}');
    }

    private boolean elements(int depth) {
        at++;
        blanks();
        if (take(']')) {
            return true;
        }
        do {
            blanks();
            if (!value(depth + 1)) {
                return false;
            }
            blanks();
        } while (take(','));
        return take(']');
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < text.length) {
            int character = text[at++];
            if (character == '"') {
                return true;
            }
            if (character >= 0 && character < ' ' || character == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        int character = peek();
        at++;
        if (character != 'u') {
            return character > 0 && "\"\\/bfnrt".indexOf(character) >= 0;
        }
        for (int i = 0; i < 4; i++, at++) {
            if (Character.digit(peek(), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
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
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private int peek() {
        return at < text.length ? text[at] : -1;
    }
}
