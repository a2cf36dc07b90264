package dev.tidemark.runtime;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.supabase.KeyKind;
import dev.tidemark.supabase.SupabaseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What a profile's connections and sizes tell without asking a store: who we are, and what the store will not give. */
final class ConnectionCheck {
    /** https://supabase.com/docs/guides/api: the most rows of an answer, unless the project's settings say otherwise. */
    private static final int MOST_ROWS = 1_000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final List<Finding> findings = new ArrayList<>();

    private ConnectionCheck() {
    }

    static List<Finding> of(Profile profile) {
        ConnectionCheck check = new ConnectionCheck();
        if (profile.from() instanceof Connection.Supabase from) {
            check.key(from.config());
            check.size("page-size", profile.pageSize(),
                    "a project gives 1,000 rows at once unless its settings allow more:"
                            + " pages are then shorter, and nothing is lost");
        }
        if (profile.to() instanceof Connection.Supabase to) {
            check.key(to.config());
            check.size("batch-size", profile.batchSize(), "a request that takes longer than the project's time-out is"
                    + " undone and sent again in halves");
        }
        return check.findings;
    }

    private void key(SupabaseConfig config) {
        String whose = "Supabase " + config.displayName() + ": ";
        if (config.url().getScheme().equals("http") && !LOOPBACK.contains(config.url().getHost())) {
            findings.add(new Finding(Severity.WARNING, "", whose + "the key goes over the network unencrypted",
                    "give its url with https"));
        }
        String kind = whose + (config.accessToken().isPresent() ? "the access token is " : "the key is ")
                + described(config.kind());
        findings.add(config.kind().seesAllRows()
                ? new Finding(Severity.OK, "", kind + ", which sees all rows", "")
                : new Finding(Severity.WARNING, "", kind + ": row-level security decides which rows it sees and writes,"
                        + " and nothing is deleted on its word", "use the project's secret key if all rows are meant"));
    }

    private static String described(KeyKind kind) {
        return switch (kind) {
            case SECRET -> "a secret key";
            case SERVICE_ROLE -> "a service_role key";
            case PUBLISHABLE -> "a publishable key";
            case ANON -> "an anon key";
            case USER -> "that of a user";
            case UNKNOWN -> "of a kind that Tidemark does not know";
        };
    }

    private void size(String setting, OptionalInt rows, String what) {
        if (rows.orElse(0) > MOST_ROWS) {
            findings.add(new Finding(Severity.WARNING, "", setting + ": " + rows.getAsInt() + ": " + what, ""));
        }
    }
}
