package dev.tidemark.cli.demo;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Where the demo's copy goes. It only ever touches what it made itself. */
public sealed interface DemoCopy {

    /**
     * Understands {@code sqlite:FILE}, {@code FILE} and the addresses of PostgreSQL.
     *
     * @param label a word that no earlier demo used, for the name of the schema
     */
    static DemoCopy at(String uri, Path workingDirectory, String label) {
        if (PostgresUri.is(uri)) {
            return new Postgres(uri, "tidemark_demo_" + label);
        }
        if (uri.contains("://")) {
            throw ConfigurationException.of("--to",
                    "the demo writes to SQLite and to PostgreSQL: a file, or postgresql://...");
        }
        Path file = workingDirectory.resolve(uri.startsWith("sqlite:") ? uri.substring("sqlite:".length()) : uri);
        if (Files.exists(file)) {
            throw ConfigurationException.of("--to", file + " exists; the demo writes to a new file");
        }
        return new Sqlite(file);
    }

    /** The kind of store, such as {@code SQLite}. */
    String kind();

    /** Where it is, for a person. */
    String place();

    /** The connection in the configuration, as YAML; an address with secrets is taken from the variable. */
    String connection(String variable);

    /** The lines that the profile needs besides, as YAML. */
    String profileLines();

    /** Makes what the sync does not: a schema of its own. */
    void prepare();

    /** Removes everything the demo made in a store that is not its own. */
    void remove();

    /** A text as YAML reads it back, whatever is in it. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A file. */
    record Sqlite(Path file) implements DemoCopy {
        @Override
        public String kind() {
            return "SQLite";
        }

        @Override
        public String place() {
            return file.toString();
        }

        @Override
        public String connection(String variable) {
            return "{ type: sqlite, path: " + quoted(file.toString()) + " }";
        }

        @Override
        public String profileLines() {
            return "";
        }

        @Override
        public void prepare() {
            // The sync makes the file.
        }

        @Override
        public void remove() {
            // It lies in the demo's own folder, or the user said where it is wanted.
        }
    }

    /** A schema of its own in somebody's database. */
    record Postgres(String uri, String schema) implements DemoCopy {
        @Override
        public String kind() {
            return "PostgreSQL";
        }

        @Override
        public String place() {
            return PostgresUri.shown(uri) + ", schema " + schema;
        }

        @Override
        public String connection(String variable) {
            return "{ type: postgres, url: \"${" + variable + "}\" }";
        }

        @Override
        public String profileLines() {
            return "    sink-schema: " + schema + "\n";
        }

        @Override
        public void prepare() {
            execute("CREATE SCHEMA " + schema);
        }

        @Override
        public void remove() {
            execute("DROP SCHEMA " + schema + " CASCADE");
        }

        private void execute(String sql) {
            try (Connection connection = DriverManager.getConnection(PostgresUri.jdbc(uri));
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                String code = e.getSQLState() == null ? "" : e.getSQLState();
                throw new StoreException.Denied("the demo wants a schema of its own in " + PostgresUri.shown(uri) + ": "
                        + e.getMessage(), code, "Name another database with --to, or unset PG_URL to stay with SQLite.",
                        e);
            }
        }

        /** Never the address as it is: there may be a password in it. */
        @Override
        public String toString() {
            return place();
        }
    }
}
