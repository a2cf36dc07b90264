package dev.tidemark.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the server answered. The body is read as it comes; closing gives the connection back.
 *
 * @param body throws {@link IOException} if the answer is cut or does not come
 */
record RestAnswer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** How many rows there are in all, where {@code count=exact} was asked for: {@code Content-Range: 0-99/2519}. */
    OptionalLong total() {
        String range = header("Content-Range").orElse("");
        String total = range.substring(range.indexOf('/') + 1);
        return total.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(total)) : OptionalLong.empty();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
