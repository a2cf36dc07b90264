package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan.Visibility;
import java.sql.SQLException;

/**
 * What makes a batch all or nothing: a transaction of its own, or, where others see nothing before the commit, a savepoint
 * in the one that lasts until then. Not thread-safe.
 */
final class WriteTransaction {
    /** A batch before this one may have had its reasons to forbid plans; they do not hold for what follows. */
    static final String PROTECT = "savepoint tidemark_batch; set local enable_hashjoin = default;"
            + "set local enable_mergejoin = default; set local enable_seqscan = default";

    /** What is deferred is looked at now, while there is still a batch to refuse. */
    private static final String KEEP = "set constraints all immediate; release savepoint tidemark_batch";

    private final PostgresSession session;
    private final Visibility visibility;
    private boolean open;

    WriteTransaction(PostgresSession session, Visibility visibility) {
        this.session = session;
        this.visibility = visibility;
    }

    /** Whether nothing is committed before {@link #commit}. */
    boolean isLong() {
        return visibility == Visibility.AT_COMMIT;
    }

    /** Whether a transaction of several batches has begun. */
    boolean isOpen() {
        return open;
    }

    /** Begins the transaction, if none lasts. */
    void open() throws SQLException {
        if (!open) {
            session.begin();
            open = isLong();
        }
    }

    /** From here on the batch can be undone alone. */
    void protect() throws SQLException {
        if (isLong()) {
            session.execute(PROTECT);
        }
    }

    /** Undoes the batch. */
    void undo() throws SQLException {
        if (isLong()) {
            session.execute("rollback to savepoint tidemark_batch; release savepoint tidemark_batch");
        } else {
            session.rollback();
        }
    }

    /** The batch is complete. */
    void keep() throws SQLException {
        if (isLong()) {
            session.execute(KEEP);
        } else {
            session.commit();
        }
    }

    /** Ends the long transaction, if there is one. */
    void commit() throws SQLException {
        if (open) {
            session.commit();
            open = false;
        }
    }

    /** Undoes everything since the last commit. */
    void abandon() {
        session.rollback();
        open = false;
    }
}
