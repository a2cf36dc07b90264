package dev.tidemark.runtime;

import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.Store;
import dev.tidemark.postgres.PostgresConfig;
import dev.tidemark.postgres.PostgresStore;
import dev.tidemark.postgres.PostgresTableDdl;
import dev.tidemark.postgres.state.PostgresStateStore;
import dev.tidemark.runtime.TablesElsewhere.Side;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.config.Profile.Analyze;
import dev.tidemark.runtime.config.StateLocation;
import dev.tidemark.sqlite.SqliteConfig;
import dev.tidemark.sqlite.SqliteStore;
import dev.tidemark.sqlite.state.SqliteStateStore;
import dev.tidemark.supabase.KnownTables;
import dev.tidemark.supabase.SupabaseStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The one place that knows which adapter stands behind which connection. */
final class Composition {

    /** In a schema of its own, so that it is never taken for the user's tables. */
    private static final String STATE_SCHEMA = "tidemark";
    /** A killed run blocks its profile for half a minute at most. */
    static final Duration LEASES = Duration.ofSeconds(30);

    private Composition() {
    }

    /** Both ends of a leg, each of which may have to be told of the other's tables; nothing is opened. */
    static Leg leg(String file, SyncPlan plan, Connection from, Connection to, Profile profile) {
        Store read = store(from, profile,
                new TablesElsewhere(Side.READ, plan.rules(), profile.types(), Optional.empty()));
        Store written = store(to, profile,
                new TablesElsewhere(Side.WRITTEN, plan.rules(), profile.types(), Optional.of(read)));
        Store told = store(from, profile,
                new TablesElsewhere(Side.READ, plan.rules(), profile.types(), Optional.of(written)));
        return new Leg(file, plan, told, written);
    }

    /** The store behind a connection, for a look at what is there; nothing is opened. */
    static Store empty(Connection.Sqlite connection) {
        return new SqliteStore(SqliteConfig.of(connection.path(), connection.driver()));
    }

    private static Store store(Connection connection, Profile profile, KnownTables elsewhere) {
        return switch (connection) {
            case Connection.Sqlite sqlite -> new SqliteStore(SqliteConfig.of(sqlite.path(), sqlite.driver()));
            case Connection.Postgres postgres ->
                    new PostgresStore(postgres.config().withAnalyze(analyzing(profile.analyze())));
            case Connection.Supabase supabase -> new SupabaseStore(supabase.config(), elsewhere,
                    PostgresTableDdl::statements);
        };
    }

    private static PostgresConfig.Analyze analyzing(Analyze analyze) {
        return switch (analyze) {
            case AUTO -> PostgresConfig.Analyze.AUTO;
            case OFF -> PostgresConfig.Analyze.OFF;
        };
    }

    /** Most states are files. */
    static void anticipateState() {
        SqliteStateStore.anticipate();
    }

    /**
     * Opens what Tidemark remembers; makes it where it is missing.
     *
     * @param leases how long a silent run holds its profile, where several machines may share the state
     */
    static ServerState state(StateLocation location, Duration leases) {
        return switch (location) {
            case StateLocation.File(var path) -> SqliteStateStore.open(path);
            case StateLocation.Database(var connection) -> {
                PostgresConfig config = connection.config();
                yield PostgresStateStore.open(url(config), config.user(), config.password().orElse(""), STATE_SCHEMA,
                        leases);
            }
        };
    }

    /** Where a scheduler keeps its own; the state has been opened. */
    static StateTables tables(StateLocation location) {
        return switch (location) {
            case StateLocation.File(var path) -> new StateTables(SqliteStateStore.source(path), "", false);
            case StateLocation.Database(var connection) -> {
                PostgresConfig config = connection.config();
                yield new StateTables(
                        PostgresStateStore.source(url(config), config.user(), config.password().orElse("")),
                        PostgresStateStore.prefix(STATE_SCHEMA), true);
            }
        };
    }

    private static String url(PostgresConfig config) {
        Map<String, String> parameters = new TreeMap<>(config.properties());
        parameters.put("sslmode", config.sslmode());
        String query = parameters.entrySet()
                .stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return config.jdbcUrl() + "?" + query;
    }
}
