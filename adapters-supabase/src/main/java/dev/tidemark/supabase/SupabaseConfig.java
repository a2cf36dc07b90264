package dev.tidemark.supabase;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a Supabase project is and who we are there. Prints without the key.
 *
 * @param url the project's address, such as {@code https://ref.supabase.co}, without {@code restPath}
 * @param restPath where the REST API is below it: {@code /rest/v1}, or empty for a bare PostgREST
 * @param key goes into every request as {@code apikey}
 * @param accessToken a user's JWT, for row-level security as that user; the key speaks for itself without one
 * @param schema the one schema that is read or written
 * @param timeout how long to wait for an answer, and then for each next byte of it; four times as long in all
 */
public record SupabaseConfig(URI url, String restPath, String key, Optional<String> accessToken, String schema,
        Duration timeout) {
    public static final String DEFAULT_REST_PATH = "/rest/v1";
    public static final String DEFAULT_SCHEMA = "public";
    /**
     * Longer than the server works on a statement, so that it is the server that gives up: Supabase allows at most 60 s
     * (docs/guides/database/postgres/timeouts).
     */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(75);

    /**
     * @throws IllegalArgumentException if the key or token holds what no header may; the message never repeats it
     */
    public SupabaseConfig {
        requireToken("key", key);
        accessToken.ifPresent(token -> requireToken("access token", token));
    }

    private static void requireToken(String what, String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the " + what + " is empty or holds blanks, line ends or other characters"
                            + " that no " + what + " has");
        }
    }

    /** The project with its defaults. */
    public static SupabaseConfig of(URI url, String key) {
        return new SupabaseConfig(url, DEFAULT_REST_PATH, key, Optional.empty(), DEFAULT_SCHEMA, DEFAULT_TIMEOUT);
    }

    public SupabaseConfig withRestPath(String other) {
        return new SupabaseConfig(url, other, key, accessToken, schema, timeout);
    }

    public SupabaseConfig withAccessToken(String token) {
        return new SupabaseConfig(url, restPath, key, Optional.of(token), schema, timeout);
    }

    public SupabaseConfig withSchema(String other) {
        return new SupabaseConfig(url, restPath, key, accessToken, other, timeout);
    }

    public SupabaseConfig withTimeout(Duration other) {
        return new SupabaseConfig(url, restPath, key, accessToken, schema, other);
    }

    /** Whom the server takes us for: the token's, else the key's. */
    public KeyKind kind() {
        return accessToken.map(KeyKinds::of).orElseGet(() -> KeyKinds.of(key));
    }

    /** The role of the database that the server takes us for, such as {@code service_role}; empty if nobody knows. */
    Optional<String> role() {
        return KeyKinds.role(accessToken.orElse(key));
    }

    /** Such as {@code ref.supabase.co}; the schema only where it is not the usual one. */
    public String displayName() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getHost() + port + (schema.equals(DEFAULT_SCHEMA) ? "" : "/" + schema);
    }

    @Override
    public String toString() {
        return "SupabaseConfig[" + url + restPath + ", schema=" + schema + ", " + kind() + "]";
    }
}
