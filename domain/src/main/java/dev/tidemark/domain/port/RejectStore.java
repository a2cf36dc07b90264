package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Checkpoint.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Keeps rejected rows, durably, until they land or are dropped. Thread-safe. */
public interface RejectStore {

    /** Keeps the rejects of one pass; durable when this returns. */
    void add(Scope scope, String pass, Instant at, List<Reject> rejects);

    /**
     * The scope's rejects in the order in which they were added, after the one with the given number.
     *
     * @param after the number of the last reject already seen; 0 for the first page
     * @param limit the most to return
     */
    List<Stored> page(Scope scope, long after, int limit);

    /** How many rejects each scope of the profile has; scopes without any are left out. */
    List<Count> count(String profile);

    /** Removes the rejects with these numbers. */
    void remove(Collection<Long> numbers);

    /** Removes the scope's rejects of every pass but this one: a completed pass has read all rows again. */
    void removeOtherPasses(Scope scope, String pass);

    /**
     * A reject as it is kept.
     *
     * @param number unique in the store, growing
     * @param pass the pass that rejected it
     * @param at when
     */
    record Stored(long number, Scope scope, String pass, Instant at, Reject reject) {
    }

    /** How many rejects a scope has. */
    record Count(Scope scope, long rejects) {
    }
}
