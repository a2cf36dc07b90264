package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,PT0.5S", "1,PT1S", "120,PT2M", "999999999,PT5M"})
    void secondsAreBounded(String header, Duration pause) {
        assertEquals(Optional.of(pause), RetryAfter.parse(header, NOW));
    }

    @Test
    void aDateIsAsFarAsItIsFromNow() {
        assertEquals(Optional.of(Duration.ofSeconds(30)), RetryAfter.parse("Sat, 21 Nov 2026 12:00:30 GMT", NOW));
        assertEquals(Optional.of(RetryAfter.LEAST), RetryAfter.parse("Sat, 21 Nov 2026 11:00:00 GMT", NOW));
        assertEquals(Optional.of(RetryAfter.MOST), RetryAfter.parse("Sun, 22 Nov 2026 12:00:00 GMT", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "2026-11-21T12:00:00Z"})
    void everythingElseSaysNothing(String header) {
        assertTrue(RetryAfter.parse(header, NOW).isEmpty());
    }
}
