package dev.tidemark.http.api;

import dev.tidemark.domain.event.Progress;
import io.micronaut.serde.annotation.Serdeable;

/** The counts of all tables of a run together; {@code read} is the sum of all but {@code deleted}. */
@Serdeable
record Totals(long read, long inserted, long updated, long unchanged, long duplicates, long deleted, long rejected) {

    static Totals of(Progress counts) {
        return new Totals(counts.read(), counts.inserted(), counts.updated(), counts.unchanged(), counts.duplicates(),
                counts.deleted(), counts.rejected());
    }
}
