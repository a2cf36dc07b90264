package dev.tidemark.http;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.runtime.AccessTokens.Created;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with a SQLite file of items and profiles that copy it. One of two {@code odd} rows cannot land: its name,
 * {@value #SECRET_VALUE}, is too long.
 */
final class Shop {
    static final String SECRET_VALUE = "forty-two-secret";
    static final String CONFIGURATION = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
              fresh: { type: sqlite, path: fresh.db }
              other: { type: sqlite, path: other.db }
              unset: { type: postgres, url: "${SHOP_TEST_UNSET}" }
            profiles:
              shop: { source: local, sink: copy, page-size: 10, batch-size: 10, tables: [item] }
              fresh: { source: local, sink: fresh, tables: [item] }
              yearly: { source: local, sink: fresh, schedule: { cron: "0 12 1 1 *", zone: Europe/Berlin } }
              broken: { source: local, sink: unset }
              gone: { source: copy, sink: local }
              odd: { source: local, sink: other, max-rejects: 5, tables: [odd] }
            """;

    private final Path folder;

    Shop(Path folder, int items) throws IOException, SQLException {
        this.folder = folder;
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table item(id integer primary key, name text not null)");
            statement.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < " + items
                    + ") insert into item select i, 'item ' || i from n");
            statement.execute("create table odd(id integer primary key, name text not null)");
            statement.execute("insert into odd values (1, 'fits'), (2, '" + SECRET_VALUE + "')");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("other.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table odd(id integer primary key, name text not null check (length(name) < 9))");
        }
    }

    Environment environment() {
        return new Environment(Map.of(), folder);
    }

    Path configuration() {
        return folder.resolve("tidemark.yml");
    }

    Server serve(String... options) {
        String[] all = Stream.concat(Stream.of("serve", "--port", "0", "--quiet"), Stream.of(options))
                .toArray(String[]::new);
        Optional<Server> server = Main.start(all, environment(), new PrintStream(PrintStream.nullOutputStream()));
        return server.orElseThrow();
    }

    /** What another process does meanwhile, such as the command line. */
    Syncs open() {
        return Syncs.open(Configuration.load(Optional.empty(), environment()));
    }

    /** A new token, as {@code tidemark token create} makes it beside a running server. */
    String token(Role role) {
        return token(role, Optional.empty());
    }

    String token(Role role, Optional<Duration> validFor) {
        try (Syncs syncs = open()) {
            Created created = syncs.tokens().create("test", role.name().toLowerCase(java.util.Locale.ROOT), role,
                    validFor);
            return created.text();
        }
    }

    void revoke(String token) {
        try (Syncs syncs = open()) {
            List<String> parts = List.of(token.split("_", 3));
            if (!syncs.tokens().revoke("test", parts.get(1))) {
                throw new AssertionError("there is no such token");
            }
        }
    }
}
