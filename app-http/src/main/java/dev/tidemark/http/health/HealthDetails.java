package dev.tidemark.http.health;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;

/**
 * How the server is, and why, for who has a token.
 *
 * @param status {@code UP} or {@code DOWN}
 */
@Serdeable
record HealthDetails(String status, State state, Runs runs) {

    /**
     * What Tidemark remembers with.
     *
     * @param kind {@code sqlite} or {@code postgres}
     * @param latencyMs how long it took to answer; null if it did not
     * @param trouble why it did not answer; null if it did
     * @param freeBytes what is left on the disk of a SQLite state; null for a PostgreSQL
     */
    @Serdeable
    record State(String status, String kind, @Nullable Long latencyMs, @Nullable String trouble,
            @Nullable Long freeBytes) {
    }

    /**
     * What it is doing.
     *
     * @param active runs, or parts of runs, that go on here
     * @param takesMore whether it would begin another; not while it is ending
     */
    @Serdeable
    record Runs(long active, boolean takesMore) {
    }
}
