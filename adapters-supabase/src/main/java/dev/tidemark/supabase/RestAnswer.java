package dev.tidemark.supabase;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server answered. The body is read as it comes; closing gives the connection back.
 *
 * @param body throws {@link IOException} if the answer is cut or does not come; that of a failure has come, and can be read
 *     again
 */
record RestAnswer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    private static final Pattern ROWS = Pattern.compile("^(\\d{1,18})-(\\d{1,18})/");

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

    /** How many rows came: {@code Content-Range: 0-99/*}; none where the server does not tell. */
    OptionalLong rows() {
        Matcher range = ROWS.matcher(header("Content-Range").orElse(""));
        return range.find()
                ? OptionalLong.of(Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1)
                : OptionalLong.empty();
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
