package dev.tidemark.sqlite.driver.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.core.DB;

/** A connection of libsqlite3. */
final class NativeConnection implements SqliteConnection {
    private final Set<NativeStatement> statements = new HashSet<>();
    private long pointer;

    private NativeConnection(long pointer) {
        this.pointer = pointer;
    }

    static NativeConnection open(String uri, Duration busyTimeout) throws SQLException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment opened = arena.allocate(ADDRESS);
            int code = Sqlite3.open(arena.allocateFrom(uri), opened,
                    Sqlite3.OPEN_READWRITE_CREATE | Sqlite3.OPEN_URI | Sqlite3.OPEN_NOMUTEX);
            long pointer = opened.get(JAVA_LONG, 0);
            if (code != Sqlite3.OK) {
                // A connection that could not be opened tells why, and must be closed.
                SQLException failure = pointer == 0
                        ? DB.newSQLException(code, Sqlite3.errstr(code))
                        : DB.newSQLException(Sqlite3.extendedErrcode(pointer), Sqlite3.errmsg(pointer));
                if (pointer != 0) {
                    Sqlite3.close(pointer);
                }
                throw failure;
            }
            Sqlite3.extendedResultCodes(pointer);
            Sqlite3.busyTimeout(pointer, Math.toIntExact(busyTimeout.toMillis()));
            return new NativeConnection(pointer);
        }
    }

    private long live() throws SQLException {
        if (pointer == 0) {
            throw new SQLException("the connection is closed");
        }
        return pointer;
    }

    /** What went wrong in the last call. */
    SQLException failure(int code) {
        return DB.newSQLException(code, pointer == 0 ? Sqlite3.errstr(code) : Sqlite3.errmsg(pointer));
    }

    /** How many rows the last statement changed. */
    long changes() throws SQLException {
        return Sqlite3.changes(live());
    }

    /** How many parameters a statement may have. */
    int mostParameters() throws SQLException {
        return Sqlite3.limit(live(), Sqlite3.LIMIT_VARIABLE_NUMBER);
    }

    void closed(NativeStatement statement) {
        statements.remove(statement);
    }

    @Override
    public SqliteStatement prepare(String sql) throws SQLException {
        long connection = live();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment prepared = arena.allocate(ADDRESS);
            int code = Sqlite3.prepare(connection, arena.allocateFrom(sql), prepared);
            if (code != Sqlite3.OK) {
                throw failure(code);
            }
            NativeStatement statement = new NativeStatement(this, sql, prepared.get(JAVA_LONG, 0));
            statements.add(statement);
            return statement;
        }
    }

    @Override
    public void run(String sql) throws SQLException {
        long connection = live();
        try (Arena arena = Arena.ofConfined()) {
            int code = Sqlite3.exec(connection, arena.allocateFrom(sql));
            if (code != Sqlite3.OK) {
                throw failure(code);
            }
        }
    }

    @Override
    public boolean bindsUtf8() {
        return true;
    }

    @Override
    public void addUtf8Order(String name) {
        throw new UnsupportedOperationException("a file in UTF-16 is none of this driver's");
    }

    @Override
    public boolean isClosed() {
        return pointer == 0;
    }

    @Override
    public void close() throws SQLException {
        long connection = pointer;
        if (connection == 0) {
            return;
        }
        List.copyOf(statements).forEach(NativeStatement::close);
        int code = Sqlite3.close(connection);
        if (code != Sqlite3.OK) {
            throw failure(code);
        }
        pointer = 0;
    }
}
