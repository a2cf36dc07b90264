package dev.tidemark.runtime;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.SyncPlan.Resume;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;

/** Makes the engine's plan from a profile and a request; what neither of them says is decided by the stores' kinds. */
final class Plans {
    /** Measured: larger pages gain nothing and cost memory. */
    private static final PageLimit SQLITE_PAGE = new PageLimit(10_000, 8L << 20);
    private static final PageLimit SQLITE_BATCH = new PageLimit(10_000, 8L << 20);
    private static final PageLimit POSTGRES_PAGE = new PageLimit(20_000, 16L << 20);
    /** Correctness rule 11: statements feel the latency that a stream does not. */
    private static final PageLimit POSTGRES_BATCH = new PageLimit(20_000, 16L << 20);

    private Plans() {
    }

    static SyncPlan of(Profile profile, SyncRequest request) {
        PageLimit page = page(profile.from());
        PageLimit batch = batch(profile.to());
        Resume resume = switch (request.start()) {
            case RESUME -> new Resume.IfYoungerThan(profile.checkpointAge());
            case ANEW -> new Resume.Never();
        };
        return new SyncPlan(profile.name(), profile.direction(), profile.rules(), request.tables(), request.excluded(),
                profile.schema(), page.withRows(profile.pageSize().orElse(page.rows())),
                batch.withRows(profile.batchSize().orElse(batch.rows())), profile.rejects(), profile.retry(),
                profile.parallelTables().orElse(parallelTables(profile.to())), request.limit(), resume);
    }

    private static PageLimit page(Connection from) {
        return switch (from) {
            case Connection.Sqlite _ -> SQLITE_PAGE;
            case Connection.Postgres _ -> POSTGRES_PAGE;
        };
    }

    private static PageLimit batch(Connection to) {
        return switch (to) {
            case Connection.Sqlite _ -> SQLITE_BATCH;
            case Connection.Postgres _ -> POSTGRES_BATCH;
        };
    }

    /** A SQLite sink has one writer (correctness rule 15). */
    private static int parallelTables(Connection to) {
        return switch (to) {
            case Connection.Sqlite _ -> 1;
            case Connection.Postgres _ -> 2;
        };
    }
}
