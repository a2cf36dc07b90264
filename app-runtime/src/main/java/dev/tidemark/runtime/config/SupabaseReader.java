package dev.tidemark.runtime.config;

import dev.tidemark.runtime.config.Connection.Supabase;
import dev.tidemark.supabase.SupabaseConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads Supabase connections, and takes what they leave out from the variables that Supabase itself documents. */
final class SupabaseReader {
    private static final String URL = "SUPABASE_URL";
    /**
     * The keys that see all rows, the kind of today first
     * (https://supabase.com/docs/guides/getting-started/migrating-to-new-api-keys). One that row-level security binds shows
     * part of the rows, so it is never taken unless the connection names it.
     */
    private static final List<String> KEYS = List.of("SUPABASE_SECRET_KEY", "SUPABASE_SERVICE_ROLE_KEY");
    private static final String PREFIX = "supabase:";
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9]{20}");
    private static final Pattern DASHBOARD = Pattern.compile("/dashboard/project/([a-z0-9]{20})(/.*)?");
    /** What a header can carry; never shown where it does not match. */
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
    private static final String WANTED = "expected the address of a project, such as https://ref.supabase.co";

    private final Reader reader;
    private final Variables variables;

    SupabaseReader(Reader reader, Variables variables) {
        this.reader = reader;
        this.variables = variables;
    }

    /** Whether the text says that it is a Supabase project, right or wrong. */
    static boolean isMeant(String text) {
        return text.matches("https?:.*") || text.startsWith(PREFIX);
    }

    Optional<Connection> read(String name, Fields fields) {
        Optional<String> restPath = fields.get("rest-path").flatMap(this::restPath);
        Optional<Address> address = fields.get("url").isPresent()
                ? fields.get("url").flatMap(tree -> reader.text(tree).flatMap(
                        text -> address(tree.place(), text.strip(), restPath)))
                : fromVariable(fields.place(), restPath);
        Optional<String> key = fields.get("key").isPresent()
                ? fields.get("key").flatMap(tree -> secret(tree, SECRET, "a key"))
                : key(fields.place());
        Optional<String> token = fields.get("access-token")
                .flatMap(tree -> secret(tree, JWT, "the JWT of a user, which begins with eyJ and has two dots"));
        Optional<Duration> timeout = fields.get("timeout").flatMap(reader::duration);
        Optional<String> schema = fields.get("schema").flatMap(reader::text);
        if (!reader.problems().isEmpty() || address.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        SupabaseConfig config = SupabaseConfig.of(address.get().project(), key.get())
                .withRestPath(address.get().restPath());
        config = with(config, token, SupabaseConfig::withAccessToken);
        config = with(config, schema, SupabaseConfig::withSchema);
        return Optional.of(new Supabase(name, with(config, timeout, SupabaseConfig::withTimeout)));
    }

    /** {@code https://ref.supabase.co}, {@code supabase:https://...}, {@code supabase:ref}, or {@code supabase:} alone. */
    Optional<Connection> read(String name, Place place, String uri) {
        String text = uri.startsWith(PREFIX) ? uri.substring(PREFIX.length()) : uri;
        Optional<Address> address = text.isEmpty() ? fromVariable(place, Optional.empty())
                : address(place, PROJECT.matcher(text).matches() ? "https://" + text + ".supabase.co" : text,
                        Optional.empty());
        Optional<String> key = key(place);
        return address.flatMap(found -> key.map(secret -> new Supabase(name,
                SupabaseConfig.of(found.project(), secret).withRestPath(found.restPath()))));
    }

    /** Where the project is, and where below it the REST API. */
    private record Address(URI project, String restPath) {
    }

    private Optional<Address> fromVariable(Place place, Optional<String> restPath) {
        Optional<String> url = variables.get(URL);
        if (url.isEmpty()) {
            reader.problems().reportWhenUsed(place, "which project? Give its url, or set the variable " + URL);
        }
        return url.flatMap(text -> address(Place.of(URL), text.strip(), restPath));
    }

    private Optional<String> key(Place place) {
        for (String variable : KEYS) {
            Optional<String> value = variables.get(variable);
            if (value.isPresent()) {
                return secret(Tree.Scalar.of(Place.of(variable), value.get()), SECRET, "a key");
            }
        }
        reader.problems().reportWhenUsed(place,
                "which key? Give it as key, or set the variable " + String.join(" or ", KEYS));
        return Optional.empty();
    }

    /** What is wrong with a secret is said without showing it. */
    private Optional<String> secret(Tree tree, Pattern form, String wanted) {
        Optional<String> secret = reader.text(tree).map(String::strip);
        if (secret.isPresent() && !form.matcher(secret.get()).matches()) {
            reader.problems().report(tree.place(), "expected " + wanted
                    + (secret.get().startsWith("Bearer ") ? ", without `Bearer `" : ""));
            return Optional.empty();
        }
        return secret;
    }

    /** The whole address may be given as well, as it stands in the documentation of other clients. */
    private Optional<Address> address(Place place, String text, Optional<String> restPath) {
        Optional<URI> uri = parsed(text);
        if (uri.isEmpty()) {
            reader.problems().report(place, WANTED);
            return Optional.empty();
        }
        String path = withoutLastSlash(uri.get().getPath());
        Matcher dashboard = DASHBOARD.matcher(path);
        if (dashboard.matches()) {
            reader.problems().report(place, "this is the dashboard of a project; its address is https://"
                    + dashboard.group(1) + ".supabase.co");
            return Optional.empty();
        }
        boolean whole = path.equals(restPath.orElse(SupabaseConfig.DEFAULT_REST_PATH));
        if (!path.isEmpty() && !whole) {
            reader.problems().report(place,
                    WANTED + ", without a path; where the REST API is below it, says rest-path");
            return Optional.empty();
        }
        URI project = URI.create(uri.get().getScheme() + "://" + uri.get().getRawAuthority());
        return Optional.of(new Address(project, restPath.orElse(SupabaseConfig.DEFAULT_REST_PATH)));
    }

    private static Optional<URI> parsed(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = Stream.of("http", "https").anyMatch(scheme -> scheme.equals(uri.getScheme()));
            boolean isPlain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return isWeb && isPlain ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** Empty for a PostgREST without anything before it. */
    private Optional<String> restPath(Tree tree) {
        if (tree instanceof Tree.Scalar scalar && scalar.style() == Tree.Style.QUOTED && scalar.unset().isEmpty()
                && withoutLastSlash(scalar.text()).isEmpty()) {
            return Optional.of("");
        }
        Optional<String> path = reader.text(tree).map(SupabaseReader::withoutLastSlash);
        if (path.isPresent() && !path.get().matches("(/[A-Za-z0-9._~-]+)*")) {
            reader.wrong(tree, "a path such as /rest/v1, or \"\" for a PostgREST without a gateway", "");
            return Optional.empty();
        }
        return path;
    }

    private static String withoutLastSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static <T> SupabaseConfig with(SupabaseConfig config, Optional<T> value,
            BiFunction<SupabaseConfig, T, SupabaseConfig> change) {
        return value.map(given -> change.apply(config, given)).orElse(config);
    }
}
