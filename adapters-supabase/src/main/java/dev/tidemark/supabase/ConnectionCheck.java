package dev.tidemark.supabase;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for what is worth knowing about a connection whatever its tables: the key, its end, and what the server is. Thread-safe. */
final class ConnectionCheck {
    private static final int OLDEST = 12;
    private static final Duration SOON = Duration.ofDays(1);
    private static final int PROBED_ROWS = 10_000;
    private static final String HOSTED = ".supabase.co";

    private final SupabaseClient client;
    private final SupabaseTables tables;
    private final InstantSource clock;
    private final AtomicBoolean told = new AtomicBoolean();

    ConnectionCheck(SupabaseClient client, SupabaseTables tables, InstantSource clock) {
        this.client = client;
        this.tables = tables;
        this.clock = clock;
    }

    /** What concerns the store and none of its tables; nothing from the second time on. */
    List<Finding> once() {
        return told.getAndSet(true) ? List.of() : findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(key());
        expiry().ifPresent(findings::add);
        clearText().ifPresent(findings::add);
        findings.add(server());
        return findings;
    }

    /**
     * How many rows of a table the server gives at once, if it is fewer than the table has.
     *
     * @param rows that the table has
     */
    Optional<Finding> rowCap(SupabaseTable table, long rows) {
        String name = table.schema().name().name();
        RestRequest request = RestRequest.head(Filters.path(table.schema().name()),
                "select=" + Filters.name(table.columns().getFirst().name()) + "&limit=" + PROBED_ROWS);
        try (RestAnswer answer = client.ask(request, "asking how many rows of " + name + " come at once")) {
            long given = answer.rows().orElse(0);
            return given == 0 || given >= Math.min(rows, PROBED_ROWS)
                    ? Optional.empty()
                    : Optional.of(new Finding(Severity.NOTE, name, String.format(Locale.ROOT,
                            "the server gives at most %,d rows at once", given),
                            "to read faster, raise Project Settings > API > Max rows, and page-size with it"));
        }
    }

    private Finding key() {
        KeyKind kind = client.config().kind();
        return switch (kind) {
            case SECRET -> finding(Severity.OK, "a secret key: row-level security does not bind it", "");
            case SERVICE_ROLE -> finding(Severity.OK, "a service_role key: row-level security does not bind it",
                    isHosted()
                            ? "these keys end with 2026: get a secret key (sb_secret_...) in Project Settings > API Keys"
                            : "");
            case PUBLISHABLE -> limited("a publishable key");
            case ANON -> limited("an anon key");
            case USER -> limited("the token of a user (role " + client.config().role().orElse("") + ")");
            case UNKNOWN ->
                    finding(Severity.WARNING, "the key is of no kind that Tidemark knows: row-level security may"
                            + " hide rows from it, and nothing is deleted", "use the project's secret key");
        };
    }

    private Finding limited(String who) {
        return finding(Severity.WARNING, who + ": row-level security decides what it sees and writes; what it does not"
                + " see is not synced, and nothing is deleted", "use the project's secret key to sync all rows");
    }

    private Optional<Finding> expiry() {
        SupabaseConfig config = client.config();
        Instant now = clock.instant();
        return KeyKinds.expiry(config.accessToken().orElse(config.key()))
                .filter(end -> end.isBefore(now.plus(SOON)))
                .map(end -> end.isBefore(now)
                        ? finding(Severity.ERROR, "the token ended at " + end, "get a new one")
                        : finding(Severity.WARNING,
                                "the token ends at " + end + ", and a run that is under way then stops",
                                "use a secret key, which does not end"));
    }

    private Optional<Finding> clearText() {
        SupabaseConfig config = client.config();
        String host = config.url().getHost();
        boolean local = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return "https".equalsIgnoreCase(config.url().getScheme()) || local
                ? Optional.empty()
                : Optional.of(finding(Severity.WARNING, "the key and all rows travel in clear text", "use https"));
    }

    private Finding server() {
        if (!tables.isDescribed()) {
            return finding(Severity.NOTE,
                    "this key may not see the project's tables: what the profile and its other end"
                            + " know of them is taken, and looked for",
                    "the project's secret key may");
        }
        String version = tables.version().orElse("");
        return major(version) < OLDEST
                ? finding(Severity.WARNING, "PostgREST " + version + " is none that Tidemark was tried with",
                        "use PostgREST 12 or newer")
                : finding(Severity.OK, "PostgREST " + version + " describes its tables to this key", "");
    }

    private static int major(String version) {
        String digits = version.replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 4 ? 0 : Integer.parseInt(digits);
    }

    private boolean isHosted() {
        return client.config().url().getHost().endsWith(HOSTED);
    }

    private Finding finding(Severity severity, String message, String advice) {
        return new Finding(severity, "", client.config().displayName() + ": " + message, advice);
    }
}
