package dev.tidemark.sqlite.driver.jdbc;

import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import java.sql.SQLException;
import org.sqlite.Collation;
import org.sqlite.SQLiteConnection;

/** A connection of SQLite JDBC, which would otherwise try to begin and end a transaction around each statement. */
final class JdbcConnection implements SqliteConnection {
    private final SQLiteConnection connection;

    JdbcConnection(SQLiteConnection connection) {
        this.connection = connection;
        connection.getConnectionConfig().setAutoCommit(false);
    }

    @Override
    public SqliteStatement prepare(String sql) throws SQLException {
        return new JdbcStatement(connection.prepareStatement(sql));
    }

    @Override
    public void run(String sql) throws SQLException {
        connection.getDatabase().exec(sql, false);
    }

    @Override
    public boolean bindsUtf8() {
        return false;
    }

    @Override
    public void addUtf8Order(String name) throws SQLException {
        Collation.create(connection, name, new Utf8Order());
    }

    /** Code points order as their UTF-8 bytes do; chars do not, where there are surrogates. */
    private static final class Utf8Order extends Collation {
        @Override
        protected int xCompare(String one, String other) {
            int length = Math.min(one.length(), other.length());
            int at = 0;
            while (at < length && one.charAt(at) == other.charAt(at)) {
                at++;
            }
            if (at == length) {
                return Integer.compare(one.length(), other.length());
            }
            char left = one.charAt(at);
            char right = other.charAt(at);
            boolean leftIsHigher = Character.isSurrogate(left);
            return leftIsHigher == Character.isSurrogate(right) ? Character.compare(left, right)
                    : leftIsHigher ? 1 : -1;
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return connection.isClosed();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
