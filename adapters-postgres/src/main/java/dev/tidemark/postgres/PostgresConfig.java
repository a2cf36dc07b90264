package dev.tidemark.postgres;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a PostgreSQL database is, who we are there, and what stands between. Prints without the password.
 *
 * @param host a name or address
 * @param user the role; empty lets the driver take that of the operating system
 * @param sslmode as libpq spells it: {@code disable}, {@code allow}, {@code prefer}, {@code require}, {@code verify-ca} or
 *     {@code verify-full}
 * @param schema the one schema that is read or written
 * @param properties further properties of the PostgreSQL JDBC driver, such as {@code sslrootcert}
 */
public record PostgresConfig(String host, int port, String database, String user, Optional<String> password,
        String sslmode, String schema, Pooler pooler, Access access, Analyze analyze, Map<String, String> properties) {
    public static final int DEFAULT_PORT = 5432;
    public static final String DEFAULT_SCHEMA = "public";
    public static final String DEFAULT_SSLMODE = "prefer";

    public PostgresConfig {
        properties = Map.copyOf(properties);
    }

    /** The database with its defaults: schema public, TLS if the server offers it. */
    public static PostgresConfig of(String host, int port, String database, String user, Optional<String> password) {
        return new PostgresConfig(host, port, database, user, password, DEFAULT_SSLMODE, DEFAULT_SCHEMA, Pooler.AUTO,
                Access.AUTO, Analyze.AUTO, Map.of());
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=require}, {@code postgres://...} or
     * {@code jdbc:postgresql://...}; parts may be percent-encoded. {@code currentSchema} names the schema.
     *
     * @throws IllegalArgumentException if the text is no such address; the message never repeats the password
     */
    public static PostgresConfig parse(String url) {
        return new PostgresUrl(url).config();
    }

    public PostgresConfig withSchema(String other) {
        return new PostgresConfig(host, port, database, user, password, sslmode, other, pooler, access, analyze,
                properties);
    }

    public PostgresConfig withSslmode(String other) {
        return new PostgresConfig(host, port, database, user, password, other, schema, pooler, access, analyze,
                properties);
    }

    public PostgresConfig withPooler(Pooler other) {
        return new PostgresConfig(host, port, database, user, password, sslmode, schema, other, access, analyze,
                properties);
    }

    public PostgresConfig withAccess(Access other) {
        return new PostgresConfig(host, port, database, user, password, sslmode, schema, pooler, other, analyze,
                properties);
    }

    public PostgresConfig withAnalyze(Analyze other) {
        return new PostgresConfig(host, port, database, user, password, sslmode, schema, pooler, access, other,
                properties);
    }

    public PostgresConfig withCredentials(String otherUser, Optional<String> otherPassword) {
        return new PostgresConfig(host, port, database, otherUser, otherPassword, sslmode, schema, pooler, access,
                analyze,
                properties);
    }

    public PostgresConfig withProperty(String name, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(name, value);
        return new PostgresConfig(host, port, database, user, password, sslmode, schema, pooler, access, analyze, more);
    }

    /** The driver's address of the database, without user and password. */
    public String jdbcUrl() {
        String authority = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:postgresql://" + authority + ":" + port + "/" + PostgresUrl.encode(database);
    }

    /** Such as {@code db.example.org/shop}; the port only where it is not the usual one. */
    public String displayName() {
        return host + (port == DEFAULT_PORT ? "" : ":" + port) + "/" + database;
    }

    @Override
    public String toString() {
        return "PostgresConfig[" + displayName() + ", user=" + user + ", schema=" + schema + ", sslmode=" + sslmode
                + "]";
    }

    /** Whether a pooler in transaction mode stands between, so that nothing of a session outlives a transaction. */
    public enum Pooler {
        /** Found out by asking: behind a pooler the server's process is not the one that greeted us. */
        AUTO, YES, NO;

        /** Reads {@code auto}, {@code yes} or {@code no}. */
        public static Pooler parse(String word) {
            return word(Pooler.class, word);
        }
    }

    /** What row-level security may do (rule 17). */
    public enum Access {
        /** A read or write that a policy would filter fails. */
        AUTO,
        /** Policies filter, because the user says so. */
        RLS;

        /** Reads {@code auto} or {@code rls}. */
        public static Access parse(String word) {
            return word(Access.class, word);
        }
    }

    /** Whether the sink's statistics are refreshed after a load that changed much. */
    public enum Analyze {
        AUTO, OFF;

        /** Reads {@code auto} or {@code off}. */
        public static Analyze parse(String word) {
            return word(Analyze.class, word);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is none of "
                + java.util.Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    }
}
