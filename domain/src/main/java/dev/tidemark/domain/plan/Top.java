package dev.tidemark.domain.plan;

import java.util.Optional;

/**
 * Only the first rows of a table, by an order that the user chose; the key settles ties.
 *
 * @param order the order in the source's own SQL, such as {@code score desc}; empty for that of the key
 * @param rows how many
 */
public record Top(Optional<String> order, long rows) {
    public Top {
        if (rows < 1) {
            throw new IllegalArgumentException("a limit is at least 1: " + rows);
        }
    }
}
