package dev.tidemark.http.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a {@link Problem}; the message is its detail. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final @Nullable Duration retryAfter;

    public ProblemException(int status, String detail) {
        this(status, detail, null);
    }

    /**
     * @param retryAfter when to try again
     */
    public ProblemException(int status, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
