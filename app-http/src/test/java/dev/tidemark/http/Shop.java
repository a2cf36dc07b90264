package dev.tidemark.http;

import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** A folder with a SQLite file of items and a profile that copies it. */
final class Shop {
    static final String CONFIGURATION = """
            connections:
              local: { type: sqlite, path: shop.db }
              copy: { type: sqlite, path: copy.db }
              fresh: { type: sqlite, path: fresh.db }
            profiles:
              shop: { source: local, sink: copy, page-size: 10, batch-size: 10 }
              fresh: { source: local, sink: fresh }
              gone: { source: copy, sink: local }
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
        }
    }

    Environment environment() {
        return new Environment(Map.of(), folder);
    }

    Path configuration() {
        return folder.resolve("tidemark.yml");
    }

    Server serve() {
        Optional<Server> server = Main.start(new String[] {"serve", "--port", "0", "--quiet"}, environment(),
                new PrintStream(PrintStream.nullOutputStream()));
        return server.orElseThrow();
    }
}
