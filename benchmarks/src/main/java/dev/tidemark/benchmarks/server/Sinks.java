package dev.tidemark.benchmarks.server;

import dev.tidemark.benchmarks.data.CopyTextStream;
import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Databases to run against, each copied file by file from a template that was loaded once, frozen and analyzed. So every
 * run begins with the same pages, and a table keeps its oid, by which a tool may know it.
 */
public final class Sinks {
    private final Postgres server;
    private final Path binaries;
    private final Set<String> templates = new HashSet<>();
    private final Set<String> clean = new HashSet<>();

    /**
     * @param binaries where the binary COPY files lie
     */
    public Sinks(Postgres server, Path binaries) {
        this.server = server;
        this.binaries = binaries;
    }

    /** The tables without a row. */
    public String empty(DataSet data) throws SQLException, IOException {
        return template(data, Variant.BASE, false);
    }

    /** The tables with the rows that the variant has. */
    public String full(DataSet data, Variant variant) throws SQLException, IOException {
        return template(data, variant, true);
    }

    private String template(DataSet data, Variant variant, boolean filled) throws SQLException, IOException {
        String name = "t_" + data.name()
                + (filled ? "_" + variant.label().replace('-', '_') + "_" + data.largest() : "");
        if (!templates.contains(name) && !databases().contains(name)) {
            load(name, data, variant, filled);
        }
        templates.add(name);
        return name;
    }

    private void load(String name, DataSet data, Variant variant, boolean filled) throws SQLException, IOException {
        String unfinished = name + "_new";
        administer("drop database if exists " + unfinished + " with (force)", "create database " + unfinished);
        try (Connection connection = server.database(unfinished).connect();
                Statement statement = connection.createStatement()) {
            CopyManager copy = new CopyManager(connection.unwrap(BaseConnection.class));
            for (DataTable table : data.tables()) {
                statement.execute(table.postgresDdl());
                if (filled) {
                    copy.copyIn("copy " + table.name() + " from stdin", new CopyTextStream(table, variant), 1 << 16);
                }
            }
            statement.execute("create extension pg_prewarm");
            statement.execute("vacuum (freeze, analyze)");
        }
        administer("alter database " + unfinished + " rename to " + name);
    }

    /** A database like the template; the one that is there, if nothing has changed it since. */
    public PostgresDatabase fresh(String template, List<String> tables) throws SQLException {
        return fresh(template, tables, "");
    }

    /**
     * @param suffix tells two databases from the same template apart
     */
    public PostgresDatabase fresh(String template, List<String> tables, String suffix) throws SQLException {
        String name = "s" + template.substring(1) + suffix;
        if (!clean.contains(name)) {
            administer("drop database if exists " + name + " with (force)",
                    // With the same number as before: what Tidemark remembers of a table counts for this database only.
                    "create database " + name + " oid = " + (1_000_000 + (name.hashCode() & 0xff_ffff)) + " template "
                            + template + " strategy file_copy");
            // What was copied lies in the file system's cache only; a table in use lies in the server's.
            try (Connection connection = server.database(name).connect();
                    Statement statement = connection.createStatement()) {
                for (String table : tables.size() > 10 ? List.<String>of() : tables) {
                    statement.execute("select pg_prewarm('" + table + "'), pg_prewarm('" + table + "_pkey')");
                }
            }
            clean.add(name);
        }
        administer("checkpoint");
        return server.database(name);
    }

    /** Somebody has written to it: it is made anew before it is used again. */
    public void spoil(PostgresDatabase database) {
        clean.remove(database.database());
    }

    /** The table's rows as psql's binary COPY would write them, made once. */
    public Path binary(DataSet data, Variant variant, String table) throws SQLException, IOException {
        String template = full(data, variant);
        Path file = binaries.resolve(template.substring(2) + "-" + table + ".bin");
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(binaries);
        Path unfinished = binaries.resolve(file.getFileName() + ".new");
        try (Connection connection = server.database(template).connect();
                OutputStream out = Files.newOutputStream(unfinished)) {
            new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyOut("copy " + table + " to stdout (format binary)", out);
        }
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Drops what runs have left; the templates stay. */
    public void dropAll() throws SQLException {
        for (String name : databases()) {
            if (name.startsWith("s_") || name.startsWith("r_")) {
                administer("drop database if exists " + name + " with (force)");
            }
        }
        clean.clear();
    }

    private Set<String> databases() throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = server.database("postgres").connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select datname from pg_database")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** Runs statements as the superuser, each in a transaction of its own. */
    public void administer(String... statements) throws SQLException {
        try (Connection connection = server.database("postgres").connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
