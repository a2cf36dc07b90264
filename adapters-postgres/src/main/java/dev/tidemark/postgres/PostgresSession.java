package dev.tidemark.postgres;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.postgres.PostgresConfig.Access;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * One connection with the settings that Tidemark relies on, in force whenever a transaction is open. Behind a transaction
 * pooler they are set in each transaction, and no statement has a name. Not thread-safe.
 */
final class PostgresSession implements AutoCloseable {
    /** Ports on which poolers in transaction mode usually listen: Supabase's and pgbouncer's. */
    private static final int SUPABASE_POOLER = 6543;
    private static final int PGBOUNCER = 6432;
    private static final List<String> SETTINGS = List.of("timezone=UTC", "datestyle=ISO, YMD",
            "intervalstyle=postgres", "lc_monetary=C", "bytea_output=hex", "statement_timeout=0",
            "idle_in_transaction_session_timeout=0", "xmloption=content", "jit=off");

    private final PostgresConfig config;
    private final Connection connection;
    private final boolean pooled;
    private final PostgresSessions home;
    private boolean temporary;
    private boolean closed;

    private PostgresSession(PostgresConfig config, Connection connection, PostgresSessions home) throws SQLException {
        this.config = config;
        this.connection = connection;
        this.home = home;
        this.pooled = isPooler(config) || !settle();
        connection.setAutoCommit(false);
    }

    /** For the next user of a connection: what the last one holds on to is closed and stays so. */
    private PostgresSession(PostgresSession done) {
        this.config = done.config;
        this.connection = done.connection;
        this.home = done.home;
        this.pooled = done.pooled;
        this.temporary = done.temporary;
    }

    /** Connects. */
    static PostgresSession open(PostgresConfig config, PostgresSessions home) {
        String doing = "connecting to PostgreSQL " + config.displayName();
        Connection connection = null;
        try {
            connection = new Driver().connect(config.jdbcUrl(), properties(config));
            if (connection == null) {
                throw new IllegalStateException("the driver does not take " + config.jdbcUrl());
            }
            return new PostgresSession(config, connection, home);
        } catch (SQLException e) {
            if (connection != null) {
                closeQuietly(connection);
            }
            throw PostgresErrors.failure(e, doing);
        }
    }

