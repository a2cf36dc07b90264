package dev.tidemark.testkit.postgres;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

    /** A new, empty database on the same server. */
    public PostgresDatabase createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        execute("create database " + name + " template template0 encoding 'UTF8'");
        return new PostgresDatabase(host, port, name, user, password);
    }

    /** Drops the database with whoever is connected to it; {@code server} is another database of the server. */
    void dropBy(PostgresDatabase server) {
        server.execute("drop database if exists " + database + " with (force)");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
