package dev.tidemark.sqlite.driver;

import java.sql.SQLException;

/** A connection to one file. It begins and ends no transaction by itself, and serves one thread at a time. */
public interface SqliteConnection extends AutoCloseable {

    SqliteStatement prepare(String sql) throws SQLException;

    /** Runs statements that return nothing of interest. */
    void run(String sql) throws SQLException;

    /** Whether a text can be bound as its UTF-8 bytes; otherwise it is bound as a blob under {@code CAST(? AS TEXT)}. */
    boolean bindsUtf8();

    /** Makes a collation by which texts have the order of their UTF-8 bytes, whatever the encoding of the file. */
    void addUtf8Order(String name) throws SQLException;

    boolean isClosed() throws SQLException;

    /** Closes the connection and every statement of it. */
    @Override
    void close() throws SQLException;
}
