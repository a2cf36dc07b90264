package dev.tidemark.sqlite;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One transaction from commit to commit, however many pages it takes, and one prepared INSERT for every row. A file that is
 * new keeps the rollback journal that it has by default: what is added to its end goes to the disk once, in WAL mode twice.
 * From the first row to the commit no other writer of the sink has its turn.
 */
final class SqliteLoad implements BulkLoad {
    /** BEGIN, and COMMIT. */
    private static final int TRANSACTION = 2;
    /** Another program may add a trigger between two windows. */
    private static final String SCHEMA_VERSION = "PRAGMA main.schema_version";

    private final SqliteSession session;
    private final SqliteTable table;
    private final SqliteStatements statements;
    private final long schema;
    private long rows;
    private int pages;
    private boolean running;
    private boolean over;
    private boolean closed;

    private SqliteLoad(SqliteSession session, SqliteTable table, SqliteStatements statements) throws SQLException {
        this.session = session;
        this.schema = session.number(SCHEMA_VERSION);
        this.table = table;
        this.statements = statements;
    }

    /**
     * @param enforced whether foreign keys count
     * @param triggers the table's triggers
     * @return empty where rows could be changed on their way in, where a key that is there would not be refused, and where
     *     only the commit would tell that a row refers to nothing
     */
    static Optional<BulkLoad> open(SqliteSession session, SqliteTable table, WritePlan plan, boolean enforced,
            List<String> triggers, SqliteStatements statements) throws SQLException {
        boolean plain = triggers.isEmpty() && !(enforced && !table.foreignKeys().isEmpty());
        boolean apart = plan.mode() != WriteMode.APPEND && plan.collisions() == KeyCollisions.IMPOSSIBLE
                && table.isUnique(plan.key()) && plan.visibility() == Visibility.EACH_BATCH;
        return plain && apart ? Optional.of(new SqliteLoad(session, table, statements)) : Optional.empty();
    }

    @Override
    public Optional<Refused> add(RowBatch page) throws InterruptedException {
        checkUsable();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (page.isEmpty()) {
            return Optional.empty();
        }
        OptionalInt nullKey = firstNullKey(page);
        if (nullKey.isPresent()) {
            undo();
            return Optional.of(new Refused(Reason.of(Reason.Kind.NULL_KEY,
                    "a column of the key is NULL, by which no row is found again, or the rowid is"), nullKey));
        }
        if (!running) {
            session.turn().acquire();
        }
        session.lock().lock();
        try {
            begin();
            if (session.number(SCHEMA_VERSION) != schema) {
                return refused("the file's schema was changed during the load");
            }
            long[] changes = statements.insert().run(page, IntStream.range(0, page.size()).toArray(),
                    SqliteBatch.ROWS_AT_ONCE);
            if (LongStream.of(changes).sum() != page.size()) {
                return refused("the table did not keep a row");
            }
            rows += page.size();
            pages++;
            return Optional.empty();
        } catch (SqliteBatch.WouldChange refused) {
            undo();
            return Optional.of(new Refused(statements.writer().refusal(), OptionalInt.of(refused.row())));
        } catch (SQLException e) {
            undo();
            Reason reason = SqliteErrors.refusal(e).orElseThrow(() -> failure("loading", e));
            return Optional.of(new Refused(reason, OptionalInt.empty()));
        } finally {
            session.lock().unlock();
        }
    }

    /** Batches look at every row. */
    private Optional<Refused> refused(String why) {
        undo();
        return Optional.of(new Refused(Reason.of(Reason.Kind.REFUSED, why), OptionalInt.empty()));
    }

    /** The turn is held; it is let go of if the transaction cannot be begun. */
    private void begin() throws SQLException {
        if (running) {
            return;
        }
        running = true;
        session.begin(false);
    }

    private OptionalInt firstNullKey(RowBatch page) {
        int[] key = statements.neverNull();
        for (int row = 0; row < page.size(); row++) {
            for (int column : key) {
                if (page.isNull(row, column)) {
                    return OptionalInt.of(row);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Each row was looked at when it was inserted, and no reference waits for the commit. */
    @Override
    public Optional<Refused> flush() {
        checkUsable();
        return Optional.empty();
    }

    @Override
    public Applied commit() {
        checkUsable();
        long loaded = rows;
        int asked = pages;
        if (running) {
            session.lock().lock();
            try {
                session.run("COMMIT");
                ended();
            } catch (SQLException e) {
                undo();
                throw failure("committing what was loaded into", e);
            } finally {
                session.lock().unlock();
            }
        }
        return new Applied(loaded, 0, 0, List.of(), asked == 0 ? 0 : asked + TRANSACTION);
    }

    private StoreException failure(String doing, SQLException e) {
        return SqliteErrors.failure(doing + " table " + table.name() + " of " + session.store(), e);
    }

    private void ended() {
        running = false;
        rows = 0;
        pages = 0;
        session.turn().release();
    }

    private void undo() {
        over = true;
        if (running) {
            session.lock().lock();
            try {
                session.rollback();
                ended();
            } finally {
                session.lock().unlock();
            }
        }
    }

    private void checkUsable() {
        if (over) {
            throw new IllegalStateException("this load failed, was refused or is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        session.lock().lock();
        try {
            undo();
            statements.close();
        } catch (SQLException e) {
            throw failure("closing", e);
        } finally {
            session.lock().unlock();
        }
    }
}
