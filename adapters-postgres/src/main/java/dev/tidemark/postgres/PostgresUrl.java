package dev.tidemark.postgres;

import dev.tidemark.postgres.PostgresConfig.Pooler;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/**
 * The address of a database as libpq and the JDBC driver write it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING">Connection URIs</a>
 */
final class PostgresUrl {
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://", "jdbc:postgresql://",
            "jdbc:postgres://");
    private static final String EXPECTED = "expected postgresql://user:password@host:port/database?sslmode=...";
    private static final List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca",
            "verify-full");

    private final Map<String, String> parameters = new TreeMap<>();
    private final String user;
    private final Optional<String> password;
    private final String host;
    private final int port;
    private final String database;

    PostgresUrl(String url) {
        String rest = SCHEMES.stream()
                .filter(url::startsWith)
                .findFirst()
                .map(scheme -> url.substring(scheme.length()))
                .orElseThrow(
                        () -> new IllegalArgumentException("not the address of a PostgreSQL database: " + EXPECTED));
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        int at = place.lastIndexOf('@');
        String who = at < 0 ? "" : place.substring(0, at);
        String where = place.substring(at + 1);
        if (question >= 0) {
            readParameters(rest.substring(question + 1));
        }
        int colon = who.indexOf(':');
        String inAuthority = decode(colon < 0 ? who : who.substring(0, colon));
        this.user = Optional.ofNullable(parameters.remove("user")).orElse(inAuthority);
        Optional<String> inParameters = Optional.ofNullable(parameters.remove("password"));
        this.password = colon < 0 ? inParameters : Optional.of(decode(who.substring(colon + 1)));
        int slash = where.indexOf('/');
        String authority = slash < 0 ? where : where.substring(0, slash);
        int portColon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        this.port = portColon < 0 ? PostgresConfig.DEFAULT_PORT : port(authority.substring(portColon + 1));
        this.host = host(portColon < 0 ? authority : authority.substring(0, portColon));
        String name = slash < 0 ? "" : decode(where.substring(slash + 1));
        this.database = name.isEmpty() ? user : name;
        if (database.isEmpty()) {
            throw new IllegalArgumentException("the address names no database: " + EXPECTED);
        }
    }

    PostgresConfig config() {
        PostgresConfig config = PostgresConfig.of(host, port, database, user, password);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            config = with(config, parameter.getKey(), parameter.getValue());
        }
        return config;
    }

    private static PostgresConfig with(PostgresConfig config, String name, String value) {
        return switch (name) {
            case "sslmode" -> config.withSslmode(sslmode(value));
            case "ssl" -> value.equals("true") || value.isEmpty() ? config.withSslmode("verify-full") : config;
            case "currentSchema", "schema" -> config.withSchema(value);
            case "pgbouncer" -> config.withPooler(value.equals("true") ? Pooler.YES : Pooler.AUTO);
            case "connect_timeout" -> config.withProperty("connectTimeout", value);
            case "application_name" -> config.withProperty("ApplicationName", value);
            default -> {
                if (PGProperty.forName(name) == null) {
                    throw new IllegalArgumentException("the address has a parameter that is not known: " + name);
                }
                yield config.withProperty(name, value);
            }
        };
    }

    /** The mode if it is one. */
    static String sslmode(String value) {
        if (!SSL_MODES.contains(value)) {
            throw new IllegalArgumentException("sslmode '" + value + "' is none of " + SSL_MODES);
        }
        return value;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void readParameters(String query) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String host(String text) {
        if (text.contains(",")) {
            throw new IllegalArgumentException("the address names several hosts: name one");
        }
        String plain = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : decode(text);
        return plain.isEmpty() ? "localhost" : plain;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException _) {
            // told below, without what was read: it may be a part of a password with an unescaped colon
        }
        throw new IllegalArgumentException("the address has no valid port: " + EXPECTED
                + " (a password with : / @ or % in it has to be percent-encoded)");
    }

    /** Percent-decodes; a plus sign is a plus sign, as in libpq. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("the address has a % that begins no percent-encoded byte: write %25");
        }
    }
}
