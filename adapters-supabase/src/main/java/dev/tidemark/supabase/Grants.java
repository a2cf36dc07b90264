package dev.tidemark.supabase;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Writes the statement that gives the key's role what a request needs. Pure functions. */
final class Grants {
    private static final String FUNCTIONS = "/rpc/";

    private Grants() {
    }

    /** What a person can run in the SQL editor, and what else may be in the way. */
    static String advice(SupabaseConfig config, RestRequest request) {
        String role = config.role().map(Grants::quoted).orElse("<the role of the key>");
        String schema = quoted(config.schema());
        String grant = request.path().startsWith(FUNCTIONS)
                ? "grant execute on function " + schema + "." + name(request.path().substring(FUNCTIONS.length()))
                : "grant " + verbs(request.method()) + " on " + schema + "." + name(request.path().substring(1));
        String usage = "grant usage on schema " + schema + " to " + role + "; ";
        return (config.schema().equals(SupabaseConfig.DEFAULT_SCHEMA) ? "" : usage) + grant + " to " + role + ";"
                + (config.kind().seesAllRows() ? ""
                        : " where row-level security is on, a policy has to let the row pass");
    }

    private static String verbs(RestRequest.Method method) {
        return switch (method) {
            case GET, HEAD -> "select";
            // The key's columns are read back, and rows that are there are updated.
            case POST -> "select, insert, update";
            case DELETE -> "select, delete";
        };
    }

    private static String name(String segment) {
        return quoted(URLDecoder.decode(segment, StandardCharsets.UTF_8));
    }

    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
