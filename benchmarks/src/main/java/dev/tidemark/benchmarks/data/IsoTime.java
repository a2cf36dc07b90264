package dev.tidemark.benchmarks.data;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Microseconds since 1970 as text, always with six digits of a second. */
final class IsoTime {
    private static final long SECOND = 1_000_000L;

    private IsoTime() {
    }

    static String of(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, SECOND), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(27);
        text.append(time.getYear());
        two(text.append('-'), time.getMonthValue());
        two(text.append('-'), time.getDayOfMonth());
        two(text.append('T'), time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        String fraction = Long.toString(Math.floorMod(micros, SECOND) + SECOND);
        return text.append('.').append(fraction, 1, 7).append('Z').toString();
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
