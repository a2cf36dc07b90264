package dev.tidemark.runtime;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes identifiers of runs: ULIDs, 26 letters and digits that sort by the time of their making. Thread-safe.
 *
 * @see <a href="https://github.com/ulid/spec">ULID</a>
 */
final class RunIds {
    /** Crockford's base 32: no I, L, O and U, which are mistaken for others. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 16;
    private static final int BITS = 5;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis = Long.MIN_VALUE;

    RunIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Two identifiers of one process never share a millisecond, so that they sort in the order of their making. */
    synchronized String next() {
        lastMillis = Math.max(clock.millis(), lastMillis + 1);
        StringBuilder id = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
        for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            id.append(DIGITS.charAt((int) (lastMillis >>> digit * BITS) & DIGITS.length() - 1));
        }
        for (int digit = 0; digit < RANDOM_DIGITS; digit++) {
            id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return id.toString();
    }
}
