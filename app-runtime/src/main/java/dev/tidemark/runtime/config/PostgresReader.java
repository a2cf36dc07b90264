package dev.tidemark.runtime.config;

import dev.tidemark.postgres.PostgresConfig;
import dev.tidemark.postgres.PostgresConfig.Access;
import dev.tidemark.postgres.PostgresConfig.Pooler;
import dev.tidemark.runtime.config.Connection.Postgres;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads PostgreSQL connections, and takes what they leave out from the variables that libpq and hosters use. */
final class PostgresReader {
    private static final Map<String, String> SSL_MODES = Stream
            .of("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
            .collect(Collectors.toMap(Function.identity(), Function.identity()));
    private static final Map<String, Pooler> POOLERS = Map.of("auto", Pooler.AUTO, "yes", Pooler.YES, "no", Pooler.NO);
    private static final Map<String, Access> ACCESSES = Map.of("auto", Access.AUTO, "rls", Access.RLS);

    private final Reader reader;
    private final Variables variables;

    PostgresReader(Reader reader, Variables variables) {
        this.reader = reader;
        this.variables = variables;
    }

    /** Whether the text says that it is an address of PostgreSQL, right or wrong. */
    static boolean isMeant(String text) {
        return text.matches("(jdbc:)?postgres(ql)?:.*");
    }

    Optional<Connection> read(String name, Fields fields) {
        if (fields.get("url").isPresent()) {
            Stream.of("host", "port", "database").flatMap(key -> fields.get(key).stream()).forEach(
                    tree -> reader.problems().report(tree.place(),
                            "a postgres connection has a url, or a host with port and database, not both"));
        }
        boolean saysWhere = Stream.of("url", "host", "port", "database").anyMatch(key -> fields.get(key).isPresent());
        Optional<PostgresConfig> start = fields.get("url")
                .map(tree -> reader.text(tree).flatMap(text -> parse(tree.place(), text)))
                .orElseGet(() -> saysWhere || variables.get("DATABASE_URL").isEmpty()
                        ? parts(fields)
                        : variables.get("DATABASE_URL").flatMap(url -> parse(Place.of("DATABASE_URL"), url)));
        Optional<PostgresConfig> config = start.map(found -> completed(found, fields));
        return reader.problems().isEmpty() ? config.map(found -> new Postgres(name, found)) : Optional.empty();
    }

    /** An address from the command line. */
    Optional<Connection> read(String name, Place place, String url) {
        return parse(place, url)
                .map(config -> new Postgres(name, withCredentials(config, Optional.empty(), Optional.empty())));
    }

    private Optional<PostgresConfig> parse(Place place, String url) {
        try {
            PostgresConfig config = PostgresConfig.parse(url.strip());
            boolean saysSslmode = url.contains("sslmode=") || url.contains("ssl=");
            return Optional
                    .of(saysSslmode ? config : variables.get("PGSSLMODE").map(config::withSslmode).orElse(config));
        } catch (IllegalArgumentException e) {
            reader.problems().report(place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** The database that host, port and so on name, or the variables where they are left out. */
    private Optional<PostgresConfig> parts(Fields fields) {
        Optional<String> user = text(fields, "user").or(() -> variables.get("PGUSER"));
        Optional<String> host = given(fields, "host", "PGHOST",
                "where is the server? Give a url or a host, or set the variable DATABASE_URL or PGHOST");
        Optional<String> database = given(fields, "database", "PGDATABASE",
                "which database? Give it as database, or set the variable PGDATABASE");
        OptionalInt port = fields.get("port").isPresent()
                ? fields.get("port").map(reader::positive).orElseThrow()
                : variables.get("PGPORT").map(text -> reader.positive(Tree.Scalar.of(Place.of("PGPORT"), text)))
                        .orElse(OptionalInt.of(PostgresConfig.DEFAULT_PORT));
        if (host.isEmpty() || database.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        PostgresConfig config = PostgresConfig.of(host.get(), port.getAsInt(), database.get(), user.orElse(""),
                Optional.empty());
        return Optional.of(variables.get("PGSSLMODE").map(config::withSslmode).orElse(config));
    }

    private Optional<String> given(Fields fields, String key, String variable, String missing) {
        Optional<Tree> tree = fields.get(key);
        Optional<String> value = tree.isPresent() ? tree.flatMap(reader::text) : variables.get(variable);
        if (value.isEmpty() && tree.isEmpty()) {
            reader.problems().reportWhenUsed(fields.place(), missing);
        }
        return value;
    }

    private PostgresConfig completed(PostgresConfig config, Fields fields) {
        PostgresConfig completed = withCredentials(config, text(fields, "user"), text(fields, "password"));
        completed = with(completed, text(fields, "schema"), PostgresConfig::withSchema);
        completed = with(completed, fields.get("sslmode").flatMap(tree -> reader.word(tree, SSL_MODES)),
                PostgresConfig::withSslmode);
        completed = with(completed, fields.get("pooler").flatMap(tree -> reader.word(tree, POOLERS)),
                PostgresConfig::withPooler);
        return with(completed, fields.get("access").flatMap(tree -> reader.word(tree, ACCESSES)),
                PostgresConfig::withAccess);
    }

    /** There is no default password: a server that wants one, and is given none, says so when it is asked. */
    private PostgresConfig withCredentials(PostgresConfig config, Optional<String> user, Optional<String> password) {
        Optional<String> known = config.user().isEmpty() ? variables.get("PGUSER") : Optional.of(config.user());
        return config.withCredentials(user.or(() -> known).orElse(""),
                password.or(config::password).or(() -> variables.get("PGPASSWORD")));
    }

    private Optional<String> text(Fields fields, String key) {
        return fields.get(key).flatMap(reader::text);
    }

    private static <T> PostgresConfig with(PostgresConfig config, Optional<T> value,
            BiFunction<PostgresConfig, T, PostgresConfig> change) {
        return value.map(given -> change.apply(config, given)).orElse(config);
    }
}
