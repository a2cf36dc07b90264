package dev.tidemark.domain.engine;

import dev.tidemark.domain.row.RowBatch;

/** Decides which of the rows read are written in a pass. Used by one thread; page by page in the order of reading. */
sealed interface RowFilter extends AutoCloseable
        permits RowFilter.Everything, KeylessFilter, MergeFilter, MatchFilter, DigestFilter {

    /** Sorts the rows of a page. */
    Sorted sort(RowBatch page) throws InterruptedException;

    /** The last page was sorted; called only if it was. */
    void end() throws InterruptedException;

    @Override
    void close();

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

        @Override
        public void end() {
            // nothing is left to find out
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
