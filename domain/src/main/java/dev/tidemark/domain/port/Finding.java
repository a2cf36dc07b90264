package dev.tidemark.domain.port;

/**
 * Something that a look at a store brought to light before anything is written.
 *
 * @param severity how bad it is
 * @param table the table that it concerns, under its store's name; empty if it concerns the store
 * @param message what was found, with example keys where rows are concerned
 * @param advice what a person can do; empty where nothing needs to be done
 */
public record Finding(Severity severity, String table, String message, String advice) {

    /** How bad a finding is. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** A run will work, and something about it is worth knowing. */
        NOTE,
        /** A run will come to its end, and some rows will not land, or something will not be done. */
        WARNING,
        /** A run will fail. */
        ERROR
    }
}
