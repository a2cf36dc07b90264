package dev.tidemark.domain.port;

import dev.tidemark.domain.row.RowBatch;

/** Writes the rows of one table, batch by batch. Not thread-safe. */
public interface SinkUpserter extends AutoCloseable {

    /**
     * Writes every row of the batch by key: all of them, or none.
     *
     * <p>When this returns {@link UpsertOutcome.Applied}, the rows are durable and visible to new connections
     * (with {@code AT_COMMIT}: they will be, see {@link #commit}). When it
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

    /**
     * Deletes the rows with these keys: all of them that no row that stays refers to, whatever the reference's ON DELETE
     * says. A row is no reason to stay if it is among those to delete. Deleting the same keys again has no further effect,
     * except for {@code APPEND}.
     *
     * @param keys columns as in the plan's key, each at most once; for {@code APPEND} whole rows, and of equal rows as many
     *     are deleted as there are in the batch
     * @throws StoreException if the store fails, as for {@link #upsert}
     */
    Deletion delete(RowBatch keys) throws InterruptedException;

    /**
     * Ends the transaction of {@link dev.tidemark.domain.plan.WritePlan.Visibility#AT_COMMIT}: all that was written and
     * deleted since the last call is durable and visible when this returns; what is not committed when the upserter is
     * closed has not happened. Does nothing where each batch is a transaction.
     */
    void commit() throws InterruptedException;

    @Override
    void close();
}
