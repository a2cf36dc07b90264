package dev.tidemark.domain.engine;

import dev.tidemark.domain.row.RowBatch;

/** Decides which of the rows read are written in a pass. Not thread-safe. */
sealed interface RowFilter permits RowFilter.Everything, KeylessFilter {

    /** Sorts the rows of a page. */
    Sorted sort(RowBatch page);

    /**
     * @param mine how many rows of the page this pass is concerned with; all, unless the table is read in several passes
     * @param missing those of them that are to be written; the rest of {@code mine} is in the sink already
     */
    record Sorted(long mine, RowBatch missing) {
    }

    /** Every row is written; the sink itself leaves equal ones alone. */
    record Everything() implements RowFilter {
        @Override
        public Sorted sort(RowBatch page) {
            return new Sorted(page.size(), page);
        }
    }
}
