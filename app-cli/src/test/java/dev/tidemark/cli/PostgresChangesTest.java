package dev.tidemark.cli;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresChangesTest extends ChangesContract {
    private static final String SCHEMA = "stock";

    private final PostgresDatabase database;

    PostgresChangesTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    Side sink(Path folder) {
        database.execute("drop schema if exists " + SCHEMA + " cascade", "create schema " + SCHEMA);
        return this::connect;
    }

    private Connection connect() throws SQLException {
        Connection connection = database.connect();
        connection.setSchema(SCHEMA);
        return connection;
    }

    @Override
    String connection() {
        return "{ type: postgres, url: \"${PG_URL}\" }";
    }

    @Override
    String profileLines() {
        return "    sink-schema: " + SCHEMA + "\n";
    }

    @Override
    Map<String, String> variables() {
        return Map.of("PG_URL", database.uri().toString());
    }

    /** The transactions that wrote the rows, and where the rows lie: an update makes a new version elsewhere. */
    @Override
    String trace(Side sink) throws SQLException {
        return sink.rows("select xmin, xmax, ctid, id from customers order by id") + " "
                + sink.rows("select xmin, xmax, ctid, id from orders order by id");
    }
}
