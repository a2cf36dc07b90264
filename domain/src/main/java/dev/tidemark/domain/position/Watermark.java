package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import java.util.Optional;

/**
 * Which rows of a table a run looks at by a column that grows: those at or after {@code from} and up to {@code upTo},
 * both inclusive, and always those where the column is NULL.
 *
 * @param column the column that grows with each change
 * @param from the lower bound, lookback already taken off; empty on the first run
 * @param upTo the upper bound, fixed at the start of the run
 */
public record Watermark(String column, Optional<Value> from, Optional<Value> upTo) {
}
