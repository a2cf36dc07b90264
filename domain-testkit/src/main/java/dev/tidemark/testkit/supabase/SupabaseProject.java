package dev.tidemark.testkit.supabase;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A Supabase project: a database of its own, PostgREST in front of it, and a gateway in front of that. Tables made straight
 * in the database are served after {@link #execute} or {@link #reload}.
 */
public final class SupabaseProject implements AutoCloseable {
    private final PostgresDatabase database;
    private final Jwts jwts = new Jwts();
    private final GatewayKeys keys = new GatewayKeys(jwts.of("anon"), jwts.of("service_role"));
    private final Gateway gateway;
    private PostgrestServer server;

    /** Makes one of an empty database. */
    public SupabaseProject(PostgresDatabase database) {
        this(database, PostgrestSettings.HOSTED);
    }

    public SupabaseProject(PostgresDatabase database, PostgrestSettings settings) {
        this.database = database;
        SupabaseRoles.prepare(database);
        this.server = PostgrestServer.start(database, settings, jwts.secret());
        this.gateway = new Gateway(server.address(), keys);
    }

    /** The database behind it, as its superuser sees it. */
    public PostgresDatabase database() {
        return database;
    }

    public Gateway gateway() {
        return gateway;
    }

    /** What a user would configure: the gateway's address. */
    public URI url() {
        return gateway.url();
    }

    /** PostgREST itself, without a gateway: no {@code /rest/v1}, and only JWTs count. */
    public URI bareUrl() {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    public String secretKey() {
        return GatewayKeys.SECRET;
    }

    public String publishableKey() {
        return GatewayKeys.PUBLISHABLE;
    }

    /** The legacy service_role key, a JWT. */
    public String serviceRoleKey() {
        return keys.serviceRole();
    }

    /** The legacy anon key, a JWT. */
    public String anonKey() {
        return keys.anon();
    }

    /**
     * A token that the server takes for the role's.
     *
     * @param validity from now; negative for a token that has expired. The server forgives 30 s
     */
    public String token(String role, Duration validity) {
        return jwts.of(role, validity);
    }

    /** Runs statements as the superuser and returns when the server knows of them. */
    public void execute(String... statements) {
        database.execute(statements);
        reload();
    }

    /** Makes a schema, its future tables granted to the API's roles; it is served if the settings name it. */
    public void createSchema(String schema) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
            SupabaseRoles.grant(statement, schema);
        } catch (SQLException e) {
            throw new AssertionError(schema, e);
        }
    }

    /** DDL is served after a {@link #reload} only from now on; many small changes then cost one, not one each. */
    public void reloadOnDemand() {
        SupabaseRoles.stopReloads(database);
    }

    /** Returns when the server knows the tables as they are now. */
    public void reload() {
        server.reload();
    }

    /** Puts another server in its place; the gateway's address stays. */
    public void restart(PostgrestSettings settings) {
        server.close();
        server = PostgrestServer.start(database, settings, jwts.secret());
        gateway.leadTo(server.address());
    }

    @Override
    public void close() {
        gateway.close();
        server.close();
    }
}
