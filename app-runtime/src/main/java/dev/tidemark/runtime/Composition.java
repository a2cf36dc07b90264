package dev.tidemark.runtime;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.domain.port.Store;
import dev.tidemark.postgres.PostgresConfig;
import dev.tidemark.postgres.PostgresStore;
import dev.tidemark.postgres.state.PostgresStateStore;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile.Analyze;
import dev.tidemark.runtime.config.StateLocation;
import dev.tidemark.sqlite.SqliteConfig;
import dev.tidemark.sqlite.SqliteStore;
import dev.tidemark.sqlite.state.SqliteStateStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The one place that knows which adapter stands behind which connection. */
final class Composition {

    private static final String STATE_SCHEMA = "tidemark";

    private Composition() {
    }

    /** The store behind a connection; nothing is opened. */
    static Store store(Connection connection, Analyze analyze) {
        return switch (connection) {
            case Connection.Sqlite sqlite -> new SqliteStore(SqliteConfig.of(sqlite.path()));
            case Connection.Postgres postgres -> new PostgresStore(postgres.config().withAnalyze(analyzing(analyze)));
        };
    }

    private static PostgresConfig.Analyze analyzing(Analyze analyze) {
        return switch (analyze) {
            case AUTO -> PostgresConfig.Analyze.AUTO;
            case OFF -> PostgresConfig.Analyze.OFF;
        };
    }

    /** Opens what Tidemark remembers; makes it where it is missing. */
    static StateStore state(StateLocation location) {
        return switch (location) {
            case StateLocation.File(var path) -> SqliteStateStore.open(path);
            case StateLocation.Database(var connection) -> state(connection.config());
        };
    }

    /** In a schema of its own, so that it is never taken for the user's tables. */
    private static StateStore state(PostgresConfig config) {
        Map<String, String> parameters = new TreeMap<>(config.properties());
        parameters.put("sslmode", config.sslmode());
        String query = parameters.entrySet()
                .stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return PostgresStateStore.open(config.jdbcUrl() + "?" + query, config.user(), config.password().orElse(""),
                STATE_SCHEMA);
    }
}
