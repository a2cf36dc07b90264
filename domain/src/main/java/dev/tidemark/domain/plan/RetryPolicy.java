package dev.tidemark.domain.plan;

import java.time.Duration;

/**
 * How often and after which pause transient trouble is tried again: 1, 2, 4... times the base delay, never more than the
 * longest, with jitter.
 *
 * @param attempts the tries in all, the first included
 * @param baseDelay the pause before the second try
 * @param maxDelay the longest pause
 */
public record RetryPolicy(int attempts, Duration baseDelay, Duration maxDelay) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(30));

    public RetryPolicy {
        if (attempts < 1 || baseDelay.isNegative() || maxDelay.compareTo(baseDelay) < 0) {
            throw new IllegalArgumentException("not a retry policy: " + attempts + ", " + baseDelay + ", " + maxDelay);
        }
    }

    /** The longest pause after the given failed try (1 for the first), before jitter. */
    public Duration delayAfter(int failedAttempt) {
        Duration delay = baseDelay.multipliedBy(1L << Math.min(failedAttempt - 1, 20));
        return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
    }
}
