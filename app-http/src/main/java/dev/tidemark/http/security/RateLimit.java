package dev.tidemark.http.security;

/**
 * How often a token may be used.
 *
 * @param perSecond requests a second, in the long run
 */
public record RateLimit(long perSecond) {
    /** Far more than two hundred callers with one token reach on two cores; a program that runs wild on a larger machine stops here. */
    public static final long DEFAULT_PER_SECOND = 5_000;

    private static final int BURST_SECONDS = 10;

    /** Requests that may come at once after a while without any. */
    long burst() {
        return perSecond * BURST_SECONDS;
    }
}