    private static Properties properties(PostgresConfig config) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "tidemark");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        // The oldest that is served: the driver then tells its name as it connects, and not in a round trip of its own.
        properties.setProperty("assumeMinServerVersion", "13");
        properties.putAll(config.properties());
        // A named statement would be gone with the next transaction behind a pooler, and a plan made while the table was
        // small would stay when it has grown.
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("sslmode", config.sslmode());
        if (!config.user().isEmpty()) {
            properties.setProperty("user", config.user());
        }
        config.password().ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }

    private static boolean isPooler(PostgresConfig config) {
        return switch (config.pooler()) {
            case YES -> true;
            case NO -> false;
            case AUTO -> config.port() == SUPABASE_POOLER || config.port() == PGBOUNCER;
        };
    }

    /**
     * Puts the settings into force for as long as the connection lasts, except behind a pooler, where they would pass to
     * others: it greets with a process number of its own, so that cancel requests come to it. One round trip for both.
     *
     * @return whether they are in force
     */
    private boolean settle() throws SQLException {
        String pooler = config.pooler() == PostgresConfig.Pooler.NO
                ? "false"
                : "pg_catalog.pg_backend_pid() <> " + connection.unwrap(PGConnection.class).getBackendPID();
        return queryBoolean("select not " + pooler + ", " + settings(pooler));
    }

    /**
     * What is committed is durable even where a role's default is not to wait for the disk, or a checkpoint could
     * outlive its rows; stricter settings stay.
     *
     * @param local an expression: whether they hold for the transaction only
     */
    private String settings(String local) {
        String rowSecurity = "row_security=" + (config.access() == Access.RLS ? "on" : "off");
        return Stream.concat(
                Stream.of(
                        "case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', "
                                + local + ") end"),
                Stream.concat(SETTINGS.stream(), Stream.of(rowSecurity))
                        .map(setting -> setting.split("=", 2))
                        .map(setting -> "set_config('" + setting[0] + "', '" + setting[1] + "', " + local + ")"))
                .collect(Collectors.joining(", "));
    }

    PostgresConfig config() {
        return config;
    }

    /** Whether nothing of this session outlives a transaction. */
    boolean isPooled() {
        return pooled;
    }

    Connection connection() {
        return connection;
    }

    int majorVersion() throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion();
    }

    /** Begins a transaction that may write. */
    void begin() throws SQLException {
        if (pooled) {
            execute("select " + settings("true"));
        }
    }

    /**
     * Begins a transaction that sees one moment of the database.
     *
     * @param exported the moment that another transaction sees; null for now
     */
    void beginSnapshot(@Nullable String exported) throws SQLException {
        execute(String.join(";", snapshot(exported)));
    }

    /** {@link #beginSnapshot}, and the name by which other transactions see the same; in one round trip. */
    String beginExportedSnapshot(@Nullable String exported) throws SQLException {
        List<String> statements = snapshot(exported);
        try (Statement statement = connection.createStatement()) {
            statement.execute(String.join(";", statements) + ";select pg_catalog.pg_export_snapshot()");
            for (int before = statements.size(); before > 0; before--) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private List<String> snapshot(@Nullable String exported) {
        List<String> statements = new ArrayList<>();
        statements.add("set transaction isolation level repeatable read, read only");
        if (exported != null) {
            statements.add("set transaction snapshot " + PostgresSql.literal(exported));
        }
        if (pooled) {
            statements.add("select " + settings("true"));
        }
        return statements;
    }

    /** Asks what needs no transaction: without one, BEGIN and COMMIT cost no round trip. Not inside of one. */
    <T> T alone(Work<T> question) throws SQLException {
        if (pooled) {
            try {
                begin();
                T answer = question.run();
                connection.commit();
                return answer;
            } catch (SQLException e) {
                rollback();
                throw e;
            }
        }
        connection.setAutoCommit(true);
        try {
            return question.run();
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the one row. What users wrote stays as it is: braces in it are not the driver's. */
    long queryLong(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    boolean queryBoolean(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    CopyManager copy() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Rolls back; a connection that cannot do even that is of no use, and whoever uses it next will be told. */
    void rollback() {
        try {
            connection.rollback();
        } catch (SQLException _) {
            closeQuietly(connection);
        }
    }

    /** Temporary tables were made that outlive a transaction. */
    void madeTemporaryTables() {
        temporary = true;
    }

    /**
     * What to say, outside of a transaction, before temporary tables are made, to be rid of those that another left; empty if
     * there are none. Follow with {@link #discardedTemporaryTables}.
     */
    String discardTemporaryTables() {
        return temporary ? "discard temp;" : "";
    }

    /** The server did it; had what was said along with it failed, they would be there still. */
    void discardedTemporaryTables() {
        temporary = false;
    }

    /** Ends the connection at once, whatever it is doing. */
    void abort() {
        closed = true;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException _) {
            closeQuietly(connection);
        }
    }

    /** Gives the connection back; nothing of what was not committed has happened. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (isCleaned()) {
            home.giveBack(new PostgresSession(this));
        } else {
            closeQuietly(connection);
            home.distrust();
        }
    }

    /** Ends the connection. */
    void end() {
        closed = true;
        closeQuietly(connection);
    }

    private boolean isCleaned() {
        try {
            if (connection.isClosed()) {
                return false;
            }
            connection.rollback();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // nothing depends on a connection that is done with
        }
    }

    /** Runs the work and says what was being done if the store fails. */
    static <T> T doing(String what, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw PostgresErrors.failure(e, what);
        }
    }

    /** Something that talks to the server. */
    interface Work<T> {
        T run() throws SQLException, StoreException;
    }
}
