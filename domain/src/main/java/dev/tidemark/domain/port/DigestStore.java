package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import java.util.List;

/** Keeps the digests of the rows that passes brought over, range by range, durably. Thread-safe. */
public interface DigestStore {

    /** Adds ranges behind those that the pass has; durable when this returns. */
    void add(Scope scope, String pass, List<DigestRange> ranges);

    /** The pass's ranges that end after {@code after}, in the order of their ends; at most {@code limit}. */
    List<DigestRange> page(Scope scope, String pass, long after, int limit);

    /**
     * Gives a pass the ranges of another up to an end, where they are just what it would add itself.
     *
     * @param upTo the end of the last of them
     */
    void adopt(Scope scope, String from, long upTo, String to);

    /** Removes the pass's ranges up to an end. */
    void removeUpTo(Scope scope, String pass, long end);

    /** Removes the pass's ranges that end after {@code end}: they lie behind the checkpoint. */
    void removeAfter(Scope scope, String pass, long end);

    /** Removes the ranges of every pass of the scope but this one; an empty name is no pass. */
    void removeOtherPasses(Scope scope, String pass);

    /** How much is kept for a scope, all passes together. */
    Size size(Scope scope);

    /**
     * @param rows rows that have a digest
     * @param bytes of their digests
     */
    record Size(long rows, long bytes) {
    }
}
