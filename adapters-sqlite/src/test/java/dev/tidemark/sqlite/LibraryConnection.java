package dev.tidemark.sqlite;

import dev.tidemark.sqlite.driver.SqliteConnection;
import dev.tidemark.sqlite.driver.SqliteStatement;
import dev.tidemark.sqlite.driver.StorageClass;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** As much of a JDBC connection over the system's library as the fixture needs; whatever else is asked for fails. */
final class LibraryConnection {
    private final SqliteConnection connection;

    private LibraryConnection(SqliteConnection connection) {
        this.connection = connection;
    }

    static Connection of(SqliteConnection connection) {
        LibraryConnection opened = new LibraryConnection(connection);
        return proxy(Connection.class, opened::call);
    }

    /** Answers one method of an interface. */
    @FunctionalInterface
    private interface Answer {
        @Nullable
        Object to(Method method, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        InvocationHandler handler = (_, method, arguments) -> answer.to(method,
                arguments == null ? new Object[0] : arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object call(Method method, Object[] arguments) throws SQLException {
        switch (method.getName()) {
            case "createStatement" -> {
                return proxy(Statement.class, new Plain()::call);
            }
            case "prepareStatement" -> {
                Prepared prepared = new Prepared(connection.prepare((String) arguments[0]));
                return proxy(PreparedStatement.class, prepared::call);
            }
            case "setAutoCommit" -> connection.run((boolean) arguments[0] ? "COMMIT" : "BEGIN");
            case "commit" -> connection.run("COMMIT; BEGIN");
            case "close" -> connection.close();
            default -> throw new UnsupportedOperationException(method.toString());
        }
        return null;
    }

    /** A statement that is prepared when it is run. */
    private final class Plain {
        private Optional<SqliteStatement> last = Optional.empty();

        @Nullable
        Object call(Method method, Object[] arguments) throws SQLException {
            finish();
            return switch (method.getName()) {
                case "execute" -> {
                    connection.run((String) arguments[0]);
                    yield false;
                }
                case "executeUpdate" -> {
                    try (SqliteStatement statement = connection.prepare((String) arguments[0])) {
                        yield (int) statement.change();
                    }
                }
                case "executeQuery" -> {
                    SqliteStatement statement = connection.prepare((String) arguments[0]);
                    last = Optional.of(statement);
                    yield rows(statement);
                }
                case "close" -> null;
                default -> throw new UnsupportedOperationException(method.toString());
            };
        }

        private void finish() throws SQLException {
            if (last.isPresent()) {
                last.get().close();
                last = Optional.empty();
            }
        }
    }

    /** A prepared statement. */
    private record Prepared(SqliteStatement statement) {
        @Nullable
        Object call(Method method, Object[] arguments) throws SQLException {
            switch (method.getName()) {
                case "setObject" -> statement.bindNull((int) arguments[0]);
                case "setInt" -> statement.bindLong((int) arguments[0], (int) arguments[1]);
                case "setLong" -> statement.bindLong((int) arguments[0], (long) arguments[1]);
                case "setDouble" -> statement.bindDouble((int) arguments[0], (double) arguments[1]);
                case "setString" -> statement.bindText((int) arguments[0], (String) arguments[1]);
                case "setBytes" -> {
                    byte[] bytes = (byte[]) arguments[1];
                    statement.bindBytes((int) arguments[0], bytes, 0, bytes.length);
                }
                case "executeUpdate" -> {
                    return (int) statement.change();
                }
                case "close" -> statement.close();
                default -> throw new UnsupportedOperationException(method.toString());
            }
            return null;
        }
    }

    private static ResultSet rows(SqliteStatement row) {
        return proxy(ResultSet.class, (method, arguments) -> {
            int column = arguments.length == 1 && arguments[0] instanceof Integer index ? index - 1 : 0;
            return switch (method.getName()) {
                case "next" -> row.next();
                case "getObject" -> object(row, column);
                case "getString" -> row.text(column);
                case "getInt" -> (int) row.integer(column);
                case "getLong" -> row.integer(column);
                case "getDouble" -> row.real(column);
                case "getBytes" -> row.bytes(column);
                case "close" -> {
                    row.reset();
                    yield null;
                }
                default -> throw new UnsupportedOperationException(method.toString());
            };
        });
    }

    private static @Nullable Object object(SqliteStatement row, int column) throws SQLException {
        return switch (row.storageClass(column)) {
            case StorageClass.INTEGER -> row.integer(column);
            case StorageClass.REAL -> row.real(column);
            case StorageClass.TEXT -> row.text(column);
            case StorageClass.BLOB -> row.bytes(column);
            default -> null;
        };
    }
}
