package dev.tidemark.http.metrics;

import dev.tidemark.domain.event.Progress;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What became of a row, as {@code tidemark_sync_rows_total} says it. */
enum Outcome {
    INSERTED(Progress::inserted), UPDATED(Progress::updated), UNCHANGED(Progress::unchanged), DUPLICATES(
            Progress::duplicates),
    DELETED(Progress::deleted), REJECTED(Progress::rejected);

    private final ToLongFunction<Progress> rows;

    Outcome(ToLongFunction<Progress> rows) {
        this.rows = rows;
    }

    long of(Progress progress) {
        return rows.applyAsLong(progress);
    }

    /**
     * Whether fewer rows may have it later than now, other than by a transaction that is undone. A row that was refused may land
     * yet, after another that it refers to.
     */
    boolean mayShrink() {
        return this == REJECTED;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
