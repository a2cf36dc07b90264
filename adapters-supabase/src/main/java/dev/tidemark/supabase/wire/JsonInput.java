package dev.tidemark.supabase.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON as it comes, token by token; a token lies in one piece in {@link #buffer} from {@link #start} to {@link #end} until
 * the next one is read. It checks what rows are made of, and is no general parser.
 */
final class JsonInput {
    private static final int SHOWN = 40;

    private final InputStream in;
    private byte[] bytes = new byte[1 << 16];
    private int at;
    private int limit;
    private int start;
    private int end;
    private boolean escaped;

    JsonInput(InputStream in) {
        this.in = in;
    }

    byte[] buffer() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether the string that was read last has escapes in it. */
    boolean isEscaped() {
        return escaped;
    }

    /** The token as text, a string with its escapes. */
    String text() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** The next byte that is no blank, which stays to be read. */
    int peek() throws IOException {
        while (true) {
            while (at < limit) {
                byte b = bytes[at];
                if (b > ' ') {
                    return b;
                }
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xff;
                }
                at++;
            }
            more();
        }
    }

    /** Goes past the byte that was peeked. */
    void skip() {
        at++;
    }

    void expect(char wanted) throws IOException {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    /** Goes past exactly these bytes, after blanks. */
    void expect(byte[] wanted) throws IOException {
        peek();
        while (limit - at < wanted.length) {
            more();
        }
        if (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
            throw unexpected(new String(wanted, StandardCharsets.UTF_8));
        }
        at += wanted.length;
    }

    /** Reads a string, at whose quote we are: the token is what stands between the quotes. */
    void string() throws IOException {
        at++;
        escaped = false;
        int look = at;
        while (true) {
            while (look < limit && bytes[look] != '"' && bytes[look] != '\\') {
                look++;
            }
            if (look + 1 < limit || look < limit && bytes[look] == '"') {
                if (bytes[look] == '"') {
                    token(look);
                    at++;
                    return;
                }
                escaped = true;
                look += 2;
            } else {
                look -= at;
                more();
                look += at;
            }
        }
    }

    /** Reads a number or a word up to what ends it. */
    void bare() throws IOException {
        int look = at;
        while (true) {
            while (look < limit && isBare(bytes[look])) {
                look++;
            }
            if (look < limit) {
                if (look == at) {
                    throw unexpected("a value");
                }
                token(look);
                return;
            }
            look -= at;
            more();
            look += at;
        }
    }

    /** Reads an object or an array, at whose first bracket we are: the token is the whole of it. */
    void nested() throws IOException {
        int depth = 0;
        boolean inString = false;
        int look = at;
        while (true) {
            while (look + 1 < limit) {
                byte b = bytes[look++];
                if (inString) {
                    inString = b != '"';
                    look += b == '\\' ? 1 : 0;
                } else if (b == '"') {
                    inString = true;
                } else if (b == '{' || b == '[') {
                    depth++;
                } else if ((b == '}' || b == ']') && --depth == 0) {
                    token(look);
                    return;
                }
            }
            look -= at;
            more();
            look += at;
        }
    }

    /** Reads what still comes, so that the connection can serve again. */
    void drain() throws IOException {
        while (in.read(bytes) >= 0) {
            // Nothing that matters comes behind the last bracket.
        }
    }

    private void token(int to) {
        start = at;
        end = to;
        at = to;
    }

    private static boolean isBare(byte b) {
        return b > ' ' && b != ',' && b != '}' && b != ']' && b != '"' && b != ':' && b != '{' && b != '[';
    }

    /** Reads on; what was not gone past moves to the front. */
    private void more() throws IOException {
        int kept = limit - at;
        if (at > 0) {
            System.arraycopy(bytes, at, bytes, 0, kept);
        } else if (kept == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        at = 0;
        limit = kept;
        int read = in.read(bytes, limit, bytes.length - limit);
        if (read < 0) {
            throw new EOFException("the answer ends in its middle");
        }
        limit += read;
    }

    IOException unexpected(String wanted) {
        String found = new String(bytes, at, Math.min(SHOWN, limit - at), StandardCharsets.UTF_8);
        return new IOException("the answer is no list of rows: expected " + wanted + ", found " + found);
    }
}
