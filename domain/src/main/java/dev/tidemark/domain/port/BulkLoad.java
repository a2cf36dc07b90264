package dev.tidemark.domain.port;

import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/**
 * Takes rows that are not in the table yet as one stream, the fastest way that a store has: pages go out as they come, and
 * become durable together at {@link #commit}. Nothing is looked for and nothing updated: a row whose key is there is
 * refused. Not thread-safe; where a sink has several writers, several loads of one table may be open at a time, for rows with
 * different keys.
 *
 * <p>What was not committed when the load is closed has not happened.
 */
public interface BulkLoad extends AutoCloseable {

    /**
     * Sends the rows. Others see nothing of them before {@link #commit}.
     *
     * @param rows in the plan's column order; not kept when this returns
     * @return why these rows or some of those before them cannot be taken; nothing since the last commit is then kept, and
     *     the load can only be closed. Empty if nothing is known to be wrong so far
     * @throws StoreException if the store fails; the load is then dead, and nothing since the last commit has happened
     * @throws InterruptedException if the run was cancelled; none of these rows is taken, those before them still are
     */
    Optional<Refused> add(RowBatch rows) throws InterruptedException;

    /**
     * Has the store look at every row that was added and at every constraint, so that {@link #commit} finds nothing more to
     * refuse.
     *
     * @return as for {@link #add}
     * @throws StoreException as for {@link #add}
     */
    Optional<Refused> flush() throws InterruptedException;

    /**
     * Makes what was added since the last commit durable and visible; follows a {@link #flush} that refused nothing. Further
     * rows may be added afterwards.
     *
     * @return all of them as inserted
     * @throws StoreException if the store fails; the load is then dead, and whether the rows are there is not known
     */
    Applied commit() throws InterruptedException;

    @Override
    void close();
}
