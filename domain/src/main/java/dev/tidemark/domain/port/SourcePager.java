package dev.tidemark.domain.port;

import java.util.Optional;

/** The rows of one table, page by page. Not thread-safe; used by one thread at a time. */
public interface SourcePager extends AutoCloseable {

    /**
     * Reads the next page, of at most the plan's limit and at least one row.
     *
     * @return the page, or empty when the last row was read
     * @throws StoreException if the store fails; the pager is then dead, and another opened at the last
     *     {@link Page#end} goes on without loss
     * @throws InterruptedException if the run was cancelled
     */
    Optional<Page> next() throws InterruptedException;

    @Override
    void close();
}
