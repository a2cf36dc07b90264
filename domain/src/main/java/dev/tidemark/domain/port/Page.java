package dev.tidemark.domain.port;

import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import java.util.List;

/**
 * Rows in keyset order; the position travels with the data.
 *
 * @param rows the rows that could be read exactly; may be empty if all were rejected
 * @param rejects the rows that could not; they count as read
 * @param end the place after the last row of the page, rejected ones included
 */
public record Page(RowBatch rows, List<Reject> rejects, Cursor end) {
    public Page {
        rejects = List.copyOf(rejects);
    }

    /** The rows read, rejected ones included. */
    public long read() {
        return rows.size() + (long) rejects.size();
    }
}
