package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.port.StoreException;
import java.sql.SQLException;

/**
 * How the steps of one upserter become durable: each is a transaction, or all are one in which each is a savepoint, so that
 * a step that is undone leaves the others. Upserters of one session take turns: a transaction each, for SQLite has one writer.
 *
 * <p>One transaction over all steps would, in a rollback-journal mode, keep readers out from the moment when SQLite's cache
 * is full and changed pages go to the file; so they stay in memory until the commit, as far as they are many. In WAL mode
 * they go to the WAL and keep nobody out.
 *
 * @see <a href="https://sqlite.org/pragma.html#pragma_cache_spill">PRAGMA cache_spill</a>
 */
final class SqliteTransaction {
    private static final String STEP = "tidemark_step";

    private final SqliteSession session;
    private final boolean enforced;
    private final boolean whole;
    private boolean hasTurn;
    private boolean running;
    private boolean spills = true;
    private boolean lost;

    /**
     * @param enforced whether foreign keys count
     */
    SqliteTransaction(SqliteSession session, boolean enforced, Visibility visibility) {
        this.session = session;
        this.enforced = enforced;
        this.whole = visibility == Visibility.AT_COMMIT;
    }

    /** Whether all steps are one transaction. */
    boolean isWhole() {
        return whole;
    }

    /** Waits until no other upserter's transaction runs; before the session's lock is taken. */
    void awaitTurn() throws InterruptedException {
        if (!hasTurn) {
            session.turn().acquire();
            hasTurn = true;
        }
    }

    /** Lets others have their turn, unless a transaction is running. */
    void passTurn() {
        if (hasTurn && !running) {
            hasTurn = false;
            session.turn().release();
        }
    }

    void begin() throws SQLException {
        begin(enforced);
    }

    /** Begins a step in which foreign keys need not be looked at; in one transaction of all steps they still are. */
    void beginUnenforced() throws SQLException {
        begin(false);
    }

    /** Whether foreign keys are looked at in a step that was begun by {@link #beginUnenforced}. */
    boolean isEnforcedAnyway() {
        return whole && enforced;
    }

    private void begin(boolean enforcing) throws SQLException {
        if (lost) {
            throw new StoreException.Permanent("a trigger rolled back all that was written to " + session.store()
                    + " in one transaction", "",
                    "Take RAISE(ROLLBACK) out of the trigger, or use mode: upsert.", null);
        }
        if (!running) {
            if (whole && !session.text("PRAGMA journal_mode").equalsIgnoreCase("wal")) {
                session.run("PRAGMA cache_spill = OFF");
                spills = false;
            }
            session.begin(whole ? enforced : enforcing);
            running = true;
        }
        if (whole) {
            session.run("SAVEPOINT " + STEP);
        }
    }

    /** Keeps what was done since {@link #begin}. */
    void keep() throws SQLException {
        if (whole) {
            session.run("RELEASE " + STEP);
        } else {
            session.run("COMMIT");
            running = false;
        }
    }

    /** Undoes what was done since {@link #begin}; SQLite itself may have undone all. */
    void undo() {
        if (whole) {
            try {
                session.run("ROLLBACK TO " + STEP);
                session.run("RELEASE " + STEP);
                return;
            } catch (SQLException _) {
                // RAISE(ROLLBACK) in a trigger, or a full disk: what comes next must not pass for a part of it.
                lost = true;
            }
        }
        end();
    }

    /** Makes all steps durable and visible. */
    void commit() throws SQLException {
        if (lost) {
            begin();
        }
        if (running) {
            session.run("COMMIT");
            running = false;
            restore();
        }
    }

    /** Forgets what was not committed. */
    void close() {
        if (running) {
            end();
        }
        restore();
    }

    private void end() {
        session.rollback();
        running = false;
        restore();
    }

    private void restore() {
        if (!spills) {
            spills = true;
            try {
                session.run("PRAGMA cache_spill = ON");
            } catch (SQLException _) {
                // The pragma changes nothing but how much memory is used.
            }
        }
    }
}
