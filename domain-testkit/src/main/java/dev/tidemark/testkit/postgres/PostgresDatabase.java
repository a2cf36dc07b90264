package dev.tidemark.testkit.postgres;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of the test server, as its superuser sees it.
 *
 * @param host where the server listens
 * @param user a superuser
 */
public record PostgresDatabase(String host, int port, String database, String user, String password) {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** {@code jdbc:postgresql://host:port/database?user=...&password=...} */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + "?user=" + encoded(user)
                + "&password="
                + encoded(password);
    }

    /** {@code postgresql://user:password@host:port/database}, as users write it. */
    public URI uri() {
        return URI.create("postgresql://" + encoded(user) + ":" + encoded(password) + "@" + host + ":" + port + "/"
                + encoded(database));
    }

    /** A new connection in auto-commit mode. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /** Runs statements, each in a transaction of its own. */
    public void execute(String... statements) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(String.join("; ", statements), e);
        }
    }

    /** The server's version as a number, such as 17. */
    public int majorVersion() throws SQLException {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    /** A new, empty database on the same server, dropped with this one. */
    public PostgresDatabase createDatabase() {
        return createDatabase(database);
    }

    /** A new, empty database whose name begins like this. */
    PostgresDatabase createDatabase(String prefix) {
        String name = prefix + "_" + NUMBER.incrementAndGet();
        execute("create database " + name + " template template0 encoding 'UTF8'");
        return new PostgresDatabase(host, port, name, user, password);
    }

    /**
     * Drops the database and those that were made from it, with whoever is connected to them.
     *
     * @param server another database of the server
     */
    void dropBy(PostgresDatabase server) {
        for (String name : server.databasesLike(database)) {
            server.execute("drop database if exists " + name + " with (force)");
        }
    }

    private List<String> databasesLike(String prefix) {
        String sql = "select datname from pg_database where datname = ? or starts_with(datname, ?)";
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, prefix);
            statement.setString(2, prefix + "_");
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
