package dev.tidemark.domain.engine;

/**
 * Why a run or a table did not end well.
 *
 * @param kind what has to change before it can
 * @param message what was being done and what the store said
 * @param advice what a person can do next; may be empty
 */
public record Failure(Kind kind, String message, String advice) {

    /** What has to change. */
    public enum Kind {
        /** What the user wrote. */
        CONFIGURATION,
        /** A store has to answer, to be there, or to let us in. */
        UNREACHABLE,
        /** A guard stopped it: another run holds the profile, more rows would be deleted than may be. */
        REFUSED,
        /** Something else; the message tells. */
        FAILED
    }
}
