package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.Optional;

/**
 * How far a source's watermark column has come.
 *
 * @param highest the greatest value now; empty if the table has none but NULL
 * @param settled up to which value, inclusive, no row can appear any more that was changed before now; not above
 *     {@code highest}; where transactions are still running it lies before the oldest of them. Empty if there is no such value
 * @param warnings what a person should know, such as that the store hides the transactions of others
 */
public record WatermarkBounds(Optional<Value> highest, Optional<Value> settled, List<String> warnings) {
    public WatermarkBounds {
        warnings = List.copyOf(warnings);
    }
}
