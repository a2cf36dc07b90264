package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the state's schema to what this program knows. */
final class Migrations {
    /** The number of the last file in {@code db/postgres}. */
    static final int LATEST = 4;

    private static final String HISTORY = "tidemark_history";
    private static final String UNIQUE_VIOLATION = "23505";

    private Migrations() {
    }

    /**
     * Makes the schema, and makes or changes its tables, if they are not the latest. Where they are, which is nearly
     * always, it costs two queries and Flyway is not started. Flyway's own lock keeps two processes apart.
     *
     * @throws StoreException.Permanent if the schema belongs to another program, or to a newer Tidemark
     */
    static void apply(DataSource source, String schema) throws SQLException {
        int version = version(source, schema);
        if (version > LATEST) {
            throw new StoreException.Permanent(
                    "The state in schema " + schema + " has version " + version + "; this Tidemark knows it up to "
                            + LATEST + ".",
                    "", "Use the newer Tidemark that wrote it, or another database as state.", null);
        }
        if (version < LATEST) {
            create(source, schema);
            Flyway.configure(Migrations.class.getClassLoader()).dataSource(source).locations("classpath:db/postgres")
                    .schemas(schema).createSchemas(false).table(HISTORY).loggers("slf4j").load().migrate();
        }
    }

    /** Flyway would try ten times, a second each, where the role may not. */
    private static void create(DataSource source, String schema) throws SQLException {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            if (!exists(connection, schema)) {
                statement.execute("create schema if not exists " + StateDatabase.quoted(schema));
            }
        } catch (SQLException e) {
            // Two who make it at once may both find it missing; then one of them hits the catalogue's own key.
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static boolean exists(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("select count(*) from pg_catalog.pg_namespace where nspname = ?")) {
            statement.setString(1, schema);
            return number(statement.executeQuery()) > 0;
        }
    }

    /** 0 for a schema that is missing or empty. */
    private static int version(DataSource source, String schema) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (tables(connection, schema, HISTORY) > 0) {
                return latestApplied(connection, schema);
            }
            if (tables(connection, schema, "%") > 0) {
                throw new StoreException.Permanent(
                        "Schema " + schema + " holds tables that are not a Tidemark state; nothing was changed in it.",
                        "",
                        "Name a schema for the state alone; it is made where it is missing.", null);
            }
            return 0;
        }
    }

    private static int tables(Connection connection, String schema, String like) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where n.nspname = ? and c.relname like ? and c.relkind in ('r', 'p', 'v', 'm', 'f')""")) {
            statement.setString(1, schema);
            statement.setString(2, like);
            return number(statement.executeQuery());
        }
    }

    private static int latestApplied(Connection connection, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return number(statement
                    .executeQuery("select coalesce(max(version::int), 0) from " + StateDatabase.quoted(schema) + "."
                            + HISTORY + " where success and version is not null"));
        }
    }

    private static int number(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getInt(1);
    }
}
