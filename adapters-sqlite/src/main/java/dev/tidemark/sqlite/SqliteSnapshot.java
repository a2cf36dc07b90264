package dev.tidemark.sqlite;

import dev.tidemark.domain.port.StoreException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one source, all of which see the file as it was when the first was opened, where SQLite can do that.
 *
 * <p>In WAL mode each session holds a read transaction, which no writer waits for; the WAL grows until it ends. A session
 * for another table read at the same time joins as long as nobody has written since: SQLite's {@code data_version},
 * watched by a connection outside of any transaction, tells. After a write, tables share the first session and take turns.
 *
 * <p>In a rollback-journal mode a read transaction would keep writers out for the whole run, so none is held: each page
 * is a short read of its own, and pages may differ by what was written between them. Longer than a page is only the look at
 * a table without rowid, or a view, of which nobody knows the types yet, and the search for a key that can be written in
 * several ways.
 */
final class SqliteSnapshot implements AutoCloseable {
    private final SqliteConfig config;
    private final SqliteSession first;
    private final @Nullable SqliteSession watcher;
    private final long version;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<SqliteSession> others = new ArrayList<>();
    private final Deque<SqliteSession> idle = new ArrayDeque<>();
    private boolean closed;

    private SqliteSnapshot(SqliteConfig config, SqliteSession first, @Nullable SqliteSession watcher, long version) {
        this.config = config;
        this.first = first;
        this.watcher = watcher;
        this.version = version;
    }

    static SqliteSnapshot open(SqliteConfig config) {
        SqliteSession first = SqliteSession.openSource(config);
        SqliteSession watcher = null;
        try {
            if (!first.text("PRAGMA journal_mode").equalsIgnoreCase("wal")) {
                return new SqliteSnapshot(config, first, null, 0);
            }
            watcher = SqliteSession.openToRead(config);
            long version = version(watcher);
            begin(first);
            while (version(watcher) != version) {
                first.run("ROLLBACK");
                version = version(watcher);
                begin(first);
            }
            return new SqliteSnapshot(config, first, watcher, version);
        } catch (SQLException e) {
            StoreException failure = SqliteErrors.failure("opening SQLite " + config.path() + " for reading", e);
            if (watcher != null) {
                watcher.close();
            }
            first.close();
            throw failure;
        }
    }

    private static long version(SqliteSession watcher) throws SQLException {
        return watcher.number("PRAGMA data_version");
    }

    /** A transaction begins with its first read. */
    private static void begin(SqliteSession session) throws SQLException {
        session.run("BEGIN");
        session.number("SELECT count(*) FROM sqlite_schema");
    }

    /** Whether all sessions see one state of the file. */
    boolean isHeld() {
        return watcher != null;
    }

    /** The session for whatever is no table's rows; use it under its lock. */
    SqliteSession first() {
        return first;
    }

    /** A session for reading one table; give it back. */
    SqliteSession lend() {
        lock.lock();
        try {
            SqliteSession free = idle.poll();
            return free == null ? join() : free;
        } finally {
            lock.unlock();
        }
    }

    private SqliteSession join() {
        SqliteSession session = SqliteSession.openToRead(config);
        try {
            if (watcher != null) {
                begin(session);
                if (version(watcher) != version) {
                    session.close();
                    return first;
                }
            }
            others.add(session);
            return session;
        } catch (SQLException e) {
            session.close();
            throw SqliteErrors.failure("opening SQLite " + config.path() + " for reading", e);
        }
    }

    void giveBack(SqliteSession session) {
        lock.lock();
        try {
            if (session != first && !closed) {
                idle.push(session);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                others.forEach(SqliteSession::close);
                first.close();
                if (watcher != null) {
                    watcher.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
