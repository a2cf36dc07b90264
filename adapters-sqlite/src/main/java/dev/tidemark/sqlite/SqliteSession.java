package dev.tidemark.sqlite;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StoredRow;
import dev.tidemark.sqlite.wire.TextEncoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a SQLite file, and the lock under which it is used: SQLite serves one statement of a connection at a
 * time. Transactions are begun and ended here and not by the driver, which would otherwise try both around each statement.
 *
 * <p>How a file is opened for reading, so that it, its time stamp and its folder stay as they were. A file with a
 * {@code -wal} or a {@code -journal} beside it is opened read-only: read-write, closing it would fold the WAL in, or
 * opening it would roll a crashed writer's journal back. Any other file is opened read-write under
 * {@code query_only}: then SQLite removes the {@code -wal} and {@code -shm} that a file in WAL mode needs while it is
 * open, which a read-only connection must leave behind; so all readers of one file in this process open it alike. What remains is one case: a WAL without its {@code -shm}, as a
 * crash leaves it, gets a new {@code -shm}, SQLite's index of it.
 */
final class SqliteSession implements AutoCloseable {
    /**
     * The collation of a file in UTF-16 by which texts have the order of their UTF-8 bytes; the file's own order is that of
     * its UTF-16 bytes (correctness rule 9).
     */
    static final String UTF8_ORDER = "TIDEMARK_UTF8";

    private final SqliteConnection connection;
    private final String store;
    private final String via;
    private final Leaving leaving;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore turn = new Semaphore(1, true);
    private final SqliteDescriptions descriptions = new SqliteDescriptions();
    private final TextEncoding encoding;
    private boolean foreignKeys;
    private @Nullable SqliteStatement schemaVersion;

    private SqliteSession(SqliteConnection connection, String store, String via, Leaving leaving) throws SQLException {
        this.connection = connection;
        this.store = store;
        this.via = via;
        this.leaving = leaving;
        this.encoding = TextEncoding.of(text("PRAGMA encoding"));
        if (encoding != TextEncoding.UTF_8) {
            connection.addUtf8Order(UTF8_ORDER);
        }
    }

    /** Opens the file for reading; nothing in it can be changed through the session. */
    static SqliteSession openToRead(SqliteConfig config) {
        return openToRead(config, SqliteDrivers::enter);
    }

    /** The first session of a source, which may choose another driver than a sink would. */
    static SqliteSession openSource(SqliteConfig config) {
        return openToRead(config, SqliteDrivers::enterSource);
    }

    private static SqliteSession openToRead(SqliteConfig config, Function<SqliteConfig, SqliteDrivers.Use> entrance) {
        Path path = config.path();
        if (!Files.isRegularFile(path)) {
            String what = Files.isDirectory(path) ? "is a folder" : "does not exist";
            throw new StoreException.Denied("opening SQLite " + path + " for reading: the file " + what, "",
                    "Correct the path; a file that is read must be there.", null);
        }
        SqliteReaders.Reader reader = SqliteReaders.enter(path);
        try {
            return open(config, entrance, reader.mode(), "opening SQLite " + path + " for reading",
                    "PRAGMA query_only = ON", reader);
        } catch (StoreException e) {
            reader.leave();
            throw e;
        }
    }

    /**
     * Opens the file for writing, and makes it if it is missing. Settings are those of the connection only: the file's
     * journal mode stays what it is; a commit is durable when it returns.
     */
    static SqliteSession openToWrite(SqliteConfig config) {
        return open(config, SqliteDrivers::enter, "rwc", "opening SQLite " + config.path() + " for writing",
                "PRAGMA synchronous = FULL",
                () -> {});
    }

    /**
     * Whether nobody holds the lock that a writer needs, asked without waiting. A WAL or a journal beside the file may
     * belong to a writer, or to one that crashed: then nothing is asked, for whoever opens the file for writing mends it.
     */
    static boolean isFreeForWriting(SqliteConfig config) {
        SqliteReaders.Reader reader = SqliteReaders.enter(config.path());
        if (!reader.mode().equals("rw")) {
            reader.leave();
            return true;
        }
        String doing = "asking for the lock of SQLite " + config.path();
        boolean opened = false;
        try (SqliteSession session = open(config.waiting(Duration.ZERO), SqliteDrivers::enter, reader.mode(), doing,
                "PRAGMA query_only = OFF", reader)) {
            opened = true;
            session.run("BEGIN IMMEDIATE");
            session.rollback();
            return true;
        } catch (SQLException e) {
            if (SqliteErrors.failure(doing, e) instanceof StoreException.Transient) {
                return false;
            }
            throw SqliteErrors.failure(doing, e);
        } finally {
            if (!opened) {
                reader.leave();
            }
        }
    }

