package dev.tidemark.runtime.server;

import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** SQLite files in a folder, and the configuration of servers that bring them together in one PostgreSQL. */
final class Fleet {
    static final String CONFIGURATION = """
            state: warehouse
            connections:
              devices: { type: sqlite, path: devices/*.db }
              central: { type: sqlite, path: central.db }
              warehouse: { type: postgres, url: "${PG_URL}", schema: warehouse }
            profiles:
              fleet:
                source: devices
                sink: warehouse
                retry: { attempts: 1 }
                tables: [ { name: "*", columns: { set: { device: "${file.stem}" } } } ]
              central: { source: central, sink: warehouse, retry: { attempts: 1 } }
            """;

    private final Path folder;
    private final PostgresDatabase database;

    Fleet(Path folder, PostgresDatabase database) throws IOException {
        this.folder = folder;
        this.database = database;
        Files.createDirectories(folder.resolve("devices"));
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
    }

    Path folder() {
        return folder;
    }

    /** Devices with readings in two tables, so many in each. */
    Fleet devices(int count, int readings) throws SQLException {
        for (int device = 0; device < count; device++) {
            fill("devices/device-%03d.db".formatted(device), "create table reading(id integer primary key, value real)",
                    rows("reading", "i, i * 0.5", readings), "create table note(id integer primary key, text text)",
                    rows("note", "i, 'note ' || i", readings));
        }
        return this;
    }

    /** A file of tables that nothing joins. */
    Fleet tables(int count, int rows) throws SQLException {
        for (int table = 0; table < count; table++) {
            fill("central.db", "create table t" + table + "(id integer primary key, value text)",
                    rows("t" + table, "i, 'value ' || i", rows));
        }
        return this;
    }

    private static String rows(String table, String columns, int count) {
        return "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + count + ") insert into "
                + table + " select " + columns + " from n";
    }

    void fill(String file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    Syncs open(Duration leases) {
        return Syncs.open(Configuration.load(Optional.empty(),
                new Environment(Map.of("PG_URL", database.uri().toString()), folder)), leases);
    }

    long count(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
