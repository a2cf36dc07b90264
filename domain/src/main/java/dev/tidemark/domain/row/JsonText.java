package dev.tidemark.domain.row;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON by value: two texts that say the same have one canonical form. White space goes, members are sorted by name and
 * the last of two with one name holds, as in {@code jsonb}; {@code 1.0} and {@code 1e0} are one number, and so are
 * {@code "A"} and its escape.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class JsonText {
    private static final int DEEPEST = 500;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /** The canonical form, or empty if the text is no JSON. */
    public static Optional<String> canonical(String text) {
        JsonText reader = new JsonText(text);
        try {
            StringBuilder out = new StringBuilder(text.length());
            reader.value(out);
            reader.skipWhiteSpace();
            return reader.at == text.length() ? Optional.of(out.toString()) : Optional.empty();
        } catch (NotJson _) {
            return Optional.empty();
        }
    }

    /** The canonical form as UTF-8; what is no JSON stays as it is. */
    static byte[] canonical(byte[] heap, int offset, int length) {
        String text = new String(heap, offset, length, StandardCharsets.UTF_8);
        return canonical(text).orElse(text).getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the reading; has no trace, for it never leaves this class. */
    private static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        NotJson() {
            super(null, null, false, false);
        }
    }

    private void value(StringBuilder out) throws NotJson {
        skipWhiteSpace();
        switch (peek()) {
            case '{' -> object(out);
            case '[' -> array(out);
            case '"' -> quote(string(), out);
            case 't' -> word("true", out);
            case 'f' -> word("false", out);
            case 'n' -> word("null", out);
            default -> number(out);
        }
    }

    private void object(StringBuilder out) throws NotJson {
        enter();
        Map<String, String> members = new TreeMap<>();
        for (boolean more = !ends('}'); more; more = goesOn('}')) {
            skipWhiteSpace();
            String name = string();
            skipWhiteSpace();
            expect(':');
            StringBuilder value = new StringBuilder();
            value(value);
            members.put(name, value.toString());
        }
        depth--;
        out.append('{');
        members.forEach((name, value) -> {
            if (out.charAt(out.length() - 1) != '{') {
                out.append(',');
            }
            quote(name, out);
            out.append(':').append(value);
        });
        out.append('}');
    }

    private void array(StringBuilder out) throws NotJson {
        enter();
        out.append('[');
        boolean first = true;
        for (boolean more = !ends(']'); more; more = goesOn(']')) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(out);
        }
        depth--;
        out.append(']');
    }

    private void enter() throws NotJson {
        at++;
        if (++depth > DEEPEST) {
            throw new NotJson();
        }
    }

    /** Whether an object or array is empty; passes its end. */
    private boolean ends(char close) {
        skipWhiteSpace();
        if (peek() != close) {
            return false;
        }
        at++;
        return true;
    }

    /** Whether another element follows; passes the comma, or the end. */
    private boolean goesOn(char close) throws NotJson {
        if (ends(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() throws NotJson {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char next = next();
            if (next == '"') {
                return out.toString();
            }
            if (next < ' ') {
                throw new NotJson();
            }
            out.append(next == '\\' ? escaped() : next);
        }
    }

    private char escaped() throws NotJson {
        char kind = next();
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw new NotJson();
        };
    }

    private char hex() throws NotJson {
        int code = 0;
        for (int digit = 0; digit < 4; digit++) {
            int value = Character.digit(next(), 16);
            if (value < 0) {
                throw new NotJson();
            }
            code = code << 4 | value;
        }
        return (char) code;
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(String.format("%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void number(StringBuilder out) throws NotJson {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        try {
            BigDecimal number = new BigDecimal(text.substring(start, at));
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } catch (NumberFormatException _) {
            throw new NotJson();
        }
    }

    private void digits() throws NotJson {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw new NotJson();
        }
    }

    private void word(String word, StringBuilder out) throws NotJson {
        if (!text.startsWith(word, at)) {
            throw new NotJson();
        }
        at += word.length();
        out.append(word);
    }

    private void skipWhiteSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
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

    private void expect(char wanted) throws NotJson {
        if (!skip(wanted)) {
            throw new NotJson();
        }
    }

    private char next() throws NotJson {
        if (at == text.length()) {
            throw new NotJson();
        }
        return text.charAt(at++);
    }

    /** The next character, or NUL at the end, which no JSON text begins with. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }
}
