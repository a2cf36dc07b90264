package dev.tidemark.supabase;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfter {
    /** PostgREST says 0 when its database is gone, and would be asked all the time. */
    static final Duration LEAST = Duration.ofMillis(500);
    /** A run that waits longer had better end, and be started again. */
    static final Duration MOST = Duration.ofMinutes(5);

    private RetryAfter() {
    }

    /** How long to wait from now on, within sane bounds; empty if the header is neither of its forms. */
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(bounded(Duration.between(now, until)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration asked) {
        Duration atLeast = asked.compareTo(LEAST) < 0 ? LEAST : asked;
        return atLeast.compareTo(MOST) > 0 ? MOST : atLeast;
    }
}
