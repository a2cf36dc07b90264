package dev.tidemark.testkit.supabase;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1 (RFC 9112) as it goes over the wire: as much of it as PostgREST and its clients use.
 *
 * @param start the request line or the status line
 * @param headers their names in lower case; a repeated one is joined by commas
 */
record HttpMessage(String start, Map<String, String> headers, byte[] body) {
    private static final byte[] NOTHING = new byte[0];

    /** The next message of a connection; empty at its end. */
    static Optional<HttpMessage> readRequest(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return Optional.empty();
        }
        Map<String, String> headers = headers(in);
        boolean hasBody = headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
        return Optional.of(new HttpMessage(start, headers, hasBody ? body(in, headers) : NOTHING));
    }

    /** The answer to a request of this method. */
    static HttpMessage readAnswer(InputStream in, String method) throws IOException {
        String start = line(in);
        if (start == null) {
            throw new EOFException("no answer");
        }
        Map<String, String> headers = headers(in);
        HttpMessage head = new HttpMessage(start, headers, NOTHING);
        boolean bodiless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        return bodiless ? head : new HttpMessage(start, headers, body(in, headers));
    }

    static HttpMessage answer(int status, Map<String, String> headers, String body) {
        return new HttpMessage("HTTP/1.1 " + status + " -", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(start.split(" ", 3)[1]);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The same with other headers, a null for one that is to be left out. */
    HttpMessage with(String start, Map<String, String> others) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.putAll(others);
        return new HttpMessage(start, changed, body);
    }

    HttpMessage without(String... names) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        for (String name : names) {
            fewer.remove(name);
        }
        return new HttpMessage(start, fewer, body);
    }

    /** Sends it with the length of its body, whatever it came with. */
    void writeTo(OutputStream out) throws IOException {
        writeTo(out, body.length);
    }

    /** Sends the first bytes of its body only, though it announces all of them. */
    void writeTo(OutputStream out, int bytes) throws IOException {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        without("transfer-encoding", "content-length").headers
                .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        boolean answerWithoutBody = start.startsWith("HTTP/") && (status() == 204 || status() == 304);
        if (!answerWithoutBody) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + bytes + 2);
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.write(body, 0, bytes);
        whole.writeTo(out);
        out.flush();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = wholeLine(in); !line.isEmpty(); line = wholeLine(in)) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return exactly(in, Integer.parseInt(length));
        }
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.writeBytes(exactly(in, size));
            wholeLine(in);
        }
        headers(in);
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(wholeLine(in).split(";", 2)[0].strip(), 16);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("cut after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String wholeLine(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            throw new EOFException("cut in its head");
        }
        return line;
    }

    /** Null at the end of the stream. */
    private static @org.jspecify.annotations.Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
