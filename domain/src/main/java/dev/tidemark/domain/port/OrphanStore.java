package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.Value;
import java.util.List;

/**
 * Keeps the keys of sink rows that the source seems to lack, until they are deleted or found again: they may be many, so
 * they do not stay in memory. What a run left is worth nothing to the next. Thread-safe.
 */
public interface OrphanStore {

    /** Adds keys, in the order of the write plan's key. */
    void add(Scope scope, List<List<Value>> keys);

    /** The keys after the one with the given number, in the order in which they were added; 0 for the first page. */
    List<Stored> page(Scope scope, long after, int limit);

    long count(Scope scope);

    /** Removes all keys of the scope. */
    void clear(Scope scope);

    /**
     * @param number unique in the scope, growing, greater than 0
     */
    record Stored(long number, List<Value> key) {
        public Stored {
            key = List.copyOf(key);
        }
    }
}
