package dev.tidemark.domain.port;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store did not do what it was asked, and not because of a row. The type says what to do about it; the message says
 * what was being done, what the store said with its code, and what a person can do next. It never holds a secret.
 */
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String advice;

    private StoreException(String message, String code, String advice, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.advice = advice;
    }

    /** The store's own code, such as an SQLSTATE or {@code SQLITE_BUSY}; may be empty. */
    public String code() {
        return code;
    }

    /** What a person can do next; may be empty. */
    public String advice() {
        return advice;
    }

    /** It may pass if tried again on a new object: a deadlock, a lock, an overload, a connection that broke. */
    public static final class Transient extends StoreException {
        private static final long serialVersionUID = 1;

        private final transient Optional<Duration> retryAfter;

        public Transient(String message, String code, String advice, @Nullable Throwable cause) {
            this(message, code, advice, cause, Optional.empty());
        }

        /**
         * @param retryAfter how long the store asked to be left alone
         */
        public Transient(String message, String code, String advice, @Nullable Throwable cause,
                Optional<Duration> retryAfter) {
            super(message, code, advice, cause);
            this.retryAfter = retryAfter;
        }

        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** The store does not answer; tried again like {@link Transient}, and then the run ends as not reachable. */
    public static final class Unreachable extends StoreException {
        private static final long serialVersionUID = 1;

        public Unreachable(String message, String code, String advice, @Nullable Throwable cause) {
            super(message, code, advice, cause);
        }
    }

    /** It was too much at once: a statement time-out, a body limit. Half as much may pass. */
    public static final class TooLarge extends StoreException {
        private static final long serialVersionUID = 1;

        public TooLarge(String message, String code, String advice, @Nullable Throwable cause) {
            super(message, code, advice, cause);
        }
    }

    /** It never passes as it is: a missing table, a statement that the store does not understand, a damaged file. */
    public static final class Permanent extends StoreException {
        private static final long serialVersionUID = 1;

        public Permanent(String message, String code, String advice, @Nullable Throwable cause) {
            super(message, code, advice, cause);
        }
    }

    /** The store does not let us in: credentials, rights, a file that is not there. Nothing is tried again. */
    public static final class Denied extends StoreException {
        private static final long serialVersionUID = 1;

        public Denied(String message, String code, String advice, @Nullable Throwable cause) {
            super(message, code, advice, cause);
        }
    }
}
