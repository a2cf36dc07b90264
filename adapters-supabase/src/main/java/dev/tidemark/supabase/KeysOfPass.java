package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The keys that a pass has brought, so that a second row of one of them does not overwrite the first. Not thread-safe. */
final class KeysOfPass {
    private final Set<KeyDigest> keys = new HashSet<>();

    /** The first row whose key another row of the pass had before, if there is one. */
    Optional<Refused> collision(KeyDigest[] batch) {
        Set<KeyDigest> inBatch = new HashSet<>();
        for (int row = 0; row < batch.length; row++) {
            if (keys.contains(batch[row]) || !inBatch.add(batch[row])) {
                return Optional.of(new Refused(Reason.of(Reason.Kind.SAME_KEY,
                        "another row of this pass has the same key in the sink"), OptionalInt.of(row)));
            }
        }
        return Optional.empty();
    }

    boolean contains(KeyDigest key) {
        return keys.contains(key);
    }

    void add(KeyDigest[] batch) {
        keys.addAll(java.util.Arrays.asList(batch));
    }
}
