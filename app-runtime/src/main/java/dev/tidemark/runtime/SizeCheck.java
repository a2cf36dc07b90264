package dev.tidemark.runtime;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Tells of sizes that a store will not give or take as they are. */
final class SizeCheck {
    /** https://supabase.com/docs/guides/api: the most rows of an answer, unless the project's settings say otherwise. */
    private static final int MOST_ROWS = 1_000;

    private SizeCheck() {
    }

    static List<Finding> of(Profile profile) {
        List<Finding> findings = new ArrayList<>();
        if (profile.from() instanceof Connection.Supabase && isOver(profile.pageSize())) {
            findings.add(
                    warning("page-size: " + profile.pageSize().getAsInt() + " is more than a project gives at once,"
                            + " unless its settings allow it: pages are then shorter, and nothing is lost"));
        }
        if (profile.to() instanceof Connection.Supabase && isOver(profile.batchSize())) {
            findings.add(
                    warning("batch-size: " + profile.batchSize().getAsInt() + " makes requests that may take longer"
                            + " than the project's time-out; one that does is undone, and sent again in halves"));
        }
        return findings;
    }

    private static boolean isOver(OptionalInt rows) {
        return rows.orElse(0) > MOST_ROWS;
    }

    private static Finding warning(String message) {
        return new Finding(Severity.WARNING, "", message, "");
    }
}
