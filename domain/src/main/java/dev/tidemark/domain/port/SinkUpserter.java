package dev.tidemark.domain.port;

import dev.tidemark.domain.row.RowBatch;

/** Writes the rows of one table, batch by batch. Not thread-safe. */
public interface SinkUpserter extends AutoCloseable {

    /**
     * Writes every row of the batch by key: all of them, or none.
     *
     * <p>When this returns {@link UpsertOutcome.Applied}, the rows are durable and visible to new connections. When it
     * returns {@link UpsertOutcome.Refused}, nothing has changed; some row breaks a rule of the sink (a constraint, a
     * type, a size) and the caller decides which. Except for {@code APPEND}, applying the same batch again has no
     * further effect, so a batch whose fate is unknown may be repeated.
     *
     * @param batch rows in the plan's column order, each key at most once; may be empty
     * @return how many rows were applied, or why the batch was refused
     * @throws StoreException if the store fails; the upserter is then dead and nothing of the batch is known to be
     *     applied: open another, and repeat the batch if it is transient
     * @throws InterruptedException if the run was cancelled; the batch is then applied or not, as a whole
     */
    UpsertOutcome upsert(RowBatch batch) throws InterruptedException;

    @Override
    void close();
}