    private static SqliteSession open(SqliteConfig config, Function<SqliteConfig, SqliteDrivers.Use> entrance,
            String mode,
            String doing, String pragma, Leaving leaving) {
        String uri = "file:" + config.path().toAbsolutePath().toUri().getRawPath() + "?mode=" + mode;
        SqliteDrivers.Use use = entrance.apply(config);
        SqliteConnection connection = null;
        boolean opened = false;
        try {
            connection = use.open(uri, config);
            SqliteSession session = new SqliteSession(connection, "SQLite " + config.path(), use.chosen().toString(),
                    () -> {
                        use.leave();
                        leaving.leave();
                    });
            session.run(pragma);
            opened = true;
            return session;
        } catch (SQLException e) {
            StoreException failure = SqliteErrors.failure(doing, e);
            if (connection != null) {
                try {
                    connection.close();
                } catch (SQLException closing) {
                    failure.addSuppressed(closing);
                }
            }
            throw failure;
        } finally {
            if (!opened) {
                use.leave();
            }
        }
    }

    /** What is done once the session is closed. */
    @FunctionalInterface
    interface Leaving {
        void leave();
    }

    /** What the messages call the store. */
    String store() {
        return store;
    }

    /** Through which library it goes, and why through that. */
    String via() {
        return via;
    }

    TextEncoding encoding() {
        return encoding;
    }

    /** Whether a text is bound as its UTF-8 bytes. */
    boolean bindsUtf8() {
        return encoding == TextEncoding.UTF_8 && connection.bindsUtf8();
    }

    /** What this connection knows of the tables. */
    SqliteDescriptions descriptions() {
        return descriptions;
    }

    /** Held by whoever uses the session, for as long as a statement of it is being stepped. */
    ReentrantLock lock() {
        return lock;
    }

    /** Held from the beginning of a transaction that writes to its end; taken before {@link #lock}. */
    Semaphore turn() {
        return turn;
    }

    SqliteStatement prepare(String sql) throws SQLException {
        return connection.prepare(sql);
    }

    /** Runs a statement that returns nothing of interest. */
    void run(String sql) throws SQLException {
        connection.run(sql);
    }

    /** Runs a statement that changes rows, and tells how many. */
    long change(String sql) throws SQLException {
        try (SqliteStatement statement = prepare(sql)) {
            return statement.change();
        }
    }

    /**
     * Begins a transaction that writes. Foreign keys, where they count, are looked at when it ends, so that a row may come
     * before the one that it refers to.
     *
     * @param enforced whether foreign keys count; SQLite can change that only between transactions
     */
    void begin(boolean enforced) throws SQLException {
        if (enforced != foreignKeys) {
            run("PRAGMA foreign_keys = " + (enforced ? "ON" : "OFF"));
            foreignKeys = enforced;
        }
        run("BEGIN IMMEDIATE");
        if (enforced) {
            run("PRAGMA defer_foreign_keys = ON");
        }
    }

    /** Ends the transaction without effect; SQLite may have ended it by itself. */
    void rollback() {
        try {
            run("ROLLBACK");
        } catch (SQLException _) {
            // No transaction is active: an error such as a full disk has rolled it back already.
        }
    }

    /** The rows that a query returns, each made by {@code row}; the parameters are texts. */
    <T> List<T> list(String sql, RowMapper<T> row, String... parameters) throws SQLException {
        try (SqliteStatement statement = prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.bindText(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            while (statement.next()) {
                rows.add(row.map(statement));
            }
            return rows;
        }
    }

    /** The one number that a query returns. */
    long number(String sql, String... parameters) throws SQLException {
        return list(sql, row -> row.integer(0), parameters).getFirst();
    }

    /** Changes whenever the schema does; asked some times for each table, so that its statement is kept. */
    long schemaVersion() throws SQLException {
        SqliteStatement asking = schemaVersion == null ? prepare("PRAGMA main.schema_version") : schemaVersion;
        schemaVersion = asking;
        try {
            asking.next();
            return asking.integer(0);
        } finally {
            asking.reset();
        }
    }

    /** The one text that a query returns. */
    String text(String sql) throws SQLException {
        return list(sql, row -> Objects.requireNonNullElse(row.text(0), "")).getFirst();
    }

    /** Makes one object of a row of a result. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(StoredRow row) throws SQLException;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (!connection.isClosed()) {
                if (schemaVersion != null) {
                    schemaVersion.close();
                }
                connection.close();
                leaving.leave();
            }
        } catch (SQLException e) {
            throw SqliteErrors.failure("closing " + store, e);
        } finally {
            lock.unlock();
        }
    }
}
