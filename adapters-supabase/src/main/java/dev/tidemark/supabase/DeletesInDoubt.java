package dev.tidemark.supabase;

import java.util.HashSet;
import java.util.Set;

/**
 * Rows that were there when their deletion was asked for, and of which no answer came. If they are gone when the same keys
 * come again, they were deleted. Thread-safe.
 */
final class DeletesInDoubt {
    private final Set<KeyDigest> keys = new HashSet<>();

    synchronized void add(KeyDigest key) {
        keys.add(key);
    }

    /** Whether it was among them. */
    synchronized boolean remove(KeyDigest key) {
        return keys.remove(key);
    }
}
