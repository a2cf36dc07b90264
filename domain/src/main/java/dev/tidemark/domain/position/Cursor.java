package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import java.util.List;

/** A place between two rows of a table, in the order in which its store reads them. */
public sealed interface Cursor {

    /** Before the first row. */
    record Start() implements Cursor {
    }

    /**
     * After the row with these keyset values. Only the store that made it compares them; it may have added a tie-breaker
     * of its own behind the key.
     */
    record After(List<Value> keyset) implements Cursor {
        public After {
            keyset = List.copyOf(keyset);
        }
    }
}
