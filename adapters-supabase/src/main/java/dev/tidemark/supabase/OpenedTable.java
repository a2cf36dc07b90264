package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowType;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a run has found out about a table that it writes, shared by all upserters of the run: one that failed is replaced by
 * another, and several write side by side. Thread-safe.
 *
 * @param shape what is written
 * @param wasEmpty whether the table had no row when the run first looked
 * @param showsXmax whether an upsert tells for each row whether it was inserted; views and partitioned tables may not
 * @param function shared by all tables
 * @param keptDigits what numbers and times keep of their digits
 * @param inDoubt rows of batches whose answer was lost
 * @param deletesInDoubt rows of deletions whose answer was lost
 * @param limitsDeletes whether the server knows {@code max-affected}
 * @param referrers asked of the server when first needed
 * @param longestAnswer see {@link RowsByKey}
 */
record OpenedTable(WriteShape shape, boolean wasEmpty, AtomicBoolean showsXmax, UpsertFunction function,
        KeptDigits keptDigits,
        RowsInDoubt inDoubt,
        DeletesInDoubt deletesInDoubt, boolean limitsDeletes, Supplier<Referrers> referrers,
        AtomicInteger longestAnswer) {

    OpenedTable emptyAtFirst(boolean empty) {
        return new OpenedTable(shape, empty, showsXmax, function, keptDigits, inDoubt, deletesInDoubt, limitsDeletes,
                referrers, longestAnswer);
    }

    RowType keyType() {
        return shape.rows().select(shape.plan().key());
    }

    RowSelect select(RowType columns) {
        return RowSelect.of(shape.table(), columns);
    }

    /** What an upsert gives back of each row: its key, and whether it was inserted where the table tells. */
    RowSelect shown() {
        return withXmax(select(keyType()));
    }

    /** {@link #shown()}, and all that was written. */
    RowSelect shownWholly() {
        return withXmax(select(shape.rows()));
    }

    private RowSelect withXmax(RowSelect select) {
        return showsXmax.get() ? select.withSystemColumn(WriteRequests.XMAX) : select;
    }
}
