package dev.tidemark.domain.position;

import dev.tidemark.domain.row.Value;
import java.util.List;

/**
 * The digests of rows that follow each other in the source's own order.
 *
 * @param end how many rows the pass had read when it came to the range's end, rejected ones included; ranges of a pass
 *     are told apart and ordered by it
 * @param rows how many rows have a digest here
 * @param first the key of the first row that was read for the range, in flight; {@code rows} may be fewer, for a row that did
 *     not land has no digest
 * @param last the key of the last
 * @param digests the rows' keys and digests as the engine encodes them; stores keep it as it is
 */
public record DigestRange(long end, int rows, List<Value> first, List<Value> last, byte[] digests) {
    public DigestRange {
        first = List.copyOf(first);
        last = List.copyOf(last);
    }
}
