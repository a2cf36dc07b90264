package dev.tidemark.domain.port;

import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/** The keys of one sink table, page by page, and their deletion. Not thread-safe. */
public interface OrphanSweep extends AutoCloseable {

    /** The next keys in the sink's own order, columns as in the write plan's key; empty after the last. */
    Optional<RowBatch> next() throws InterruptedException;

    /**
     * Deletes the rows with these keys, in one transaction.
     *
     * @return how many rows were deleted
     */
    long delete(RowBatch keys) throws InterruptedException;

    @Override
    void close();
}
