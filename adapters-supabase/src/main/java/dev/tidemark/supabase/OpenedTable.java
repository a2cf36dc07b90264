package dev.tidemark.supabase;

import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a run has found out about a table that it writes, shared by all upserters of the run: one that failed is replaced by
 * another, and several write side by side. Thread-safe.
 *
 * @param shape what is written
 * @param wasEmpty whether the table had no row when the run first looked
 * @param showsXmax whether an upsert tells for each row whether it was inserted; views and partitioned tables may not
 * @param inDoubt rows of batches whose answer was lost
 * @param longestAnswer see {@link RowsByKey}
 */
record OpenedTable(WriteShape shape, boolean wasEmpty, AtomicBoolean showsXmax, RowsInDoubt inDoubt,
        AtomicInteger longestAnswer) {

    OpenedTable emptyAtFirst(boolean empty) {
        return new OpenedTable(shape, empty, showsXmax, inDoubt, longestAnswer);
    }

    /** What an upsert gives back of each row: its key, and whether it was inserted where the table tells. */
    RowSelect shown() {
        RowType key = shape.rows().select(shape.plan().key());
        if (!showsXmax.get()) {
            return new RowSelect(key, reals());
        }
        List<String> names = new ArrayList<>(key.names());
        List<ValueType> types = new ArrayList<>(key.types());
        names.add(WriteRequests.XMAX);
        types.add(ValueType.ofNative("xid"));
        return new RowSelect(new RowType(names, types), reals());
    }

    /** All columns of the plan, in its order. */
    RowSelect all() {
        return new RowSelect(shape.rows(), reals());
    }

    /** The columns of the type {@code real}. */
    List<String> reals() {
        return shape.targets().stream().map(WriteShape.Target::column)
                .filter(column -> column.format().equals("real")).map(SupabaseColumn::name).toList();
    }
}
