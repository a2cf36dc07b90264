package dev.tidemark.cli.render;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Amounts {
    private static final double BYTES_A_MEGABYTE = 1024 * 1024;

    private Amounts() {
    }

    /** With thousands separators, such as {@code 15,928}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number and what it counts, such as {@code 1 retry} or {@code 12 retries}. */
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** Such as {@code 47.33 MB}; a megabyte is 1,048,576 bytes. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.2f MB", bytes / BYTES_A_MEGABYTE);
    }

    /** Such as {@code +1.16 MB}. */
    public static String growth(long bytes) {
        return String.format(Locale.ROOT, "%+,.2f MB", bytes / BYTES_A_MEGABYTE);
    }

    /** Such as {@code 96 MB}. */
    public static String wholeMegabytes(long bytes) {
        return count(Math.round(bytes / BYTES_A_MEGABYTE)) + " MB";
    }

    /** What a run took: {@code 2.3s}, {@code 2m 05s}, {@code 1h 02m}. */
    public static String took(Duration duration) {
        double seconds = duration.toMillis() / 1000.0;
        return seconds < 59.95 ? String.format(Locale.ROOT, "%.1fs", seconds) : minutes(duration);
    }

    /** What a run will still take, in whole units, rounded up: {@code 3s}, {@code 2m 05s}. */
    public static String left(Duration duration) {
        Duration whole = Duration.ofSeconds((duration.toNanos() + 999_999_999) / 1_000_000_000);
        return whole.toSeconds() < 60 ? whole.toSeconds() + "s" : minutes(whole);
    }

    private static String minutes(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%,dh %02dm", seconds / 3600, seconds % 3600 / 60);
    }
}
