package dev.tidemark.sqlite.driver;

import java.sql.SQLException;

/**
 * A prepared statement, and the row on which it stands. Parameters count from 1; after a run, a reset or
 * an addition to the batch every one of them has to be bound anew. Whoever uses it holds its session's lock. Closing it twice is harmless; used after it was closed, or after
 * its connection was, it throws.
 */
public interface SqliteStatement extends StoredRow, AutoCloseable {

    /**
     * Tells that many cells will be bound out of this part of the array, which does not change until the next call; a driver may
     * copy it once instead of cell by cell.
     */
    void announce(byte[] bytes, int from, int to);

    void bindNull(int parameter) throws SQLException;

    void bindLong(int parameter, long number) throws SQLException;

    void bindDouble(int parameter, double number) throws SQLException;

    /** Binds a blob; the bytes are copied. */
    void bindBytes(int parameter, byte[] bytes, int offset, int length) throws SQLException;

    /** Binds a text in UTF-8, where the connection {@linkplain SqliteConnection#bindsUtf8 can}; the bytes are copied. */
    void bindUtf8(int parameter, byte[] utf8, int offset, int length) throws SQLException;

    /** Binds a text. */
    void bindText(int parameter, String text) throws SQLException;

    /** Goes on to the next row of a query, or to the first; false behind the last one. */
    boolean next() throws SQLException;

    /** Ends the query, so that it can be bound and run again. */
    void reset() throws SQLException;

    /** Runs a statement that returns no rows, and tells how many it changed. */
    long change() throws SQLException;

    /** Forgets what was added since the last {@link #runBatch}. */
    void clearBatch() throws SQLException;

    /** Adds what the parameters are bound to, to be run now or with the batch: an error may come at either. */
    void addToBatch() throws SQLException;

    /** Runs what was added and has not run, and tells how many rows each of them changed. */
    long[] runBatch() throws SQLException;

    @Override
    void close() throws SQLException;
}
