package dev.tidemark.domain.port;

import java.time.Instant;
import java.util.List;

/** Who did what over the server; entries are added and never changed. Thread-safe. */
public interface AuditLog {

    /**
     * Adds an entry.
     *
     * @param actor the token's id and name, or who else it was
     * @param action such as {@code start}, {@code cancel}, {@code retry}
     * @param subject what it was done to: a run, a profile
     * @param detail for a person; never a secret, never the value of a row
     */
    void add(Instant at, String actor, String action, String subject, String detail);

    /**
     * Entries before the one with this number, newest first.
     *
     * @param before {@link Long#MAX_VALUE} for the newest
     */
    List<Entry> before(long before, int limit);

    /** An entry as it is kept; numbers grow. */
    record Entry(long number, Instant at, String actor, String action, String subject, String detail) {
    }
}
