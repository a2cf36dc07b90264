package dev.tidemark.postgres.state;

import io.micronaut.core.annotation.Introspected;
import java.time.Duration;

/**
 * A lease as its query gives it.
 *
 * @param token whose it is
 * @param beats how often its holder has beaten
 * @param remainingMillis how long it lasts, by the server's clock; not above 0 if it has run out
 */
@Introspected
record LockRow(String token, String holder, long beats, long remainingMillis) {

    boolean isAlive() {
        return remainingMillis > 0;
    }

    Duration remaining() {
        return Duration.ofMillis(Math.max(1, remainingMillis));
    }

    /** Whether its holder did something after it was seen like this. */
    boolean differsFrom(LockRow seen) {
        return beats != seen.beats || !token.equals(seen.token);
    }
}
